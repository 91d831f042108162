"""The resuming of a print after a jam: the badges after the last good one, with continued numbering.

1. Everything after the last good badge counts as failed paper, and returns to the unprinted.
2. Everything before it is good: badges that were unsure, or seemed to have failed, are printed.
3. Each keeps its place in its carton; the numbering continues where it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import kiosk.store.badges as badges_store
import kiosk.store.paper as paper_store
from kiosk.domain.badge_life import RENDERED, REPRINTABLE, UNSETTLED, BadgeAct, allowing
from kiosk.domain.credential import parse_printed, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeNumber
from kiosk.domain.roles import Action
from kiosk.service.badges import lifecycle as badging
from kiosk.service.prints.choosing import Which, is_to_print
from kiosk.service.prints.filing import Filing
from kiosk.service.prints.printing import Layout, Printed, check_target, newest_of, run_of, told
from kiosk.service.prints.recovery import printing_now
from kiosk.service.prints.run import Progress, Target, carry_out
from kiosk.service.station.acting import acting
from kiosk.service.station.station import Station
from kiosk.store.badges import Due
from kiosk.store.paper import Paper, PrintRow

_OTHER = "--print N, as `kiosk badges prints` lists them"
_AGAIN = REPRINTABLE & allowing(BadgeAct.REQUEUE)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a print stopped: after which badge, by its place ("2314") or its number; and in which print.

    Attributes:
        number: of the print; None for the newest.
    """

    after: str
    number: int | None = None


def resume(station: Station, stop: Stop, layout: Layout, target: Target, progress: Progress) -> Printed:
    """Print again the badges after the last good one of a print.

    A template or sheet not given in the layout is the one used before.

    Raises:
        KioskError: there is no such print or place, nothing is left to print, or as for `print_badges`.
    """
    station.actor.needs(Action.PRINT)
    check_target(replace(layout, start_at=1), target)
    with printing_now(station, target.file):
        return _resume(station, stop, layout, target, progress)


def _resume(station: Station, stop: Stop, layout: Layout, target: Target, progress: Progress) -> Printed:
    seen = newest_of(station)
    with station.database.read() as connection:
        row = paper_store.find_print(connection, stop.number)
        papers = [] if row is None else list(paper_store.papers_of(connection, row.n))
    if row is None:
        raise KioskError("there is no such print", "which there are: `kiosk badges prints`")
    after = _place(stop.after, row, papers)
    behind = [paper for paper in papers if paper.place > after]
    templates = {paper.template for paper in papers}
    layout = replace(
        layout,
        template=layout.template or (templates.pop() if len(templates) == 1 else ""),
        sheet=layout.sheet or row.batch.sheet,
    )
    check_target(layout, target)
    _check_ended(station, row, behind)
    people = _people(station, behind)
    run = run_of(station, station.event(), people.values(), layout)
    _settle(station, [paper for paper in papers if paper.place <= after])
    _put_back(station, [paper for paper in behind if paper.badge in people])
    again = _people(station, behind)
    chosen = [again[paper.badge] for paper in behind if paper.badge in again]
    chosen = [one for one in chosen if is_to_print(one, Which.UNPRINTED)]
    if not chosen:
        raise KioskError(
            "nothing of print {n} is left to print after {after}",
            "its badges were handed over, replaced or revoked, or printed again since",
            n=row.n,
            after=stop.after,
        )
    is_filed = any(paper.filed for paper in papers)
    run = replace(run, first=after + 1, seen=seen, filing=Filing(layout.per_carton if is_filed else 0))
    return told(Printed(None, 0, (), ()), carry_out(station, run, chosen, target, progress), target)


def _place(text: str, row: PrintRow, papers: Sequence[Paper]) -> int:
    """Return the place that a text names."""
    number = parse_printed(text.strip())
    places = [paper.place for paper in papers if paper.badge == number]
    if number is not None and not places:
        raise KioskError(
            "badge {number} is not in print {n}",
            "another: --print N, see `kiosk badges prints`",
            number=printed(number),
            n=row.n,
        )
    if number is not None:
        return places[0]
    first, last = row.batch.first, row.batch.total
    if not text.strip().isdecimal():
        hint = f"the number in the margin, like {last}, or the number on the last good badge"
        raise KioskError('"{text}" is no place in a print', hint, text=text)
    place = int(text)
    if not first - 1 <= place < last:
        hint = f"name the last good one, {first - 1} to {last - 1}; another print: {_OTHER}"
        raise KioskError("print {n} has the badges {first} to {last}", hint, n=row.n, first=first, last=last)
    return place


def _check_ended(station: Station, row: PrintRow, papers: Sequence[Paper]) -> None:
    """Refuse to resume a print that another process is still printing."""
    with station.database.read() as connection:
        badges = [badges_store.find(connection, paper.badge) for paper in papers]
    if any(badge is not None and badge.state is RENDERED for badge in badges):
        raise KioskError(
            "print {n} has not ended yet",
            "wait for it, or stop it with Ctrl-C where it runs; then go on",
            n=row.n,
        )


def _people(station: Station, papers: Sequence[Paper]) -> dict[BadgeNumber, Due]:
    """Return the holders of these papers, if each is the newest and can be printed again."""
    with station.database.read() as connection:
        badges = [badges_store.find(connection, paper.badge) for paper in papers]
        wanted = {badge.accreditation for badge in badges if badge is not None}
        rows = {row.number: row for row in badges_store.due(connection, wanted) if row.number is not None}
        newest = {
            paper.badge
            for paper in papers
            if paper_store.newest_print(connection, paper.badge) == paper.print
        }
    return {number: row for number, row in rows.items() if number in newest and row.state in REPRINTABLE}


def _settle(station: Station, papers: Sequence[Paper]) -> None:
    """Count what came out as printed."""
    unsettled = [paper for paper in papers if paper.state in UNSETTLED]
    for start in range(0, len(unsettled), badging.BATCH):
        with acting(station) as work:
            for paper in unsettled[start : start + badging.BATCH]:
                badge = badges_store.find(work.connection, paper.badge)
                if badge is not None and badge.state in UNSETTLED and badging.has_holder(work, badge):
                    badging.settle_one(work, badge, BadgeAct.SETTLE_PRINTED)


def _put_back(station: Station, papers: Sequence[Paper]) -> None:
    """Return what did not come out to the unprinted."""
    for start in range(0, len(papers), badging.BATCH):
        with acting(station) as work:
            for paper in papers[start : start + badging.BATCH]:
                badge = badges_store.find(work.connection, paper.badge)
                if badge is not None and badge.state in _AGAIN and badging.has_holder(work, badge):
                    badging.requeue_one(work, badge)
