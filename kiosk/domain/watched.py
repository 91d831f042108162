"""Watched time: the seconds during which pictures really arrived.

1. It advances with the pictures and stands still while none come: a gap is not an absence.
2. A step longer than `longest` is a gap, whatever caused it: a slow disk, a stalled or reopened camera,
   repeated pictures that were not delivered. None of it counts.
3. Two such steps in a row are a slow camera's pace; `longest` of each counts.
4. Time that goes back counts for nothing.
"""

from math import inf


class WatchedTime:
    """Derive watched time from the times of pictures, all in seconds.

    Attributes:
        longest: the longest step from one picture to the next that is not a gap.
        now: the pictures' own time, without its steps back.
        seen: the watched time, from 0.
    """

    def __init__(self, longest: float) -> None:
        self.longest = longest
        self.now = -inf
        self.seen = 0.0
        self._is_gap = False
        self._at = -inf

    def advance(self, at: float) -> float:
        """Take the time of the next picture; return the seconds since the one before, at least 0."""
        if self._at == -inf:
            self._at = self.now = at
            return 0.0
        step = max(0.0, at - self._at)
        is_long = step > self.longest or at < self._at
        if not is_long or self._is_gap:
            self.seen += min(step, self.longest)
        self._is_gap = is_long
        self._at = at
        self.now += step
        return step
