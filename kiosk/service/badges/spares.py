"""Spare badges: printed ahead for when no printer works, and dead until linked to a person.

1. A spare has no holder: no gate admits it, and an unlinked one at a gate raises an alarm like any number
   that should be on the list and is not.
2. Only its code, scanned from the paper, can link it: typing its number links nothing.
3. Once linked, it is a badge like any other, in its holder's hand, and replaces the one before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import kiosk.store.badges as badges_store
from kiosk.domain.badge_life import BadgeAct
from kiosk.domain.credential import credential_hash, is_same, parse, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import BadgeNumber
from kiosk.domain.roles import Action
from kiosk.domain.typed import repairs
from kiosk.service.badges import lifecycle as badging
from kiosk.service.people import finding
from kiosk.service.station.acting import About, acting
from kiosk.service.station.station import Station
from kiosk.store.badges import NewBadge
from kiosk.store.spares import SpareRow, add_spares, find_spare, free_spares, use_spare, void_spare

MOST = 1000
"""The most spares made at a time: a hundred sheets."""


@dataclass(frozen=True, slots=True)
class Spare:
    """A number printed ahead, and the code printed on its paper."""

    number: BadgeNumber
    credential: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The result of a link: whose badge the spare now is, and which badge it replaces."""

    person: str
    number: BadgeNumber
    old: BadgeNumber | None


def make_spares(station: Station, count: int) -> tuple[Spare, ...]:
    """Take numbers for spare badges, and seal them.

    Raises:
        KioskError: there are too many at a time, or this station cannot seal.
    """
    if not 1 <= count <= MOST:
        raise KioskError(
            "{count} spares cannot be made at a time", "ask for 1 to {most}", count=count, most=MOST
        )
    made: list[Spare] = []
    while len(made) < count:
        with acting(station) as work:
            work.needs(Action.PRINT)
            some = min(badging.BATCH, count - len(made))
            epoch, numbers = badging.new_numbers(work, some)
            fresh = [Spare(number, station.keyring.issue(number, station.life.id)) for number in numbers]
            rows = [SpareRow(one.number, epoch, credential_hash(one.credential)) for one in fresh]
            add_spares(work.connection, rows, work.now)
            told: dict[str, Plain] = {"spares": len(fresh), "first": numbers[0], "last": numbers[-1]}
            work.record(Kind.ISSUE, About(detail=told))
        made += fresh
    return tuple(made)


def check_person(station: Station, who: str) -> str:
    """Return the name of the person that a text means, before asking for a scan.

    Raises:
        KioskError: no person is meant, or several are, or the person may not have a badge now.
    """
    person = finding.the_one(station, who).person
    with station.database.read() as connection:
        badging.entitled(connection, person.n)
    return person.holder.name


def link(station: Station, scanned: str, who: str) -> Linked:
    """Make a spare a person's badge, and count it as handed over.

    Args:
        station: the station.
        scanned: the spare's code as read by a camera or typed by a hand scanner.
        who: a name, an id, or the number on an older badge; it must mean one person only.

    Raises:
        KioskError: it is not a spare of this station, was already destroyed or linked, or the person may not
            have a badge now.
    """
    person = finding.the_one(station, who).person
    with acting(station) as work:
        work.needs(Action.HAND_OVER)
        connection = work.connection
        spare = _scanned(connection, scanned)
        row, name = badging.entitled(connection, person.n)
        use_spare(connection, spare.number)
        issue = row.issues + 1
        fresh = NewBadge(spare.number, spare.epoch, row.accreditation, spare.credential_hash, issue)
        badges_store.add(connection, [fresh], work.now)
        for act in (BadgeAct.PRINT_DONE, BadgeAct.HAND_OVER):  # its paper was made ahead
            for badge in badging.those(work, [spare.number]):
                badging.change(work, badge, act)
        if row.number is not None:
            work.needs(Action.REPLACE)
            badging.supersede(work, row.number, spare.number)
        detail: dict[str, Plain] = {"issue": issue, "spare": True}
        if row.number is not None:
            detail["replaces"] = row.number
        work.record(Kind.ISSUE, About(row.subject, spare.number, detail))
        work.record(Kind.HANDOVER, About(row.subject, spare.number))
    return Linked(name, spare.number, row.number)


def void(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Bar spares from ever becoming badges, because their paper is lost or destroyed; all or none.

    Raises:
        KioskError: one is not a spare, or already void.
    """
    with acting(station) as work:
        work.needs(Action.REVOKE)
        for number in dict.fromkeys(numbers):
            spare = find_spare(work.connection, number)
            if spare is None:
                hint = "a badge of somebody is ended with `kiosk badges revoke`"
                raise KioskError("{number} is no spare of this station", hint, number=printed(number))
            _refuse_void(spare)
            void_spare(work.connection, number)
            work.record(Kind.ISSUE, About(detail={"spare": number, "to": "void"}))


def free(station: Station) -> list[BadgeNumber]:
    """Return the spares that can still be linked."""
    with station.database.read() as connection:
        return free_spares(connection)


def _scanned(connection: badges_store.Connection, scanned: str) -> SpareRow:
    """Return the spare whose code was scanned."""
    taken = None
    for text in repairs(scanned):
        credential = parse(text)
        if credential is None:
            continue
        spare = find_spare(connection, credential.number)
        if spare is not None and is_same(spare.credential_hash, credential_hash(text)):
            _refuse_void(spare)
            return spare
        taken = taken or badges_store.find(connection, credential.number)
    if taken is not None:
        said = f"{printed(taken.number)} is no spare: it is somebody's badge"
        raise KioskError(said, "whose: `kiosk people find` with the number")
    raise KioskError("this is no spare of this station", "scan a code that `badges spares` printed here")


def _refuse_void(spare: SpareRow) -> None:
    if spare.is_void:
        hint = "destroy the paper, and take another spare"
        raise KioskError("the spare {number} was declared void", hint, number=printed(spare.number))
