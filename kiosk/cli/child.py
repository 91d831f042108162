"""A child of `kiosk serve`: its first line of input, its signs of life, and the end of its input.

The end of its input means that the supervisor has ended, however that came about: then the child ends too.
"""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from kiosk.service.posts.link import Link, read_link

_SIZE = 4096
_LONGEST = 1024


def attend(ended: Callable[[], None]) -> Link:
    """Read the first line of input, and from then on wait for its end in a thread.

    Args:
        ended: called from that thread.

    Raises:
        KioskError: it is not a supervisor's line.
    """
    source = sys.stdin.fileno()  # read without Python's buffer, which a thread must not hold at the end
    line = b""
    while b"\n" not in line and len(line) < _LONGEST and (more := os.read(source, _SIZE)):
        line += more
    link = read_link(line.decode("ascii", "replace"))
    threading.Thread(target=_wait_for_end, args=(source, ended), name="supervisor", daemon=True).start()
    if sys.platform != "win32":
        os.set_blocking(sys.stdout.fileno(), False)  # a supervisor that hangs must not hold up its children
    return link


ALIVE, AGAIN, NEW = "alive", "again", "new"
"""What the pages say: that they live; that a demonstration is to begin anew; `new` and a setup code."""


def alive(word: str = ALIVE) -> None:
    """Tell the supervisor that this child is alive; `word` is what it should know to start it again."""
    with suppress(OSError):  # it hangs, or has ended: then the end of the input says so
        os.write(sys.stdout.fileno(), f"{word}\n".encode())


def _wait_for_end(source: int, ended: Callable[[], None]) -> None:
    with suppress(OSError):
        while os.read(source, _SIZE):
            pass
    ended()
