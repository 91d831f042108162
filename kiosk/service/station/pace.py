"""The pace of long work: how much goes into one transaction, so that other programs get their turn.

1. No transaction holds the write lock longer than PATIENCE: batches grow and shrink with the computer.
2. Between two transactions there is a breath, in which another program can take the lock.
"""

from collections.abc import Iterator, Sequence
from time import sleep
from typing import TypeVar

from kiosk.domain.clock import Clock

PATIENCE = 0.015
"""Seconds for which a transaction aims to hold the write lock; the limit is 0.020."""
BREATH = 0.00125
"""Seconds between two transactions, enough for another program, which polls every millisecond."""
FEWEST, MOST = 50, 2_000
"""Rows in one transaction."""

_Item = TypeVar("_Item")


class Pace:
    """How many rows go into one transaction, so that each takes about PATIENCE.

    Attributes:
        size: of the next transaction, in rows.
    """

    def __init__(self, clock: Clock, size: int = FEWEST) -> None:
        self._clock = clock
        self._began = 0.0
        self.size = size

    def start(self) -> None:
        """Note that a transaction has begun."""
        self._began = self._clock.monotonic()

    def stop(self) -> None:
        """Note that its work is done, and size the next one by the time it took.

        Waiting for the disk in a commit does not count: smaller transactions would only wait more often.
        """
        took = self._clock.monotonic() - self._began
        wanted = int(self.size * min(2.0, PATIENCE / took)) if took > 0 else self.size * 2
        self.size = max(FEWEST, min(MOST, wanted))

    def portions(self, items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
        """Yield the items of each transaction, with a breath after each."""
        at = 0
        while at < len(items):
            some = items[at : at + self.size]
            at += len(some)
            yield some
            sleep(BREATH)
