"""`kiosk badges outdated` and `pulled`: badges whose paper is out of date, and their destruction."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, badges_app, console
from kiosk.cli.badges import SomeNumbers, read_numbers
from kiosk.cli.filters import Category, Days, Delegation, Filters, Ids, Since
from kiosk.cli.language import said
from kiosk.cli.prints import progress_bar
from kiosk.cli.tables import plain, say, shown, table
from kiosk.domain.credential import printed
from kiosk.service.prints.choosing import choose
from kiosk.service.prints.outdated import Outdated, Remedy, pull, pull_all, pull_sheet_of
from kiosk.service.prints.printing import Layout, find_outdated
from kiosk.service.station.new_path import refuse_mistaken

IN_TABLE = 500
"""Badges laid out in a table; more of them get one line each, which is faster."""


@badges_app.command("outdated")
def outdated_(
    category: Category = "",
    delegation: Delegation = "",
    days: Days = "",
    since: Since = "",
    ids: Ids = None,
    sheet: Annotated[
        Path | None, typer.Option("--pull-sheet", help="The badges to pull from each carton, as a PDF.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """List badges whose paper is out of date, and what to do."""
    refuse_mistaken(sheet, "pull.pdf")
    with opened(folder, clock) as found:
        station, settings = found.station, found.settings
        event = station.event()
        choice = Filters(category, delegation, days, since, tuple(ids or ())).choice(station)
        layout = Layout(settings.templates, languages=settings.languages)
        with progress_bar() as told:
            rows = find_outdated(station, event, layout, choose(station, event, choice), told)
        if sheet is not None and rows:
            pull_sheet_of(station, rows, sheet)
    if not rows:
        say("No paper is out of date.")
        return
    _list(rows)
    count = Counter(one.remedy for one in rows)
    if again := count[Remedy.PRINT_AGAIN]:
        say("{again} to print again: kiosk badges print --changed --out FILE.pdf", again=again)
    if replace := count[Remedy.REPLACE]:
        say("{replace} with their holders: kiosk badges replace NUMBER, when they come by", replace=replace)
    if destroy := count[Remedy.DESTROY]:
        say("{destroy} to pull out and destroy; then: kiosk badges pulled --all", destroy=destroy)
    if sheet is not None:
        say("pull sheet: {sheet}", sheet=sheet)


@badges_app.command("pulled")
def pulled(
    numbers: SomeNumbers = None,
    everything: Annotated[bool, typer.Option("--all", help="All that `outdated` says to destroy.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Record that out-of-date paper was destroyed."""
    if everything == bool(numbers):
        raise typer.BadParameter("name the badges, or give --all")
    read = read_numbers(numbers or ())
    with opened(folder, clock) as found:
        if everything:
            count = pull_all(found.station)
        else:
            pull(found.station, read)
            count = len(read)
    say("{count} pulled and destroyed", count=count)


def _list(rows: Sequence[Outdated]) -> None:
    if len(rows) > IN_TABLE:
        for one in rows:
            typer.echo(shown("  ".join(cell for cell in (*_where(one), one.name, _why(one)) if cell)))
        return
    listed = table("Carton ·\nposition", "Badge", "Name", "What changed", "To do")
    listed.columns[0].no_wrap = listed.columns[1].no_wrap = listed.columns[4].no_wrap = True
    for one in rows:
        filed, number, do = _where(one)
        listed.add_row(
            *[plain(cell) for cell in (filed, number, one.name or said("(erased)"), _why(one), do)]
        )
    console.print(listed)


def _where(one: Outdated) -> tuple[str, str, str]:
    filed = f"{one.filed.carton} · {one.filed.position}" if one.filed else "-"
    return filed, printed(one.number), said(one.remedy)


def _why(one: Outdated) -> str:
    if one.replaced_by is not None:
        return said("replaced by {number}", number=printed(one.replaced_by))
    return ", ".join(map(said, one.why))
