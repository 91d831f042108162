"""The printers of Windows: each page is sent as pixels, 1:1, through GDI.

Written from the documentation of GDI, of the spooler and of pywin32; it has not been run on Windows
(docs/printers.md). The parts that need no Windows are in `dots` and `windows_jobs`, and are tested.
"""

import sys
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import ctypes
    from collections.abc import Iterator
    from contextlib import contextmanager, suppress
    from pathlib import Path

    import pywintypes
    import win32con
    import win32gui
    import win32print

    if TYPE_CHECKING:
        from _win32typing import PyPrinterHANDLE  # found only in the stubs of pywin32

    from kiosk.badge.pdf.raster import page_count, rasterise
    from kiosk.domain.errors import KioskError
    from kiosk.service.printers.dots import BitmapHeader, Ground, bitmap, ground, resolution
    from kiosk.service.printers.spooling import (
        Ending,
        Job,
        JobName,
        JobState,
        News,
        PrinterInfo,
        Sides,
        Unsent,
    )
    from kiosk.service.printers.windows_jobs import PRINTING, hindrance, job_state, printer_state

    _DELETE, _RETAIN, _RELEASE = 5, 8, 9
    """JOB_CONTROL_DELETE, _RETAIN, _RELEASE: a job retained after its end can be asked how it ended."""
    _CLOSE = 1.0
    """Millimetres by which the printer's paper may differ from the page."""
    _CUSTOM_PAPER = 0
    _PAPERS = {(105, 148): 70, (148, 210): 11, (210, 297): 9}
    """DMPAPER_A6, _A5, _A4: drivers know them by number; other sizes are given in tenths of a millimetre."""
    _DUPLEX = {
        Sides.ONE: win32con.DMDUP_SIMPLEX,
        Sides.LONG_EDGE: win32con.DMDUP_VERTICAL,
        Sides.SHORT_EDGE: win32con.DMDUP_HORIZONTAL,
    }

    class Gdi:
        """The spooler of Windows."""

        def list_printers(self) -> tuple[PrinterInfo, ...]:
            """Return the printers of this computer, by name."""
            kinds = win32print.PRINTER_ENUM_LOCAL | win32print.PRINTER_ENUM_CONNECTIONS
            with _explained("Windows does not list its printers"):
                rows = win32print.EnumPrinters(kinds, None, 2)
            found = (PrinterInfo(row["pPrinterName"], printer_state(row["Status"])) for row in rows)
            return tuple(sorted(found, key=lambda printer: printer.name))

        def submit(self, printer: str, file: Path, job: Job) -> JobName | Unsent:
            """Submit a PDF at 100 %. Raises KioskError for paper that the printer does not have."""
            with _device(printer, job) as device:
                head = _head(device)
                _check_paper(device, head, job)
                try:
                    number = win32print.StartDoc(device, (job.title, None, None, 0))
                except pywintypes.error as refused:
                    return Unsent(Ending.REFUSED, refused.strerror)
                try:
                    _retain(printer, number)
                    place = ground(head, job.width, job.height)
                    for page in range(1, page_count(file) + 1):
                        win32print.StartPage(device)
                        _draw(device, bitmap(rasterise(file, page, resolution(head))), place)
                        win32print.EndPage(device)
                    win32print.EndDoc(device)
                except (pywintypes.error, KioskError, MemoryError) as broken:
                    win32print.AbortDoc(device)
                    return Unsent(Ending.UNSURE, f"the job broke off on its way: {broken}")
            return JobName(f"{printer}-{number}")

        def news(self, job: JobName) -> News:
            """Say how a job is doing; never raises."""
            printer, _, number = job.rpartition("-")
            try:
                with _opened(printer) as handle:
                    facts = win32print.GetJob(handle, int(number), 1)
                    state = job_state(facts["Status"])
                    if state is JobState.DONE:
                        win32print.SetJob(handle, int(number), 0, None, _RELEASE)
            except (pywintypes.error, KioskError) as gone:
                # A retained job disappears only if it is deleted by hand, or the spooler restarts.
                return News(JobState.GONE, said=str(gone))
            sheets, status = facts["PagesPrinted"], facts["Status"]
            has_begun = state is JobState.DONE or sheets > 0 or bool(status & PRINTING)
            return News(state, has_begun, sheets, facts["pStatus"] or hindrance(status))

        def withdraw(self, job: JobName) -> None:
            """Cancel a job, if it has not ended; never raises."""
            printer, _, number = job.rpartition("-")
            with suppress(pywintypes.error, KioskError), _opened(printer) as handle:
                win32print.SetJob(handle, int(number), 0, None, _DELETE)

    @contextmanager
    def _explained(message: str) -> Iterator[None]:
        try:
            yield
        except pywintypes.error as error:
            raise KioskError(
                "{message_}: {strerror}",
                "see the settings of Windows",
                message_=message,
                strerror=error.strerror,
            ) from error

    @contextmanager
    def _opened(printer: str) -> Iterator["PyPrinterHANDLE"]:
        with _explained(f'printer "{printer}" does not answer'):
            handle = win32print.OpenPrinter(printer)
        try:
            yield handle
        finally:
            win32print.ClosePrinter(handle)

    @contextmanager
    def _device(printer: str, job: Job) -> Iterator[int]:
        """Yield a printer's device context, set for a job's paper and sides, at 100 %."""
        with _opened(printer) as handle, _explained(f'printer "{printer}" cannot be set up'):
            wish = win32print.GetPrinter(handle, 2)["pDevMode"]
            if wish is None:
                raise KioskError(
                    'printer "{printer}" has no settings',
                    "open its settings in Windows once",
                    printer=printer,
                )
            short, long = sorted((job.width, job.height))
            wish.PaperSize = _PAPERS.get((round(short), round(long)), _CUSTOM_PAPER)
            wish.PaperWidth, wish.PaperLength = round(short * 10), round(long * 10)
            is_wide = job.width > job.height
            wish.Orientation = win32con.DMORIENT_LANDSCAPE if is_wide else win32con.DMORIENT_PORTRAIT
            wish.Scale, wish.Copies, wish.Duplex = 100, 1, _DUPLEX[job.sides]
            paper = (
                win32con.DM_PAPERSIZE if wish.PaperSize else win32con.DM_PAPERWIDTH | win32con.DM_PAPERLENGTH
            )
            sizes = win32con.DM_PAPERSIZE | win32con.DM_PAPERWIDTH | win32con.DM_PAPERLENGTH
            how = win32con.DM_ORIENTATION | win32con.DM_SCALE | win32con.DM_COPIES | win32con.DM_DUPLEX
            wish.Fields = (wish.Fields & ~sizes) | paper | how
            merge = win32con.DM_IN_BUFFER | win32con.DM_OUT_BUFFER
            win32print.DocumentProperties(0, handle, printer, wish, wish, merge)
            device = win32gui.CreateDC("WINSPOOL", printer, wish)
        try:
            yield device
        finally:
            win32gui.DeleteDC(device)

    def _retain(printer: str, number: int) -> None:
        with _opened(printer) as handle:
            win32print.SetJob(handle, number, 0, None, _RETAIN)

    def _head(device: int) -> BitmapHeader:
        """Ask a printer for its dots."""
        return BitmapHeader(
            win32print.GetDeviceCaps(device, win32con.LOGPIXELSX),
            win32print.GetDeviceCaps(device, win32con.LOGPIXELSY),
            win32print.GetDeviceCaps(device, win32con.PHYSICALOFFSETX),
            win32print.GetDeviceCaps(device, win32con.PHYSICALOFFSETY),
        )

    def _check_paper(device: int, head: BitmapHeader, job: Job) -> None:
        """Raise KioskError if the printer would use other paper than was asked for."""
        width = win32print.GetDeviceCaps(device, win32con.PHYSICALWIDTH) / head.across * 25.4
        height = win32print.GetDeviceCaps(device, win32con.PHYSICALHEIGHT) / head.along * 25.4
        if max(abs(width - job.width), abs(height - job.height)) > _CLOSE:
            raise KioskError(
                "the printer has no paper of {width:g} x {height:g} mm",
                "it would take {width2:.0f} x {height2:.0f} mm; add the size to its settings",
                width=job.width,
                height=job.height,
                width2=width,
                height2=height,
            )

    def _draw(device: int, drawn: tuple[bytes, bytes], place: Ground) -> None:
        """Put a bitmap on the page (StretchDIBits of wingdi.h: DIB_RGB_COLORS is 0, SRCCOPY 0xCC0020)."""
        header, rows = drawn
        width, height = (int.from_bytes(header[at : at + 4], "little") for at in (4, 8))
        done = ctypes.windll.gdi32.StretchDIBits(
            ctypes.c_void_p(device),
            place.x, place.y, place.width, place.height,
            0, 0, width, height,
            rows, header, 0, 0x00CC0020,
        )  # fmt: skip
        if done <= 0:
            raise KioskError("Windows could not draw a page")
