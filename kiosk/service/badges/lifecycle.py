"""The life of badges: issued, replaced, handed over, queued again, revoked.

1. Each act is one transaction: the badge's new state, and one record of it in the journal.
2. A superseded or revoked badge is final: no act brings it back, and its number is never given again.
3. The credential is kept nowhere: the list holds its hash, and a desk seals it again from its keys.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import kiosk.store.badges as badges_store
from kiosk.domain.badge_life import FINAL, BadgeAct, after
from kiosk.domain.credential import SERIES, credential_hash, parse_printed, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import AccreditationStatus, BadgeNumber, BadgeState, Subject
from kiosk.service.people import desk
from kiosk.service.station.acting import act_of
from kiosk.service.station.pace import Pace
from kiosk.service.station.station import Station
from kiosk.store import people
from kiosk.store.badges import BadgeRow, Due, NewBadge
from kiosk.store.changes import newest
from kiosk.store.events import current_version
from kiosk.store.journal import append, append_all
from kiosk.store.paper import mark_newest, take_out

BATCH = 50
"""Badges written in one transaction: some milliseconds of the write lock."""

_HINTS: Mapping[BadgeAct, str] = {
    BadgeAct.HAND_OVER: "only a badge that is printed can be handed over",
    BadgeAct.REQUEUE: "a badge that its holder has is replaced: `kiosk badges replace`",
    BadgeAct.SETTLE_PRINTED: "only a badge that is unsure or failed is settled",
    BadgeAct.SETTLE_FAILED: "spoilt paper that was printed is printed again with `kiosk badges requeue`",
}
"""Why an act that people do about a living badge is refused, where it can be."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of a replacement: whose, the new number, and the old one where there was one."""

    person: str
    new: BadgeNumber
    old: BadgeNumber | None
    issue: int


@dataclass(frozen=True, slots=True)
class Record:
    """A write transaction that is open, and what its records in the journal share."""

    station: Station
    connection: badges_store.Connection
    versions: tuple[int, int]

    def write(self, kind: Kind, badge: BadgeNumber, subject: Subject, detail: Mapping[str, Plain]) -> None:
        """Append one record about a badge."""
        act = act_of(self.station, kind, self.versions, subject, detail)
        append(self.connection, self.station.journal, replace(act, badge=badge))

    def write_all(self, kind: Kind, told: Iterable[tuple[BadgeNumber, Subject, Mapping[str, Plain]]]) -> None:
        """Append a record about each of some badges, in their order."""
        acts = (
            replace(act_of(self.station, kind, self.versions, subject, detail), badge=badge)
            for badge, subject, detail in told
        )
        append_all(self.connection, self.station.journal, acts)

    def subject_of(self, badge: BadgeRow) -> Subject:
        """Return whose badge it is; raises KioskError once the person is erased."""
        person = people.accredited(self.connection, badge.accreditation)
        if person is None or person.holder.subject is None:
            raise KioskError(
                "the holder of {number} was erased", "the badge is dead already", number=printed(badge.number)
            )
        return person.holder.subject


def has_holder(record: Record, badge: BadgeRow) -> bool:
    """Say whether a badge's holder is still known; who was erased is not."""
    person = people.accredited(record.connection, badge.accreditation)
    return person is not None and person.holder.subject is not None


@contextmanager
def writing(station: Station) -> Iterator[Record]:
    """Run the block as one write transaction with its records."""
    with station.database.write() as connection:
        yield Record(station, connection, (newest(connection), current_version(connection)))


def _issue(station: Station, record: Record, rows: Sequence[Due]) -> list[BadgeNumber]:
    """Issue the next badge of each accreditation, in the order given."""
    if not rows:
        return []
    connection = record.connection
    epoch, numbers = new_numbers(station, connection, len(rows))
    credentials = station.keyring.issue_all(numbers)
    fresh = [
        NewBadge(number, epoch, row.accreditation, credential_hash(credential), row.issues + 1)
        for number, credential, row in zip(numbers, credentials, rows, strict=True)
    ]
    badges_store.add(connection, fresh, station.clock.now())
    told = []
    for badge, row in zip(fresh, rows, strict=True):
        detail: dict[str, Plain] = {"issue": badge.issue}
        if row.number is not None:
            detail["replaces"] = row.number
        told.append((badge.number, row.subject, detail))
    record.write_all(Kind.ISSUE, told)
    return numbers


def issue_missing(station: Station, chosen: Sequence[int], watch: Callable[[int], None]) -> int:
    """Issue a badge to each chosen accreditation that is active and never had one.

    Who had a badge that was revoked gets a new one only by `replace`, by somebody who decides it.

    Args:
        station: whose life gives the numbers.
        chosen: row numbers of accreditations, in the order in which numbers are given.
        watch: told after each transaction how many were issued in it.

    Returns:
        How many were issued.
    """
    total = 0
    pace = Pace(station.clock)
    for some in pace.portions(chosen):
        with writing(station) as record:
            pace.start()
            rows = {row.accreditation: row for row in badges_store.due(record.connection, some)}
            wanting = [rows[n] for n in some if n in rows and is_wanting(rows[n])]
            _issue(station, record, wanting)
            pace.stop()
        total += len(wanting)
        watch(len(wanting))
    return total


def is_wanting(row: Due) -> bool:
    """Say whether an accreditation is to be given its first badge."""
    return row.status is AccreditationStatus.ACTIVE and row.issues == 0


def replace_badge(station: Station, text: str) -> Replaced:
    """Put a new badge in the place of the one that a person has, which is dead from then on.

    Args:
        station: where.
        text: the number on the badge, an id, or a name that can only mean one person.

    Raises:
        KioskError: nobody is meant, or several are; the badge was replaced already, or the person may have
            none now.
    """
    number = parse_printed(text.strip())
    found = None if number is not None else desk.the_one(station, text).person.n
    with writing(station) as record:
        connection = record.connection
        if number is not None:
            (badge,) = those(record, [number])
            if badge.state is BadgeState.SUPERSEDED:
                raise _is_final(badge)
            found = badge.accreditation
        row, person = entitled(connection, found or 0)
        if row.issues == 0:
            raise KioskError(
                "{person} has no badge yet", "print one: `kiosk badges print --person …`", person=person
            )
        (new,) = _issue(station, record, [row])
        if row.number is not None:
            supersede(record, row.number, new)
        return Replaced(person, new, row.number, row.issues + 1)


def entitled(connection: badges_store.Connection, accreditation: int) -> tuple[Due, str]:
    """Return an accreditation that may have a new badge now, and its person's name.

    Raises:
        KioskError: the person was erased, or is not active.
    """
    row = next(badges_store.due(connection, [accreditation]), None)
    if row is None:
        raise KioskError("this person was erased", "register the person anew")
    person = f"{row.given_name} {row.family_name}".strip() or "this person"
    if row.status is not AccreditationStatus.ACTIVE:
        hint = "approve or reinstate the person first: `kiosk people`"
        raise KioskError(
            "{person} is {status}, and can have no new badge", hint, person=person, status=row.status
        )
    return row, person


def revoke(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Kill badges for good, all or none. Raises KioskError for one that is unknown or dead already."""
    with writing(station) as record:
        for badge in those(record, numbers):
            state = change(record, badge, BadgeAct.REVOKE)
            detail = {"from": badge.state.value, "to": state.value}
            record.write(Kind.STATUS, badge.number, record.subject_of(badge), detail)


def hand_over(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Note that badges were given to their holders, all or none.

    Raises:
        KioskError: one is unknown, not printed yet, handed over already, or dead.
    """
    with writing(station) as record:
        for badge in those(record, numbers):
            change(record, badge, BadgeAct.HAND_OVER)
            take_out(record.connection, badge.number)
            record.write(Kind.HANDOVER, badge.number, record.subject_of(badge), {})


def requeue(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Have badges printed again under the same number, because paper was spoilt; all or none.

    Raises:
        KioskError: one is unknown, not printed, handed over (then it is replaced), or dead.
    """
    with writing(station) as record:
        for badge in those(record, numbers):
            requeue_one(record, badge)


def requeue_one(record: Record, badge: BadgeRow) -> None:
    """Put one badge back among the unprinted; its newest paper counts as failed."""
    change(record, badge, BadgeAct.REQUEUE)
    mark_newest(record.connection, badge.number, BadgeState.FAILED)
    record.write(Kind.PRINT, badge.number, record.subject_of(badge), {"requeued": True})


def unsure(station: Station) -> list[BadgeNumber]:
    """Return the badges of which nobody knows whether their paper is there."""
    with station.database.read() as connection:
        return badges_store.in_state(connection, BadgeState.UNSURE)


def settle_printed(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Say of badges that are unsure, or seemed to have failed, that their paper is there; all or none.

    Raises:
        KioskError: one is unknown, or neither unsure nor failed.
    """
    with writing(station) as record:
        for badge in those(record, numbers):
            settle_one(record, badge, BadgeAct.SETTLE_PRINTED)


def settle_failed(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Say of badges that are unsure that their paper is not there: they are printed again; all or none.

    Raises:
        KioskError: one is unknown, or not unsure.
    """
    with writing(station) as record:
        for badge in those(record, numbers):
            settle_one(record, badge, BadgeAct.SETTLE_FAILED)


def settle_one(record: Record, badge: BadgeRow, act: BadgeAct) -> None:
    """Settle one badge, with its newest paper; raises KioskError where nothing is to be settled."""
    state = change(record, badge, act)
    mark_newest(record.connection, badge.number, state)
    detail: dict[str, Plain] = {"from": badge.state.value, "to": state.value, "settled": True}
    record.write(Kind.PRINT, badge.number, record.subject_of(badge), detail)


def new_numbers(
    station: Station, connection: badges_store.Connection, count: int
) -> tuple[int, list[BadgeNumber]]:
    """Take the next numbers of this life's own series; return also the key epoch that seals them."""
    life = station.life.id
    series = badges_store.own_series(connection, life)
    if series is None:
        wanted = int.from_bytes(station.random(2)) % SERIES
        series = badges_store.begin_series(connection, life, wanted)
    return station.keyring.sealing_epoch or 0, badges_store.take_numbers(connection, series, count)


def those(record: Record, numbers: Sequence[BadgeNumber]) -> list[BadgeRow]:
    """Return badges, each once, in the order given; raises KioskError for one that is unknown."""
    found = []
    for number in dict.fromkeys(numbers):
        badge = badges_store.find(record.connection, number)
        if badge is None:
            hint = "find the person by name: `kiosk people find`"
            raise KioskError("there is no badge {number} on this station", hint, number=printed(number))
        found.append(badge)
    return found


def supersede(record: Record, old: BadgeNumber, new: BadgeNumber) -> None:
    """Put one badge in the place of another, which is dead from then on."""
    for badge in those(record, [old]):
        change(record, badge, BadgeAct.REPLACE)
        badges_store.set_successor(record.connection, old, new)


def _is_refused(badge: BadgeRow, act: BadgeAct) -> KioskError:
    value = badge.state.replace("_", " ")
    return KioskError("badge {number} is {value}", _HINTS[act], number=printed(badge.number), value=value)


def _is_final(badge: BadgeRow) -> KioskError:
    said = f"badge {printed(badge.number)} is {badge.state}, for good"
    if badge.superseded_by is not None:
        return KioskError(
            said, "the badge in its place is {superseded_by}", superseded_by=printed(badge.superseded_by)
        )
    return KioskError(said, "give the person a new one: `kiosk badges replace`")


def change(record: Record, badge: BadgeRow, act: BadgeAct) -> BadgeState:
    """Take a badge to the state to which an act leads, and return it.

    Raises:
        KioskError: the badge is dead, or the act does not go with its state.
    """
    state = after(badge.state, act)
    if state is None:
        raise _is_final(badge) if badge.state in FINAL else _is_refused(badge, act)
    badges_store.set_state(record.connection, badge.number, state, record.station.clock.now())
    return state
