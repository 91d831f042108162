"""Wrong tries: how long an account, or the place where somebody types, must wait after them.

1. The fifth wrong try in a row costs 60 seconds, each further one twice as long, up to 15 minutes.
2. The right one ends the row; so does an hour without any.
3. A wait that is longer than 15 minutes comes from a clock that was wrong: it counts as over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

ALLOWED = 5
"""Wrong tries of an account, or at a gate's screen, until there is a wait."""
ALLOWED_AT_ADDRESS = 20
"""The same for a browser's address, from which several people log in."""
_FIRST = timedelta(seconds=60)
_LONGEST = timedelta(minutes=15)
_FORGOTTEN_AFTER = timedelta(hours=1)
_DOUBLINGS = 4
"""Sixty seconds doubled so often are longer than the longest wait."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong tries in a row.

    Attributes:
        wrong: how many.
        last_at: when the last one was.
        until: before which no try is taken.
    """

    wrong: int
    last_at: datetime
    until: datetime


def wait_left(attempts: Attempts | None, now: datetime) -> timedelta:
    """Return how long no try is taken; zero when one is."""
    if attempts is None:
        return timedelta(0)
    left = attempts.until - now
    return left if timedelta(0) < left <= _LONGEST else timedelta(0)


def after_wrong(attempts: Attempts | None, now: datetime, allowed: int = ALLOWED) -> Attempts:
    """Return the row with one more wrong try, of which `allowed` cost no wait."""
    if attempts is not None and now - attempts.last_at > _FORGOTTEN_AFTER:
        attempts = None
    wrong = 1 if attempts is None else attempts.wrong + 1
    beyond = wrong - allowed
    wait = timedelta(0) if beyond < 0 else min(_FIRST * 2 ** min(beyond, _DOUBLINGS), _LONGEST)
    return Attempts(wrong, now, now + wait)
