"""Where a live frame gets a second look: the places that promise a code."""

from kiosk.domain.lane import Corners
from kiosk.vision.detail import detailed
from kiosk.vision.findings import Findings
from kiosk.vision.reading import Box, Image, bounds

#: The places with most detail, looked at in turn, by their ranks: a photo has as much detail as a code.
RANKS = (0, 1, 0, 2)
#: Of so many frames in which nothing shows, one is smoothed and one searched: an idle gate stays idle. Of so
#: many in which a code is read, one is smoothed.
CYCLE = 3
#: Of so many frames in which nothing is read, one is looked at with its shadows lifted; the second figure is
#: for those in which something is located, or was read a moment ago.
DARK_CYCLE, LOCATED_CYCLE = 8, 3
#: A code that was read is looked for at its place for so many frames after it was last read.
REMEMBERED = 6


class Watchfulness:
    """Choose the place of a second look; remember between frames where codes were."""

    def __init__(self) -> None:
        self._turn = 0
        self._empty = 0
        self._busy = 0
        self._dark = 0
        self._lifts = 0
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

    def wants_lifted(self, findings: Findings) -> bool:
        """Return whether it is time to look into the shadows."""
        if findings.readings:
            return False
        self._dark += 1
        is_promising = bool(findings.unread()) or self._tracked is not None
        return self._dark % (LOCATED_CYCLE if is_promising else DARK_CYCLE) == 1

    def lifts(self) -> int:
        """Return how often it looks into the shadows now; each call is the next time."""
        self._lifts += 1
        return self._lifts

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
        """Return one of the places of detail: one after the other."""
        return detailed(grey, findings.known(), 1 + RANKS[self._turn % len(RANKS)])[-1:]
