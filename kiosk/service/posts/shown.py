"""What a gate's page shows of people: the bearer of a badge, their photo, and the last passages.

1. Messages between processes carry a `subject`; names and photos are read here, from the station's file.
2. Nothing here is for security alone: no alert, no watch list, no remark of the organisers.
"""

from collections import deque
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.credential import parse_printed
from kiosk.domain.event import Category, Event
from kiosk.domain.journal import Entry, Kind, LifeId, instant
from kiosk.domain.model import Direction, GateId, Reason, Rights, Subject, ZoneId
from kiosk.service.station.station import Station
from kiosk.store import badges, presence
from kiosk.store.journal_reading import Selection, merged, tail_at
from kiosk.store.people import names_of, of_subject
from kiosk.store.photos import load_photo
from kiosk.store.rights import load_rights

LAST = 10
"""Passages on a gate's page."""
LOOKED = 5
"""Passages of a person whose badge is only looked at."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Zones, and the days on which a person may be there."""

    zones: tuple[ZoneId, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """The bearer of a badge, as a steward sees them; every text is "" if unknown.

    Attributes:
        language: ISO 639-1.
        category: None for one that the event no longer has.
        grants: the person's rights, days with the same zones together.
        inside_since: when the person went where they are believed to be; None for outside.
    """

    name: str
    native: str
    organisation: str
    position: str
    language: str
    category: Category | None
    grants: tuple[Grant, ...]
    has_photo: bool
    inside_since: datetime | None


@dataclass(frozen=True, slots=True)
class NewerBadge:
    """The badge that took the place of the one held up."""

    issue: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """One scan of the past, for the list of the last ones.

    Attributes:
        reason: why it was denied; None when granted.
        is_overridable: whether a supervisor may decide otherwise.
        name: "" for a badge that belongs to no person.
        is_undone: whether the person was let through and did not pass.
        gate: where it was.
    """

    seq: int
    at: datetime
    direction: Direction | None
    reason: Reason | None
    is_overridable: bool
    name: str
    is_undone: bool
    gate: GateId | None = None

    @property
    def can_undo(self) -> bool:
        """Whether it can still be said that the person did not pass."""
        return self.reason is None and not self.is_undone


def person(station: Station, event: Event, subject: Subject) -> Person | None:
    """Return the person with this subject; None for one not on the list, or erased."""
    with station.database.read() as connection:
        found = of_subject(connection, subject)
        if not found:
            return None
        place = presence.place_of(connection, subject)
        rights = load_rights(connection, found[-1].rights)
    holder = found[-1].holder
    return Person(
        name=" ".join(part for part in (holder.title, holder.given_name, holder.family_name) if part),
        native=holder.name_native,
        organisation=holder.organisation,
        position=holder.position,
        language=holder.language,
        category=event.category.get(found[-1].category),
        grants=_grants(rights, event),
        has_photo=holder.photo is not None,
        inside_since=None if place is None else instant(place.since),
    )


def photo(station: Station, subject: Subject) -> bytes | None:
    """Return a person's photo, as JPEG; None if there is none. Raises StoreError for a damaged file."""
    with station.database.read() as connection:
        found = of_subject(connection, subject)
    digest = found[-1].holder.photo if found else None
    if digest is None:
        return None
    with station.photos.read() as connection:
        return load_photo(connection, digest)


def newer_badge(station: Station, number: str) -> NewerBadge | None:
    """Return what is known of a badge by its printed number; None for one that is not listed."""
    read = parse_printed(number)
    if read is None:
        return None
    with station.database.read() as connection:
        row = badges.find(connection, read)
    return None if row is None else NewerBadge(row.issue, row.issued_at)


def last_passages(station: Station, event: Event, gate: GateId, count: int = LAST) -> tuple[Passage, ...]:
    """Return the newest scans of a gate in this life of the file, the newest first."""
    with station.database.read() as connection:
        found = tail_at(connection, station.journal, gate, 3 * count)
        scans = [entry for entry in found if entry.act.kind is Kind.SCAN][:count]
        subjects = [entry.act.subject for entry in scans if entry.act.subject is not None]
        names = names_of(connection, subjects)
    undone = {entry.act.answers.seq for entry in found if entry.act.answers is not None}
    return tuple(
        _passage(
            entry,
            event,
            "" if entry.act.subject is None else names.get(entry.act.subject, ""),
            is_undone=entry.seq in undone,
        )
        for entry in scans
    )


def passages_of(station: Station, event: Event, subject: Subject, count: int = LOOKED) -> tuple[Passage, ...]:
    """Return the newest scans of a person in this file, at any gate, the newest first; without the name."""
    scans: deque[Entry] = deque(maxlen=count)
    undone: set[tuple[LifeId, int]] = set()
    with station.database.read() as connection:
        for entry in merged(connection, Selection(subject=subject)):
            if entry.act.kind is Kind.SCAN:
                scans.append(entry)
            elif entry.act.kind is Kind.TURNED_BACK and entry.act.answers is not None:
                undone.add((entry.act.answers.life, entry.act.answers.seq))
    return tuple(
        _passage(entry, event, "", is_undone=(entry.life.id, entry.seq) in undone)
        for entry in reversed(scans)
    )


def _passage(entry: Entry, event: Event, name: str, *, is_undone: bool) -> Passage:
    act = entry.act
    return Passage(
        entry.seq,
        instant(act.occurred_at),
        act.direction,
        act.reason,
        act.reason is not None and event.policy.may_overrule(act.reason),
        name,
        is_undone,
        act.gate,
    )


def _grants(rights: Rights, event: Event) -> tuple[Grant, ...]:
    """Put together the days that have the same zones; zones in the order of the event."""
    order = {zone.id: nth for nth, zone in enumerate(event.zones)}
    by_day: dict[date, list[ZoneId]] = {}
    for day, zone in rights:
        by_day.setdefault(day, []).append(zone)
    by_zones: dict[tuple[ZoneId, ...], list[date]] = {}
    for day in sorted(by_day):
        zones = tuple(sorted(by_day[day], key=lambda zone: (order.get(zone, len(order)), zone)))
        by_zones.setdefault(zones, []).append(day)
    return tuple(Grant(zones, tuple(days)) for zones, days in by_zones.items())
