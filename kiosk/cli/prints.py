"""`kiosk badges print`, `resume`, `prints` and `covers`: prints, printing after a jam, lists to sign."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from kiosk.bootstrap.opening import Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, badges_app, console, errors
from kiosk.cli.filters import Category, Days, Delegation, Filters, Ids, Since
from kiosk.cli.language import here, said
from kiosk.cli.print_words import say_printed
from kiosk.cli.tables import plain, remark, say, table
from kiosk.domain.errors import KioskError
from kiosk.domain.plural import counted
from kiosk.service.prints.choosing import Choice, Which
from kiosk.service.prints.covers import make_covers
from kiosk.service.prints.filing import PER_CARTON
from kiosk.service.prints.printing import Layout, Printed, past_prints, print_badges
from kiosk.service.prints.resuming import Stop, resume
from kiosk.service.prints.run import Progress, Proof, Target
from kiosk.service.prints.targets import target_on
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.service.words.terms import term

Out = Annotated[Path | None, typer.Option("--out", help="The PDF to make; it must not be there yet.")]
PrinterName = Annotated[str, typer.Option("--printer", help="The printer; see `badges printers`.")]
Template = Annotated[str, typer.Option(help="Use this template instead of the category's.")]
SheetName = Annotated[
    str, typer.Option("--sheet", help="Several on a sheet, like 4xa6; see `badges templates`.")
]
StartAt = Annotated[int, typer.Option(min=1, help="The first free place of a sheet already used.")]
NoProof = Annotated[bool, typer.Option("--no-proof", help="Do not read the codes back.")]
Covers = Annotated[
    Path | None, typer.Option("--covers", help="A list to sign for each delegation, as a PDF of its own.")
]
_WORKERS = 4
_PAST = 20
"""Number of prints listed."""
_LONG = 500
"""From this many steps on, a phase is named on stderr even without a progress bar."""


@badges_app.command("print")
def print_(
    out: Out = None,
    printer: PrinterName = "",
    category: Category = "",
    delegation: Delegation = "",
    days: Days = "",
    since: Since = "",
    ids: Ids = None,
    person: Annotated[
        list[str] | None, typer.Option(help="Only this person: an id, a number or a name. May be repeated.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only badges whose paper is out of date.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also badges printed before.")] = False,
    template: Template = "",
    sheet: SheetName = "",
    start_at: StartAt = 1,
    carton: Annotated[int, typer.Option(min=1, help="Number of badges in a carton.")] = PER_CARTON,
    covers: Covers = None,
    no_proof: NoProof = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Print the badges that are not printed yet.

    Badges that are missing are issued.
    """
    if changed and everything:
        raise typer.BadParameter("give one of --changed and --all")
    refuse_mistaken(out, "badges.pdf")
    which = Which.CHANGED if changed else Which.ALL if everything else Which.UNPRINTED
    _check_covers(covers)
    with opened(folder, clock) as found:
        filters = Filters(category, delegation, days, since, tuple(ids or ()))
        choice = replace(filters.choice(found.station), people=tuple(person or ()), which=which)
        layout = replace(_layout(found, template, sheet, start_at), per_carton=carton)
        target = target_on(found.station, out, printer, Proof.NONE if no_proof else Proof.READ_BACK)
        result = _run(target, lambda told: print_badges(found.station, choice, layout, target, told))
        listed = _cover(found, result, covers)
    _end(say_printed(result, choice), listed)


@badges_app.command("resume")
def resume_(
    after: Annotated[
        str,
        typer.Argument(
            metavar="LAST", help="The last good badge: the index in the margin (2314), or its number."
        ),
    ],
    out: Out = None,
    printer: PrinterName = "",
    number: Annotated[int | None, typer.Option("--print", help="The print; by default the newest.")] = None,
    template: Template = "",
    sheet: SheetName = "",
    start_at: StartAt = 1,
    covers: Covers = None,
    no_proof: NoProof = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Resume a print that jammed.

    The badges after the last good one are printed again.
    """
    refuse_mistaken(out, "rest.pdf")
    _check_covers(covers)
    with opened(folder, clock) as found:
        layout = _layout(found, template, sheet, start_at)
        target = target_on(found.station, out, printer, Proof.NONE if no_proof else Proof.READ_BACK)
        stop = Stop(after, number)
        result = _run(target, lambda told: resume(found.station, stop, layout, target, told))
        listed = _cover(found, result, covers)
    _end(say_printed(result, Choice()), listed)


@badges_app.command("prints")
def prints_(folder: Folder = HERE, clock: ClockOption = None) -> None:
    """List the newest prints, and what became of their badges."""
    with opened(folder, clock) as found:
        rows = past_prints(found.station, _PAST)
        zone = ZoneInfo(found.station.event().sites[0].time_zone)
    if not rows:
        say("Nothing has been printed yet.")
        return
    listed = table("Print", "When", "On", "Badges", "What became of them")
    listed.columns[1].no_wrap = True
    for row, states in rows:
        batch = row.batch
        listed.add_row(
            str(row.n),
            f"{row.made_at.astimezone(zone):%d/%m %H:%M}",
            plain(batch.printer or batch.file),
            f"{batch.first}-{batch.total}",
            ", ".join(f"{count} {said(term(state))}" for state, count in states.items()),
        )
    console.print(listed)


@badges_app.command("covers")
def covers_(
    out: Annotated[Path, typer.Option("--out", help="The PDF to make; it must not be there yet.")],
    category: Category = "",
    delegation: Delegation = "",
    days: Days = "",
    since: Since = "",
    ids: Ids = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Make the lists that delegations sign for their badges."""
    refuse_mistaken(out, "lists.pdf")
    with opened(folder, clock) as found:
        filters = Filters(category, delegation, days, since, tuple(ids or ()))
        count = make_covers(found.station, filters.choice(found.station), out)
    say("lists for {delegations}: {out}", delegations=counted(count, "delegation"), out=out)


def _layout(found: Opened, template: str, sheet: str, start_at: int) -> Layout:
    settings = found.settings
    workers = min(_WORKERS, os.cpu_count() or 1)
    return Layout(settings.templates, template, sheet, start_at, settings.languages, workers)


def _run(target: Target, act: Callable[[Progress], Printed]) -> Printed:
    try:
        with progress_bar() as told:
            return act(told)
    except KeyboardInterrupt:
        remark("stopped: {left}", left=_left(target))
        raise


def _check_covers(covers: Path | None) -> None:
    refuse_mistaken(covers, "lists.pdf")
    if covers is not None and covers.exists():
        raise KioskError("{covers} exists already", "choose another name, or move it away", covers=covers)


def _cover(found: Opened, result: Printed, covers: Path | None) -> str:
    """Make the lists to sign of a print; return a line about them, or ""."""
    if covers is None or not result.numbers:
        return ""
    try:
        make_covers(found.station, Choice(ids=result.numbers), covers)
    except KioskError as error:
        remark("no lists to sign: {message}", message=here().error(error))
        return ""
    return said("lists to sign: {covers}", covers=covers)


def _end(is_good: bool, listed: str) -> None:
    if listed:
        say(listed)
    if not is_good:
        raise typer.Exit(1)


def _left(target: Target) -> str:
    if target.outlet is not None:
        return said("a job that the printer has goes on; its badges are unsure: kiosk badges settle")
    if target.file is not None and target.file.exists():
        return said(
            "{file} is complete; those of its badges that are not marked yet come again with the next print",
            file=target.file,
        )
    return said("no file was made, and no badge is marked printed")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a print's progress on stderr, one line a phase."""
    columns = (
        TextColumn("{task.description:<13}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=errors, transient=True, disable=not errors.is_terminal) as shown:
        tasks = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = shown.add_task(said(phase), total=total)
                if not errors.is_terminal and total >= _LONG:
                    remark("{phase}: {total}", phase=said(phase), total=total)
            shown.update(tasks[phase], completed=done)

        yield tell
