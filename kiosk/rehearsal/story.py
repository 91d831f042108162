"""The props of the demo: printed pages to hold up, and codes that should not pass."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.badge.code import grid
from kiosk.badge.pdf.raster import rasterise_all
from kiosk.rehearsal.optics import Page
from kiosk.rehearsal.webcam import HeldUp, Setting

DPI = 100.0
"""Resolution of the pages held up: eight pixels a module of a 40 mm code, finer than the webcam sees."""
MM_PER_INCH = 25.4
QUICK = Setting(size=(640, 480), rate=10.0)
"""A small webcam: a demonstration has hundreds of people and one minute."""
SHOWN, GAP, INSISTING = 0.8, 0.2, 2.0
"""How long each badge is held up, and the pause until the next, in seconds of camera time."""


def pages(pdf: Path) -> Iterator[Page]:
    """Yield the pages of a PDF to hold up: grey, with their size."""
    for picture in rasterise_all(pdf, DPI):
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        yield Page(grey, MM_PER_INCH / DPI)


def card(text: str, side: float = 40.0) -> Page:
    """Draw a bare card with a code, like a forger's or a sponsor's.

    Args:
        text: at most 20 characters, digits and capitals.
        side: of the code in millimetres.
    """
    rows = np.array([[row == "0" for row in line] for line in grid(text)], dtype=np.uint8) * 255
    framed: NDArray[np.uint8] = np.pad(rows, 5, constant_values=255)
    pixels = round(side / 21 * len(framed) / (MM_PER_INCH / DPI))
    image = cv2.resize(framed, (pixels, pixels), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)
    return Page(image, MM_PER_INCH / DPI)


def together(left: Page, right: Page) -> Page:
    """Return two pages of the same size held up in one hand, side by side."""
    image: NDArray[np.uint8] = np.hstack((left.image, right.image))
    return Page(image, left.mm_per_pixel)


def queue(carried: Sequence[Page]) -> list[HeldUp]:
    """Hold up pages one after the other."""
    return [HeldUp(page, SHOWN, GAP) for page in carried]


def insist(page: Page) -> list[HeldUp]:
    """Hold up one page long enough for a gate to refuse it as not one of ours."""
    return [HeldUp(page, INSISTING, GAP)]


def misread(text: str) -> str:
    """Return a credential with another last character: ours in form, with a wrong seal."""
    return text[:-1] + ("0" if text[-1] != "0" else "1")
