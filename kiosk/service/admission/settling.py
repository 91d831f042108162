"""Settling: a refused person is set aside into the tray, sent to the desk, gone, or let in by a supervisor.

1. Each of these is a record that answers the refused scan, whose own record stays as it was.
2. An override names its supervisor and the reason given; it cannot be undone, nor given twice.
3. Whoever is let in is checked once more: what would refuse them by now for good is not overruled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Act, Entry, Kind, Plain, Reference, micros, write_detail
from kiosk.domain.model import Direction, Method, Outcome
from kiosk.domain.roles import Action
from kiosk.domain.tray import (
    TRAY_KINDS,
    Settlement,
    is_refused_entry,
    needed_to_overrule,
    open_calls,
    open_cases,
)
from kiosk.service.admission.admit import Admission, Presented
from kiosk.service.station.acting import Work, acting
from kiosk.service.station.station import Station
from kiosk.service.station.timekeeper import Timekeeper
from kiosk.store import presence
from kiosk.store.journal import FreeText
from kiosk.store.journal_reading import entry_at, newest_of

LONGEST_WHY = 200
"""Characters of the reason for an override."""


@dataclass(frozen=True, slots=True)
class Overruling:
    """A refused scan of this life that a supervisor overrules, and why: at least a word."""

    seq: int
    why: str


def set_aside(station: Station, seq: int) -> int:
    """Put a refused entry of this life into the tray; return the record's number.

    Raises:
        KioskError: that record is no refused entry, or its case was set aside before.
    """
    with acting(station) as work:
        work.needs(Action.SCAN)
        scan = _refused(work, seq)
        if any(entry.act.answers and entry.act.answers.seq == seq for entry in _tray(work)):
            raise KioskError("record {seq} is in the tray, or was settled", "look at the tray", seq=seq)
        return work.append(_answer(work, scan, seq, Kind.SET_ASIDE))


def settle(station: Station, seq: int, how: Settlement) -> int:
    """Record what became of a case in the tray without letting the person in; return the record's number.

    Raises:
        KioskError: the tray has no such case.
    """
    with acting(station) as work:
        work.needs(Action.OVERRIDE)
        scan = _in_tray(work, seq)
        return work.append(_answer(work, scan, seq, Kind.SETTLED, {"how": how}))


def overrule(station: Station, timekeeper: Timekeeper, overruling: Overruling) -> int:
    """Let the person of a case in, against the decision; return the record's number.

    Raises:
        KioskError: the tray has no such case, no reason is given, or nobody may overrule that.
        NotAllowedError: only others may.
    """
    why, seq = " ".join(overruling.why.split())[:LONGEST_WHY], overruling.seq
    if not why:
        raise KioskError("an override needs a reason", "write why the person may go in")
    event = station.event()
    with station.database.read() as connection:
        entry = entry_at(connection, station.journal, seq)
    if entry is not None:
        _check_again(station, timekeeper, entry.act)
    with acting(station) as work:
        scan = _in_tray(work, seq)
        needed = needed_to_overrule(scan.reason, event)
        if needed is None:
            raise _not_overridable(scan.reason or "")
        work.needs(Action.OVERRIDE)
        work.needs(needed)
        act = replace(_answer(work, scan, seq, Kind.OVERRIDE), outcome=Outcome.GRANTED, reason=scan.reason)
        recorded = work.append_with_text(act, FreeText(why, station.random(16)))
        presence.follow(work.connection, act, event)
        return recorded


def answer_call(station: Station, seq: int) -> int:
    """Record that a supervisor who was called is coming; return the record's number.

    Raises:
        KioskError: no such call waits.
    """
    with acting(station) as work:
        work.needs(Action.OVERRIDE)
        calls = [call.act for call in open_calls(_tray(work)) if call.seq == seq]
        if not calls:
            raise KioskError("record {seq} is not in the tray any more", "look at the tray anew", seq=seq)
        return work.append(_answer(work, calls[0], seq, Kind.SETTLED, {"how": "coming"}))


def _check_again(station: Station, timekeeper: Timekeeper, scan: Act) -> None:
    """Refuse where the person has come to be refused for good since the scan: blocked, revoked, erased."""
    event = station.event()
    if scan.subject is None or scan.gate is None or scan.gate not in event.gate:
        return
    checkpoint = event.checkpoint(scan.gate, Direction.IN)
    admission = Admission(station, checkpoint, timekeeper)
    reason = admission.check(Presented("", Method.BY_HAND, subject=scan.subject)).decision.reason
    needed = Action.OVERRIDE if reason is None else needed_to_overrule(reason, event)
    if needed is None:
        raise _not_overridable(reason or "")
    station.actor.needs(needed)


def _not_overridable(reason: str) -> KioskError:
    return KioskError(
        "nobody may overrule {reason} at a gate",
        "send the person to the desk",
        reason=reason.replace("_", " "),
    )


def _refused(work: Work, seq: int) -> Act:
    entry = entry_at(work.connection, work.station.journal, seq)
    if entry is None or not is_refused_entry(entry.act):
        raise KioskError("record {seq} is no refused entry", "choose one of the last ten", seq=seq)
    return entry.act


def _tray(work: Work) -> tuple[Entry, ...]:
    return newest_of(work.connection, work.station.journal, TRAY_KINDS)


def _in_tray(work: Work, seq: int) -> Act:
    if all(case.scan != seq for case in open_cases(_tray(work))):
        raise KioskError("record {seq} is not in the tray any more", "look at the tray anew", seq=seq)
    return _refused(work, seq)


def _answer(work: Work, scan: Act, seq: int, kind: Kind, detail: Mapping[str, Plain] | None = None) -> Act:
    """Return a record that answers a scan: same place, same person, by whoever acts."""
    now, life = micros(work.now), work.station.life
    return replace(
        scan,
        kind=kind,
        occurred_at=now,
        recorded_at=now,
        outcome=None,
        reason=None,
        notices=(),
        alerts=(),
        operator=work.station.operator,
        answers=Reference(life.station, life.id, seq),
        commitment=None,
        detail=write_detail(detail or {}),
    )
