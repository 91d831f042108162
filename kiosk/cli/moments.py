"""Own how moments are typed: local times of the first site."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event


def read_moment(event: Event, written: str, now: datetime) -> datetime:
    """Read a local time of the first site; an hour alone is of its day today, a day alone its midnight.

    Raises:
        KioskError: it is no time.
    """
    zone = ZoneInfo(event.sites[0].time_zone)
    try:
        if "-" not in written:
            hour = time.fromisoformat(written)
            return datetime.combine(now.astimezone(zone).date(), hour, hour.tzinfo or zone)
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise KioskError(f'"{written}" is no time', "write it like 2025-11-11T14:10, or 14:10") from error
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
