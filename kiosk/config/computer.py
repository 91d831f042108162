"""The clock, the random source and the user of this computer, as the floors below receive them."""

import getpass
import os
import sys
import time
from datetime import UTC, datetime, timedelta

from kiosk.domain.clock import Clock, RandomBytes
from kiosk.domain.errors import KioskError

CLOCK_EXAMPLE = "2025-11-11T08:30Z"


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the wall clock in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the clock that is injected

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()  # noqa: TID251 - the clock that is injected


class SimulatedClock:
    """A clock that starts at a given instant and goes on from there; for events created as a demo."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()  # noqa: TID251 - the clock that is injected

    def now(self) -> datetime:
        """Return the start plus the time passed since."""
        return self._start + timedelta(seconds=self.monotonic() - self._began)

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()  # noqa: TID251 - the clock that is injected


def clock_from(option: str | None) -> Clock:
    """Return the system's clock, or for `--clock 2025-11-11T08:30Z` a simulated one. Raises KioskError."""
    if option is None:
        return SystemClock()
    try:
        start = datetime.fromisoformat(option)
    except ValueError as error:
        raise KioskError(
            '"{option}" is not a date and time',
            "write it like {clock_example}",
            option=option,
            clock_example=CLOCK_EXAMPLE,
        ) from error
    if start.tzinfo is None:
        raise KioskError(
            '"{option}" does not give its time zone',
            "write it like {clock_example}",
            option=option,
            clock_example=CLOCK_EXAMPLE,
        )
    return SimulatedClock(start.astimezone(UTC))


random_bytes: RandomBytes = os.urandom  # noqa: TID251 - the randomness that is injected
"""The operating system's source of randomness."""


def operator() -> str:
    """Name the operator at the command line, before there are accounts: `cli:` and the system's user."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError, ImportError):  # no such user, as in some containers and on some systems
        return "cli:unknown"


def has_display() -> bool:
    """Say whether a browser could be shown on this computer's screen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))  # noqa: TID251 - floor of settings
