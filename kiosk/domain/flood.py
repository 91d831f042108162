"""The flood limiter: presentations that come faster than people can are held back and reported as one count.

Times are the lane's own, in seconds that never go back.
"""

from math import inf


class Flood:
    """Let a burst through, then a fixed number a second.

    Args:
        burst: how many may pass at once.
        rate: how many a second after that.
        quiet: seconds without any held back after which the flood is over.
        every: seconds after which an endless flood is reported again.
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
        """Take one presentation; return whether it may pass."""
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def hold_back(self, last: float) -> None:
        """Count one that was held back; it was in view until `last`."""
        self._held_back += 1
        self._since = min(self._since, last)
        self._last = max(self._last, last)

    def is_due(self, now: float) -> bool:
        """Return whether the count is due to be reported."""
        return bool(self._held_back) and (now - self._last >= self._quiet or now - self._since >= self._every)

    def count(self) -> int:
        """Return how many were held back, and start counting again."""
        held_back, self._held_back, self._since = self._held_back, 0, inf
        return held_back
