"""Own what becomes of the badges of a print: written down, then printed, failed or unsure.

1. Paper is written down, with what it shows, before the file is in its place or the printer has it.
2. A badge that is farther on already (handed over) stays where it is; one that died meanwhile stays dead.
3. Paper printed for nothing leaves the paper before it in force.
4. Of two prints that chose the same badge the first to write it down has it; the other one is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import sleep

import kiosk.store.badges as badges_store
import kiosk.store.paper as paper_store
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import BadgeNumber, BadgeState, Subject
from kiosk.service import badging, filing
from kiosk.service.badging import Record
from kiosk.service.choosing import QUEUED
from kiosk.service.desk_records import act_of
from kiosk.service.filing import Filing
from kiosk.service.station import Station
from kiosk.store import people
from kiosk.store.badges import BadgeRow
from kiosk.store.journal import append
from kiosk.store.paper import ERASED, NewPrint, Paper

_PRINTABLE = QUEUED | {BadgeState.UNSURE}


@dataclass(frozen=True, slots=True)
class Draft:
    """A badge that was drawn: its place in the batch, what its paper shows; see `kiosk.store.paper.Paper`."""

    place: int
    badge: BadgeNumber
    template: str
    digest: bytes
    facts: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A print that is written down: its number, and its papers in their order."""

    n: int
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a print, `printed`, `failed` or `unsure`, and what its records say beside."""

    state: BadgeState
    detail: Mapping[str, Plain]


class _TakenError(KioskError):
    """Another print has a badge of this one."""


def begin(station: Station, new: NewPrint, drafts: Sequence[Draft], wanted: Filing, seen: int) -> Batch:
    """Write a print down, and give its badges their places; they are `rendered` from then on.

    Args:
        station: where.
        new: the print.
        drafts: its badges.
        wanted: how they are filed.
        seen: the newest print that there was when they were chosen; 0 for none.

    Raises:
        KioskError: a newer print has one of them; nothing is begun.
    """
    papers: list[Paper] = []
    n = 0
    places = filing.Places({}, None)
    with station.database.read() as connection:
        known = filing.known_places(connection, wanted)
    try:
        for start, end in _portions(len(drafts)):
            with badging.writing(station) as record:
                connection = record.connection
                if not start:
                    places = filing.place(connection, [one.badge for one in drafts], known, wanted)
                    row = replace(new, last_carton=places.last_carton)
                    n = paper_store.add_print(connection, row, station.clock.now())
                some = [
                    replace(_claimed(record, one, seen), print=n, filed=places.filed.get(one.badge))
                    for one in drafts[start:end]
                ]
                paper_store.add_papers(connection, some)
            papers += some
            sleep(badging.BREATH)
    except _TakenError:
        if papers:
            take_back(station, Batch(n, tuple(papers)), {"to": "taken"})
        raise
    return Batch(n, tuple(papers))


def _claimed(record: Record, one: Draft, seen: int) -> Paper:
    """Return the paper of a badge, which is this print's from now on; raises where another one has it."""
    newest = paper_store.newest_print(record.connection, one.badge)
    if newest is not None and newest > seen:
        raise _TakenError(
            f"badge {printed(one.badge)} is in print {newest}, which began meanwhile",
            "nothing was printed; print again: what that one has is left out then",
        )
    badge, subject = _alive(record, one.badge)
    if badge is not None and badge.state in QUEUED:
        now = record.station.clock.now()
        badges_store.set_state(record.connection, one.badge, BadgeState.RENDERED, now)
    shown = (one.digest, one.facts) if subject is not None else ERASED
    return Paper(0, one.place, one.badge, BadgeState.RENDERED, one.template, *shown, None)


def finish(station: Station, batch: Batch, outcome: Outcome, watch: Callable[[int], None]) -> tuple[str, ...]:
    """Take a print's badges to their next state, each with its record; return those that are dead."""
    state = outcome.state
    overtaken = []
    for start, end in _portions(len(batch.papers)):
        some = batch.papers[start:end]
        with badging.writing(station) as record:
            connection, now = record.connection, station.clock.now()
            for paper in some:
                badge, subject = _alive(record, paper.badge)
                if badge is None or subject is None:
                    overtaken.append(printed(paper.badge))
                    paper_store.mark_paper(connection, paper, BadgeState.FAILED)
                    paper_store.unfile(connection, paper)
                    continue
                paper_store.mark_paper(connection, paper, state)
                is_before = badge.state is BadgeState.RENDERED
                if state is BadgeState.FAILED and not is_before:
                    paper_store.unfile(connection, paper)
                if is_before or (state is BadgeState.PRINTED and badge.state in _PRINTABLE):
                    badges_store.set_state(connection, paper.badge, state, now)
                told = {"to": state.value, "print": batch.n, "place": paper.place, "template": paper.template}
                record.write(Kind.PRINT, paper.badge, subject, {**told, **outcome.detail})
        watch(len(some))
        sleep(badging.BREATH)
    return tuple(overtaken)


def take_back(station: Station, batch: Batch, detail: Mapping[str, Plain]) -> None:
    """Undo a print that no printer has taken: its badges are unprinted again; one record says so."""
    for start, end in _portions(len(batch.papers)):
        with badging.writing(station) as record:
            for paper in batch.papers[start:end]:
                paper_store.mark_paper(record.connection, paper, BadgeState.FAILED)
                badge = badges_store.find(record.connection, paper.badge)
                if badge is not None and badge.state is BadgeState.RENDERED:
                    now = station.clock.now()
                    badges_store.set_state(record.connection, paper.badge, BadgeState.ISSUED, now)
                else:
                    paper_store.unfile(record.connection, paper)
            if not start:
                told = {"to": "refused", "print": batch.n, "count": len(batch.papers), **detail}
                act = act_of(station, Kind.PRINT, record.versions, None, told)
                append(record.connection, station.journal, act)
        sleep(badging.BREATH)


def _portions(count: int) -> Iterator[tuple[int, int]]:
    """Yield the parts that are written in one transaction each."""
    for start in range(0, count, badging.BATCH):
        yield start, start + badging.BATCH


def _alive(record: Record, number: BadgeNumber) -> tuple[BadgeRow | None, Subject | None]:
    """Return a badge that is not dead, and whose it is; None for what is gone."""
    badge = badges_store.find(record.connection, number)
    if badge is None:
        return None, None
    person = people.accredited(record.connection, badge.accreditation)
    subject = None if person is None else person.holder.subject
    return (None if badge.state in badging.FINAL else badge), subject
