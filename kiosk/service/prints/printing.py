"""The printing of badges: missing badges are issued to the chosen people, and all are printed.

1. A badge that does not fit is reported by name and stays unprinted.
2. Categories may have templates of their own; all badges of one print have one size.
3. A print that stopped half-way resumes after the last good badge, and its numbering continues.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.badge.design.elements import Template
from kiosk.badge.design.template import load_template
from kiosk.badge.drawing.content import Rendering, Unfit
from kiosk.badge.pdf.batch import Designs, Drawers
from kiosk.badge.pdf.sheet import load_sheet
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.model import AccreditationStatus, BadgeNumber, BadgeState
from kiosk.domain.roles import Action
from kiosk.service.badges import lifecycle as badging
from kiosk.service.badges.composing import Composer
from kiosk.service.prints.choosing import Choice, Which, choose, is_to_print
from kiosk.service.prints.filing import PER_CARTON, Filing, filing_of
from kiosk.service.prints.outdated import Outdated, Remedy, outdated
from kiosk.service.prints.recovery import printing_now, settle_ended
from kiosk.service.prints.run import MANY, Progress, Run, RunResult, Target, carry_out, counter
from kiosk.service.station.station import Station
from kiosk.store.badges import Due
from kiosk.store.filed import Filed
from kiosk.store.paper import PrintRow, last_print, newest_prints

_DEFAULT = "a6"
"""The template for a category that the event no longer has."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What badges are printed on.

    Attributes:
        folder: of the templates.
        template: its name; "" for each category's own.
        sheet: its name; "" for one badge a page.
        start_at: the first free place of the first sheet, from 1.
        languages: of the category's names, the first one large.
        workers: processes for drawing a large batch.
        per_carton: badges in a carton.
    """

    folder: Path
    template: str = ""
    sheet: str = ""
    start_at: int = 1
    languages: tuple[str, ...] = ("fr", "en")
    workers: int = 1
    per_carton: int = PER_CARTON


@dataclass(frozen=True, slots=True)
class Printed:
    """The result of a print.

    Attributes:
        file: None if nothing was printed, or no file is kept.
        numbers: the badges in it, in order, as printed.
        unfit: the people whose badge could not be printed, and why.
        issued: how many badges are new.
        waiting: how many of the chosen are not approved, or are suspended or blocked.
        without: how many of the chosen had their badge revoked: they get a new one only by `replace`.
        overtaken: badges in the file that were replaced or revoked meanwhile: destroy the paper.
        state: of the badges: printed, failed or unsure.
        print: its number; None if nothing was printed.
        places: of its first and last badge.
        filed: the first and the last place where its badges go; None if they are not filed.
        printer: the one that printed it, with the spooler's job name and words; "" for none.
        states: how many badges of the chosen were in each state before.
        handed: outdated badges that their holders have: they are replaced, not printed again.
    """

    file: Path | None
    pages: int
    numbers: tuple[str, ...]
    unfit: tuple[Unfit, ...]
    issued: int = 0
    waiting: int = 0
    without: int = 0
    overtaken: tuple[str, ...] = ()
    state: BadgeState = BadgeState.PRINTED
    print: int | None = None
    places: tuple[int, int] = (1, 1)
    filed: tuple[Filed, Filed] | None = None
    printer: tuple[str, str, str] = ("", "", "")
    states: Mapping[BadgeState, int] = field(default_factory=dict)
    handed: tuple[Outdated, ...] = ()


def print_badges(
    station: Station, choice: Choice, layout: Layout, target: Target, progress: Progress
) -> Printed:
    """Issue the missing badges and print all the chosen ones into one PDF.

    Raises:
        KioskError: the choice or the layout means nothing, the templates of the chosen differ in size,
            a code cannot be read back, the file already exists or cannot be written, another print has taken
            one of them meanwhile; nothing is marked.
    """
    station.actor.needs(Action.PRINT)
    check_target(layout, target)
    with printing_now(station, target.file):
        return _print(station, choice, layout, target, progress)


def _print(station: Station, choice: Choice, layout: Layout, target: Target, progress: Progress) -> Printed:
    event = station.event()
    seen = newest_of(station)
    rows = choose(station, event, choice)
    states = Counter(row.state for row in rows if row.state is not None)
    stale: tuple[Outdated, ...] = ()
    if choice.which is Which.CHANGED:
        stale = find_outdated(station, event, layout, rows, progress)
    again = {one.number for one in stale if one.remedy is Remedy.PRINT_AGAIN}
    wanted = [row for row in rows if badging.is_wanting(row) and choice.which is not Which.CHANGED]
    run = run_of(station, event, [*wanted, *_chosen(rows, choice.which, again)], layout)
    missing = [row.accreditation for row in wanted]
    # While badges are issued here, the other processes load what they need for drawing.
    with Drawers(layout.workers if len(missing) >= MANY else 1) as drawers:
        issued = badging.issue_missing(station, missing, counter(progress, "issuing", len(missing)))
        if wanted:  # issued by now, by this print or another
            rows = choose(station, event, choice)
        chosen = _chosen(rows, choice.which, again)
        active = [row for row in rows if row.status is AccreditationStatus.ACTIVE]
        result = Printed(
            None,
            0,
            (),
            (),
            issued,
            len(rows) - len(active),
            sum(row.number is None for row in active),
            states=states,
            handed=tuple(one for one in stale if one.remedy is Remedy.REPLACE),
        )
        if not chosen:
            return result
        run = replace(run, filing=filing_of(choice, layout.per_carton), seen=seen)
        if drawers.pool is not None:
            run = replace(run, drawers=drawers)
        return told(result, carry_out(station, run, chosen, target, progress), target)


def find_outdated(
    station: Station, event: Event, layout: Layout, rows: Sequence[Due], progress: Progress
) -> tuple[Outdated, ...]:
    """Return the outdated badges of these people."""
    station.actor.needs(Action.PRINT)
    composer = Composer(station, event, layout.languages)
    watch = counter(progress, "comparing", len(rows))
    return tuple(outdated(station, composer, layout.folder, rows, watch))


def past_prints(station: Station, limit: int) -> list[tuple[PrintRow, dict[BadgeState, int]]]:
    """Return the newest prints, the newest first, each with its number of badges in each state."""
    station.actor.needs(Action.PRINT)
    settle_ended(station)
    with station.database.read() as connection:
        return newest_prints(connection, limit)


def newest_of(station: Station) -> int:
    """Return the number of the newest print; 0 before the first."""
    with station.database.read() as connection:
        return last_print(connection)


def check_target(layout: Layout, target: Target) -> None:
    """Refuse a target that cannot be printed to. Raises KioskError."""
    if target.file is None and target.outlet is None:
        raise KioskError(
            "there is nothing to print to", "name a file with --out, or a printer with --printer"
        )
    if target.file is not None and target.file.exists():
        raise KioskError("{file} exists already", "choose another name, or move it away", file=target.file)
    if layout.start_at > 1 and not layout.sheet:
        raise KioskError("only a sheet with several places can be half used", "name it: --sheet 4xa6")


def run_of(station: Station, event: Event, rows: Iterable[Due], layout: Layout) -> Run:
    """Return the settings for printing these badges. Raises KioskError for templates of several sizes."""
    designs = _designs(event, rows, layout)
    sheet = load_sheet(layout.folder, layout.sheet) if layout.sheet else None
    if sheet is not None:
        for design in designs.values():
            sheet.check(design, layout.start_at - 1)
    composer = Composer(station, event, layout.languages, layout.template)
    return Run(composer, designs, sheet, layout.start_at, layout.workers, Filing())


def told(result: Printed, ran: RunResult, target: Target) -> Printed:
    """Add the outcome of its print to a result."""
    made: Rendering = ran.made
    if ran.batch is None:
        return replace(result, unfit=made.unfit)
    papers = ran.batch.papers
    filed = sorted(
        (paper.filed for paper in papers if paper.filed is not None),
        key=lambda filed: (filed.carton, filed.position),
    )
    name = "" if target.outlet is None else target.outlet.printer.name
    return replace(
        result,
        file=target.file,
        pages=made.pages,
        numbers=tuple(badge.number for badge in made.placed),
        unfit=made.unfit,
        overtaken=ran.overtaken,
        state=ran.state,
        print=ran.batch.n,
        places=(papers[0].place, papers[-1].place),
        filed=(filed[0], filed[-1]) if filed else None,
        printer=(name, ran.job, ran.said),
    )


def _chosen(rows: Sequence[Due], which: Which, again: set[BadgeNumber]) -> list[Due]:
    return [
        row for row in rows if is_to_print(row, which) and (which is not Which.CHANGED or row.number in again)
    ]


def _designs(event: Event, rows: Iterable[Due], layout: Layout) -> Designs:
    """Load the template asked for, or those of the categories, which must have one size."""
    if layout.template:
        return {layout.template: load_template(layout.folder, layout.template)}
    used: dict[str, str] = {}
    for row in rows:
        category = event.category.get(row.category)
        used.setdefault(category.template if category else _DEFAULT, row.category)
    designs = {name: load_template(layout.folder, name) for name in sorted(used) or [_DEFAULT]}
    if len({_measures(design) for design in designs.values()}) > 1:
        named = ", ".join(f"{template} ({category}, …)" for template, category in sorted(used.items()))
        raise KioskError(
            "these badges have templates of several sizes or sides: {named}",
            "print one category after the other with --category, or give one --template for all",
            named=named,
        )
    return designs


def _measures(template: Template) -> tuple[float, float, bool]:
    return template.width, template.height, bool(template.back)
