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
from kiosk.cli.language import here, said
from kiosk.cli.tables import plain, say, shown, table
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.plural import counted, people
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
    _show_problems(report.problems)
    for notice in report.notices:
        say("Note: {notice}", notice=notice)
    _show_sums(report, is_dry_run=dry_run)
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
            first = said(Problem(lines[0], column, value, reason, closest).told())
            more = len(lines) - 1
            typer.echo(
                shown(
                    here().plural(
                        "{first} (and {n} more line)", "{first} (and {n} more lines)", more, first=first
                    )
                    if more
                    else f"{first}"
                )
            )
        return
    if not problems:
        return
    listed = table("Line", "Column", "Value", "What is wrong")
    listed.columns[0].max_width, listed.columns[2].max_width = 12, 22
    listed.columns[0].justify = "right"
    listed.columns[1].no_wrap = True
    for (column, value, reason, closest), lines in alike.items():
        told = (
            said('{reason}. Did you mean "{closest}"?', reason=reason, closest=closest)
            if closest
            else said(reason)
        )
        listed.add_row(*[plain(cell) for cell in (_lines(lines), column or said("(row)"), value, told)])
    console.print(listed)


def _lines(numbers: list[int]) -> str:
    """Return line numbers for a table: the first few, and how many there are."""
    if len(numbers) <= FEW_LINES:
        return ", ".join(map(str, numbers))
    return said(
        "{first}, {second} … ({lines})",
        first=numbers[0],
        second=numbers[1],
        lines=counted(len(numbers), "line"),
    )


def _show_sums(report: ImportReport, *, is_dry_run: bool) -> None:
    sums_of = {
        said("New"): report.new,
        said("Updated"): report.updated,
        said("Unchanged"): report.unchanged,
        said("Refused"): report.refused,
        said("Rows"): report.rows,
    }
    if report.photos is not None:
        photos = report.photos
        sums_of |= {
            said("Photos"): photos.taken,
            here().say_as("photos", "missing"): photos.missing,
            here().say_as("photos", "refused"): photos.refused,
        }
    sums = table(*sums_of)
    for column in sums.columns:
        column.justify = "right"
    sums.add_row(*[here().number(number) for number in sums_of.values()])
    console.print(sums)
    if report.replaced:
        replaced = people(report.replaced)
        if is_dry_run:
            say(
                "{people} would be set aside, their badges suspended: others have their ids now.",
                people=replaced,
            )
        else:
            say("{people} set aside, their badges suspended: others have their ids now.", people=replaced)
    say(_kept(report, is_dry_run=is_dry_run))
    if report.refused:
        say("Correct those lines and import the whole list again: what is in already is only updated.")
    _show_encoding(report)
    if is_dry_run:
        say("This was a dry run: nothing was changed.")


def _kept(report: ImportReport, *, is_dry_run: bool) -> str:
    """Say how many rows were taken, left out and refused, or would be."""
    own = here()
    if not report.refused and not report.left_out:
        if is_dry_run:
            return own.plural("The one row would be taken.", "All {n} rows would be taken.", report.rows)
        return own.plural("The one row was taken.", "All {n} rows were taken.", report.rows)
    kept = report.rows - report.refused - report.left_out
    out, refused = report.left_out, report.refused
    if is_dry_run:
        parts = [
            own.plural("{n} good row would be kept", "{n} good rows would be kept", kept),
            own.plural("{n} would be left out", "{n} would be left out", out) if out else "",
            own.plural("{n} would be refused", "{n} would be refused", refused) if refused else "",
        ]
    else:
        parts = [
            own.plural("{n} good row was kept", "{n} good rows were kept", kept),
            own.plural("{n} was left out", "{n} were left out", out) if out else "",
            own.plural("{n} was refused", "{n} were refused", refused) if refused else "",
        ]
    return f"{own.say('; ').join(filter(None, parts))}."


def _show_encoding(report: ImportReport) -> None:
    """Say how the letters were read, with names to look at where it was worked out."""
    encoding = report.encoding.removesuffix("-sig")  # "utf-8-sig" is Python's word alone
    if not report.samples:
        say("Read as {encoding}.", encoding=encoding.upper())
        return
    say(
        "Read as {encoding}: {samples}. If letters are wrong, say --encoding, or save the list as CSV UTF-8.",
        encoding=encoding,
        samples=", ".join(report.samples),
    )
