"""A page as pixels: at which resolution to draw it, and in which form Windows takes it."""

import struct
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

MOST = 600
"""Dots an inch: finer shows on no badge, and a page of A4 is 100 MB already."""
_MILLIMETRES = 25.4
_HEADER = struct.Struct("<IiiHHIIiiII")
"""BITMAPINFOHEADER of wingdi.h."""


@dataclass(frozen=True, slots=True)
class BitmapHeader:
    """What a printer says of itself: dots an inch, and the corner of the paper it cannot reach, in dots."""

    across: int
    along: int
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a page lies for a printer, in its dots: from the paper's corner, not the head's."""

    x: int
    y: int
    width: int
    height: int


def resolution(head: BitmapHeader) -> float:
    """Return the dots an inch to draw a page with: the printer's own, or a whole part of it."""
    finest = max(head.across, head.along)
    return finest / ceil(finest / MOST)


def ground(head: BitmapHeader, width: float, height: float) -> Ground:
    """Return where a page of a size in millimetres lies at 100 %."""
    across = round(width / _MILLIMETRES * head.across)
    return Ground(-head.left, -head.top, across, round(height / _MILLIMETRES * head.along))


def bitmap(page: NDArray[np.uint8]) -> tuple[bytes, bytes]:
    """Return a page (height x width x 3, RGB) as a bitmap of Windows: its header, and its rows.

    Rows run from the bottom up as blue, green, red, each filled up to a multiple of four bytes (wingdi.h).
    """
    height, width, _ = page.shape
    stride = (width * 3 + 3) // 4 * 4
    rows = np.zeros((height, stride), dtype=np.uint8)
    rows[:, : width * 3] = page[::-1, :, ::-1].reshape(height, width * 3)
    header = _HEADER.pack(_HEADER.size, width, height, 1, 24, 0, rows.size, 0, 0, 0, 0)
    return header, rows.tobytes()
