"""`kiosk import`: a list imported, with every problem and its place shown."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console, errors
from kiosk.cli.tables import plain, say, shown, table
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.plural import counted, people
from kiosk.service.lists import settling
from kiosk.service.lists.applying import Progress
from kiosk.service.lists.columns import COLUMNS, LEFT_OUT, column_of
from kiosk.service.lists.importing import ListToImport, check_list, import_list
from kiosk.service.lists.photo_folder import PhotoFolder
from kiosk.service.lists.report import ImportReport, Problem

IN_TABLE = 500
"""Problems laid out in a table; more of them get one line each, which is faster."""
FEW_LINES = 3
"""Lines with the same problem, up to which all are named."""

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
            "--map",
            metavar="COL=FIELD",
            help="A header's field: --map 'Nom marital=family_name'; - to ignore it.",
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option("--source", help="The list's source, within which ids are unique; keep it the same."),
    ] = "list",
    replace_people: Annotated[
        bool,
        typer.Option("--replace-people", help="Rows under another person's id replace that person."),
    ] = False,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="The list's encoding, like cp1254."),
    ] = None,
    category: Annotated[
        str | None, typer.Option("--category", help="The category of everyone in the list.")
    ] = None,
    delegation: Annotated[
        str | None, typer.Option("--delegation", help="The delegation of everyone in the list.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Import a list of people; importing it again updates them. Exit 1 if a row was refused."""
    with opened(folder, clock) as found:
        place = None if photos is None else PhotoFolder(photos, workers=os.cpu_count() or 1)
        given = {"category": category, "delegation": delegation}
        fixed = {field: value for field, value in given.items() if value is not None}
        wanted = ListToImport(file, source, _mapping(renamed or []), place, replace_people, encoding, fixed)
        with _progress() as progress:
            act = check_list if dry_run else import_list
            report = act(found.station, wanted, progress)
        waiting = len(settling.waiting(found.station))
    _show_problems(report.problems)
    for notice in report.notices:
        console.print(plain(f"Note: {notice}"))
    _show_sums(report, would="would be " if dry_run else "")
    if waiting:
        say(f"{counted(waiting, 'change')} of the list could not be applied: see `kiosk changes list`.")
    if report.refused:
        raise typer.Exit(1)


def _mapping(renamed: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for one in renamed:
        header, equals, meant = one.rpartition("=")
        field = LEFT_OUT if meant.strip() == LEFT_OUT else column_of(meant)
        if not equals or not header.strip():
            raise KioskError(
                '--map "{one}" is not COL=FIELD', "like --map 'Nom marital=family_name'", one=one
            )
        if field is None:
            raise KioskError('--map: there is no field "{meant}"', did_you_mean(meant, COLUMNS), meant=meant)
        mapping[header.strip()] = field
    return mapping


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show an import's progress on stderr."""
    columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        tasks = {step: bar.add_task(step, total=None, visible=False) for step in _STEPS}
        folded = 0

        def progress(step: str, done: int, total: int | None) -> None:
            nonlocal folded
            if step == "applying":  # is told batch by batch: this many now, this many still to do
                left = (total or done) - done
                folded += done
                done, total = folded, folded + left
            bar.update(tasks[step], completed=done, total=total, visible=True)

        yield progress


def _show_problems(problems: tuple[Problem, ...]) -> None:
    """Show the problems; the same problem on many lines is shown once, with their number."""
    alike: dict[tuple[str, str, str, str | None], list[int]] = {}
    for problem in problems:
        same = (problem.column, problem.value, problem.reason, problem.nearest)
        alike.setdefault(same, []).append(problem.line)
    if len(alike) > IN_TABLE:
        for (column, value, reason, closest), lines in alike.items():
            more = f" (and {len(lines) - 1:,} more lines)" if len(lines) > 1 else ""
            typer.echo(shown(f"{Problem(lines[0], column, value, reason, closest)}{more}"))
        return
    if not problems:
        return
    listed = table("Line", "Column", "Value", "What is wrong")
    listed.columns[0].max_width, listed.columns[2].max_width = 12, 22
    listed.columns[0].justify = "right"
    listed.columns[1].no_wrap = True
    for (column, value, reason, closest), lines in alike.items():
        said = f'{reason}. Did you mean "{closest}"?' if closest else reason
        listed.add_row(*[plain(cell) for cell in (_lines(lines), column or "(row)", value, said)])
    console.print(listed)


def _lines(numbers: list[int]) -> str:
    """Return line numbers for a table: the first few, and how many there are."""
    if len(numbers) <= FEW_LINES:
        return ", ".join(map(str, numbers))
    return f"{numbers[0]}, {numbers[1]} … ({len(numbers):,} lines)"


def _show_sums(report: ImportReport, would: str) -> None:
    counted = {
        "New": report.new,
        "Updated": report.updated,
        "Unchanged": report.unchanged,
        "Refused": report.refused,
        "Rows": report.rows,
    }
    if report.photos is not None:
        photos = report.photos
        counted |= {"Photos": photos.taken, "missing": photos.missing, "refused": photos.refused}
    sums = table(*counted)
    for column in sums.columns:
        column.justify = "right"
    sums.add_row(*[f"{number:,}" for number in counted.values()])
    console.print(sums)
    kept = report.rows - report.refused - report.left_out
    if report.replaced:
        set_aside = f"{people(report.replaced)} {would or _were(report.replaced)}set aside"
        say(f"{set_aside}, their badges suspended: others have their ids now.")
    if not report.refused and not report.left_out:
        rows = "The one row" if report.rows == 1 else f"All {report.rows:,} rows"
        say(f"{rows} {would or _were(report.rows)}taken.")
    else:
        good = f"{kept:,} good row{'' if kept == 1 else 's'} {would or _were(kept)}kept"
        out = f"; {report.left_out:,} {would or _were(report.left_out)}left out" if report.left_out else ""
        no = f"; {report.refused:,} {would or _were(report.refused)}refused" if report.refused else ""
        say(f"{good}{no}{out}.")
    if report.refused:
        say("Correct those lines and import the whole list again: what is in already is only updated.")
    _show_encoding(report)
    if would:
        say("This was a dry run: nothing was changed.")


def _were(number: int) -> str:
    return "was " if number == 1 else "were "


def _show_encoding(report: ImportReport) -> None:
    """Say how the letters were read, with names to look at where it was worked out."""
    if not report.samples:
        say(f"Read as {report.encoding.removesuffix('-sig').upper()}.")  # "utf-8-sig" is Python's word alone
        return
    said = f"Read as {report.encoding}: {', '.join(report.samples)}."
    console.print(plain(f"{said} If letters are wrong, say --encoding, or save the list as CSV UTF-8."))
