"""A small file that several processes write and read, even where an open file cannot be replaced.

On Windows a file that another process has open can be neither replaced nor read. The other process has it
open only for a moment, so this one waits.
"""

from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import TypeVar

_IN_USE = (5, 32, 33)
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: only on Windows."""
_TIMES = 100
_PAUSE = 0.01

_T = TypeVar("_T")


def replace(new: Path, file: Path) -> None:
    """Give a new file the name of a file that others may be reading. Raises OSError."""
    patiently(lambda: new.replace(file), lambda: sleep(_PAUSE))


def read(file: Path) -> str:
    """Return a text that others may be replacing. Raises OSError, UnicodeDecodeError."""
    return patiently(lambda: file.read_text(encoding="utf-8"), lambda: sleep(_PAUSE))


def patiently(act: Callable[[], _T], wait: Callable[[], None]) -> _T:
    """Retry what fails while another process has the file, until it succeeds or takes too long."""
    for _ in range(_TIMES):
        try:
            return act()
        except PermissionError as denied:
            if getattr(denied, "winerror", None) not in _IN_USE:
                raise
        wait()
    return act()
