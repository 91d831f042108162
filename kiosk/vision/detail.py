"""Detail: the places in a picture with more detail than grain, as codes have."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.lane import Corners
from kiosk.vision.reading import CodeBox, Image, bounds

WORKING = 640
"""Detail is measured in a copy about this wide, in pixels."""
CELL = 8
"""Pixels on a side of the cells in which it is measured."""
REACH = 6.0
"""A place is cut out with this many cells around its densest one."""
BESIDE = 4
"""The next place is looked for this many cells away."""
DETAIL = 3.5
"""A place is worth a look if its detail, less that of the grain, is this many grey values."""


def detailed(grey: Image, known: Sequence[Corners], most: int) -> list[CodeBox]:
    """Return the places with most detail beyond the overall grain, the densest first.

    Args:
        grey: the picture.
        known: where a code was already read or located, which are left out.
        most: at most this many places.
    """
    shrink = max(1, round(grey.shape[1] / WORKING))
    step = CELL * shrink
    if min(grey.shape) < step:
        return []
    density = _density(grey, shrink)
    grain = float(np.median(density))
    for corners in known:
        left, top, right, bottom = (value / step for value in bounds(corners))
        rim = 0.35 * (right - left)
        start, end = (int(left - rim), int(top - rim)), (int(right + rim), int(bottom + rim))
        cv2.rectangle(density, start, end, (0.0,), -1)
    places: list[CodeBox] = []
    for _ in range(most):
        _, densest, _, (x, y) = cv2.minMaxLoc(density)
        if densest * densest < grain * grain + DETAIL * DETAIL:  # grain adds by its squares
            break
        left, right = (x + 0.5 - REACH) * step, (x + 0.5 + REACH) * step
        top, bottom = (y + 0.5 - REACH) * step, (y + 0.5 + REACH) * step
        places.append(CodeBox(((left, top), (right, top), (right, bottom), (left, bottom))))
        cv2.rectangle(density, (x - BESIDE, y - BESIDE), (x + BESIDE, y + BESIDE), (0.0,), -1)
    return places


def _density(grey: Image, shrink: int) -> NDArray[np.float32]:
    """Return how much each cell and its neighbours differ from their mean."""
    width, height = grey.shape[1] // shrink, grey.shape[0] // shrink
    whole = grey[: height * shrink, : width * shrink]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    detail = cv2.absdiff(small, cv2.blur(small, (5, 5)))
    columns, rows = width // CELL, height // CELL
    whole_cells = detail[: rows * CELL, : columns * CELL]
    cells = cv2.resize(whole_cells, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(cells.astype(np.float32), (5, 5)), dtype=np.float32)
