"""`kiosk badges printers` and `kiosk badges calibrate`: this computer's printers and their calibration."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.bootstrap.opening import Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, badges_app, console, errors
from kiosk.cli.tables import say, shown, table
from kiosk.domain.errors import KioskError
from kiosk.domain.plural import counted
from kiosk.service.printers.calibrating import (
    calibrate,
    calibration_of,
    calibrations,
    draw_ruler,
    forget_calibration,
    print_ruler,
)
from kiosk.service.printers.here import spooler_here
from kiosk.service.printers.spooling import News, printer_named
from kiosk.service.station.new_path import refuse_mistaken

Measures = tuple[str, str, str, str]


@badges_app.command()
def printers(folder: Folder = HERE, clock: ClockOption = None) -> None:
    """List this computer's printers, and their calibration."""
    with opened(folder, clock) as found:
        known = calibrations(found.station)
    listed = spooler_here().list_printers()
    shown_table = table("printer", "state", "off by")
    for printer in listed:
        state = f"{printer.state}{'' if printer.takes_jobs else ', refuses jobs'}"
        said = f"{state}: {printer.said}" if printer.said else state
        shown_table.add_row(shown(printer.name), shown(said), told(known.get(printer.name)))
    console.print(shown_table)
    if not listed:
        errors.print("this computer has no printer; set one up in its settings")


@badges_app.command("calibrate")
def calibrate_(
    printer: Annotated[str, typer.Argument(help="The printer's name; see `badges printers`.")],
    measured: Annotated[
        Measures | None,
        typer.Option(metavar="A B C D", help="The four lengths as measured on the page, in millimetres."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Print the page with the correction, to check it.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget the measurements: print without correction.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the page to a PDF instead of printing it.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Print a ruler page, or enter what was measured on it."""
    if sum((measured is not None, check, forget)) > 1:
        raise typer.BadParameter("give one of --measured, --check and --forget")
    if out is not None and (measured is not None or forget):
        raise typer.BadParameter("--out is for the page, which --measured and --forget do not print")
    refuse_mistaken(out, "ruler.pdf")
    with opened(folder, clock) as found:
        if measured is not None:
            printer_named(spooler_here(), printer)
            a, b, c, d = map(_millimetres, measured)
            say(f"{printer}: {told(calibrate(found.station, printer, (a, b, c, d)))}")
            say(f"to see it: kiosk badges calibrate {printer} --check")
        elif forget:
            forget_calibration(found.station, printer)
            say(f"{printer}: not measured any more")
        else:
            calibration = calibration_of(found.station, printer) if check else NONE
            _ruler(found, printer, calibration, out)


def _millimetres(written: str) -> float:
    """Read a length as people write it: `99.5`, `99,5` or `99,5 mm`."""
    try:
        return float(written.lower().removesuffix("mm").strip().replace(",", "."))
    except ValueError as error:
        raise KioskError(
            '"{written}" is not a length in millimetres', "write it like 99.5 or 99,5", written=written
        ) from error


def told(calibration: Calibration | None) -> str:
    """Describe a printer's calibration in words."""
    if calibration is None:
        return "not measured"
    if calibration == NONE:
        return "nothing"
    across = "left" if calibration.right < 0 else "right"
    along = "up" if calibration.down < 0 else "down"
    return (
        f"{abs(calibration.right):.1f} mm {across}, {abs(calibration.down):.1f} mm {along},"
        f" {calibration.across:.1%} wide, {calibration.along:.1%} high"
    )


def _ruler(found: Opened, name: str, calibration: Calibration, out: Path | None) -> None:
    if out is not None:
        draw_ruler(found.station, name, out, calibration)
        say(f"{out}")
        return
    job = print_ruler(found.station, printer_named(spooler_here(), name), calibration, _tell)
    say(f"printed: {job}")
    if calibration == NONE:
        say(f"measure A, B, C and D on it, then: kiosk badges calibrate {name} --measured A B C D")


def _tell(news: News) -> None:
    """Report a job's progress on stderr."""
    if errors.is_terminal:
        sheets = f", {counted(news.sheets, 'sheet')}" if news.sheets else ""
        errors.print(shown(f"{news.state}{sheets} {news.said}".rstrip()), markup=False)
