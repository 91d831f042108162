"""The props of the demo: printed pages to hold up, and codes that should not pass."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.badge.code import grid
from kiosk.badge.pdf.raster import rasterise_all
from kiosk.rehearsal.optics import Page
from kiosk.rehearsal.webcam import Setting, Shown

DPI = 100.0
"""At which pages are carried: eight pixels a module of a 40 mm code, finer than the webcam sees."""
MM_PER_INCH = 25.4
QUICK = Setting(size=(640, 480), rate=10.0)
"""A small webcam: a demonstration has hundreds of people and one minute."""
SHOWN, GAP, INSISTING = 0.8, 0.2, 2.0
"""How long each badge is held up, and how long until the next, in seconds of the camera's time."""


def pages(pdf: Path) -> Iterator[Page]:
    """Yield the pages of a PDF as they are carried: grey, with their size."""
    for picture in rasterise_all(pdf, DPI):
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        yield Page(grey, MM_PER_INCH / DPI)


def card(text: str, side: float = 40.0) -> Page:
    """Draw a bare card with a code, as a forger or a sponsor would.

    Args:
        text: at most 20 characters, digits and capitals.
        side: of the code in millimetres.
    """
    rows = np.array([[row == "0" for row in line] for line in grid(text)], dtype=np.uint8) * 255
    framed: NDArray[np.uint8] = np.pad(rows, 5, constant_values=255)
    pixels = round(side / 21 * len(framed) / (MM_PER_INCH / DPI))
    image = cv2.resize(framed, (pixels, pixels), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)
    return Page(image, MM_PER_INCH / DPI)


def queue(carried: Sequence[Page]) -> list[Shown]:
    """Have pages held up one after the other."""
    return [Shown(page, SHOWN, GAP) for page in carried]


def insist(page: Page) -> list[Shown]:
    """Have one page held up long enough for a gate to refuse it as none of ours."""
    return [Shown(page, INSISTING, GAP)]


def misread(text: str) -> str:
    """Return a credential with another last character: ours in shape, not in seal."""
    return text[:-1] + ("0" if text[-1] != "0" else "1")
