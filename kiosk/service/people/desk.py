"""The acts of the registration desk: find, show, register, and change where an accreditation stands.

1. Each act is one transaction: its changes, and one record in the journal.
2. The stricter wins: an act that makes a status stricter needs to know nothing of what it was; one that
   lifts it names the status that it lifts, and is refused where that is so no more.
3. Erasing takes a person's data from every file of the station; the journal, which never held any, verifies.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import kiosk.store.people as people_store
from kiosk.domain.badge_life import IN_FORCE
from kiosk.domain.credential import printed
from kiosk.domain.document import Json
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Approval, Category, Event
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import (
    AccreditationId,
    AccreditationStatus,
    BadgeNumber,
    CategoryId,
    Subject,
)
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.rights import read_rights
from kiosk.service.station.acting import Desk, act_of, author
from kiosk.store import search
from kiosk.store.badges import BadgeRow, of_holder
from kiosk.store.changes import ERASED, FORMAT, HOLDER_TEXTS, NEW, Edit, act, newest
from kiosk.store.erasing import drop_texts, empty_log, texts_about
from kiosk.store.events import current_version, load_event
from kiosk.store.journal import append, journals
from kiosk.store.paper import Filed, forget_facts, paper_of
from kiosk.store.people import Accredited
from kiosk.store.photos import erase_photos
from kiosk.store.rights import keep_rights, load_rights

_STRICTNESS = (
    AccreditationStatus.ACTIVE,
    AccreditationStatus.PENDING,
    AccreditationStatus.SUSPENDED,
    AccreditationStatus.BLOCKED,
)


@dataclass(frozen=True, slots=True)
class PersonFound:
    """An accreditation with its badges, newest first; `filed` says where the paper of some lies."""

    person: Accredited
    badges: tuple[BadgeRow, ...]
    filed: Mapping[BadgeNumber, Filed] = field(default_factory=dict)

    @property
    def current(self) -> BadgeRow | None:
        """The badge in force, or on its way to be."""
        return next((badge for badge in self.badges if badge.state in IN_FORCE), None)

    @property
    def number(self) -> str:
        """The number of the current badge as it is printed, or ""."""
        return printed(self.current.number) if self.current else ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who comes to the desk; `texts` by the store's names of a holder's fields."""

    category: str
    zones: str = ""
    days: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    photo: bytes | None = None


def find(desk: Desk, text: str, limit: int = 20) -> list[PersonFound]:
    """Return whom `text` may mean, the likeliest first: a name in any script, an id, a number in print."""
    with desk.database.read() as connection:
        found: list[PersonFound] = []
        for holder in search.find(connection, text, limit):
            badges = tuple(of_holder(connection, holder))
            papers = [paper_of(connection, badge.number) for badge in badges]
            filed = {paper.badge: paper.filed for paper in papers if paper and paper.filed}
            for person in people_store.of_holder(connection, holder):
                own = tuple(badge for badge in badges if badge.accreditation == person.n)
                found.append(PersonFound(person, own, filed))
        return found[:limit]


def the_one(desk: Desk, text: str) -> PersonFound:
    """Return the only person whom `text` can mean.

    Raises:
        KioskError: nobody is meant, or several are.
    """
    found = find(desk, text, 6)
    if not found:
        raise KioskError(
            'nobody is found for "{text}"', "try a part of the name, or the number on the badge", text=text
        )
    exact = [
        one for one in found if text.strip() in (one.person.external_id, one.person.holder.name, one.number)
    ]
    chosen = exact if len(exact) == 1 else found
    if len(chosen) > 1:
        named = "; ".join(
            f"{one.person.holder.name} ({one.person.external_id or one.number})" for one in chosen
        )
        raise KioskError(
            '"{text}" may mean {named}',
            "use the id in brackets, or the number on the badge",
            text=text,
            named=named,
        )
    return chosen[0]


def register(desk: Desk, new: NewPerson) -> Accredited:
    """Enter somebody who is on no list.

    Raises:
        KioskError: there is no name, no such category, or the rights cannot be read.
    """
    event = _event(desk)
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
    entity, subject = desk.random(16), Subject(desk.random(16))
    with desk.database.write() as connection:
        granted: list[Json] = [
            category.id,
            status.value,
            keep_rights(connection, rights),
            None,
            None,
            "desk",
            None,
        ]
        texts: list[Json] = [new.texts.get(name, "").strip() for name in HOLDER_TEXTS]
        row = [FORMAT, subject.hex(), *texts, new.photo.hex() if new.photo else None, *granted]
        edit = Edit(entity, NEW, None, json.dumps(row, ensure_ascii=False))
        act(connection, author(desk), desk.clock.now(), [edit])
        versions = (newest(connection), current_version(connection))
        detail: dict[str, Plain] = {"from": None, "to": status.value}
        append(connection, journals(connection)[-1], act_of(desk, Kind.STATUS, versions, subject, detail))
        return people_store.the(connection, AccreditationId(entity))


def approve(desk: Desk, person: Accredited) -> Accredited:
    """Let a pending accreditation open doors; an active one stays so.

    Raises:
        KioskError: it is suspended or blocked, or was changed since the caller saw it.
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

    return _change_status(desk, person, approved)


def reinstate(desk: Desk, person: Accredited) -> Accredited:
    """Lift a suspension or a block that the caller has seen. Raises KioskError where it is so no more."""
    if person.status not in (AccreditationStatus.SUSPENDED, AccreditationStatus.BLOCKED):
        hint = "only who is suspended or blocked can be reinstated"
        raise KioskError("{holder} is {status}", hint, holder=person.holder.name, status=person.status)
    return _lift(desk, person, person.status)


def suspend(desk: Desk, person: Accredited) -> Accredited:
    """Close all doors until the person is reinstated; who is blocked stays so."""
    return _change_status(desk, person, _at_least(AccreditationStatus.SUSPENDED))


def block(desk: Desk, person: Accredited) -> Accredited:
    """Close all doors, for security's reasons."""
    return _change_status(desk, person, _at_least(AccreditationStatus.BLOCKED))


def erase(desk: Desk, person: Accredited) -> bool:
    """Take a person's data from every file of this station; all of the person's badges are dead.

    Returns:
        whether the write-ahead logs are empty of it too; while somebody reads, that comes a little later.
    """
    subject = person.holder.subject
    with desk.database.read() as connection:
        texts = [] if subject is None else texts_about(connection, subject)
    with desk.database.write() as connection:
        now = people_store.accredited(connection, person.n)
        if now is None or now.holder.subject is None:
            raise KioskError("this person was erased already", "there is nothing left to do")
        drop_texts(connection, texts)
        forget_facts(connection, now.holder.n)
        photo = now.holder.photo
        act(connection, author(desk), desk.clock.now(), [Edit(now.holder.id, ERASED, None, "1")])
        is_shared = photo is not None and people_store.has_photo(connection, photo)
        versions = (newest(connection), current_version(connection))
        record = act_of(desk, Kind.ERASE, versions, now.holder.subject, {})
        append(connection, journals(connection)[-1], record)
    if photo is not None and not is_shared:
        with desk.photos.write() as connection:
            erase_photos(connection, [photo])
    return empty_log(desk.photos) and empty_log(desk.database)


def rights_of(desk: Desk, person: Accredited) -> str:
    """Return a person's rights in one line: `11/11 HALL · 12/11 HALL, CONF`."""
    with desk.database.read() as connection:
        rights = load_rights(connection, person.rights)
    days = sorted({day for day, _ in rights})
    return " · ".join(
        f"{day:%d/%m} {', '.join(sorted(zone for d, zone in rights if d == day))}" for day in days
    )


def _event(desk: Desk) -> Event:
    with desk.database.read() as connection:
        event = load_event(connection)
    if event is None:
        raise KioskError("this station has no event yet", "run `kiosk init`")
    return event


def _category(event: Event, name: str) -> Category:
    category = event.category.get(CategoryId(name))
    if category is None:
        raise KioskError('there is no category "{name}"', did_you_mean(name, event.category), name=name)
    return category


_FASTER = "somebody else was faster: look again, then decide"


def _at_least(wanted: AccreditationStatus) -> Callable[[Accredited], AccreditationStatus]:
    """The stricter wins: return what keeps a status that is as strict already."""
    return lambda now: max(now.status, wanted, key=_STRICTNESS.index)


def _lift(desk: Desk, person: Accredited, seen: AccreditationStatus) -> Accredited:
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

    return _change_status(desk, person, lifted)


def _change_status(
    desk: Desk, person: Accredited, wanted: Callable[[Accredited], AccreditationStatus]
) -> Accredited:
    """Give an accreditation the status that `wanted` makes of it as it is now, inside the transaction."""
    with desk.database.write() as connection:
        now = people_store.accredited(connection, person.n)
        if now is None or now.holder.subject is None:
            raise KioskError("this person was erased", "register the person anew")
        status = wanted(now)
        if status is now.status:
            return now
        edit = Edit(now.id, "status", now.status.value, status.value, newest(connection))
        act(connection, author(desk), desk.clock.now(), [edit])
        versions = (newest(connection), current_version(connection))
        detail: dict[str, Plain] = {"from": now.status.value, "to": status.value}
        record = act_of(desk, Kind.STATUS, versions, now.holder.subject, detail)
        append(connection, journals(connection)[-1], record)
    return replace(now, status=status)
