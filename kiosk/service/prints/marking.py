"""The marking of a print's badges: claimed, then printed, failed or unsure.

1. Paper is recorded, with what it shows, before the file is in place or the printer has it.
2. A badge further on (handed over) keeps its state; one that died meanwhile stays dead.
3. Paper printed in vain leaves the earlier paper in force.
4. Of two prints that chose the same badge, the first to record it gets it; the other is refused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import sleep

import kiosk.store.badges as badges_store
import kiosk.store.paper as paper_store
from kiosk.domain.badge_life import FAILED, FINAL, IN_FORCE, LIFE, RENDERED, BadgeAct, after
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import BadgeNumber, BadgeState, Subject
from kiosk.service.badges import lifecycle as badging
from kiosk.service.prints import filing
from kiosk.service.prints.filing import Filing
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.pace import BREATH, Pace
from kiosk.service.station.station import Station
from kiosk.store.badges import BadgeRow
from kiosk.store.paper import ERASED, NewPrint, Paper

_NOBODY: tuple[BadgeRow | None, Subject | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A drawn badge: its place in the batch, what its paper shows; see `kiosk.store.paper.Paper`."""

    place: int
    badge: BadgeNumber
    template: str
    digest: bytes
    facts: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A recorded print: its number, and its papers in order."""

    n: int
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """The result of a print, and further details for its records.

    Attributes:
        act: `PRINT_DONE`, `PRINT_FAILED` or `PRINT_LOST`.
    """

    act: BadgeAct
    detail: Mapping[str, Plain]

    @property
    def state(self) -> BadgeState:
        """The state of its papers: `printed`, `failed` or `unsure`."""
        return LIFE[RENDERED, self.act]


class _TakenError(KioskError):
    """Another print has one of this print's badges."""


def begin(station: Station, new: NewPrint, drafts: Sequence[Draft], wanted: Filing, seen: int) -> Batch:
    """Record a print, and give its badges their places; they are `rendered` from then on.

    Args:
        station: the station.
        new: the print.
        drafts: its badges.
        wanted: how they are filed.
        seen: the newest print that existed when they were chosen; 0 for none.

    Raises:
        KioskError: a newer print has one of them; nothing is begun.
    """
    papers: list[Paper] = []
    n = 0
    places = filing.Places({}, None)
    with station.database.read() as connection:
        known = filing.known_places(connection, wanted)
    pace = Pace(station.clock)
    try:
        for portion in pace.portions(drafts):
            with acting(station) as work:
                pace.start()
                connection = work.connection
                if not n:
                    places = filing.place(connection, [one.badge for one in drafts], known, wanted)
                    row = replace(new, last_carton=places.last_carton)
                    n = paper_store.add_print(connection, row, work.now)
                some = _claimed(work, portion, seen)
                some = [replace(one, print=n, filed=places.filed.get(one.badge)) for one in some]
                paper_store.add_papers(connection, some)
                pace.stop()
            papers += some
    except _TakenError:
        if papers:
            take_back(station, Batch(n, tuple(papers)), {"to": "taken"})
        raise
    return Batch(n, tuple(papers))


def _claimed(work: Work, drafts: Sequence[Draft], seen: int) -> list[Paper]:
    """Claim badges for this print and return their papers; raises if another print has one of them."""
    connection, numbers = work.connection, [one.badge for one in drafts]
    newest = paper_store.newest_prints_of(connection, numbers)
    for number in numbers:
        if newest.get(number, 0) > seen:
            raise _taken(number, newest[number])
    borne = badges_store.borne(connection, numbers)
    badges = [badge for badge, _ in borne.values()]
    for badge in badges:
        if badge.state in IN_FORCE and after(badge.state, BadgeAct.CLAIM) is None:
            raise _taken(badge.number, newest.get(badge.number, 0))
    _move(work, badges, BadgeAct.CLAIM)
    papers = []
    for one in drafts:
        _, subject = borne.get(one.badge, _NOBODY)
        shown = (one.digest, one.facts) if subject is not None else ERASED
        papers.append(Paper(0, one.place, one.badge, RENDERED, one.template, *shown, None))
    return papers


def _taken(number: BadgeNumber, other: int) -> _TakenError:
    return _TakenError(
        "badge {number} is in print {other}, which began meanwhile",
        "nothing was printed; print again: what that one has is left out then",
        number=printed(number),
        other=other,
    )


def finish(
    station: Station, batch: Batch, outcome: PrintOutcome, watch: Callable[[int], None]
) -> tuple[str, ...]:
    """Move a print's badges to their next state, each with its record; return those that are dead."""
    overtaken: list[str] = []
    pace = Pace(station.clock)
    for some in pace.portions(batch.papers):
        with acting(station) as work:
            pace.start()
            overtaken += _finished(work, some, outcome)
            pace.stop()
        watch(len(some))
    return tuple(overtaken)


def _finished(work: Work, papers: Sequence[Paper], outcome: PrintOutcome) -> list[str]:
    """Move some badges of a print to their next state; return those that are dead."""
    connection, state = work.connection, outcome.state
    borne = badges_store.borne(connection, [paper.badge for paper in papers])
    dead: list[Paper] = []
    marked: list[Paper] = []
    unfiled: list[Paper] = []
    living: list[BadgeRow] = []
    told: list[About] = []
    for paper in papers:
        badge, subject = borne.get(paper.badge, _NOBODY)
        if badge is None or badge.state in FINAL or subject is None:
            dead.append(paper)
            continue
        marked.append(paper)
        living.append(badge)
        if outcome.act is BadgeAct.PRINT_FAILED and badge.state is not RENDERED:
            unfiled.append(paper)
        said = {"to": state.value, "print": paper.print, "place": paper.place, "template": paper.template}
        told.append(About(subject, paper.badge, {**said, **outcome.detail}))
    paper_store.mark_papers(connection, marked, state)
    paper_store.mark_papers(connection, dead, FAILED)
    for paper in (*dead, *unfiled):
        paper_store.unfile(connection, paper)
    _move(work, living, outcome.act)
    work.record_all(Kind.PRINT, told)
    return [printed(paper.badge) for paper in dead]


def _move(work: Work, badges: Iterable[BadgeRow], act: BadgeAct) -> None:
    """Move badges to where an act leads; a badge that it does not move, or that is dead, is not written."""
    moved: dict[BadgeState, list[BadgeNumber]] = {}
    for badge in badges:
        state = after(badge.state, act)
        if state is not None and state is not badge.state:
            moved.setdefault(state, []).append(badge.number)
    for state, numbers in moved.items():
        badges_store.set_states(work.connection, numbers, state, work.now)


def take_back(station: Station, batch: Batch, detail: Mapping[str, Plain]) -> None:
    """Undo a print that no printer has accepted: its badges are unprinted again; one record says so."""
    for start in range(0, len(batch.papers), badging.BATCH):
        with acting(station) as work:
            for paper in batch.papers[start : start + badging.BATCH]:
                paper_store.mark_paper(work.connection, paper, FAILED)
                badge = badges_store.find(work.connection, paper.badge)
                if badge is not None and badge.state is RENDERED:
                    _move(work, [badge], BadgeAct.TAKE_BACK)
                else:
                    paper_store.unfile(work.connection, paper)
            if not start:
                told = {"to": "refused", "print": batch.n, "count": len(batch.papers), **detail}
                work.record(Kind.PRINT, About(detail=told))
        sleep(BREATH)
