"""Own the reader: which tiers look at a picture, in which order, and what is believed."""

import cv2

from kiosk.domain.lane import Corners
from kiosk.vision.decoders import HAS_ZBAR, Decoded
from kiosk.vision.reading import Image, Look, Reading, is_same_place
from kiosk.vision.tiers import DEEPER, PLAIN, Tier


class Reader:
    """Read the QR codes in pictures; one reader for one stream of frames.

    `has_zbar` tells whether zbar's library was found; without it the reader goes on with zxing-cpp alone.
    """

    def __init__(self) -> None:
        self.has_zbar = HAS_ZBAR
        self._next = 0

    def read(self, image: Image) -> Look:
        """Read a still picture (grey or BGR) as deeply as the reader can."""
        grey = as_grey(image)
        look = _merge(Look(), PLAIN, _run(PLAIN, grey))
        for tier in DEEPER:
            look = _merge(look, tier, _run(tier, grey))
        return look

    def look(self, image: Image) -> Look:
        """Read a live frame (grey or BGR) in bounded time: the first tier, and one more where it failed."""
        grey = as_grey(image)
        look = _merge(Look(), PLAIN, _run(PLAIN, grey))
        if look.has_failed:
            tier = DEEPER[self._next % len(DEEPER)]
            self._next += 1
            look = _merge(look, tier, _run(tier, grey))
        return look


def as_grey(image: Image) -> Image:
    """Return the picture in grey."""
    if image.ndim == 2:
        return image
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype("uint8", copy=False)


def _run(tier: Tier, grey: Image) -> list[Decoded]:
    return [
        Decoded(found.text, _scaled(found.corners, 1 / tier.scale))
        for found in tier.decode(tier.prepare(grey))
    ]


def _scaled(corners: Corners, factor: float) -> Corners:
    a, b, c, d = ((x * factor, y * factor) for x, y in corners)
    return a, b, c, d


def _merge(look: Look, tier: Tier, found: list[Decoded]) -> Look:
    """Add what a tier found; where it reads another text than a tier before it, neither is believed."""
    readings, unread, contested = list(look.readings), list(look.unread), list(look.contested)
    for code in found:
        if any(is_same_place(code.corners, corners) for corners in contested):
            continue
        known = [reading for reading in readings if is_same_place(code.corners, reading.corners)]
        if code.text is None:
            if not known and not any(is_same_place(code.corners, corners) for corners in unread):
                unread.append(code.corners)
            continue
        unread = [corners for corners in unread if not is_same_place(code.corners, corners)]
        if any(reading.text != code.text for reading in known):
            contested.append(code.corners)
            readings = [reading for reading in readings if reading not in known]
        elif not known:
            readings.append(Reading(code.text, code.corners, tier.name))
    return Look(tuple(readings), tuple(unread), tuple(contested))
