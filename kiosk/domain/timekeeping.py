"""How far a station may trust its clock.

1. A clock before the last record, or far outside the event, is suspect until a person confirms it.
2. A jump while running makes it suspect: wall clock and monotonic clock no longer agree.
3. A confirmed clock stays confirmed until it jumps.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.event import Event
from kiosk.domain.model import ClockState

BACK = timedelta(seconds=5)
"""How far a clock may be behind the last record: time servers correct by less."""
JUMP = timedelta(seconds=60)
"""How far wall clock and monotonic clock may drift apart between two looks."""
PREPARATION = timedelta(days=120)
"""How long before its first day an event may be in use."""
AFTERMATH = timedelta(days=30)
"""How long after its last day."""


def assess(now: datetime, last_record: datetime | None, event: Event) -> ClockState:
    """Say how far a clock can be trusted when a station starts.

    Args:
        now: what the clock says; aware.
        last_record: when the newest record of this station happened; None for an empty journal.
        event: for its first and last day.
    """
    days = sorted(day.date for day in event.days)
    zone = ZoneInfo(event.sites[0].time_zone)
    first = datetime.combine(days[0], time(), zone) - PREPARATION
    last = datetime.combine(days[-1], time(), zone) + AFTERMATH
    is_behind = last_record is not None and now < last_record - BACK
    return ClockState.SUSPECT if is_behind or not first <= now <= last else ClockState.TRUSTED


def has_jumped(wall: timedelta, monotonic: float) -> bool:
    """Say whether the wall clock was changed, given how far it and the monotonic clock advanced (seconds)."""
    return abs(wall - timedelta(seconds=monotonic)) > JUMP
