"""The tally: how many people a gate let through and refused, from when to when."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from kiosk.domain.model import Decision


@dataclass(frozen=True, slots=True)
class Tally:
    """The result of a gate's work.

    Attributes:
        began, ended: in UTC; `ended` is None while the gate works.
    """

    began: datetime
    ended: datetime | None = None
    granted: int = 0
    denied: int = 0

    def after(self, decision: Decision) -> Self:
        """Return the tally with one more decision."""
        if decision.is_granted:
            return replace(self, granted=self.granted + 1)
        return replace(self, denied=self.denied + 1)

    def undone(self) -> Self:
        """Return the tally without a person who was let through, maybe before it began, but did not pass."""
        return replace(self, granted=max(0, self.granted - 1))
