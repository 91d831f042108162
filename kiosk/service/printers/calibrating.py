"""Measuring printers: the ruler page, the numbers read from it, and their record."""

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
    """Return how a printer is off; not at all, where nobody has measured it."""
    found = calibrations(station).get(name)
    return NONE if found is None else found


def calibrations(station: Station) -> Mapping[str, Calibration]:
    """Return how each printer that was measured is off, by its name."""
    with station.database.read() as connection:
        rows = measured_printers(connection)
    return {row.name: Calibration(row.right, row.down, row.across, row.along) for row in rows}


def draw_ruler(station: Station, name: str, file: Path, calibration: Calibration = NONE) -> None:
    """Write the ruler page of a printer into a new file; with a calibration, the page that checks it.

    Raises:
        KioskError: there is such a file, or it cannot be written.
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
    """Print the ruler page of a printer; return the spooler's name of the job.

    Args:
        station: whose clock follows the job.
        printer: that is measured.
        calibration: by which the page is corrected; NONE for a first look.
        watch: told how the job stands.

    Raises:
        KioskError: the printer refused it, or did not end it well.
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
    """Keep what was measured on a printer's ruler page: A, B, C and D, in millimetres.

    Raises:
        KioskError: one of the numbers cannot be.
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
    """Print as if a printer had never been measured. Raises KioskError where it never was."""
    with acting(station) as work:
        work.needs(Action.PRINT)
        if not forget_printer(work.connection, name):
            known = ", ".join(row.name for row in measured_printers(work.connection))
            raise KioskError('nobody has measured "{name}"', f"measured: {known}" if known else "", name=name)
        work.record(Kind.PRINT, About(detail={"calibrated": name, "forgotten": True}))
