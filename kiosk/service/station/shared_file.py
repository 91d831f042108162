"""A small file that several processes write and read, also where an open file cannot be replaced.

On Windows a file that another process has open at that moment is neither replaced nor read. It has it open
for a moment only, so one waits.
"""

from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import TypeVar

_IN_USE = (5, 32, 33)
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: of Windows, and no other system."""
_TIMES = 100
_PAUSE = 0.01

_T = TypeVar("_T")


def replace(new: Path, file: Path) -> None:
    """Give a new file the name of one that others may be reading. Raises OSError."""
    patiently(lambda: new.replace(file), lambda: sleep(_PAUSE))


def read(file: Path) -> str:
    """Return a text that others may be replacing. Raises OSError, UnicodeDecodeError."""
    return patiently(lambda: file.read_text(encoding="utf-8"), lambda: sleep(_PAUSE))


def patiently(act: Callable[[], _T], wait: Callable[[], None]) -> _T:
    """Do what fails while somebody else has the file, until it succeeds or that takes too long."""
    for _ in range(_TIMES):
        try:
            return act()
        except PermissionError as denied:
            if getattr(denied, "winerror", None) not in _IN_USE:
                raise
        wait()
    return act()
