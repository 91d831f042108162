"""Own the table of reading tiers: each way of looking at a picture, with what it gains and what it costs."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2

from kiosk.vision.decoders import Decoder, zbar, zxing, zxing_global
from kiosk.vision.reading import Image

Preparation = Callable[[Image], Image]


@dataclass(frozen=True, slots=True)
class Tier:
    """One way to read a picture: prepare the grey picture, then decode it; `scale` is what preparing does."""

    name: str
    prepare: Preparation
    decode: Decoder
    scale: float = 1.0


def plain(image: Image) -> Image:
    """Leave the picture as it is."""
    return image


def equalised(image: Image) -> Image:
    """Even out the light in tiles of an eighth of the picture."""
    return cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(image).astype("uint8", copy=False)


def equalised_twice(image: Image) -> Image:
    """Even out the light, then enlarge twice."""
    large = cv2.resize(equalised(image), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return large.astype("uint8", copy=False)


PLAIN = Tier("plain", plain, zxing)

DEEPER = (
    Tier("equalised-twice", equalised_twice, zxing, 2.0),
    Tier("global", plain, zxing_global),
    Tier("zbar", plain, zbar),
)
