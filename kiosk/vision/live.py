"""The second look at a live frame: the places likely to hold a code."""

from kiosk.domain.lane import Corners
from kiosk.vision.detail import detailed
from kiosk.vision.findings import Findings
from kiosk.vision.reading import CodeBox, Image, bounds

RANKS = (0, 1, 0, 2)
"""Ranks of the places with most detail, looked at in turn: a photo has as much detail as a code."""
CYCLE = 3
"""Of this many frames without a code one is smoothed and one searched, so that an idle gate stays idle; of
this many frames with a code read one is smoothed."""
DARK_CYCLE, LOCATED_CYCLE = 8, 3
"""One in this many frames without a code read is looked at with its shadows lifted; the second figure is for
frames in which something is located, or was read a moment ago."""
REMEMBERED = 6
"""A code is looked for in its place for this many frames after it was last read."""


class Watchfulness:
    """Chooses the place of a second look; remembers between frames where codes were."""

    def __init__(self) -> None:
        self._turn = 0
        self._empty = 0
        self._busy = 0
        self._dark = 0
        self._lifts = 0
        self._is_detailed = False
        self._tracked: tuple[Corners, int] | None = None

    def turn(self) -> int:
        """Return whose turn it is; each call moves on to the next."""
        self._turn += 1
        return self._turn

    def wants_smooth(self, findings: Findings) -> bool:
        """Return whether the whole frame deserves a second tier."""
        if findings.readings:
            return self._busy % CYCLE == 1
        return bool(findings.unread()) or self._tracked is not None or self._empty % CYCLE == 1

    def wants_lifted(self, findings: Findings) -> bool:
        """Return whether it is time to look into the shadows."""
        if findings.readings:
            return False
        self._dark += 1
        is_promising = bool(findings.unread()) or self._tracked is not None
        return self._dark % (LOCATED_CYCLE if is_promising else DARK_CYCLE) == 1

    def lifts(self) -> int:
        """Return the number of this look into the shadows; each call counts."""
        self._lifts += 1
        return self._lifts

    def places(self, grey: Image, findings: Findings) -> list[CodeBox]:
        """Return the places that deserve a second look: at most one, or two if a code was read too."""
        unread = findings.unread()
        if unread or findings.readings:
            # Each place has two turns, one for each of the tiers that read most, before the next place.
            located = [unread[self._turn // 2 % len(unread)][0]] if unread else []
            if not findings.readings:
                return located
            # The code read may be a poster or a person behind: the badge held up is looked for beside it.
            self._busy += 1
            return located + self._detailed(grey, findings)
        self._empty += 1
        if self._tracked is not None:
            return [CodeBox(self._tracked[0])]
        if self._empty % CYCLE and not self._is_detailed:
            return []
        found = self._detailed(grey, findings)
        self._is_detailed = bool(found)  # then the next frame is searched too
        return found

    def remember(self, findings: Findings) -> None:
        """Remember where the largest code was read."""
        if findings.readings:
            largest = max(
                findings.readings, key=lambda reading: bounds(reading.corners)[2] - bounds(reading.corners)[0]
            )
            self._tracked = (largest.corners, REMEMBERED)
        elif self._tracked is not None:
            corners, left = self._tracked
            self._tracked = (corners, left - 1) if left > 1 else None

    def _detailed(self, grey: Image, findings: Findings) -> list[CodeBox]:
        """Return one of the places of detail, in turn."""
        return detailed(grey, findings.known(), 1 + RANKS[self._turn % len(RANKS)])[-1:]
