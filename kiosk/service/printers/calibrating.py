"""The measuring of printers: the ruler page, the numbers read from it, and their record."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.badge.papers.ruler import ruler_page
from kiosk.badge.pdf.calibration import NONE, Calibration, measured
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.roles import Action
from kiosk.service.printers.spooling import Job, News, Printer, deliver, trouble
from kiosk.service.station.acting import About, acting
from kiosk.service.station.station import Station
from kiosk.store.printers import (
    MeasuredPrinter,
    forget_printer,
    keep_printer,
    measured_printers,
)

RULER = Job("Kiosk: ruler page", 210, 297)
"""The ruler page is A4 on one side."""


def calibration_of(station: Station, name: str) -> Calibration:
    """Return a printer's deviation; none if it was never measured."""
    found = calibrations(station).get(name)
    return NONE if found is None else found


def calibrations(station: Station) -> Mapping[str, Calibration]:
    """Return the deviation of each measured printer, by its name."""
    with station.database.read() as connection:
        rows = measured_printers(connection)
    return {row.name: Calibration(row.right, row.down, row.across, row.along) for row in rows}


def draw_ruler(station: Station, name: str, file: Path, calibration: Calibration = NONE) -> None:
    """Write a printer's ruler page into a new file; with a calibration, the page that checks it.

    Raises:
        KioskError: the file already exists, or cannot be written.
    """
    try:
        with file.open("xb") as out:
            ruler_page(name, out, station.clock.now(), calibration)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError as there:
        raise KioskError(
            "{file} exists already", "choose another name, or move it away", file=file
        ) from there
    except OSError as denied:
        raise KioskError(
            "{file} cannot be written: {strerror}",
            "choose another place",
            file=file,
            strerror=denied.strerror,
        ) from denied


def print_ruler(
    station: Station, printer: Printer, calibration: Calibration, watch: Callable[[News], None]
) -> str | None:
    """Print a printer's ruler page; return the spooler's name of the job.

    Args:
        station: its clock times the job.
        printer: the one to measure.
        calibration: applied to the page; NONE for a first look.
        watch: told how the job is doing.

    Raises:
        KioskError: the printer refused it, or it did not end well.
    """
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "ruler.pdf"
        draw_ruler(station, printer.name, file, calibration)
        outcome = deliver(printer, file, RULER, station.clock, watch)
    wrong = trouble(printer.name, outcome)
    if wrong is not None:
        raise wrong
    return outcome.job


def calibrate(station: Station, name: str, numbers: tuple[float, float, float, float]) -> Calibration:
    """Record the measurements from a printer's ruler page: A, B, C and D, in millimetres.

    Raises:
        KioskError: one of the numbers is impossible.
    """
    found = measured(*numbers)
    row = MeasuredPrinter(name, found.right, found.down, found.across, found.along, station.clock.now())
    # A record holds no fractions: thousandths of a millimetre, and millionths of a length.
    shifts = {"right_um": round(found.right * 1000), "down_um": round(found.down * 1000)}
    scales = {"across_ppm": round(found.across * 1_000_000), "along_ppm": round(found.along * 1_000_000)}
    with acting(station) as work:
        work.needs(Action.PRINT)
        keep_printer(work.connection, row)
        work.record(Kind.PRINT, About(detail={"calibrated": name, **shifts, **scales}))
    return found


def forget_calibration(station: Station, name: str) -> None:
    """Print as if a printer had never been measured. Raises KioskError if it never was."""
    with acting(station) as work:
        work.needs(Action.PRINT)
        if not forget_printer(work.connection, name):
            known = ", ".join(row.name for row in measured_printers(work.connection))
            raise KioskError('nobody has measured "{name}"', f"measured: {known}" if known else "", name=name)
        work.record(Kind.PRINT, About(detail={"calibrated": name, "forgotten": True}))
