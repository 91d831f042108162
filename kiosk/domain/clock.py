"""The clock and the random source, as Protocols to inject."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

RandomBytes = Callable[[int], bytes]
"""A source of randomness: the number of bytes wanted -> that many bytes."""


class Clock(Protocol):
    """The only two ways in which the product may ask for the time."""

    def now(self) -> datetime:
        """Return the wall clock as an aware datetime in UTC."""

    def monotonic(self) -> float:
        """Return seconds since some fixed moment; it never goes back."""
