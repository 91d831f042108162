"""Own where a live frame is looked at a second time: the places that promise a code."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.lane import Corners
from kiosk.vision.findings import Findings
from kiosk.vision.reading import Box, Image, bounds

#: A frame's detail is measured in a copy about so wide, in cells of so many pixels.
WORKING = 640
CELL = 8
#: A place is cut out with so many cells around its densest one.
REACH = 6.0
#: The next place is looked for so many cells away.
BESIDE = 4
#: A place is worth a look whose detail differs by so many grey values, when that of the grain is taken off.
DETAIL = 3.5
#: The places with most detail, looked at in turn, by their ranks: a photo has as much detail as a code.
RANKS = (0, 1, 0, 2)
#: Of so many frames in which nothing shows, one is smoothed and one searched: an idle gate stays idle. Of so
#: many in which a code is read, one is smoothed.
CYCLE = 3
#: A code that was read is looked for at its place for so many frames after it was last read.
REMEMBERED = 6


class Watchfulness:
    """Choose the place of a second look; remember between frames where codes were."""

    def __init__(self) -> None:
        self._turn = 0
        self._empty = 0
        self._busy = 0
        self._is_detailed = False
        self._tracked: tuple[Corners, int] | None = None

    def turn(self) -> int:
        """Return whose turn it is; each call is the next one's."""
        self._turn += 1
        return self._turn

    def wants_smooth(self, findings: Findings) -> bool:
        """Return whether the whole frame is worth a second tier."""
        if findings.readings:
            return self._busy % CYCLE == 1
        return bool(findings.unread()) or self._tracked is not None or self._empty % CYCLE == 1

    def places(self, grey: Image, findings: Findings) -> list[Box]:
        """Return the places that a second look is worth: one at most, or two where a code is read too."""
        unread = findings.unread()
        if unread or findings.readings:
            # Each place has two turns, and so meets both of the tiers that read most, before the next one.
            located = [unread[self._turn // 2 % len(unread)][0]] if unread else []
            if not findings.readings:
                return located
            # What is read may be a poster or somebody behind: the badge held up is looked for beside it.
            self._busy += 1
            return located + self._detailed(grey, findings)
        self._empty += 1
        if self._tracked is not None:
            return [Box(self._tracked[0])]
        if self._empty % CYCLE and not self._is_detailed:
            return []
        found = self._detailed(grey, findings)
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

    def _detailed(self, grey: Image, findings: Findings) -> list[Box]:
        """Return a place that has much detail beyond the grain that is everywhere: one after the other.

        Where a code was read or located in this frame, there is nothing to look for.
        """
        shrink = max(1, round(grey.shape[1] / WORKING))
        step = CELL * shrink
        density = _density(grey, shrink)
        grain = float(np.median(density))
        known = [one.corners for one in findings.readings] + [place[0].corners for place in findings.unread()]
        for corners in known:
            left, top, right, bottom = (value / step for value in bounds(corners))
            rim = 0.35 * (right - left)
            start, end = (int(left - rim), int(top - rim)), (int(right + rim), int(bottom + rim))
            cv2.rectangle(density, start, end, (0.0,), -1)
        places: list[Box] = []
        for _ in range(1 + RANKS[self._turn % len(RANKS)]):
            _, most, _, (x, y) = cv2.minMaxLoc(density)
            if most * most < grain * grain + DETAIL * DETAIL:  # grain adds by its squares
                break
            left, right = (x + 0.5 - REACH) * step, (x + 0.5 + REACH) * step
            top, bottom = (y + 0.5 - REACH) * step, (y + 0.5 + REACH) * step
            places.append(Box(((left, top), (right, top), (right, bottom), (left, bottom))))
            cv2.rectangle(density, (x - BESIDE, y - BESIDE), (x + BESIDE, y + BESIDE), (0.0,), -1)
        return places[-1:]


def _density(grey: Image, shrink: int) -> NDArray[np.float32]:
    """Return how much each cell and those around it differ from their own mean."""
    width, height = grey.shape[1] // shrink, grey.shape[0] // shrink
    whole = grey[: height * shrink, : width * shrink]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    detail = cv2.absdiff(small, cv2.blur(small, (5, 5)))
    columns, rows = width // CELL, height // CELL
    whole_cells = detail[: rows * CELL, : columns * CELL]
    cells = cv2.resize(whole_cells, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(cells.astype(np.float32), (5, 5)), dtype=np.float32)
