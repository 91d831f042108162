"""Watching a child process: when it counts as hung, and when it dies too often to be started again at once.

Nothing here reads a clock or starts a process: monotonic seconds come in.
"""

from collections import deque
from dataclasses import dataclass, field

FIRST = 60.0
"""Seconds that a child may take to load and open its station before its first sign of life."""
DEATHS, WITHIN = 5, 60.0
"""So many deaths within so many seconds are a fault that starting again does not mend."""
REST = 30.0
"""Seconds until such a child is tried again."""
PAUSE = 0.25
"""Seconds before a child that died is started again."""


@dataclass(slots=True)
class Health:
    """How one child is.

    Attributes:
        patience: seconds of silence after which it counts as hung.
        word: what it last said, which it is told when it is started again.
    """

    patience: float
    word: str = ""
    _heard_at: float = 0.0
    _has_spoken: bool = False
    _deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))

    def started(self, now: float) -> None:
        """Note that it was started."""
        self._heard_at, self._has_spoken = now, False

    def heard(self, word: str, now: float) -> None:
        """Note a sign of life."""
        self.word, self._heard_at, self._has_spoken = word, now, True

    @property
    def has_spoken(self) -> bool:
        """Whether it gave a sign of life since it was started."""
        return self._has_spoken

    def is_hung(self, now: float) -> bool:
        """Say whether it has been silent for too long."""
        return now - self._heard_at > (self.patience if self._has_spoken else FIRST)

    def died(self, now: float) -> float:
        """Note that it died; return after how many seconds it is to be started again."""
        self._deaths.append(now)
        is_often = len(self._deaths) == DEATHS and now - self._deaths[0] < WITHIN
        return REST if is_often else PAUSE
