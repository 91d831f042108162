"""The reader: which tiers look at a picture, in which order, and for how long."""

import cv2
import numpy as np

from kiosk.domain.lane import Corners
from kiosk.vision.decoders import HAS_ZBAR, Decoded
from kiosk.vision.detail import detailed
from kiosk.vision.findings import Findings
from kiosk.vision.frame import Frame
from kiosk.vision.grid import Matrix
from kiosk.vision.live import Watchfulness
from kiosk.vision.reading import CodeBox, Image, Look
from kiosk.vision.tiers import (
    LIFTED,
    LIVE,
    LIVE_DENSE,
    PLAIN,
    SMOOTH,
    STILL,
    PlaceTier,
    SeekingTier,
    Tier,
    When,
    WholeTier,
    is_backlit,
    is_grainy,
    is_uneven,
)


class Reader:
    """Reads the QR codes in pictures; one reader for one stream of frames.

    Args:
        still: the tiers for still pictures, in their order.

    `has_zbar` tells whether zbar's library was found; without it the reader uses zxing-cpp alone.
    """

    def __init__(self, still: tuple[Tier, ...] = STILL) -> None:
        self._tiers = still
        self.has_zbar = HAS_ZBAR
        self._watchfulness = Watchfulness()
        self._still: tuple[Image, Look] | None = None

    def see(self, frame: Frame) -> Look:
        """Read a source's frame: a still picture once and thoroughly, a live one within its time budget."""
        if not frame.is_still:
            return self.look(frame.image)
        if self._still is None or self._still[0] is not frame.image:
            self._still = (frame.image, self.read(frame.image))
        return self._still[1]

    def read(self, image: Image) -> Look:
        """Read a still picture (grey or BGR) with every tier that it calls for."""
        grey = as_grey(image)
        findings = Findings()
        for tier in self._tiers:
            if isinstance(tier, PlaceTier):
                _read_places(tier, grey, findings)
            elif isinstance(tier, SeekingTier):
                _seek(tier, grey, findings)
            elif _calls_for(tier, grey, findings):
                findings.add(_read_whole(tier, grey), tier.name)
        return findings.look()

    def look(self, image: Image) -> Look:
        """Read a live frame (grey or BGR) in bounded time.

        The first tier sees every frame, a cheap second one the grainy ones, a third now and then those with
        dark shadows; one more looks at one or two places likely to hold a code: where a code was located but
        not read, where one was read a moment ago, or where there is more detail than grain.
        """
        grey = as_grey(image)
        findings = Findings()
        findings.add(PLAIN.decode(grey), PLAIN.name)
        watchfulness = self._watchfulness
        if watchfulness.wants_smooth(findings) and is_grainy(grey):
            findings.add(_read_whole(SMOOTH, grey), SMOOTH.name)
        if watchfulness.wants_lifted(findings) and is_backlit(grey):
            lifted = LIFTED[watchfulness.lifts() % len(LIFTED)]
            findings.add(_read_whole(lifted, grey), lifted.name)
        located = {box for boxes in findings.unread() for box in boxes}
        for place in watchfulness.places(grey, findings):
            table = LIVE if place in located else LIVE_DENSE
            tier = table[watchfulness.turn() % len(table)]
            _read_place(tier, grey, place, findings)
        watchfulness.remember(findings)
        return findings.look()


def as_grey(image: Image) -> Image:
    """Return the picture in grey."""
    if image.ndim == 2:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _calls_for(tier: WholeTier, grey: Image, findings: Findings) -> bool:
    if tier.when is When.UNEVEN:
        return is_uneven(grey)
    if tier.when is When.DARK:
        return not findings.readings and is_backlit(grey)
    return tier.when is When.ALWAYS or not findings.readings or bool(findings.unread())


def _read_whole(tier: WholeTier, grey: Image) -> list[Decoded]:
    prepared = tier.prepare(grey)
    shrink = grey.shape[1] / prepared.shape[1]
    return [
        Decoded(code.text, _mapped(code.corners, np.diag((shrink, shrink, 1))), code.modules)
        for code in tier.decode(prepared)
    ]


def _read_places(tier: PlaceTier, grey: Image, findings: Findings) -> None:
    for place in findings.unread()[: tier.places]:
        left = tier.boxes
        for box in list(place):
            if not left or findings.is_settled(box.corners):
                break
            left -= _read_place(tier, grey, box, findings)


def _read_place(tier: PlaceTier, grey: Image, box: CodeBox, findings: Findings) -> bool:
    """Look again at one place; return whether there was anything to look at."""
    patch = tier.view(grey, box)
    if patch is None:
        return False
    prepared = tier.prepare(patch.image)
    shrink = patch.image.shape[1] / prepared.shape[1]
    to_picture = patch.to_picture @ np.diag((shrink, shrink, 1))
    found = [
        Decoded(code.text, _mapped(code.corners, to_picture), code.modules) for code in tier.decode(prepared)
    ]
    findings.add([code for code in found if code.text], tier.name)
    findings.refine(found)
    return True


def _seek(tier: SeekingTier, grey: Image, findings: Findings) -> None:
    if findings.readings:
        return
    factor = min(1.0, tier.width / grey.shape[1])
    small = grey
    if factor < 1:
        small = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    located = [CodeBox(_mapped(corners, np.diag((factor, factor, 1)))) for corners in findings.known()]
    known = [box.corners for box in located]
    for place in located[: tier.located] + detailed(small, known, tier.detailed):
        patch = tier.view(small, place)
        if patch is None:
            continue
        to_picture = np.diag((1 / factor, 1 / factor, 1)) @ patch.to_picture
        found = tier.decode(patch.image)
        findings.add(
            [Decoded(one.text, _mapped(one.corners, to_picture), one.modules) for one in found if one.text],
            tier.name,
        )
        if findings.readings:
            return


def _mapped(corners: Corners, to_picture: Matrix) -> Corners:
    points = np.column_stack((np.array(corners), np.ones(4))) @ to_picture.T
    flat = points[:, :2] / points[:, 2:]
    a, b, c, d = ((float(x), float(y)) for x, y in flat)
    return a, b, c, d
