"""The reading tiers: each way of looking at a picture, with its gain and its cost.

Gains and costs beside the tiers are from `python -m benchmarks.reading`: codes that the tier was the first to
read, and milliseconds, both over all its pictures, most of which never reach the later tiers.
Those of the live tiers are from 90 simulated walks: badges that the tier was the first to read, and
milliseconds in a frame that it looks at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from kiosk.vision.decoders import (
    Decoder,
    zbar,
    zxing,
    zxing_family,
    zxing_family_upright,
    zxing_upright,
)
from kiosk.vision.reading import Image
from kiosk.vision.views import View, cropped, gridded, rectified, ruled, sought

Preparation = Callable[[Image], Image]


class When(StrEnum):
    """When a tier looks at the whole picture."""

    ALWAYS = "always"
    UNEVEN = "the light is uneven"
    DARK = "nothing was read, and there are dark shadows beside what is bright"
    UNREAD = "nothing was read, or something code-like was seen and not read"


@dataclass(frozen=True, slots=True)
class WholeTier:
    """Look at the whole picture."""

    name: str
    when: When
    prepare: Preparation
    decode: Decoder


@dataclass(frozen=True, slots=True)
class PlaceTier:
    """Look again at the places where a code was located but not read.

    `boxes`: how many of the boxes found at a place are tried; `places`: at how many places.
    """

    name: str
    view: View
    prepare: Preparation
    decode: Decoder
    boxes: int = 1
    places: int = 8


@dataclass(frozen=True, slots=True)
class SeekingTier:
    """If nothing was read, seek finder patterns where a code was located or there is much detail.

    `located` and `detailed`: how many places of each kind are looked at, until one of them is read; `width`:
    in a copy no wider than this, because module sizes are sought in pixels.
    """

    name: str
    view: View
    decode: Decoder
    located: int
    detailed: int
    width: int = 1280


Tier = WholeTier | PlaceTier | SeekingTier

# Preparations


def plain(image: Image) -> Image:
    """Return the picture unchanged."""
    return image


def enlarged(factor: float) -> Preparation:
    """Enlarge by a factor, linearly: zxing-cpp's windows are measured in pixels."""

    def prepare(image: Image) -> Image:
        return _bytes(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR))

    return prepare


def equalised(limit: float = 3.0, tiles: int = 8) -> Preparation:
    """Even out the light tile by tile (CLAHE)."""

    def prepare(image: Image) -> Image:
        return _bytes(cv2.createCLAHE(limit, (tiles, tiles)).apply(image))

    return prepare


def sharpened(image: Image) -> Image:
    """Add back what a blur of two pixels took away, one and a half times."""
    return _bytes(cv2.addWeighted(image, 2.5, cv2.GaussianBlur(image, (0, 0), 2.0), -1.5, 0))


def smoothed(image: Image) -> Image:
    """Average over three by three pixels: against the grain of a dark sensor."""
    return _bytes(cv2.blur(image, (3, 3)))


def lifted(factor: float) -> Preparation:
    """Brighten shadows by a factor, and let light areas saturate to white."""

    def prepare(image: Image) -> Image:
        return _bytes(cv2.convertScaleAbs(image, alpha=factor))

    return prepare


def then(*steps: Preparation) -> Preparation:
    """Prepare in several steps."""

    def prepare(image: Image) -> Image:
        for step in steps:
            image = step(image)
        return image

    return prepare


def _bytes(array: object) -> Image:
    return np.asarray(array, dtype=np.uint8)


# The table: still pictures, in this order

STRONGLY = then(equalised(limit=8.0, tiles=4), enlarged(1.5))
EVENLY = then(equalised(), enlarged(1.5))

EVENLY_LARGE = then(equalised(), enlarged(2))
SHARPLY_LARGE = then(sharpened, enlarged(2))

# fmt: off
STILL: tuple[Tier, ...] = (                                                                   # gain   ms
    WholeTier("plain", When.ALWAYS, plain, zxing_family),                                     # +285  1.91
    WholeTier("uneven", When.UNEVEN, STRONGLY, zxing_family_upright),                         #  +40  2.38
    PlaceTier("rectified", rectified(320, 0.3), plain, zxing, boxes=3),                       #   +9  0.40
    PlaceTier("grid", gridded(10.0), plain, zxing_upright, boxes=4),                          #  +21  0.81
    WholeTier("equalised", When.UNREAD, EVENLY, zxing_family_upright),                        #   +7  1.54
    WholeTier("lifted", When.DARK, lifted(5.0), zxing_upright),                               #   +0  0.10
    WholeTier("lifted-smooth", When.DARK, then(smoothed, lifted(10.0)), zxing_upright),       #   +0  0.10
    WholeTier("smooth", When.UNREAD, then(equalised(), smoothed), zxing_family_upright),      #   +1  1.07
    PlaceTier("crop-sharp", cropped(320, 0.8), sharpened, zxing, boxes=2, places=3),          #   +4  0.79
    PlaceTier("rectified-equal", rectified(320, 0.75), EVENLY_LARGE, zxing, boxes=2, places=3),  #   +6  1.09
    PlaceTier("crop-sharp-large", cropped(640, 0.8), SHARPLY_LARGE, zxing),                   #   +6  1.61
    PlaceTier("grid-again", gridded(10.0), plain, zxing_upright, boxes=8, places=3),          #   +2  1.06
    PlaceTier("ruled", ruled(3.0), plain, zxing_upright, boxes=3, places=3),                  #   +0  0.55
    PlaceTier("crop-zbar", cropped(320, 0.8), plain, zbar, places=2),                         #   +3  1.38
    SeekingTier("sought", sought(10.0, 0.2, 256), zxing_upright, located=2, detailed=3),      #   +0  1.90
)
# fmt: on

# Live frames: the first tier

PLAIN = WholeTier("plain", When.ALWAYS, plain, zxing)  # 10 first reads, 0.7 to 3.5 ms

# A live frame in which the first tier read nothing, and which is grainy: averaging over nine pixels reads
# more than it blurs away, in a fifth of the time, because grain is full of what looks like finder patterns.

SMOOTH = WholeTier("smooth", When.UNREAD, smoothed, zxing_upright)  # 1 first read

# A live frame in which nothing was read, and whose shadows are dark beside what is bright: a badge before
# a door or a window. Its paper is darker than the light past its edge, and a local threshold takes
# all of it for ink. CLAHE shows the same, for three to five times as long.

LIFTED = (
    WholeTier("live-lifted", When.DARK, then(smoothed, lifted(10.0)), zxing_upright),
    WholeTier("live-lifted", When.DARK, lifted(5.0), zxing_upright),
)

# The tables: live frames in which these read nothing, one tier a frame, in turn

# fmt: off
#                                                                                      first reads   ms
SHARP = PlaceTier("live-sharp", cropped(320, 0.8), SHARPLY_LARGE, zxing)                          #  7  1.3
SMOOTH_SHARP = PlaceTier("live-smooth", cropped(320, 0.8), then(smoothed, SHARPLY_LARGE), zxing)  #  7  1.5
SOUGHT = PlaceTier("live-sought", sought(10.0, 0.2), plain, zxing_upright)                        # 55  3.3
RULED = PlaceTier("live-ruled", ruled(10.0), plain, zxing_upright)                                #  2  1.5
GRID = PlaceTier("live-grid", gridded(10.0), plain, zxing_upright)            # 0 (all are flat there)  2.7
# fmt: on

LIVE: tuple[PlaceTier, ...] = (SHARP, SOUGHT, SMOOTH_SHARP, RULED, SHARP, SOUGHT, SMOOTH_SHARP, GRID)
"""Where a code was located but not read."""
LIVE_DENSE: tuple[PlaceTier, ...] = (SOUGHT,)
"""Where there is only detail, or a code was read a moment ago."""

GRAIN = 2.0
"""In a grainy picture half of all neighbours differ by at least this many grey values."""


def is_uneven(image: Image) -> bool:
    """Return whether the brightest parts get about twice the light of the darkest.

    Measured, without knowing where the paper is, on the brightest point of each neighbourhood of a small
    copy.
    """
    small = cv2.resize(image[::4, ::4], (40, 40), interpolation=cv2.INTER_AREA)
    low, high = np.percentile(cv2.dilate(small, np.ones((5, 5), dtype=np.uint8)), (10, 90))
    return bool(high + 8 > 1.8 * (low + 8))


def is_backlit(image: Image) -> bool:
    """Return whether dark areas are less than half as bright as the bright ones."""
    low, high = np.percentile(image[::16, ::16], (2, 90))
    return bool(low < 0.45 * high)


def is_grainy(image: Image) -> bool:
    """Return whether neighbouring pixels differ all over by the grain of a sensor in poor light."""
    rows = image[::16]
    return float(np.median(cv2.absdiff(rows[:, 1:], rows[:, :-1])[:, ::5])) >= GRAIN
