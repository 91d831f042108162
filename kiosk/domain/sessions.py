"""A session: how long somebody stays logged in, and when the screen locks.

1. No session outlives twelve hours, whoever it belongs to.
2. A person's session locks after ten minutes in which the person did nothing. It stays locked until they
   prove who they are.
3. The screen of a gate (a post) never locks: it can do nothing that needs a person.
4. A session that a wrong clock has begun in the future is over; its last use in the future locks it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=10)
_UNEVEN = timedelta(minutes=1)
"""How far a clock may be set back without anybody noticing."""


class Standing(StrEnum):
    """What a session is good for now."""

    OPEN = "open"
    LOCKED = "locked"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Times:
    """When a session began, and when its person last did something."""

    begun: datetime
    used: datetime


def standing(times: Times, now: datetime, *, is_post: bool) -> Standing:
    """Say what a session is good for."""
    if not -_UNEVEN <= now - times.begun <= LONGEST:
        return Standing.OVER
    if is_post or -_UNEVEN <= now - times.used <= IDLE:
        return Standing.OPEN
    return Standing.LOCKED
