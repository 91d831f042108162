"""The acts of the registration desk: register people, change the status of an accreditation, erase.

1. Each act is one unit of work: its changes, and one record in the journal.
2. The stricter wins: an act that makes a status stricter need not know the old one; an act that lifts a
   status names it, and is refused once that is no longer the status.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import kiosk.store.people as people_store
from kiosk.domain.document import Json
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Approval, Category, Event
from kiosk.domain.journal import Kind
from kiosk.domain.model import (
    AccreditationId,
    AccreditationStatus,
    CategoryId,
    Subject,
)
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.rights import read_rights
from kiosk.domain.roles import Action
from kiosk.service.station.acting import About, acting
from kiosk.service.station.station import Station
from kiosk.store.changes import FORMAT, HOLDER_TEXTS, NEW, Edit, newest
from kiosk.store.people import Accredited
from kiosk.store.rights import keep_rights, load_rights

_STRICTNESS = (
    AccreditationStatus.ACTIVE,
    AccreditationStatus.PENDING,
    AccreditationStatus.SUSPENDED,
    AccreditationStatus.BLOCKED,
)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person who comes to the desk; `texts` by the store's names of a holder's fields."""

    category: str
    zones: str = ""
    days: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    photo: bytes | None = None


def register(station: Station, new: NewPerson) -> Accredited:
    """Enter a person who is on no list.

    Raises:
        KioskError: the name is missing, there is no such category, or the rights cannot be read.
    """
    event = station.event()
    category = _category(event, new.category)
    unknown = sorted(set(new.texts) - set(HOLDER_TEXTS))
    if unknown:
        raise KioskError(
            "there is no field {unknown}", did_you_mean(unknown[0], HOLDER_TEXTS), unknown=unknown[0]
        )
    if not any(new.texts.get(name, "").strip() for name in ("given_name", "family_name", "name_native")):
        raise KioskError("there is no name", "give at least a family name")
    rights = read_rights(new.zones, new.days, category, event)
    if not isinstance(rights, frozenset):
        told = "; ".join(f'{fault.column} "{fault.value}": {fault.reason}' for fault in rights)
        raise KioskError(told, 'zones are like "HALL VIP:13", days like "11-12"')
    is_free = category.approval is Approval.AUTO
    status = AccreditationStatus.ACTIVE if is_free else AccreditationStatus.PENDING
    entity, subject = station.random(16), Subject(station.random(16))
    with acting(station) as work:
        work.needs(Action.REGISTER)
        granted: list[Json] = [
            category.id,
            status.value,
            keep_rights(work.connection, rights),
            None,
            None,
            "desk",
            None,
        ]
        texts: list[Json] = [new.texts.get(name, "").strip() for name in HOLDER_TEXTS]
        row = [FORMAT, subject.hex(), *texts, new.photo.hex() if new.photo else None, *granted]
        work.edit(Edit(entity, NEW, None, json.dumps(row, ensure_ascii=False)))
        work.record(Kind.STATUS, About(subject, detail={"from": None, "to": status.value}))
        return people_store.the(work.connection, AccreditationId(entity))


def approve(station: Station, person: Accredited) -> Accredited:
    """Let a pending accreditation open doors; an active one stays active.

    Raises:
        KioskError: it is suspended or blocked, or has changed since the caller saw it.
    """

    def approved(now: Accredited) -> AccreditationStatus:
        if now.status in (AccreditationStatus.PENDING, AccreditationStatus.ACTIVE):
            return AccreditationStatus.ACTIVE
        is_seen = now.status is person.status
        hint = "no approval lifts that, `kiosk people reinstate` does" if is_seen else _FASTER
        raise KioskError(
            "{holder} is {status}, not {pending}",
            hint,
            holder=now.holder.name,
            status=now.status,
            pending=AccreditationStatus.PENDING,
        )

    return _change_status(station, person, _Change(Action.APPROVE, approved))


def reinstate(station: Station, person: Accredited) -> Accredited:
    """Lift a suspension or block that the caller has seen. Raises KioskError if it no longer applies."""
    if person.status not in (AccreditationStatus.SUSPENDED, AccreditationStatus.BLOCKED):
        hint = "only who is suspended or blocked can be reinstated"
        raise KioskError("{holder} is {status}", hint, holder=person.holder.name, status=person.status)
    return _lift(station, person, person.status)


def suspend(station: Station, person: Accredited) -> Accredited:
    """Close all doors until the person is reinstated; a blocked person stays blocked."""
    wanted = _at_least(AccreditationStatus.SUSPENDED)
    return _change_status(station, person, _Change(Action.SUSPEND, wanted))


def block(station: Station, person: Accredited) -> Accredited:
    """Close all doors, for security reasons."""
    return _change_status(station, person, _Change(Action.BLOCK, _at_least(AccreditationStatus.BLOCKED)))


def rights_of(station: Station, person: Accredited) -> str:
    """Return a person's rights in one line: `11/11 HALL · 12/11 HALL, CONF`."""
    station.actor.needs(Action.FIND)
    with station.database.read() as connection:
        rights = load_rights(connection, person.rights)
    days = sorted({day for day, _ in rights})
    return " · ".join(
        f"{day:%d/%m} {', '.join(sorted(zone for d, zone in rights if d == day))}" for day in days
    )


def _category(event: Event, name: str) -> Category:
    category = event.category.get(CategoryId(name))
    if category is None:
        raise KioskError('there is no category "{name}"', did_you_mean(name, event.category), name=name)
    return category


_FASTER = "somebody else was faster: look again, then decide"


def _at_least(wanted: AccreditationStatus) -> Callable[[Accredited], AccreditationStatus]:
    """The stricter wins: return a change that keeps a status at least as strict."""
    return lambda now: max(now.status, wanted, key=_STRICTNESS.index)


def _lift(station: Station, person: Accredited, seen: AccreditationStatus) -> Accredited:
    def lifted(now: Accredited) -> AccreditationStatus:
        if now.status is not seen:
            raise KioskError(
                "{holder} is {status}, not {seen}",
                _FASTER,
                holder=now.holder.name,
                status=now.status,
                seen=seen,
            )
        return AccreditationStatus.ACTIVE

    action = Action.UNBLOCK if seen is AccreditationStatus.BLOCKED else Action.REINSTATE
    return _change_status(station, person, _Change(action, lifted))


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of status: its kind, and the status that it gives an accreditation as it is now."""

    action: Action
    wanted: Callable[[Accredited], AccreditationStatus]


def _change_status(station: Station, person: Accredited, change: _Change) -> Accredited:
    """Change an accreditation's status, based on the one it has inside the transaction."""
    with acting(station) as work:
        now = people_store.accredited(work.connection, person.n)
        if now is None or now.holder.subject is None:
            raise KioskError("this person was erased", "register the person anew")
        work.needs(change.action, now.category)
        status = change.wanted(now)
        if status is now.status:
            return now
        work.edit(Edit(now.id, "status", now.status.value, status.value, newest(work.connection)))
        detail = {"from": now.status.value, "to": status.value}
        work.record(Kind.STATUS, About(now.holder.subject, detail=detail))
    return replace(now, status=status)
