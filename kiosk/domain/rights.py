"""Own how rights are written: `zones="HALL VIP:13"`, `days="11-12"`, and the canonical text of the store.

1. Rights are the cross product of the zones and the days; `ZONE:day` gives one zone days of its own.
2. An empty cell is filled: zones by the category, days by every day of the event; `*` says so outright.
3. A zone has rights only on days on which its site is open. Where the list names zone and day together,
   or leaves a zone that it names with no day at all, that is a fault; elsewhere the day is passed over.
4. Days are `11`, `11-13`, `2025-11-11`, `2025-11-11..2025-11-13`, `11/11/2025`; a bare number is a day of
   the month, and must mean one event day only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.domain.event import Category, Event
from kiosk.domain.model import Rights, ZoneId
from kiosk.domain.nearest import nearest

ALL = "*"
_ZONE_ENDS = re.compile(r"[\s;|]+|,(?=\s*[^\d\s])")
_DAY_ENDS = re.compile(r"[\s;|,]+")
_SPACED_RANGE = re.compile(r"\s*(-|\.\.|\u2013)\s*")  # U+2013: the dash that Word types
_BARE = re.compile(r"0?([1-9]|[12]\d|3[01])").fullmatch
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)").fullmatch
_FRENCH = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})").fullmatch
_RANGE = re.compile(r"(\d\d?)-(\d\d?)|(.+?)\.\.(.+)").fullmatch


@dataclass(frozen=True, slots=True)
class RightsFault:
    """What cannot be read: in which column, which value, why, and the nearest that could."""

    column: str
    value: str
    reason: str
    nearest: str | None = None


def read_rights(zones: str, days: str, category: Category, event: Event) -> Rights | tuple[RightsFault, ...]:
    """Read the two cells of a list.

    Args:
        zones: the cell as written; "" takes the category's zones.
        days: the cell as written; "" takes every event day.
        category: whose holder this is.
        event: whose zones and days they are.

    Returns:
        The rights, never empty; or every fault of both cells.
    """
    reading = _Reading(event, [])
    common = reading.days(days, "days") if days.strip() not in ("", ALL) else {day.date for day in event.days}
    named = list(reading.zones(zones)) if zones.strip() not in ("", ALL) else []
    if reading.faults:
        return tuple(reading.faults)
    rights: set[tuple[date, ZoneId]] = set()
    for zone, own in named:
        opened = (common if own is None else own) & _open_days(event, zone)
        if not opened:
            reason = f"{zone} is open on {_list_days(event, zone)} only"
            reading.blame("days" if days.strip() else "zones", days.strip() or zone, reason)
        rights |= {(day, zone) for day in opened}
    if not named:
        wanted = category.zones if zones.strip() == "" else tuple(event.zone)
        rights = {(day, zone) for zone in wanted for day in common & _open_days(event, zone)}
        if not rights:
            reason = f"no zone of the category {category.id} is open on these days"
            reading.blame("days" if days.strip() else "zones", days.strip() or zones.strip(), reason)
    return tuple(reading.faults) or frozenset(rights)


def write_rights(rights: Rights) -> str:
    """Return the canonical text: `2025-11-11 HALL;2025-11-12 HALL`, sorted."""
    return ";".join(sorted(f"{day.isoformat()} {zone}" for day, zone in rights))


def parse_rights(text: str) -> Rights:
    """Read the canonical text. Raises ValueError for another."""
    rows = (row.split(" ", 1) for row in text.split(";") if row)
    return frozenset((date.fromisoformat(day), ZoneId(zone)) for day, zone in rows)


def _open_days(event: Event, zone: ZoneId) -> set[date]:
    site = event.zone[zone].site
    return {day.date for day in event.days if site in day.sites}


def _list_days(event: Event, zone: ZoneId) -> str:
    return ", ".join(day.isoformat() for day in sorted(_open_days(event, zone))) or "no day"


@dataclass(frozen=True, slots=True)
class _Reading:
    """Two cells being read, and the faults found so far."""

    event: Event
    faults: list[RightsFault]

    def blame(self, column: str, value: str, reason: str, closest: str | None = None) -> None:
        self.faults.append(RightsFault(column, value, reason, closest))

    def zones(self, cell: str) -> Iterator[tuple[ZoneId, set[date] | None]]:
        """Give each zone named, and the days that it has for itself, if any."""
        for item in _ZONE_ENDS.split(cell.strip()):
            name, colon, days = item.strip(",").partition(":")
            if not name:
                continue
            zone = ZoneId(name.upper())
            if zone not in self.event.zone:
                self.blame("zones", name, "there is no such zone", nearest(name, self.event.zone))
                continue
            if not colon or days == ALL:
                yield zone, None if not colon else _open_days(self.event, zone)
                continue
            own = self.days(days, "zones")
            closed = sorted(own - _open_days(self.event, zone))
            if closed:
                listed = ", ".join(day.isoformat() for day in closed)
                reason = f"{zone} is not open on {listed}; it is on {_list_days(self.event, zone)}"
                self.blame("zones", item, reason)
            yield zone, own

    def days(self, cell: str, column: str) -> set[date]:
        """Return the event days of a cell such as `11-12 14`."""
        joined = _SPACED_RANGE.sub(lambda found: found[1].replace("\u2013", "-"), cell.strip())
        items = _DAY_ENDS.split(joined)
        return {day for item in items if item for day in self._day_or_range(item, column)}

    def _day_or_range(self, item: str, column: str) -> set[date]:
        found = _RANGE(item)
        if found is None:
            day = self._day(item, column)
            return {day} if day else set()
        first = self._day(found[1] or found[3], column)
        last = self._day(found[2] or found[4], column)
        if first is None or last is None:
            return set()
        if last < first:
            self.blame(column, item, "the first day comes after the last")
        return {day.date for day in self.event.days if first <= day.date <= last}

    def _day(self, text: str, column: str) -> date | None:
        days = [day.date for day in self.event.days]
        bare, iso, french = _BARE(text), _ISO(text), _FRENCH(text)
        if bare:
            meant = [day for day in days if day.day == int(bare[1])]
        elif iso or french:
            wanted = tuple(
                int(part) for part in (iso.groups() if iso else reversed(french.groups() if french else ()))
            )
            meant = [day for day in days if (day.year, day.month, day.day) == wanted]
        else:
            self.blame(column, text, "this is not a day", _like_a_day(days))
            return None
        if len(meant) == 1:
            return meant[0]
        if meant:
            either = " or ".join(day.isoformat() for day in meant)
            self.blame(column, text, f"this may be {either}", meant[0].isoformat())
        else:
            self.blame(column, text, "this is not a day of the event", _nearest_day(text, days))
        return None


def _like_a_day(days: list[date]) -> str | None:
    return days[0].isoformat() if days else None


def _nearest_day(text: str, days: list[date]) -> str | None:
    """Propose the event day that is written most alike, in the way in which `text` is written."""
    if text.isdecimal():
        return min((str(day.day) for day in days), key=lambda day: abs(int(day) - int(text)), default=None)
    return nearest(text, [day.isoformat() for day in days]) or _like_a_day(days)
