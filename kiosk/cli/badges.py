"""`kiosk badges`: replace, hand over, print again, settle, revoke; look at templates."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kiosk.badge.design.template import list_templates, load_template
from kiosk.badge.drawing.content import Unfit
from kiosk.badge.pdf.preview import preview as draw_preview
from kiosk.badge.pdf.sheet import list_sheets, load_sheet
from kiosk.bootstrap.opening import CONFIG, opened
from kiosk.cli.app import HERE, ClockOption, Folder, badges_app, console
from kiosk.cli.filed import place_told
from kiosk.cli.filters import Category, Days, Delegation, Filters, Ids, Since
from kiosk.cli.language import said
from kiosk.cli.tables import say
from kiosk.config.event_file import load_config
from kiosk.domain.badge_life import BadgeAct
from kiosk.domain.credential import parse_printed, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeNumber
from kiosk.service.badges import lifecycle as badging
from kiosk.service.badges.composing import sample
from kiosk.service.prints import filing
from kiosk.service.prints.at_once import hand_over_chosen, settle_unsure
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.service.station.station import Station
from kiosk.service.words.translation import text
from kiosk.store.filed import Filed

Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER...", help="As on the badge: DDDD-CCCCCCC-K.")]
SomeNumbers = Annotated[
    list[str] | None, typer.Argument(metavar="NUMBER...", help="As on the badge: DDDD-CCCCCCC-K.")
]
_PREVIEW_DPI = 150


@badges_app.command()
def replace(
    who: Annotated[str, typer.Argument(help="The number on the badge, an id, or a name.")],
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Issue a new badge for a lost one, which stops working at once."""
    if who.strip()[:1].isdigit():
        read_numbers([who])
    with opened(folder, clock) as found:
        done = badging.replace_badge(found.station, who)
        filed = filing.where_filed(found.station, [done.old] if done.old is not None else [])
    old = printed(done.old) if done.old is not None else said("the revoked one")
    say(
        "{number} replaces {old}: badge no. {issue} of {person}",
        number=printed(done.new),
        old=old,
        issue=done.issue,
        person=done.person,
    )
    _say_lying(filed)
    say("print it: kiosk badges print --person {number} --out FILE.pdf", number=printed(done.new))


@badges_app.command()
def revoke(numbers: Numbers, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Cancel badges for good."""
    read = read_numbers(numbers)
    with opened(folder, clock) as found:
        badging.revoke(found.station, read)
        filed = filing.where_filed(found.station, read)
    _say_done(read, text("revoked"))
    _say_lying(filed)


@badges_app.command()
def handover(
    numbers: SomeNumbers = None,
    category: Category = "",
    delegation: Delegation = "",
    days: Days = "",
    since: Since = "",
    ids: Ids = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Record that badges were given to their holders.

    These badges, or all printed ones of a delegation, a category ….
    """
    filters = Filters(category, delegation, days, since, tuple(ids or ()))
    if (filters == Filters()) == (not numbers):
        raise typer.BadParameter("name the badges, or choose them, like --delegation Mali")
    if numbers:
        _act(badging.hand_over, numbers, text("handed over"), (folder, clock))
        return
    with opened(folder, clock) as found:
        count = hand_over_chosen(found.station, filters.choice(found.station))
    say("{count} handed over", count=count)


@badges_app.command()
def requeue(numbers: Numbers, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Have spoilt badges printed again, under the same number."""
    _act(badging.requeue, numbers, text("to be printed again"), (folder, clock))


@badges_app.command()
def settle(
    numbers: SomeNumbers = None,
    there: Annotated[bool, typer.Option("--printed", help="They were printed.")] = False,
    gone: Annotated[bool, typer.Option("--failed", help="They were not printed.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="All unsure badges.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Settle unsure badges: say whether they were printed.

    For badges that the printer may or may not have printed, after a look at the paper.
    """
    if there == gone:
        raise typer.BadParameter("say what you found: --printed or --failed")
    if everything == bool(numbers):
        raise typer.BadParameter("name the badges, or give --all")
    act = badging.settle_printed if there else badging.settle_failed
    done = text("printed") if there else text("failed: it comes again with the next print")
    if not everything:
        _act(act, numbers or (), done, (folder, clock))
        return
    with opened(folder, clock) as found:
        count = settle_unsure(found.station, BadgeAct.SETTLE_PRINTED if there else BadgeAct.SETTLE_FAILED)
    if count:
        say("{count} unsure, now {done}", count=count, done=said(done))
    else:
        say("no badge is unsure")


@badges_app.command()
def preview(
    template: Annotated[str, typer.Argument(help="The template's name, like a6.")],
    out: Annotated[Path, typer.Option("--out", help="The picture to make.")],
    category: Annotated[str, typer.Option(help="The category; by default the first.")] = "",
    folder: Folder = HERE,
) -> None:
    """Draw a sample badge as a PNG."""
    refuse_mistaken(out, "preview.png")
    with opened(folder) as found:
        settings, event = found.settings, found.station.event()
    drawn = draw_preview(
        sample(event, category, settings.languages), load_template(settings.templates, template), _PREVIEW_DPI
    )
    if isinstance(drawn, Unfit):
        raise KioskError(
            "{template}: {element}: {reason}",
            "make the element larger",
            template=template,
            element=drawn.element,
            reason=drawn.reason,
        )
    try:
        out.write_bytes(drawn)
    except OSError as denied:
        raise KioskError(
            "{out} cannot be written: {strerror}", "choose another place", out=out, strerror=denied.strerror
        ) from denied
    console.print(f"{out}", markup=False, soft_wrap=True)


@badges_app.command()
def templates(folder: Folder = HERE) -> None:
    """List the templates and the sheets, with their sizes."""
    where = load_config(folder / CONFIG).station.templates
    heads = ("template", "size, mm", "sides", "what it is")
    table = Table(*map(said, heads), box=None, pad_edge=False)
    for name in list_templates(where):
        one = load_template(where, name)
        table.add_row(name, f"{one.width:g} x {one.height:g}", "2" if one.back else "1", one.title)
    console.print(table)
    console.print()
    heads = ("sheet", "size, mm", "places", "what it is")
    table = Table(*map(said, heads), box=None, pad_edge=False)
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
    _say_done(read, done)


def _say_done(numbers: Sequence[BadgeNumber], done: str) -> None:
    for number in numbers:
        say("{number} {done}", number=printed(number), done=said(done))


def _say_lying(filed: Mapping[BadgeNumber, Filed]) -> None:
    for number, place in filed.items():
        number_ = printed(number)
        say("destroy the paper of {number}: {place}; then:", number=number_, place=place_told(place))
        say("  kiosk badges pulled {number}", number=number_)


def read_numbers(texts: Sequence[str]) -> list[BadgeNumber]:
    """Read numbers as printed on badges. Raises KioskError for a mistyped one."""
    found = []
    for typed in texts:
        number = parse_printed(typed.strip())
        if number is None:
            raise KioskError(
                '"{text}" is not a badge number',
                "it is on the badge: twelve digits like 0007-0001234-8; the last one catches a wrong digit",
                text=typed[:40],
            )
        found.append(number)
    return found
