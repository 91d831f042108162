"""The search for finder patterns when blur and grain hide them from a decoder's scan lines.

A finder pattern is a dark square of three modules in a light one of five in a dark one of seven, with a
light margin. Sums over whole squares show that when lines no longer do: grain averages out in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from math import dist, log, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.lane import Point
from kiosk.vision import grid
from kiosk.vision.reading import CodeBox, Image

Floats = NDArray[np.float32]

SIZES = (1.7, 2.1, 2.7, 3.4, 4.3, 5.4, 6.8, 8.6)
"""Module sizes searched for, in pixels; between two steps the sums hardly differ."""
CONTRAST = 4.0
"""Least difference between a pattern's light and dark squares, in grey values."""
KEPT = 6
"""Patterns kept of each size."""
KEPT_OF_ALL = 7
"""Patterns kept in all."""
LARGEST = 33
"""The largest codes assembled: three points say little about modules far from them."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Something like a finder pattern: its place in pixels, and how much it stands out."""

    at: Point
    module: float
    contrast: float


def finders(image: Image) -> list[Finder]:
    """Return the places most like finder patterns, best first."""
    found = sorted(
        (one for module in SIZES for one in _of_size(image, module)), key=lambda one: -one.contrast
    )
    kept: list[Finder] = []
    for one in found:
        if all(dist(one.at, other.at) > 4 * max(one.module, other.module) for other in kept):
            kept.append(one)
    return kept[:KEPT_OF_ALL]


def codes(found: list[Finder]) -> list[CodeBox]:
    """Return the codes that three of the patterns may form, best first."""
    scored = []
    for corner, right, below in permutations(found, 3):
        modules = [corner.module, right.module, below.module]
        if max(modules) > 1.7 * min(modules):
            continue
        ax, ay = right.at[0] - corner.at[0], right.at[1] - corner.at[1]
        bx, by = below.at[0] - corner.at[0], below.at[1] - corner.at[1]
        across, down, area = sqrt(ax * ax + ay * ay), sqrt(bx * bx + by * by), ax * by - ay * bx
        if area < 0.75 * across * down or not 0.6 < across / down < 1.6:
            continue
        side = sqrt(across * down) / (modules[0] * modules[1] * modules[2]) ** (1 / 3) + grid.FINDER
        count = 17 + 4 * round((side - 17) / 4)
        if not 21 <= count <= LARGEST:
            continue
        ux, uy = ax / (count - 7), ay / (count - 7)
        vx, vy = bx / (count - 7), by / (count - 7)
        x, y = corner.at[0] - 3.5 * (ux + vx), corner.at[1] - 3.5 * (uy + vy)
        wide, high = (ux * count, uy * count), (vx * count, vy * count)
        box = CodeBox(
            (
                (x, y),
                (x + wide[0], y + wide[1]),
                (x + wide[0] + high[0], y + wide[1] + high[1]),
                (x + high[0], y + high[1]),
            ),
            count,
        )
        contrast = min(corner.contrast, right.contrast, below.contrast)
        scored.append((contrast * (1 - abs(log(across / down))) * (1 - abs(log(side / count))), box))
    return [box for _, box in sorted(scored, key=lambda one: -one[0])]


def _of_size(image: Image, module: float) -> Iterator[Finder]:
    factor = 2 / module  # squares of whole pixels: 6, 10, 14 and 18
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(image, None, fx=factor, fy=factor, interpolation=way)
    if min(scaled.shape) < 40:
        return
    inner, light, dark, margin = (
        cv2.boxFilter(scaled, cv2.CV_32F, (side, side), normalize=False) for side in (6, 10, 14, 18)
    )
    # 16 + 32 modules are light, 9 + 24 are dark; each is four pixels here.
    contrast = (margin - dark + light - inner) / 192 - (dark - light + inner) / 132
    peaks = (contrast >= CONTRAST) & (contrast == cv2.dilate(contrast, np.ones((9, 9), dtype=np.uint8)))
    rows, columns = np.nonzero(peaks)
    best = np.argsort(-contrast[rows, columns])[:KEPT]
    for row, column in zip(rows[best].tolist(), columns[best].tolist(), strict=True):
        yield Finder((column / factor - 0.5, row / factor - 0.5), module, float(contrast[row, column]))
