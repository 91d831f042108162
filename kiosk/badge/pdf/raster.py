"""Rasterising: pages of a PDF as arrays of pixels.

pdfium is not safe in threads: call these functions from one thread of a process at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from kiosk.domain.errors import KioskError

_POINTS_PER_INCH = 72

_KEPT = 2
"""Pages kept parsed: the two sides of one sheet, which hold many boxes."""


class Pages:
    """The pages of an open PDF."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self._parsed: dict[int, pdfium.PdfPage] = {}

    def page(self, page: int) -> pdfium.PdfPage:
        """Return a page, counted from 1, parsed now or before."""
        if page not in self._parsed:
            if len(self._parsed) >= _KEPT:
                self._parsed.pop(next(iter(self._parsed))).close()
            self._parsed[page] = _page(self._document, page)
        return self._parsed[page]

    def close(self) -> None:
        """Release the parsed pages."""
        while self._parsed:
            self._parsed.popitem()[1].close()


def page_count(path: Path) -> int:
    """Count the pages of a PDF.

    Raises:
        KioskError: the file cannot be read as a PDF.
    """
    with _open(path) as document:
        return len(document)


def rasterise(path: Path, page: int, dpi: float) -> NDArray[np.uint8]:
    """Rasterise one page.

    Args:
        path: the PDF.
        page: counts from 1.
        dpi: dots an inch.

    Returns:
        height x width x 3, RGB.

    Raises:
        KioskError: there is no such file or page.
    """
    with _open(path) as document:
        return _picture(document, page, dpi)


def rasterise_all(path: Path, dpi: float) -> Iterator[NDArray[np.uint8]]:
    """Rasterise every page, one in memory at a time; arrays as `rasterise`."""
    with _open(path) as document:
        for page in range(1, len(document) + 1):
            yield _picture(document, page, dpi)


def box_of(pages: Pages, page: int, box: tuple[float, float, float, float], dpi: float) -> NDArray[np.uint8]:
    """Rasterise a part of one page in grey.

    Args:
        pages: of the PDF.
        page: counts from 1.
        box: left, top, width and height in millimetres from the page's top left.
        dpi: dots an inch.

    Returns:
        height x width, 0 for black.

    Raises:
        KioskError: there is no such page.
    """
    sheet = pages.page(page)
    left, top, wide, tall = (side * _POINTS_PER_INCH / 25.4 for side in box)
    crop = (left, sheet.get_height() - top - tall, sheet.get_width() - left - wide, top)
    return _grey(sheet, dpi, crop)


def page_of(pages: Pages, page: int, dpi: float) -> NDArray[np.uint8]:
    """Rasterise one page in grey; as `box_of`."""
    return _grey(pages.page(page), dpi, (0, 0, 0, 0))


def _grey(sheet: pdfium.PdfPage, dpi: float, crop: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    drawn = sheet.render(scale=dpi / _POINTS_PER_INCH, grayscale=True, crop=crop)
    grey = np.array(drawn.to_numpy(), dtype=np.uint8)
    drawn.close()
    return grey[:, :, 0] if grey.ndim == 3 else grey


@contextmanager
def open_pages(path: Path) -> Iterator[Pages]:
    """Open a PDF for several calls of `box_of` and `page_of`."""
    with _open(path) as document:
        pages = Pages(document)
        try:
            yield pages
        finally:
            pages.close()


@contextmanager
def _open(path: Path) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, FileNotFoundError, OSError) as wrong:
        raise KioskError(
            "{path}: not readable as a PDF", "is it the file that `badges print` wrote?", path=path
        ) from wrong
    try:
        yield document
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, page: int) -> pdfium.PdfPage:
    if not 1 <= page <= len(document):
        raise KioskError(
            "there is no page {page}; the file has {document}", page=page, document=len(document)
        )
    return document[page - 1]


def _picture(document: pdfium.PdfDocument, page: int, dpi: float) -> NDArray[np.uint8]:
    sheet = _page(document, page)
    drawn = sheet.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=True)
    pixels = np.array(drawn.to_numpy(), dtype=np.uint8)
    drawn.close()
    sheet.close()
    return pixels[:, :, :3]
