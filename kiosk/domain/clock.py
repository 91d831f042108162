"""The clock and the random source, as Protocols to inject."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

#: A source of randomness: the number of bytes wanted -> that many bytes.
RandomBytes = Callable[[int], bytes]


class Clock(Protocol):
    """What time it is; the only two ways in which the house may ask."""

    def now(self) -> datetime:
        """Return the wall clock as an aware datetime in UTC."""

    def monotonic(self) -> float:
        """Return seconds since some fixed moment; it never goes back."""
