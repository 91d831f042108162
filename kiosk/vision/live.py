"""Own where a live frame is looked at a second time: the places that promise a code."""

import cv2
import numpy as np

from kiosk.domain.lane import Corners
from kiosk.vision.findings import Findings
from kiosk.vision.reading import Box, Image, bounds

#: A frame's detail is measured in a copy about so wide, in cells of so many pixels.
WORKING = 640
CELL = 8
#: A place is cut out with so many cells around its densest one.
REACH = 6.0
#: A place is worth a look whose detail differs by so many grey values, when that of the grain is taken off.
DETAIL = 3.5
#: Of so many frames in which nothing shows, one is smoothed and one searched: an idle gate stays idle.
CYCLE = 3
#: A code that was read is looked for at its place for so many frames after it was last read.
REMEMBERED = 6


class Watchfulness:
    """Choose the place of a second look; remember between frames where codes were."""

    def __init__(self) -> None:
        self._turn = 0
        self._empty = 0
        self._is_detailed = False
        self._tracked: tuple[Corners, int] | None = None

    def turn(self) -> int:
        """Return whose turn it is; each call is the next one's."""
        self._turn += 1
        return self._turn

    def wants_smooth(self, findings: Findings) -> bool:
        """Return whether the whole frame is worth a second tier."""
        if findings.readings:
            return False
        return bool(findings.unread()) or self._tracked is not None or self._empty % CYCLE == 1

    def places(self, grey: Image, findings: Findings) -> list[Box]:
        """Return at most one place that a second look is worth."""
        unread = findings.unread()
        if unread:
            # Each place has two turns, and so meets both of the tiers that read most, before the next one.
            return [unread[self._turn // 2 % len(unread)][0]]
        if findings.readings:
            return []
        self._empty += 1
        if self._tracked is not None:
            return [Box(self._tracked[0])]
        if self._empty % CYCLE and not self._is_detailed:
            return []
        found = self._dense(grey)
        self._is_detailed = bool(found)  # then the next frame is searched too
        return found

    def remember(self, findings: Findings) -> None:
        """Take note of where the largest code was read."""
        if findings.readings:
            largest = max(
                findings.readings, key=lambda reading: bounds(reading.corners)[2] - bounds(reading.corners)[0]
            )
            self._tracked = (largest.corners, REMEMBERED)
        elif self._tracked is not None:
            corners, left = self._tracked
            self._tracked = (corners, left - 1) if left > 1 else None

    def _dense(self, grey: Image) -> list[Box]:
        """Return the place that has most detail beyond what grain there is everywhere, if any has."""
        shrink = max(1, round(grey.shape[1] / WORKING))
        width, height = grey.shape[1] // shrink, grey.shape[0] // shrink
        small = cv2.resize(
            grey[: height * shrink, : width * shrink], (width, height), interpolation=cv2.INTER_AREA
        )
        detail = cv2.absdiff(small, cv2.blur(small, (5, 5)))
        columns, rows = width // CELL, height // CELL
        cells = cv2.resize(
            detail[: rows * CELL, : columns * CELL], (columns, rows), interpolation=cv2.INTER_AREA
        )
        density = cv2.blur(cells.astype(np.float32), (5, 5))
        _, most, _, (x, y) = cv2.minMaxLoc(density)
        if most * most < float(np.median(density)) ** 2 + DETAIL**2:  # grain adds by its squares
            return []
        step = CELL * shrink
        left, right = (x + 0.5 - REACH) * step, (x + 0.5 + REACH) * step
        top, bottom = (y + 0.5 - REACH) * step, (y + 0.5 + REACH) * step
        return [Box(((left, top), (right, top), (right, bottom), (left, bottom)))]
