"""Own `kiosk import`: a list read in, with every problem shown where it stands."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from kiosk.bootstrap import opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console, errors
from kiosk.cli.tables import plain, say, shown, table
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import did_you_mean
from kiosk.service.columns import COLUMNS, column_of
from kiosk.service.import_report import ImportReport, Problem
from kiosk.service.importing import ListToImport, Progress, check_list, import_list
from kiosk.service.photo_folder import PhotoFolder

IN_TABLE = 500
"""Problems that are laid out in a table; a longer list of them is one line each, which is fast."""

_STEPS = ("reading", "photos", "applying")


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="The list: CSV.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    photos: Annotated[Path | None, typer.Option("--photos", help="The folder of the list's photos.")] = None,
    renamed: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COL=FIELD", help="What a header means: --map 'Nom marital=family_name'."
        ),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", help="Whose list: ids are unique within it; keep it the same.")
    ] = "list",
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Import a list of people; an import repeated updates. Exit 1 where a row was refused."""
    with opened(folder, clock) as found:
        place = None if photos is None else PhotoFolder(photos, workers=os.cpu_count() or 1)
        wanted = ListToImport(file, source, _mapping(renamed or []), place)
        with _progress() as progress:
            act = check_list if dry_run else import_list
            report = act(found.station, wanted, progress)
    _show_problems(report.problems)
    for notice in report.notices:
        say(f"Note: {notice}")
    _show_sums(report, would="would be " if dry_run else "")
    if report.refused:
        raise typer.Exit(1)


def _mapping(renamed: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for one in renamed:
        header, equals, meant = one.rpartition("=")
        field = column_of(meant)
        if not equals or not header.strip():
            raise KioskError(f'--map "{one}" is not COL=FIELD', "like --map 'Nom marital=family_name'")
        if field is None:
            raise KioskError(f'--map: there is no field "{meant}"', did_you_mean(meant, COLUMNS))
        mapping[header.strip()] = field
    return mapping


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show how far an import is, on stderr."""
    columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        tasks = {step: bar.add_task(step, total=None, visible=False) for step in _STEPS}
        folded = 0

        def progress(step: str, done: int, total: int | None) -> None:
            nonlocal folded
            if step == "applying":  # is told batch by batch: so many now, so many still to do
                left = (total or done) - done
                folded += done
                done, total = folded, folded + left
            bar.update(tasks[step], completed=done, total=total, visible=True)

        yield progress


def _show_problems(problems: tuple[Problem, ...]) -> None:
    if len(problems) > IN_TABLE:
        for problem in problems:
            typer.echo(shown(str(problem)))
        return
    if not problems:
        return
    listed = table("Line", "Column", "Value", "What is wrong")
    listed.columns[0].justify = "right"
    listed.columns[0].no_wrap = listed.columns[1].no_wrap = True
    listed.columns[2].max_width = 22
    for problem in problems:
        hint = f' Did you mean "{problem.nearest}"?' if problem.nearest else ""
        reason = problem.reason if not hint else f"{problem.reason}."
        cells = (str(problem.line), problem.column or "(row)", problem.value, f"{reason}{hint}")
        listed.add_row(*[plain(cell) for cell in cells])
    console.print(listed)


def _show_sums(report: ImportReport, would: str) -> None:
    sums = table("New", "Updated", "Unchanged", "Refused", "Rows")
    for column in sums.columns:
        column.justify = "right"
    counted = (report.new, report.updated, report.unchanged, report.refused, report.rows)
    sums.add_row(*[f"{number:,}" for number in counted])
    console.print(sums)
    kept = report.rows - report.refused
    if not report.refused:
        say(f"All {report.rows:,} rows {would or 'were '}taken. (Read as {report.encoding}.)")
    else:
        say(f"{kept:,} good rows {would or 'were '}kept; {report.refused:,} {would or 'were '}refused.")
        say("Correct those lines and import the whole list again: what is in already is only updated.")
    if would:
        say("This was a dry run: nothing was changed.")
