"""Own `kiosk badges`: print, replace, hand over, print again, revoke; look at templates."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kiosk.badge.content import Unfit
from kiosk.badge.preview import preview as draw_preview
from kiosk.badge.sheet import list_sheets, load_sheet
from kiosk.badge.template import list_templates, load_template
from kiosk.bootstrap import CONFIG, opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console, errors
from kiosk.config import load_config
from kiosk.domain.credential import parse_printed, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeNumber
from kiosk.service import badging
from kiosk.service.choosing import Choice, Which
from kiosk.service.paper import sample
from kiosk.service.press import Proof, Target
from kiosk.service.printing import Layout, Printed, print_badges
from kiosk.service.station import Station

badges = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Print badges, and what becomes of them."
)
app.add_typer(badges, name="badges")

Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER...", help="As on the badge: DDDD-CCCCCCC-K.")]
_PREVIEW_DPI = 150
_WORKERS = 4


@badges.command("print")
def print_(
    out: Annotated[Path, typer.Option("--out", help="The PDF to make; it must not be there yet.")],
    category: Annotated[str, typer.Option(help="Only this category, like exhibitor.")] = "",
    delegation: Annotated[str, typer.Option(help="Only this delegation.")] = "",
    person: Annotated[
        list[str] | None, typer.Option(help="Only this person: an id, a number or a name. May be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what was printed before.")] = False,
    template: Annotated[str, typer.Option(help="Another template than the category's.")] = "",
    sheet: Annotated[str, typer.Option(help="Several on a sheet, like 4xa6; see `badges templates`.")] = "",
    start_at: Annotated[int, typer.Option(min=1, help="The first free place of a sheet already used.")] = 1,
    no_proof: Annotated[bool, typer.Option("--no-proof", help="Do not read the codes back.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Print the badges that are not printed yet into one PDF; issue those that are missing."""
    which = Which.ALL if everything else Which.UNPRINTED
    choice = Choice(category, delegation, tuple(person or ()), which)
    target = Target(out, Proof.NONE if no_proof else Proof.READ_BACK)
    with opened(folder, clock) as found:
        settings = found.config.station
        workers = min(_WORKERS, os.cpu_count() or 1)
        layout = Layout(settings.templates, template, sheet, start_at, settings.languages, workers)
        try:
            with _progress() as progress:
                result = print_badges(found.station, choice, layout, target, progress)
        except KeyboardInterrupt:
            errors.print(f"stopped: {_left(out)}", markup=False, soft_wrap=True)
            raise
    _say(result)


@badges.command()
def replace(
    who: Annotated[str, typer.Argument(help="The number on the badge, an id, or a name.")],
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Issue a new badge in the place of a lost one, which is dead from now on."""
    if who.strip()[:1].isdigit():
        read_numbers([who])
    with opened(folder, clock) as found:
        done = badging.replace_badge(found.station, who)
    old = printed(done.old) if done.old is not None else "the revoked one"
    console.print(
        f"{printed(done.new)} takes the place of {old}: badge no. {done.issue} of {done.person}", markup=False
    )
    console.print(
        "print it: kiosk badges print --person " + printed(done.new) + " --out FILE.pdf", markup=False
    )


@badges.command()
def revoke(numbers: Numbers, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Kill badges for good."""
    _act(badging.revoke, numbers, "revoked", (folder, clock))


@badges.command()
def handover(numbers: Numbers, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Note that badges were given to their holders."""
    _act(badging.hand_over, numbers, "handed over", (folder, clock))


@badges.command()
def requeue(numbers: Numbers, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Have spoilt badges printed again, under the same number."""
    _act(badging.requeue, numbers, "to be printed again", (folder, clock))


@badges.command()
def preview(
    template: Annotated[str, typer.Argument(help="The template's name, like a6.")],
    out: Annotated[Path, typer.Option("--out", help="The picture to make.")],
    category: Annotated[str, typer.Option(help="As whose badge; the first category where left out.")] = "",
    folder: Folder = HERE,
) -> None:
    """Draw a sample badge as a PNG."""
    with opened(folder) as found:
        settings, event = found.config.station, found.station.event()
    drawn = draw_preview(
        sample(event, category, settings.languages), load_template(settings.templates, template), _PREVIEW_DPI
    )
    if isinstance(drawn, Unfit):
        raise KioskError(f"{template}: {drawn.element}: {drawn.reason}", "make the element larger")
    try:
        out.write_bytes(drawn)
    except OSError as denied:
        raise KioskError(f"{out} cannot be written: {denied.strerror}", "choose another place") from denied
    console.print(f"{out}", markup=False, soft_wrap=True)


@badges.command()
def templates(folder: Folder = HERE) -> None:
    """List the templates and the sheets, with their sizes."""
    where = load_config(folder / CONFIG).station.templates
    table = Table("template", "size, mm", "sides", "what it is", box=None, pad_edge=False)
    for name in list_templates(where):
        one = load_template(where, name)
        table.add_row(name, f"{one.width:g} x {one.height:g}", "2" if one.back else "1", one.title)
    console.print(table)
    console.print()
    table = Table("sheet", "size, mm", "places", "what it is", box=None, pad_edge=False)
    for name in list_sheets(where):
        paper = load_sheet(where, name)
        table.add_row(name, f"{paper.width:g} x {paper.height:g}", f"{paper.places}", paper.title)
    console.print(table)


def _act(
    act: Callable[[Station, Sequence[BadgeNumber]], None],
    numbers: Sequence[str],
    done: str,
    where: tuple[Path, str | None],
) -> None:
    read = read_numbers(numbers)
    with opened(*where) as found:
        act(found.station, read)
    for number in read:
        console.print(f"{printed(number)} {done}", markup=False)


def read_numbers(texts: Sequence[str]) -> list[BadgeNumber]:
    """Read numbers as they are on badges; raises KioskError for a slip of the finger."""
    found = []
    for text in texts:
        number = parse_printed(text.strip())
        if number is None:
            raise KioskError(
                f'"{text[:40]}" is no badge number',
                "it is on the badge: twelve digits like 0007-0001234-5; the last one catches a wrong digit",
            )
        found.append(number)
    return found


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show on stderr how far a print is, one line a phase."""
    columns = (
        TextColumn("{task.description:<13}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as shown:
        tasks = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = shown.add_task(phase, total=total)
            shown.update(tasks[phase], completed=done)

        yield tell


def _left(out: Path) -> str:
    if out.exists():
        return (
            f"{out} is complete; those of its badges that are not marked yet come again with the next print"
        )
    return "no file was made, and no badge is marked printed"


def _say(result: Printed) -> None:
    if result.file is None:
        errors.print("nothing to print" if not result.unfit else "no badge could be printed")
    else:
        count, pages = len(result.numbers), result.pages
        console.print(f"{count} badges on {pages} pages: {result.file}", markup=False, soft_wrap=True)
        if result.issued:
            console.print(f"{result.issued} of them are new", markup=False)
    if result.waiting:
        errors.print(f"{result.waiting} left out: not approved yet, suspended or blocked")
    if result.without:
        errors.print(f"{result.without} left out: their badge was revoked (kiosk badges replace)")
    for number in result.overtaken:
        errors.print(f"{number} was replaced or revoked meanwhile: destroy this page", markup=False)
    alike: dict[str, list[str]] = {}
    for one in result.unfit:
        alike.setdefault(f"{one.element}: {one.reason}", []).append(one.person)
    for reason, people in alike.items():
        errors.print(f"not printed: {'; '.join(people)}: {reason}", markup=False, soft_wrap=True)
    if result.unfit:
        raise typer.Exit(1)
