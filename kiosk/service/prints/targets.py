"""The target of a print: a file, a printer of this computer with its calibration, or both."""

from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.service.printers.calibrating import calibration_of
from kiosk.service.printers.here import spooler_here
from kiosk.service.printers.spooling import printer_named
from kiosk.service.prints.run import Outlet, Proof, Target
from kiosk.service.station.station import Station


def target_on(station: Station, file: Path | None, printer: str, proof: Proof = Proof.READ_BACK) -> Target:
    """Return where a print goes.

    Args:
        station: the one that has measured its printers.
        file: to be made; None if a printer gets it and it is not kept.
        printer: its name; "" for none.
        proof: whether the codes are read back.

    Raises:
        KioskError: neither is named, or this computer has no such printer.
    """
    if file is None and not printer:
        raise KioskError("there is nothing to print to", "name a file: --out, or a printer: --printer")
    if not printer:
        return Target(file, proof)
    return Target(
        file, proof, Outlet(printer_named(spooler_here(), printer), calibration_of(station, printer))
    )
