"""The commands for spare badges: print some, link one to a person, void lost ones."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap.opening import Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, badges_app, console, errors
from kiosk.cli.badges import Numbers, read_numbers
from kiosk.cli.language import said
from kiosk.cli.tables import remark, say
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.plural import counted
from kiosk.service.badges import spares
from kiosk.service.badges.scanning import scan_spare
from kiosk.service.prints import spare_sheet
from kiosk.service.station.new_path import refuse_mistaken

_SHOWN = 12


@badges_app.command("spares")
def make_spares(
    count: Annotated[int, typer.Argument(help="How many to make; without it: list those left.")] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", help="The PDF to make; it must not be there yet.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Print spare badges ahead, for when no printer works.

    A spare opens nothing until it is linked to a person.
    """
    refuse_mistaken(out, "spares.pdf")
    with opened(folder, clock) as found:
        if not count:
            _list(found)
            return
        if out is None:
            raise KioskError("spare badges need paper", "say where: --out spares.pdf")
        pages = spare_sheet.print_spares(found.station, count, out)
    spares_, sides = counted(count, "spare badge"), counted(pages, "page")
    say("{badges} on {sides}: {file}", badges=spares_, sides=sides, file=out)
    say("each is dead until its code is scanned for a person: kiosk badges link PERSON")


@badges_app.command("link")
def link(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="A name, an id, or the number of a badge.")],
    source: Annotated[
        str,
        typer.Option(help="Scan with a camera (0, 1 …) or from a picture; by default with a hand scanner."),
    ] = "",
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Link a spare badge to a person, by one scan of its code."""
    with opened(folder, clock) as found:
        remark("for {person}:", person=spares.check_person(found.station, who))
        if source:
            remark("hold the spare badge before the camera; Ctrl-C gives up")
        scanned = scan_spare(found.station, source) if source else _typed()
        done = spares.link(found.station, scanned, who)
    say("{number} is now the badge of {person}, handed over", number=printed(done.number), person=done.person)
    if done.old is not None:
        say("{number} opens nothing any more", number=printed(done.old))


@badges_app.command("void")
def void(numbers: Numbers, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Declare spare badges lost or destroyed: never to be linked."""
    read = read_numbers(numbers)
    with opened(folder, clock) as found:
        spares.void(found.station, read)
    for number in read:
        say("{number} is void: destroy the paper where it turns up", number=printed(number))


def _list(found: Opened) -> None:
    left = spares.free(found.station)
    if not left:
        say("no spare badges are left: kiosk badges spares 20 --out spares.pdf")
        return
    say("{badges} can be linked:", badges=counted(len(left), "spare badge"))
    for number in left[:_SHOWN]:
        console.print(printed(number), markup=False)
    if len(left) > _SHOWN:
        say("… up to {number}", number=printed(left[-1]))


def _typed() -> str:
    """Read what a hand scanner types."""
    if sys.stdin.isatty():
        errors.print(said("scan the code of the spare badge:"), end=" ")
    line = sys.stdin.readline().strip()
    if not line:
        raise KioskError("nothing was scanned", "scan the code of the spare badge, not its number")
    return line
