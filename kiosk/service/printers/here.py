"""The spooler of this computer."""

import sys

from kiosk.service.printers.spooling import Spooler


def spooler_here() -> Spooler:
    """Return Windows' own spooler there, and CUPS elsewhere; loads nothing that only the other one needs."""
    if sys.platform == "win32":
        from kiosk.service.printers.gdi import Gdi  # noqa: PLC0415 - pywin32 is there on Windows alone

        return Gdi()
    else:  # noqa: RET505 - mypy reads one branch on each system
        from kiosk.service.printers.cups import Cups  # noqa: PLC0415 - its sockets are not there on Windows

        return Cups()
