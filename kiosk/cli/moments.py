"""Typed dates and times, in the local time of the first site."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event


def read_moment(event: Event, written: str, now: datetime) -> datetime:
    """Read a local time of the first site. A bare time means today; a bare date means midnight.

    After midnight, while the event day is still yesterday's, a time not yet reached means yesterday.

    Raises:
        KioskError: it is not a time.
    """
    zone = ZoneInfo(event.sites[0].time_zone)
    try:
        if "-" not in written:
            hour = time.fromisoformat(written)
            local = now.astimezone(zone).date()
            at = datetime.combine(local, hour, hour.tzinfo or zone)
            is_yesterday = at > now and event.moment(now, event.sites[0].id).day < local
            return at - timedelta(days=1) if is_yesterday else at
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise KioskError(
            '"{written}" is not a time', "write it like 2025-11-11T14:10, or 14:10", written=written
        ) from error
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
