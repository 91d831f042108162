"""Finding the face in a photo: skin inside, little beside it, darker eyes and mouth in their places.

No model is loaded and nothing was learnt from pictures of people. A place is a face if

1. it has the colours of skin, of any tone, and the areas left, right and above it mostly do not;
2. the order of brightness is that of a face (P. Sinha, 1994): eyes darker than forehead, cheeks, nose and its
   bridge, the mouth darker than cheeks and chin, left and right alike;
3. it is found at neighbouring sizes, it is not small, the same head read larger is a much poorer match, and
   there is no other head of nearly its size.

Better no face than a wrong one: without a face, a photo is cut without regard to it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.reading import Image

Floats = NDArray[np.float64]
_Region = tuple[float, float, float, float]
"""Left, right, top, bottom: in distances between the eyes, from the point between them."""

_SIDE = 160
"""Pixels of the longer side that is searched."""
_SMALLEST, _LARGEST, _STEP = 0.10, 0.30, 1.12
"""Distances between the eyes that are tried, in shares of the shorter side, and the step between them."""

_SKIN_INSIDE: tuple[_Region, ...] = (
    (-0.75, 0.75, -0.65, 0.95),
    (-0.60, -0.20, 0.25, 0.75),
    (0.20, 0.60, 0.25, 0.75),
    (-0.20, 0.20, 0.00, 0.65),
)
_AROUND: tuple[_Region, ...] = ((-1.75, -1.25, -0.6, 0.7), (1.25, 1.75, -0.6, 0.7), (-0.7, 0.7, -2.3, -1.7))
_EYES: tuple[_Region, ...] = ((-0.74, -0.24, -0.18, 0.17), (0.24, 0.74, -0.18, 0.17))
_CHEEKS: tuple[_Region, ...] = ((-0.78, -0.30, 0.38, 0.80), (0.30, 0.78, 0.38, 0.80))
_BRIDGE: _Region = (-0.17, 0.17, -0.20, 0.20)
_FOREHEAD: _Region = (-0.60, 0.60, -0.85, -0.45)
_NOSE: _Region = (-0.20, 0.20, 0.20, 0.62)
_MOUTH: _Region = (-0.42, 0.42, 1.05, 1.35)
_CHIN: _Region = (-0.30, 0.30, 1.60, 1.90)
_WHOLE: _Region = (-1.0, 1.0, -0.9, 1.9)
_FACE: _Region = (-1.05, 1.05, -1.15, 1.85)
"""A face from the hairline to the chin and from temple to temple."""

_INSIDE_LEAST, _AROUND_MOST, _ONE_SIDE_MOST = 0.70, 0.60, 0.80
"""Shares of skin: the least in each region inside, the most around it on average and on one side."""
_LIKENESS = 0.80
"""Least score of the order of brightness and the skin together: measured, see docs/decisions/0027."""
_SKIN_COUNTS = 0.3
"""Weight of clear skin relative to the order of brightness."""
_PUPIL = 0.16
"""The size of the dark part of an eye, in distances between the eyes."""
_FULL, _FLAT = 0.8, 6.0
"""A difference of this many standard deviations of the place counts in full; the least deviation assumed."""
_SAME, _HEAD = 0.7, 2.0
"""Distances, in distances between the eyes: nearer is the same face, farther is another head."""
_DOUBT = 0.8
"""Between the two it is the same head read differently: a doubt if more than this share as likely."""
_RIVAL = 0.6
"""Two faces count if the smaller one has more than this share of the larger one's size."""
_WITNESSES = 2
"""Least number of sizes at which a face is found in the same place."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face from hairline to chin and temple to temple, in pixels from the picture's top left."""

    left: float
    top: float
    width: float
    height: float


def find_face(image: Image) -> Face | None:
    """Find the one face of a photo that was taken to show it.

    Args:
        image: height x width x 3, blue, green, red.

    Returns:
        its box, which may reach over the picture's edge; None unless exactly one place looks like a
        face.
    """
    found = _faces(image)
    if not found:
        return None
    best = max(found, key=lambda face: face.likeness)
    same = [face for face in found if _away(face, best) <= _SAME]
    if len(same) < _WITNESSES or any(_is_rival(face, best) or _is_doubt(face, best) for face in found):
        return None
    return _mean(same).box(max(image.shape[:2]) / _SIDE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that looks like a face: the point between its eyes, the distance between them, likeness."""

    x: float
    y: float
    apart: float
    likeness: float

    def box(self, scale: float) -> Face:
        left, right, top, bottom = _FACE
        apart = self.apart * scale
        return Face(
            self.x * scale + left * apart,
            self.y * scale + top * apart,
            (right - left) * apart,
            (bottom - top) * apart,
        )


class _Sums:
    """Sums over any rectangle of a picture at once (an integral image)."""

    def __init__(self, picture: Floats) -> None:
        self._sums = np.asarray(cv2.integral(picture, sdepth=cv2.CV_64F), dtype=np.float64)
        self._bottom, self._right = picture.shape

    def mean(self, places: "_Places", region: _Region) -> Floats:
        """Return the mean over a region at each place; what lies outside the picture is left out."""
        left, right, top, bottom = (round(side * places.apart) for side in region)
        x0 = np.minimum(np.maximum(places.x + left, 0), self._right - 1)
        x1 = np.minimum(np.maximum(places.x + right, x0 + 1), self._right)
        y0 = np.minimum(np.maximum(places.y + top, 0), self._bottom - 1)
        y1 = np.minimum(np.maximum(places.y + bottom, y0 + 1), self._bottom)
        sums = self._sums
        total = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
        return np.asarray(total / ((x1 - x0) * (y1 - y0)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Places:
    """Points between two eyes at a given distance."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    apart: float

    def where(self, kept: NDArray[np.bool_]) -> "_Places":
        return _Places(self.x[kept], self.y[kept], self.apart)


def _faces(image: Image) -> list[_Candidate]:
    """Find the best place for each size of face."""
    shrink = _SIDE / max(image.shape[:2])
    way = cv2.INTER_AREA if shrink < 1 else cv2.INTER_LINEAR
    size = (max(8, round(image.shape[1] * shrink)), max(8, round(image.shape[0] * shrink)))
    small = np.asarray(cv2.resize(image, size, interpolation=way), dtype=np.uint8)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    skin = _Sums(_skin(small))
    found = []
    apart = _SMALLEST * min(size)
    while apart < _LARGEST * min(size):
        places, skinned = _skinned(skin, _grid(size, apart))
        if places.x.size:
            likeness = _likeness(_dark_spots(grey, apart), places) + _SKIN_COUNTS * skinned
            at = int(likeness.argmax())
            if likeness[at] >= _LIKENESS:
                found.append(_Candidate(int(places.x[at]), int(places.y[at]), apart, float(likeness[at])))
        apart *= _STEP
    return found


def _skin(image: Image) -> Floats:
    """Say which pixels may be skin, by the ratios of colours, which neither light nor tone changes much."""
    blue, green, red = (image[:, :, channel].astype(np.float64) + 1 for channel in range(3))
    warm, pale = red / green, green / blue
    is_skin = (warm > 1.08) & (warm < 2.4) & (pale > 0.85) & (pale < 2.2) & (red > 30)
    return is_skin.astype(np.float64)


def _grid(size: tuple[int, int], apart: float) -> _Places:
    step = max(1, round(apart / 8))
    across = np.arange(int(apart * 0.9), size[0] - int(apart * 0.9), step)
    down = np.arange(int(apart * 0.7), size[1] - int(apart * 1.7), step)
    x, y = np.meshgrid(across, down)
    return _Places(x.ravel(), y.ravel(), apart)


def _skinned(skin: _Sums, places: _Places) -> tuple[_Places, Floats]:
    """Keep the places with skin inside and little beside; return also how clear that is, up to 1."""
    for region in _SKIN_INSIDE:
        places = places.where(skin.mean(places, region) >= _INSIDE_LEAST)
    inside = np.mean([skin.mean(places, region) for region in _SKIN_INSIDE], axis=0)
    around = np.array([skin.mean(places, region) for region in _AROUND])
    kept = (around.mean(axis=0) <= _AROUND_MOST) & (around.max(axis=0) <= _ONE_SIDE_MOST)
    return places.where(kept), (inside - around.mean(axis=0))[kept]


def _dark_spots(grey: Image, apart: float) -> Floats:
    """Widen dark areas by the size of a pupil, so that an eye counts as dark despite the white in it."""
    wide = 2 * round(_PUPIL * apart / 2) + 1
    return np.asarray(cv2.erode(grey, np.ones((wide, wide), dtype=np.uint8)), dtype=np.float64)


def _likeness(grey: Floats, places: _Places) -> Floats:
    """Return from -1 to 1 how much the order of brightness is like a face."""
    light, square = _Sums(grey), _Sums(grey**2)
    mean = light.mean(places, _WHOLE)
    spread = np.sqrt(np.maximum(square.mean(places, _WHOLE) - mean**2, 0))
    unit = np.maximum(spread, _FLAT)
    eyes = [light.mean(places, eye) for eye in _EYES]
    cheeks = [light.mean(places, cheek) for cheek in _CHEEKS]
    bridge, forehead, nose, mouth, chin = (
        light.mean(places, region) for region in (_BRIDGE, _FOREHEAD, _NOSE, _MOUTH, _CHIN)
    )
    brighter = [
        skin - eye
        for eye, cheek in zip(eyes, cheeks, strict=True)
        for skin in (cheek, forehead, bridge, nose)
    ]
    brighter += [skin - mouth for skin in (*cheeks, chin)]
    orders = np.sort(np.clip(np.array(brighter) / unit / _FULL, -1, 1), axis=0)
    uneven = (np.abs(eyes[0] - eyes[1]) + np.abs(cheeks[0] - cheeks[1]) / 2) / unit
    return np.asarray(0.6 * orders.mean(axis=0) + 0.4 * orders[2] - uneven / 4, dtype=np.float64)


def _mean(faces: list[_Candidate]) -> _Candidate:
    """Average the finds at neighbouring sizes: steadier than the best one."""
    weights = [face.likeness - _LIKENESS + 0.02 for face in faces]
    x, y, apart, likeness = np.average(
        [(face.x, face.y, face.apart, face.likeness) for face in faces], axis=0, weights=weights
    )
    return _Candidate(float(x), float(y), float(apart), float(likeness))


def _away(face: _Candidate, best: _Candidate) -> float:
    """Return the distance between two places, in distances between the eyes of the larger one."""
    return float(np.hypot(face.x - best.x, face.y - best.y)) / max(face.apart, best.apart)


def _is_rival(face: _Candidate, best: _Candidate) -> bool:
    """Return whether this is the face of another head, nearly as large as the best one or larger."""
    return _away(face, best) > _HEAD and face.apart > _RIVAL * best.apart


def _is_doubt(face: _Candidate, best: _Candidate) -> bool:
    """Return whether the same head, read larger, has its eyes elsewhere: a mouth taken for eyes, say.

    Read smaller it often does: a good face contains bad ones.
    """
    is_same_head = _SAME < _away(face, best) <= _HEAD
    return is_same_head and face.apart > best.apart and face.likeness > _DOUBT * best.likeness
