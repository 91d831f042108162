"""The written form of rights: `zones="HALL VIP:13"`, `days="11-12"`, and the canonical text of the store.

1. Rights are the cross product of the zones and the days; `ZONE:day` gives one zone days of its own.
2. An empty cell takes the defaults: the category's zones, every day of the event; `*` means the same.
3. A zone has rights only on days on which its site is open. If the list names a zone with a
   closed day, or a zone is left with no day at all, that is a fault; otherwise closed days are skipped.
4. Days are as people write them (kiosk/domain/written_days.py); zones go by their id or their name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.event import Category, Event
from kiosk.domain.folding import fold
from kiosk.domain.model import Rights, ZoneId
from kiosk.domain.nearest import nearest
from kiosk.domain.written_days import read_days

ALL = "*"
_PARTS = re.compile(r"[;|]+|,(?=\s*[^\d\s])")


@dataclass(frozen=True, slots=True)
class RightsFault:
    """What cannot be read: the column, the value, why, and the nearest valid value."""

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
        the rights, never empty; or every fault of both cells.
    """
    reading = _Cells(event, [], _names_of_zones(event))
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


def _names_of_zones(event: Event) -> dict[str, ZoneId]:
    return {fold(name): zone.id for zone in event.zone.values() for name in zone.name.values()}


def _open_days(event: Event, zone: ZoneId) -> set[date]:
    site = event.zone[zone].site
    return {day.date for day in event.days if site in day.sites}


def _list_days(event: Event, zone: ZoneId) -> str:
    return ", ".join(day.isoformat() for day in sorted(_open_days(event, zone))) or "no day"


@dataclass(frozen=True, slots=True)
class _Cells:
    """Two cells being read, and the faults found so far."""

    event: Event
    faults: list[RightsFault]
    names: Mapping[str, ZoneId]

    def blame(self, column: str, value: str, reason: str, closest: str | None = None) -> None:
        self.faults.append(RightsFault(column, value, reason, closest))

    def zones(self, cell: str) -> Iterator[tuple[ZoneId, set[date] | None]]:
        """Return each zone named, with the days given for it alone, if any."""
        for part in _PARTS.split(cell):
            is_name = fold(part.partition(":")[0]) in self.names
            for item in [part.strip()] if is_name else part.split():
                name, colon, days = item.strip(",").partition(":")
                if name:
                    yield from self._zone(item, name, days if colon else None)

    def _zone(self, item: str, name: str, days: str | None) -> Iterator[tuple[ZoneId, set[date] | None]]:
        zone = ZoneId(name.upper())
        if zone not in self.event.zone:
            zone = self.names.get(fold(name), zone)
        if zone not in self.event.zone:
            self.blame("zones", name, "there is no such zone", nearest(name, self.event.zone))
            return
        if days is None or days == ALL:
            yield zone, None if days is None else _open_days(self.event, zone)
            return
        own = self.days(days, "zones")
        closed = sorted(own - _open_days(self.event, zone))
        if closed:
            listed = ", ".join(day.isoformat() for day in closed)
            reason = f"{zone} is not open on {listed}; it is on {_list_days(self.event, zone)}"
            self.blame("zones", item, reason)
        yield zone, own

    def days(self, cell: str, column: str) -> set[date]:
        """Return the event days of a cell such as `11-12 14`."""
        read = read_days(cell, [day.date for day in self.event.days])
        for written, reason in read.faults:
            self.blame(column, written, reason)
        return read.found
