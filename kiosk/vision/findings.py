"""The findings about one picture while tiers work on it: codes read, places unread or contested."""

from dataclasses import dataclass, field

from kiosk.domain.lane import Corners
from kiosk.vision.decoders import Decoded
from kiosk.vision.reading import Box, Look, Reading, is_same_place, side

#: Boxes smaller than this are specks, not codes, in pixels of a side.
SMALLEST = 16.0
#: So many different boxes are kept of one place; a bad one is often followed by a good one.
BOXES = 8


@dataclass(slots=True)
class Findings:
    """Collect what tiers find; where two of them read different texts, neither is believed."""

    readings: list[Reading] = field(default_factory=list)
    places: list[list[Box]] = field(default_factory=list)
    contested: list[Corners] = field(default_factory=list)

    def add(self, found: list[Decoded], tier: str) -> None:
        """Take what a tier found."""
        for code in found:
            if self._is_contested(code.corners):
                continue
            if code.text is None:
                self._locate(Box(code.corners, code.modules))
            else:
                self._read(Reading(code.text, code.corners, tier))

    def refine(self, found: list[Decoded]) -> None:
        """Take the boxes of codes located on a second look: they count where a place is known already."""
        for code in found:
            if code.text is None and any(
                is_same_place(code.corners, place[0].corners) for place in self.places
            ):
                self._locate(Box(code.corners, code.modules))

    def unread(self) -> list[list[Box]]:
        """Return the boxes of each place where a code was located and not read."""
        return [place for place in self.places if not self.is_settled(place[0].corners)]

    def known(self) -> list[Corners]:
        """Return where a code was read, or located and not read."""
        return [one.corners for one in self.readings] + [place[0].corners for place in self.unread()]

    def is_settled(self, corners: Corners) -> bool:
        """Return whether a code was read there, or read in two ways."""
        if self._is_contested(corners):
            return True
        return any(is_same_place(corners, reading.corners) for reading in self.readings)

    def look(self) -> Look:
        """Return the whole as a value."""
        unread = tuple(place[0].corners for place in self.unread())
        return Look(tuple(self.readings), unread, tuple(self.contested))

    def _is_contested(self, corners: Corners) -> bool:
        return any(is_same_place(corners, other) for other in self.contested)

    def _locate(self, box: Box) -> None:
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
