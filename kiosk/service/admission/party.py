"""Parties: people without a badge who pass with a person who has one; they are counted, not named."""

from dataclasses import replace

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Reference, micros, write_detail
from kiosk.domain.model import Outcome, PartyKind
from kiosk.domain.roles import Action
from kiosk.service.station.acting import acting
from kiosk.service.station.station import Station
from kiosk.store.journal_reading import entry_at

MOST = 99
"""People in one party; more are a second one."""


def count_party(station: Station, seq: int, people: int, kind: PartyKind) -> int:
    """Record that people passed with the person of a granted scan of this life; return the record's seq.

    Nobody's presence changes: a party is counted beside the people who are inside.

    Raises:
        KioskError: that record is no granted scan, or nobody or too many are counted.
    """
    if not 1 <= people <= MOST:
        raise KioskError("{people} is no size of a party", "count from 1 to {most}", people=people, most=MOST)
    journal = station.journal
    with acting(station) as work:
        work.needs(Action.SCAN)
        entry = entry_at(work.connection, journal, seq)
        scan = entry.act if entry else None
        if scan is None or scan.kind is not Kind.SCAN or scan.outcome is not Outcome.GRANTED:
            raise KioskError(
                "record {seq} is no granted scan", "take the number from `kiosk log tail`", seq=seq
            )
        now = micros(work.now)
        return work.append(
            replace(
                scan,
                kind=Kind.PARTY,
                occurred_at=now,
                recorded_at=now,
                match=None,
                outcome=None,
                reason=None,
                notices=(),
                alerts=(),
                operator=station.operator,
                answers=Reference(journal.life.station, journal.life.id, seq),
                commitment=None,
                detail=write_detail({"people": people, "kind": kind}),
            )
        )
