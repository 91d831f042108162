"""The terminal that a gate runs in, taken out of the shell's mode: what is typed there is read, nothing else.

1. While it is taken no typed byte interrupts, suspends or ends a program, holds output back, edits a line or
   is echoed.
2. It is given back at the end, however the program ends, and while the program is suspended from outside.
3. What was typed before it was taken, and until it is given back, is thrown away: never left for the shell.

This module is loaded before anything else of a gate, and loads next to nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Wire(Protocol):
    """Where typed bytes come from."""

    def read(self, timeout: float) -> bytes | None:
        """Return what was typed; None for `timeout` seconds of silence; b"" when the wire is gone."""


class Watcher(Protocol):
    """What shows something in a terminal, and must know what happens to it."""

    def leave(self) -> None:
        """Put the shell's screen back: this program is being suspended."""

    def redraw(self) -> None:
        """Draw the screen anew: the terminal has another size, or the program goes on."""


class Tty(Wire, Protocol):
    """A terminal that was taken."""

    def watch(self, watcher: Watcher) -> None:
        """Tell somebody from now on what happens to the terminal."""


if sys.platform == "win32":
    from kiosk.gate.tty_windows import take
else:
    from kiosk.gate.tty_posix import take


@contextmanager
def owned() -> Iterator[Tty | None]:
    """Take the terminal in which this program reads or shows anything; None where there is none."""
    with take() as tty:
        yield tty
