"""Own where a live frame is looked at a second time: the places that promise a code."""

import cv2
import numpy as np

from kiosk.domain.lane import Corners
from kiosk.vision.findings import Findings
from kiosk.vision.reading import Box, Image, bounds

#: A frame's density is measured in cells of so many pixels of its longer side.
CELLS = 80
#: A place is cut out with so many cells around its densest one.
REACH = 3.0
#: Cells whose density is below this share of grey per grey are plain: no code has so little contrast.
PLAIN = 0.06
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
        """Return at most one place that a second look is worth."""
        unread = findings.unread()
        if findings.readings:
            self._busy += 1
        if unread and (not findings.readings or self._busy % 2):
            # Each place has two turns, and so meets both of the tiers that read most, before the next one.
            return [unread[self._turn // 2 % len(unread)][0]]
        if findings.readings:
            # What is read may be a poster or somebody behind: the badge held up is looked for beside it.
            return self._dense(grey, findings)
        self._empty += 1
        if self._tracked is not None:
            return [Box(self._tracked[0])]
        return self._dense(grey, findings) if self._empty % CYCLE == 0 else []

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

    def _dense(self, grey: Image, findings: Findings) -> list[Box]:
        """Return the place whose edges, both across and down, are densest for its light: a new one each time.

        Where a code was read or located in this frame, there is nothing to look for. Every second pixel
        suffices: modules too small for that are too small to read.
        """
        half = cv2.resize(grey, (grey.shape[1] // 2, grey.shape[0] // 2), interpolation=cv2.INTER_NEAREST)
        cell = max(2, max(half.shape) // CELLS)
        size = ((half.shape[1] - 1) // cell, (half.shape[0] - 1) // cell)
        columns, rows = size[0] * cell, size[1] * cell  # whole cells: averaging those is four times as fast
        here = half[:rows, :columns]
        across = cv2.resize(
            cv2.absdiff(half[:rows, 1 : columns + 1], here), size, interpolation=cv2.INTER_AREA
        )
        down = cv2.resize(cv2.absdiff(half[1 : rows + 1, :columns], here), size, interpolation=cv2.INTER_AREA)
        light = cv2.resize(here, size, interpolation=cv2.INTER_AREA)
        edges = cv2.blur(cv2.min(across, down).astype(np.float32), (5, 5))
        density = np.asarray(edges / (cv2.blur(light.astype(np.float32), (5, 5)) + 25), dtype=np.float32)
        step = 2 * cell
        known = [one.corners for one in findings.readings] + [place[0].corners for place in findings.unread()]
        for corners in known:
            left, top, right, bottom = (value / step for value in bounds(corners))
            rim = 0.35 * (right - left)
            start, end = (int(left - rim), int(top - rim)), (int(right + rim), int(bottom + rim))
            cv2.rectangle(density, start, end, (0.0,), -1)
        for _ in range(self._turn % 3):  # look past the places that were looked at just before
            _, _, _, (x, y) = cv2.minMaxLoc(density)
            cv2.rectangle(density, (x - 4, y - 4), (x + 4, y + 4), (0.0,), -1)
        _, most, _, (x, y) = cv2.minMaxLoc(density)
        if most < PLAIN:
            return []
        left, top, right, bottom = (
            (x + 0.5 - REACH) * step,
            (y + 0.5 - REACH) * step,
            (x + 0.5 + REACH) * step,
            (y + 0.5 + REACH) * step,
        )
        return [Box(((left, top), (right, top), (right, bottom), (left, bottom)))]
