"""A page as pixels: at which resolution to draw it, and in which form Windows takes it."""

import struct
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

MOST = 600
"""Dots an inch: finer detail shows on no badge, and a page of A4 is already 100 MB."""
_MILLIMETRES = 25.4
_HEADER = struct.Struct("<IiiHHIIiiII")
"""BITMAPINFOHEADER of wingdi.h."""


@dataclass(frozen=True, slots=True)
class BitmapHeader:
    """What a printer reports: dots an inch, and the corner of the paper that it cannot reach, in dots."""

    across: int
    along: int
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The position of a page for a printer, in its dots: from the paper's corner, not the head's."""

    x: int
    y: int
    width: int
    height: int


def resolution(head: BitmapHeader) -> float:
    """Return the dots an inch to draw a page at: the printer's own, or a whole fraction of it."""
    finest = max(head.across, head.along)
    return finest / ceil(finest / MOST)


def ground(head: BitmapHeader, width: float, height: float) -> Ground:
    """Return the position of a page of a size in millimetres at 100 %."""
    across = round(width / _MILLIMETRES * head.across)
    return Ground(-head.left, -head.top, across, round(height / _MILLIMETRES * head.along))


def bitmap(page: NDArray[np.uint8]) -> tuple[bytes, bytes]:
    """Return a page (height x width x 3, RGB) as a Windows bitmap: its header, and its rows.

    Rows run from the bottom up as blue, green, red, each padded to a multiple of four bytes (wingdi.h).
    """
    height, width, _ = page.shape
    stride = (width * 3 + 3) // 4 * 4
    rows = np.zeros((height, stride), dtype=np.uint8)
    rows[:, : width * 3] = page[::-1, :, ::-1].reshape(height, width * 3)
    header = _HEADER.pack(_HEADER.size, width, height, 1, 24, 0, rows.size, 0, 0, 0, 0)
    return header, rows.tobytes()
