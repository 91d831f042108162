"""`kiosk badges printers` and `kiosk badges calibrate`: this computer's printers and their calibration."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.bootstrap.opening import Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, badges_app, console, errors
from kiosk.cli.language import said
from kiosk.cli.tables import remark, say, shown, table
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
        state = said(printer.state)
        if not printer.takes_jobs:
            state = said("{state}, refuses jobs", state=state)
        state = f"{state}: {printer.said}" if printer.said else state
        shown_table.add_row(shown(printer.name), shown(state), told(known.get(printer.name)))
    console.print(shown_table)
    if not listed:
        remark("this computer has no printer; set one up in its settings")


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
            say(
                "{printer}: {told}",
                printer=printer,
                told=told(calibrate(found.station, printer, (a, b, c, d))),
            )
            say("to see it: kiosk badges calibrate {printer} --check", printer=printer)
        elif forget:
            forget_calibration(found.station, printer)
            say("{printer}: not measured any more", printer=printer)
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
        return said("not measured")
    if calibration == NONE:
        return said("nothing")
    return said(
        "{right:.1f} mm {across}, {down:.1f} mm {along}, {wide:.1%} wide, {high:.1%} high",
        right=abs(calibration.right),
        across=said("left") if calibration.right < 0 else said("right"),
        down=abs(calibration.down),
        along=said("up") if calibration.down < 0 else said("down"),
        wide=calibration.across,
        high=calibration.along,
    )


def _ruler(found: Opened, name: str, calibration: Calibration, out: Path | None) -> None:
    if out is not None:
        draw_ruler(found.station, name, out, calibration)
        say(f"{out}")
        return
    job = print_ruler(found.station, printer_named(spooler_here(), name), calibration, _tell)
    say("printed: {job}", job=job)
    if calibration == NONE:
        say("measure A, B, C and D on it, then: kiosk badges calibrate {name} --measured A B C D", name=name)


def _tell(news: News) -> None:
    """Report a job's progress on stderr."""
    if errors.is_terminal:
        told = [said(news.state), said(counted(news.sheets, "sheet")) if news.sheets else ""]
        errors.print(shown(f"{', '.join(filter(None, told))} {news.said}".rstrip()), markup=False)
