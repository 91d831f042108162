"""What the tray's page shows: each case that waits, who it is, and whether it may be overruled."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.event import Event
from kiosk.domain.journal import instant
from kiosk.domain.model import GateId, Reason, Subject
from kiosk.domain.roles import Action
from kiosk.domain.tray import TRAY_KINDS, Case, needed_to_overrule, open_calls, open_cases
from kiosk.service.station.station import Station
from kiosk.store.database import Connection
from kiosk.store.journal_reading import entry_at, newest_of
from kiosk.store.people import of_subject


@dataclass(frozen=True, slots=True)
class Waiting:
    """A refused person who waits beside a gate.

    Attributes:
        scan: the number of the refused scan's record.
        since: when the person was set aside.
        name: "" for a badge that belongs to no person.
        can_be_let_in: whether this viewer may overrule the refusal.
    """

    scan: int
    gate: GateId
    since: datetime
    reason: Reason
    subject: Subject | None
    name: str
    has_photo: bool
    can_be_let_in: bool


@dataclass(frozen=True, slots=True)
class Called:
    """A gate that calls a supervisor; `seq` is the record's number."""

    seq: int
    gate: GateId
    since: datetime


def called(station: Station) -> tuple[Called, ...]:
    """Return the calls that no supervisor has answered, the oldest first."""
    station.actor.needs(Action.OVERRIDE)
    with station.database.read() as connection:
        calls = open_calls(newest_of(connection, station.journal, TRAY_KINDS))
    return tuple(
        Called(call.seq, call.act.gate, instant(call.act.occurred_at))
        for call in calls
        if call.act.gate is not None
    )


def waiting(station: Station) -> tuple[Waiting, ...]:
    """Return the cases in the tray, the oldest first."""
    station.actor.needs(Action.OVERRIDE)
    event = station.event()
    with station.database.read() as connection:
        cases = open_cases(newest_of(connection, station.journal, TRAY_KINDS))
        found = [_waiting(connection, station, event, case) for case in cases]
    return tuple(one for one in found if one is not None)


def _waiting(connection: Connection, station: Station, event: Event, case: Case) -> Waiting | None:
    entry = entry_at(connection, station.journal, case.scan)
    if entry is None or entry.act.reason is None or entry.act.gate is None:
        return None
    act = entry.act
    people = [] if act.subject is None else of_subject(connection, act.subject)
    holder = people[-1].holder if people else None
    needed = needed_to_overrule(entry.act.reason, event)
    return Waiting(
        case.scan,
        entry.act.gate,
        instant(case.since),
        entry.act.reason,
        act.subject,
        "" if holder is None else f"{holder.given_name} {holder.family_name}".strip(),
        has_photo=holder is not None and holder.photo is not None,
        can_be_let_in=needed is not None and station.actor.may(needed),
    )
