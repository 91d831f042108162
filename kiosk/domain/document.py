"""The event as a document: plain JSON values, their canonical text, its digest and its differences.

1. `from_document(to_document(event)) == event`, for every event.
2. The canonical text of equal documents is equal byte for byte: sorted keys, no spaces, UTF-8.
3. Keys are only ever added: a missing key takes the default of its value.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import TypeAlias

from kiosk.domain.errors import KioskError
from kiosk.domain.event import (
    Approval,
    Category,
    Day,
    Event,
    Gate,
    Hours,
    Localised,
    Opens,
    Passback,
    Policy,
    Site,
    Zone,
)
from kiosk.domain.model import OUTSIDE, CategoryId, EventId, GateId, Reason, SiteId, ZoneId

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
Document = dict[str, Json]


def to_document(event: Event) -> Document:
    """Write the event as plain JSON values."""
    return {
        "id": event.id.hex(),
        "is_demo": event.is_demo,
        "name": dict(event.name),
        "sites": [_site(site) for site in event.sites],
        "days": [_day(day) for day in event.days],
        "zones": [_zone(zone) for zone in event.zones],
        "gates": [_gate(gate) for gate in event.gates],
        "categories": [_category(category) for category in event.categories],
        "policy": _policy(event.policy),
    }


def from_document(document: Mapping[str, Json]) -> Event:
    """Read what `to_document` wrote. Raises KioskError for a document that is not one of ours."""
    try:
        return Event(
            id=EventId(bytes.fromhex(_text(document["id"]))),
            name=_localised(document["name"]),
            sites=tuple(_read_site(row) for row in _rows(document["sites"])),
            zones=tuple(_read_zone(row) for row in _rows(document["zones"])),
            gates=tuple(_read_gate(row) for row in _rows(document["gates"])),
            categories=tuple(_read_category(row) for row in _rows(document["categories"])),
            days=tuple(_read_day(row) for row in _rows(document["days"])),
            policy=_read_policy(_row(document.get("policy", {}))),
            is_demo=document.get("is_demo") is True,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KioskError(
            "this is not an event document: {error!r}", "load one that `kiosk event dump` wrote", error=error
        ) from error


def canonical(document: Mapping[str, Json]) -> str:
    """Return the one text of a document."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(document: Mapping[str, Json]) -> bytes:
    """Return the SHA-256 of the canonical text; 32 bytes."""
    return hashlib.sha256(canonical(document).encode()).digest()


def parse_document(text: str) -> Event:
    """Read an event from JSON text. Raises KioskError."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise KioskError(
            "this is not an event document: {error}", "load one that `kiosk event dump` wrote", error=error
        ) from error
    return from_document(_row(document) if isinstance(document, dict) else {})


# --- Writing ------------------------------------------------------------------------------------------


def _site(site: Site) -> Document:
    return {
        "id": site.id,
        "name": dict(site.name),
        "time_zone": site.time_zone,
        "day_starts_at": site.day_starts_at.isoformat("minutes"),
    }


def _zone(zone: Zone) -> Document:
    row: Document = {
        "id": zone.id,
        "name": dict(zone.name),
        "site": zone.site,
        "parent": zone.parent,
        "capacity": zone.capacity,
        "passback": zone.passback.value,
        "hours": [zone.hours.opens, zone.hours.closes] if zone.hours else None,
    }
    # Only where there is one: a document from before labels keeps its digest.
    return row | {"label": dict(zone.label)} if zone.label else row


def _day(day: Day) -> Document:
    return {"date": day.date.isoformat(), "sites": list(day.sites), "name": dict(day.name)}


def _gate(gate: Gate) -> Document:
    return {"id": gate.id, "name": dict(gate.name), "outer": gate.outer, "inner": gate.inner}


def _category(category: Category) -> Document:
    return {
        "id": category.id,
        "name": dict(category.name),
        "colour": category.colour,
        "letter": category.letter,
        "zones": list(category.zones),
        "template": category.template,
        "approval": category.approval.value,
        "opens": category.opens.value,
        "keeps_any_hours": category.keeps_any_hours,
        "needs_escort": category.needs_escort,
        "can_escort": category.can_escort,
    }


def _policy(policy: Policy) -> Document:
    return {
        "overridable": sorted(reason.value for reason in policy.overridable),
        "escort_within": policy.escort_within,
        "list_stale_after": policy.list_stale_after,
        "nearly_full": policy.nearly_full,
    }


# --- Reading ------------------------------------------------------------------------------------------


def _read_site(row: Mapping[str, Json]) -> Site:
    return Site(
        SiteId(_text(row["id"])),
        _localised(row["name"]),
        _text(row["time_zone"]),
        time.fromisoformat(_text(row.get("day_starts_at", "04:00"))),
    )


def _read_zone(row: Mapping[str, Json]) -> Zone:
    capacity, hours = row.get("capacity"), row.get("hours")
    return Zone(
        ZoneId(_text(row["id"])),
        _localised(row["name"]),
        SiteId(_text(row["site"])),
        ZoneId(_text(row.get("parent", OUTSIDE))),
        None if capacity is None else _number(capacity),
        Passback(_text(row.get("passback", Passback.OFF))),
        None if hours is None else Hours(*[_number(minute) for minute in _list(hours)]),
        _localised(row.get("label", {})),
    )


def _read_gate(row: Mapping[str, Json]) -> Gate:
    outer, inner = ZoneId(_text(row["outer"])), ZoneId(_text(row["inner"]))
    return Gate(GateId(_text(row["id"])), _localised(row["name"]), outer, inner)


def _read_category(row: Mapping[str, Json]) -> Category:
    return Category(
        id=CategoryId(_text(row["id"])),
        name=_localised(row["name"]),
        colour=_text(row["colour"]),
        letter=_text(row["letter"]),
        zones=tuple(ZoneId(_text(zone)) for zone in _list(row["zones"])),
        template=_text(row.get("template", "a6")),
        approval=Approval(_text(row.get("approval", Approval.AUTO))),
        opens=Opens(_text(row.get("opens", Opens.PRINT))),
        keeps_any_hours=row.get("keeps_any_hours") is True,
        needs_escort=row.get("needs_escort") is True,
        can_escort=row.get("can_escort") is True,
    )


def _read_day(row: Mapping[str, Json]) -> Day:
    sites = tuple(SiteId(_text(site)) for site in _list(row["sites"]))
    return Day(date.fromisoformat(_text(row["date"])), sites, _localised(row["name"]))


def _read_policy(row: Mapping[str, Json]) -> Policy:
    usual = Policy()
    return Policy(
        overridable=frozenset(Reason(_text(reason)) for reason in _list(row.get("overridable", []))),
        escort_within=_number(row.get("escort_within", usual.escort_within)),
        list_stale_after=_number(row.get("list_stale_after", usual.list_stale_after)),
        nearly_full=_number(row.get("nearly_full", usual.nearly_full)),
    )


def _localised(value: Json) -> Localised:
    return {language: _text(text) for language, text in _row(value).items()}


def _rows(value: Json) -> list[Mapping[str, Json]]:
    return [_row(row) for row in _list(value)]


def _row(value: Json) -> Mapping[str, Json]:
    if isinstance(value, Mapping):
        return value
    raise TypeError(f"expected a table, found {value!r}")


def _list(value: Json) -> Sequence[Json]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value
    raise TypeError(f"expected a list, found {value!r}")


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"expected a text, found {value!r}")


def _number(value: Json) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"expected a whole number, found {value!r}")
