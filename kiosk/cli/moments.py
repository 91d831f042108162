"""Typed dates and times, in the local time of the first site."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event


def read_moment(event: Event, written: str, now: datetime) -> datetime:
    """Read a local time of the first site; an hour alone is of its day today, a day alone its midnight.

    Past midnight, while the event day is still yesterday's, an hour that is yet to come is yesterday's too.

    Raises:
        KioskError: it is no time.
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
            '"{written}" is no time', "write it like 2025-11-11T14:10, or 14:10", written=written
        ) from error
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
