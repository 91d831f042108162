"""The flood: what comes faster than people can is held back, and said as one count.

Times are the lane's own, in seconds that never go back.
"""

from math import inf


class Flood:
    """Let so many through at once, and so many a second after that.

    Args:
        burst: how many may come at once.
        rate: how many a second after that.
        quiet: without any held back for so long it is over.
        every: an endless one is counted this often.
    """

    def __init__(self, burst: int, rate: float, quiet: float, every: float) -> None:
        self._burst = burst
        self._rate = rate
        self._quiet = quiet
        self._every = every
        self._tokens = float(burst)
        self._held_back = 0
        self._since = inf
        self._last = -inf

    def pass_time(self, seconds: float) -> None:
        """Let time go by."""
        self._tokens = min(self._burst, self._tokens + seconds * self._rate)

    def lets_through(self) -> bool:
        """Take one that wants through; return whether it may."""
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def hold_back(self, last: float) -> None:
        """Count one that was held back to its end; it was there until `last`."""
        self._held_back += 1
        self._since = min(self._since, last)
        self._last = max(self._last, last)

    def is_due(self, now: float) -> bool:
        """Return whether the count is to be said."""
        return bool(self._held_back) and (now - self._last >= self._quiet or now - self._since >= self._every)

    def count(self) -> int:
        """Return how many were held back, and begin to count anew."""
        held_back, self._held_back, self._since = self._held_back, 0, inf
        return held_back
