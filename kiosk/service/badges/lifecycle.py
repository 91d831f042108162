"""The life of badges: issued, replaced, handed over, queued again, revoked.

1. Each act is one unit of work: the badge's new state, and one record of it in the journal.
2. A superseded or revoked badge is final: no act brings it back, and its number is never reused.
3. The credential is stored nowhere: the list holds its hash, and a desk seals it again with its keys.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import kiosk.store.badges as badges_store
import kiosk.store.series as series_store
from kiosk.domain.badge_life import FINAL, BadgeAct, after
from kiosk.domain.credential import SERIES, credential_hash, parse_printed, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import AccreditationStatus, BadgeNumber, BadgeState, Subject
from kiosk.domain.roles import Action
from kiosk.service.people import finding
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.pace import Pace
from kiosk.service.station.station import Station
from kiosk.store import people
from kiosk.store.badges import BadgeRow, Due, NewBadge
from kiosk.store.paper import mark_newest, take_out

BATCH = 50
"""Badges written in one transaction: a few milliseconds of the write lock."""

_HINTS: Mapping[BadgeAct, str] = {
    BadgeAct.HAND_OVER: "only a badge that is printed can be handed over",
    BadgeAct.REQUEUE: "a badge that its holder has is replaced: `kiosk badges replace`",
    BadgeAct.SETTLE_PRINTED: "only a badge that is unsure or failed is settled",
    BadgeAct.SETTLE_FAILED: "spoilt paper that was printed is printed again with `kiosk badges requeue`",
}
"""Why an act on a living badge is refused, for each act that can be."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The result of a replacement: the holder, the new number, and the old one if there was one."""

    person: str
    new: BadgeNumber
    old: BadgeNumber | None
    issue: int


def has_holder(work: Work, badge: BadgeRow) -> bool:
    """Say whether a badge's holder is still known, that is, not erased."""
    person = people.accredited(work.connection, badge.accreditation)
    return person is not None and person.holder.subject is not None


def subject_of(work: Work, badge: BadgeRow) -> Subject:
    """Return the badge's holder; raises KioskError once the person is erased."""
    person = people.accredited(work.connection, badge.accreditation)
    if person is None or person.holder.subject is None:
        raise KioskError(
            "the holder of {number} was erased", "the badge is dead already", number=printed(badge.number)
        )
    return person.holder.subject


def _issue(work: Work, rows: Sequence[Due]) -> list[BadgeNumber]:
    """Issue the next badge of each accreditation, in the order given."""
    if not rows:
        return []
    connection = work.connection
    epoch, numbers = new_numbers(work, len(rows))
    credentials = work.station.keyring.issue_all(numbers, work.station.life.id)
    fresh = [
        NewBadge(number, epoch, row.accreditation, credential_hash(credential), row.issues + 1)
        for number, credential, row in zip(numbers, credentials, rows, strict=True)
    ]
    badges_store.add(connection, fresh, work.now)
    told = []
    for badge, row in zip(fresh, rows, strict=True):
        detail: dict[str, Plain] = {"issue": badge.issue}
        if row.number is not None:
            detail["replaces"] = row.number
        told.append(About(row.subject, badge.number, detail))
    work.record_all(Kind.ISSUE, told)
    return numbers


def issue_missing(station: Station, chosen: Sequence[int], watch: Callable[[int], None]) -> int:
    """Issue a badge to each chosen accreditation that is active and never had one.

    A person whose badge was revoked gets a new one only by a deliberate `replace`.

    Args:
        station: its life supplies the numbers.
        chosen: row numbers of accreditations, in the order of numbering.
        watch: told after each transaction how many it issued.

    Returns:
        how many were issued.
    """
    total = 0
    pace = Pace(station.clock)
    for some in pace.portions(chosen):
        with acting(station) as work:
            pace.start()
            work.needs(Action.PRINT)
            rows = {row.accreditation: row for row in badges_store.due(work.connection, some)}
            wanting = [rows[n] for n in some if n in rows and is_wanting(rows[n])]
            _issue(work, wanting)
            pace.stop()
        total += len(wanting)
        watch(len(wanting))
    return total


def is_wanting(row: Due) -> bool:
    """Say whether an accreditation is due its first badge."""
    return row.status is AccreditationStatus.ACTIVE and row.issues == 0


def replace_badge(station: Station, text: str) -> Replaced:
    """Replace a person's badge with a new one; the old one is dead from then on.

    Args:
        station: the station.
        text: the number on the badge, an id, or a name that can only mean one person.

    Raises:
        KioskError: no person is meant, or several are; the badge was already replaced, or the person may not
            have one now.
    """
    number = parse_printed(text.strip())
    found = None if number is not None else finding.the_one(station, text).person.n
    with acting(station) as work:
        work.needs(Action.REPLACE)
        connection = work.connection
        if number is not None:
            (badge,) = those(work, [number])
            if badge.state is BadgeState.SUPERSEDED:
                raise _is_final(badge)
            found = badge.accreditation
        row, person = entitled(connection, found or 0)
        if row.issues == 0:
            raise KioskError(
                "{person} has no badge yet", "print one: `kiosk badges print --person …`", person=person
            )
        (new,) = _issue(work, [row])
        if row.number is not None:
            supersede(work, row.number, new)
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
    """End badges for good, all or none. Raises KioskError for one that is unknown or already dead."""
    with acting(station) as work:
        work.needs(Action.REVOKE)
        for badge in those(work, numbers):
            state = change(work, badge, BadgeAct.REVOKE)
            detail = {"from": badge.state.value, "to": state.value}
            work.record(Kind.STATUS, About(subject_of(work, badge), badge.number, detail))


def hand_over(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Note that badges were handed to their holders, all or none.

    Raises:
        KioskError: one is unknown, not yet printed, already handed over, or dead.
    """
    with acting(station) as work:
        work.needs(Action.HAND_OVER)
        for badge in those(work, numbers):
            change(work, badge, BadgeAct.HAND_OVER)
            take_out(work.connection, badge.number)
            work.record(Kind.HANDOVER, About(subject_of(work, badge), badge.number))


def requeue(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Queue badges for printing again under the same number, because paper was spoilt; all or none.

    Raises:
        KioskError: one is unknown, not printed, handed over (replace it instead), or dead.
    """
    with acting(station) as work:
        work.needs(Action.PRINT)
        for badge in those(work, numbers):
            requeue_one(work, badge)


def requeue_one(work: Work, badge: BadgeRow) -> None:
    """Return one badge to the unprinted; its newest paper counts as failed."""
    change(work, badge, BadgeAct.REQUEUE)
    mark_newest(work.connection, badge.number, BadgeState.FAILED)
    work.record(Kind.PRINT, About(subject_of(work, badge), badge.number, {"requeued": True}))


def unsure(station: Station) -> list[BadgeNumber]:
    """Return the badges whose paper may or may not exist."""
    with station.database.read() as connection:
        return badges_store.in_state(connection, BadgeState.UNSURE)


def settle_printed(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Confirm the paper of badges that are unsure or seemed to have failed; all or none.

    Raises:
        KioskError: one is unknown, or neither unsure nor failed.
    """
    with acting(station) as work:
        work.needs(Action.PRINT)
        for badge in those(work, numbers):
            settle_one(work, badge, BadgeAct.SETTLE_PRINTED)


def settle_failed(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Declare that the paper of unsure badges does not exist, so they are printed again; all or none.

    Raises:
        KioskError: one is unknown, or not unsure.
    """
    with acting(station) as work:
        work.needs(Action.PRINT)
        for badge in those(work, numbers):
            settle_one(work, badge, BadgeAct.SETTLE_FAILED)


def settle_one(work: Work, badge: BadgeRow, act: BadgeAct) -> None:
    """Settle one badge, with its newest paper; raises KioskError if there is nothing to settle."""
    state = change(work, badge, act)
    mark_newest(work.connection, badge.number, state)
    detail: dict[str, Plain] = {"from": badge.state.value, "to": state.value, "settled": True}
    work.record(Kind.PRINT, About(subject_of(work, badge), badge.number, detail))


def new_numbers(work: Work, count: int) -> tuple[int, list[BadgeNumber]]:
    """Take the next numbers of this life's own series; return also the key epoch that seals them."""
    station, connection = work.station, work.connection
    if station.keyring.event != station.life.event:
        hint = "restore those of this event: `kiosk keys restore`"
        raise KioskError("the keys of this station belong to another event", hint)
    life = station.life.id
    if series_store.own_series(connection, life) is None:
        wanted = int.from_bytes(station.random(2)) % SERIES
        series_store.begin_series(connection, life, wanted)
    return station.keyring.sealing_epoch or 0, series_store.take_numbers(connection, life, count)


def those(work: Work, numbers: Sequence[BadgeNumber]) -> list[BadgeRow]:
    """Return badges, each once, in the order given; raises KioskError for an unknown one."""
    found = []
    for number in dict.fromkeys(numbers):
        badge = badges_store.find(work.connection, number)
        if badge is None:
            hint = "find the person by name: `kiosk people find`"
            raise KioskError("there is no badge {number} on this station", hint, number=printed(number))
        if badges_store.is_shared(work.connection, number):
            hint = "find the person by name, and give each a new badge: `kiosk badges replace`"
            raise KioskError("two badges have the number {number}", hint, number=printed(number))
        found.append(badge)
    return found


def supersede(work: Work, old: BadgeNumber, new: BadgeNumber) -> None:
    """Replace one badge by another; the old one is dead from then on."""
    for badge in those(work, [old]):
        change(work, badge, BadgeAct.REPLACE)
        badges_store.set_successor(work.connection, old, new)


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


def change(work: Work, badge: BadgeRow, act: BadgeAct) -> BadgeState:
    """Move a badge to the state that an act leads to, and return that state.

    Raises:
        KioskError: the badge is dead, or its state does not allow the act.
    """
    state = after(badge.state, act)
    if state is None:
        raise _is_final(badge) if badge.state in FINAL else _is_refused(badge, act)
    badges_store.set_state(work.connection, badge.number, state, work.now)
    return state
