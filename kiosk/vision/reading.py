"""The result of reading a picture: the codes read, and the places where reading failed."""

from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.lane import Corners, Point, Sight

Image = NDArray[np.uint8]
"""A picture, height x width in grey or height x width x 3 in BGR."""


@dataclass(frozen=True, slots=True)
class CodeBox:
    """Where a code is: its corners, from its own top left on, and its modules a side, 0 if unknown."""

    corners: Corners
    modules: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A code that was read: its text, its corners in pixels (from its own top left on), and the tier."""

    text: str
    corners: Corners
    tier: str


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture yielded.

    `unread` holds the corners of places that look like a code but could not be read; `contested` those of
    codes of which two tiers read different texts, so that neither is taken.
    """

    readings: tuple[Reading, ...] = ()
    unread: tuple[Corners, ...] = ()
    contested: tuple[Corners, ...] = ()

    @property
    def has_failed(self) -> bool:
        """Return whether something code-like yielded no text."""
        return bool(self.unread or self.contested)

    def sights(self) -> tuple[Sight, ...]:
        """Return the sights for the lane; a contested code counts as unread."""
        read = tuple(Sight(reading.text, reading.corners) for reading in self.readings)
        return read + tuple(Sight(None, corners) for corners in self.unread + self.contested)


def centre(corners: Corners) -> Point:
    """Return the mean of the corners."""
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def side(corners: Corners) -> float:
    """Return the side in pixels of the square with the same area as the box."""
    return Sight(None, corners).side


def is_same_place(one: Corners, other: Corners) -> bool:
    """Return whether two boxes can only be the same code."""
    (x0, y0), (x1, y1) = centre(one), centre(other)
    return hypot(x1 - x0, y1 - y0) < max(side(one), side(other)) / 2


def bounds(corners: Corners) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the box."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
