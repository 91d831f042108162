"""The findings in one picture while tiers work on it: codes read, places unread or contested."""

from dataclasses import dataclass, field

from kiosk.domain.lane import Corners
from kiosk.vision.decoders import Decoded
from kiosk.vision.reading import CodeBox, Look, Reading, is_same_place, side

SMALLEST = 16.0
"""Boxes with a smaller side in pixels are specks, not codes."""
BOXES = 8
"""Different boxes kept of one place: a bad one is often followed by a good one."""


@dataclass(slots=True)
class Findings:
    """Collects what tiers find; if two of them read different texts in one place, neither is believed."""

    readings: list[Reading] = field(default_factory=list)
    places: list[list[CodeBox]] = field(default_factory=list)
    contested: list[Corners] = field(default_factory=list)

    def add(self, found: list[Decoded], tier: str) -> None:
        """Take what a tier found."""
        for code in found:
            if self._is_contested(code.corners):
                continue
            if code.text is None:
                self._locate(CodeBox(code.corners, code.modules))
            else:
                self._read(Reading(code.text, code.corners, tier))

    def refine(self, found: list[Decoded]) -> None:
        """Take the boxes of codes located on a second look: they count only at known places."""
        for code in found:
            if code.text is None and any(
                is_same_place(code.corners, place[0].corners) for place in self.places
            ):
                self._locate(CodeBox(code.corners, code.modules))

    def unread(self) -> list[list[CodeBox]]:
        """Return the boxes of each place where a code was located but not read."""
        return [place for place in self.places if not self.is_settled(place[0].corners)]

    def known(self) -> list[Corners]:
        """Return where codes were read, or located but not read."""
        return [one.corners for one in self.readings] + [place[0].corners for place in self.unread()]

    def is_settled(self, corners: Corners) -> bool:
        """Return whether a code was read there, or read in two ways."""
        if self._is_contested(corners):
            return True
        return any(is_same_place(corners, reading.corners) for reading in self.readings)

    def look(self) -> Look:
        """Return all findings as a value."""
        unread = tuple(place[0].corners for place in self.unread())
        return Look(tuple(self.readings), unread, tuple(self.contested))

    def _is_contested(self, corners: Corners) -> bool:
        return any(is_same_place(corners, other) for other in self.contested)

    def _locate(self, box: CodeBox) -> None:
        if side(box.corners) < SMALLEST:
            return
        for place in self.places:
            if is_same_place(box.corners, place[0].corners):
                if len(place) < BOXES:
                    place.append(box)
                return
        self.places.append([box])

    def _read(self, reading: Reading) -> None:
        known = [other for other in self.readings if is_same_place(reading.corners, other.corners)]
        if not known:
            self.readings.append(reading)
        elif any(other.text != reading.text for other in known):
            self.contested.append(reading.corners)
            self.readings = [other for other in self.readings if other not in known]
