"""The local time of an export: the UTC offsets of the sites while its records were made."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.event import Event
from kiosk.domain.journal import instant, micros
from kiosk.domain.model import OUTSIDE, GateId, SiteId
from kiosk.store.journal_csv import Locale, Offset

_DAY = timedelta(days=1)
_MARGIN = timedelta(days=400)  # records entered from paper, or with a wrong clock, may lie outside the span
_LONGEST = timedelta(days=3_700)


def locale_of(event: Event, first: int, last: int) -> Locale:
    """Return local time at every gate; records without a gate use the first site's.

    Args:
        event: names the sites and their time zones.
        first: when the first record was made; microseconds since 1970 in UTC.
        last: when the last one was made.
    """
    begin = instant(first).replace(microsecond=0) - _MARGIN
    end = max(begin, min(instant(last) + _MARGIN, begin + _LONGEST))
    offsets = {site.id: _offsets(ZoneInfo(site.time_zone), begin, end) for site in event.sites}
    gates = {gate.id: offsets[_site(event, gate.id)] for gate in event.gates}
    words = frozenset([*gates, *event.zone, OUTSIDE])
    return Locale(offsets[event.sites[0].id], gates, words)


def _site(event: Event, gate: GateId) -> SiteId:
    ends = (event.gate[gate].inner, event.gate[gate].outer)
    return next(event.zone[zone].site for zone in ends if zone != OUTSIDE)


def _offsets(zone: ZoneInfo, begin: datetime, end: datetime) -> tuple[Offset, ...]:
    """Return the offsets in force from `begin` to `end`, each from the second on which it begins."""
    offsets = [Offset(0, _east(zone, begin))]
    day = begin
    while day < end:
        if _east(zone, day + _DAY) != _east(zone, day):
            offsets.append(_change(zone, day))
        day += _DAY
    return tuple(offsets)


def _change(zone: ZoneInfo, day: datetime) -> Offset:
    """Find the second, within a day from `day`, at which the offset changes."""
    before, after = 0, int(_DAY.total_seconds())
    while after - before > 1:
        middle = (before + after) // 2
        if _east(zone, day + timedelta(seconds=middle)) == _east(zone, day):
            before = middle
        else:
            after = middle
    changed = day + timedelta(seconds=after)
    return Offset(micros(changed), _east(zone, changed))


def _east(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
