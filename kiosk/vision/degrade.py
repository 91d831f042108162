"""A cheap webcam's view of a printed code: few pixels, blur, uneven light and noise.

The figures are those of a fixed-focus webcam a good step away, in poor light. A clean code tolerates a third
more blur, or twice the noise, before one in a hundred is missed; one under a veil two thirds white does not.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.reading import Image

PIXELS_A_MODULE = 3
"""Pixels of the picture for each module of the code."""
BLUR = 1.0
"""Standard deviation of the blur, in pixels: the lens is out of focus, and the hand moves."""
BRIGHTEST, DARKEST = 200.0, 90.0
"""Brightness of white paper, of 255, at the lit corner and at the opposite one."""
HAZE = 18.0
"""Grey value that ink keeps, of 255: the sleeve and the lens scatter light onto it."""
NOISE = 4.0
"""Standard deviation of the noise, in grey values."""
_SEED = 2025


def at_webcam_quality(picture: Image, modules: int) -> Image:
    """Show a printed code as a cheap webcam sees it.

    Args:
        picture: height x width in grey, upright, with at least `PIXELS_A_MODULE` pixels a module.
        modules: how many modules the picture is wide, its quiet zone included.

    Returns:
        `PIXELS_A_MODULE` x modules pixels a side; the same for the same picture.
    """
    side = PIXELS_A_MODULE * modules
    if min(picture.shape) >= 4 * side:  # the mean of whole pixels is far cheaper than that of parts of pixels
        halves = (picture.shape[1] // 2, picture.shape[0] // 2)
        even = picture[: 2 * halves[1], : 2 * halves[0]]
        picture = np.asarray(cv2.resize(even, halves, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), BLUR)
    light, grain = _light(side)
    seen = cv2.add(cv2.multiply(soft, light, dtype=cv2.CV_32F), grain)
    return np.asarray(cv2.convertScaleAbs(seen), dtype=np.uint8)


@lru_cache(maxsize=4)
def _light(side: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what each pixel's brightness is multiplied by, and what is added to it."""
    slope = np.add.outer(np.linspace(0, 0.5, side), np.linspace(0, 0.5, side))
    white = BRIGHTEST + (DARKEST - BRIGHTEST) * slope
    noise = np.random.default_rng(_SEED).normal(HAZE, NOISE, (side, side))
    return ((white - HAZE) / 255).astype(np.float32), noise.astype(np.float32)
