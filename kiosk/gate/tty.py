"""The terminal of a gate, taken out of the shell's mode: typed bytes are read, and have no other effect.

1. While it is taken, no typed byte interrupts, suspends or ends a program, holds back output, edits a line
   or is echoed.
2. It is given back at the end, however the program ends, and while the program is suspended from outside.
3. Anything typed before it was taken or until it is given back is discarded, never left for the shell.

This module is loaded before the rest of the gate, and imports next to nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.gate.wire import Tty

if sys.platform == "win32":
    from kiosk.gate.tty_windows import take
else:
    from kiosk.gate.tty_posix import take


@contextmanager
def owned() -> Iterator[Tty | None]:
    """Take the terminal that this program reads from or shows on; None if there is none."""
    with take() as tty:
        yield tty
