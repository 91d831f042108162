"""The tray: refused people who were set aside, so that the lane goes on, until a supervisor settles it.

1. A case is a refused entry and what followed it in the journal: set aside, then settled or overruled, once.
2. What may be overruled is what the event says, and never what `may_overrule` excludes; a blocked person is
   let in by security alone.
3. A call for a supervisor waits there too, until one says that they are coming.
4. Overruling is an act of its own, with its own record: the decision on the scan stays as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.event import Event
from kiosk.domain.journal import Act, Entry, Kind, Plain, read_detail
from kiosk.domain.model import Direction, Outcome, Reason
from kiosk.domain.roles import Action

OLD_AFTER = 300
"""Seconds after which a case has waited too long."""
TRAY_KINDS = (Kind.SET_ASIDE, Kind.SETTLED, Kind.OVERRIDE, Kind.ALARM)
"""Records from which the tray follows."""


class Settlement(StrEnum):
    """What became of a person who was not let in; wire names are added, never changed."""

    DESK = "desk"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Case:
    """A refused scan that somebody has to settle.

    Attributes:
        scan: its record's number.
        since: when it was set aside; microseconds since 1970 in UTC.
    """

    scan: int
    since: int


def open_cases(entries: Iterable[Entry]) -> tuple[Case, ...]:
    """Return the cases that nobody has settled yet, the oldest first, from one life's records in order."""
    found: dict[int, Case] = {}
    for entry in entries:
        answered = entry.act.answers
        if answered is None or entry.act.kind not in TRAY_KINDS:
            continue
        if entry.act.kind is Kind.SET_ASIDE:
            found[answered.seq] = Case(answered.seq, entry.act.occurred_at)
        else:
            found.pop(answered.seq, None)
    return tuple(found.values())


CALL: Mapping[str, Plain] = {"call": "supervisor"}
"""The detail of the alarm with which a gate calls a supervisor."""


def open_calls(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the calls that no supervisor has answered yet, the oldest first."""
    found: dict[int, Entry] = {}
    for entry in entries:
        if entry.act.kind is Kind.ALARM and read_detail(entry.act.detail) == CALL:
            found[entry.seq] = entry
        elif entry.act.kind is Kind.SETTLED and entry.act.answers is not None:
            found.pop(entry.act.answers.seq, None)
    return tuple(found.values())


def is_refused_entry(act: Act) -> bool:
    """Say whether a record is a scan that was denied; at an exit nobody is."""
    is_entry = act.direction is not Direction.OUT
    return act.kind is Kind.SCAN and act.outcome is Outcome.DENIED and is_entry


def needed_to_overrule(reason: Reason | None, event: Event) -> Action | None:
    """Return what an actor must be allowed to do to let a refused person in; None where nobody may."""
    if reason is None or not event.policy.may_overrule(reason):
        return None
    return Action.UNBLOCK if reason is Reason.BLOCKED else Action.OVERRIDE
