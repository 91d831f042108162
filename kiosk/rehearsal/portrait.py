"""Made-up portraits: flat, friendly faces, quick to draw, a different one for every seed."""
# ruff: noqa: E501 - palettes read best in rows

from dataclasses import dataclass
from enum import Enum
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 413, 531
"""Pixels: 35 x 45 mm at 300 dpi."""

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]
"""Blue, green, red."""

_SKINS: tuple[Colour, ...] = (
    (38, 56, 92), (48, 72, 116), (62, 92, 141), (79, 112, 164), (104, 142, 192), (134, 172, 216), (160, 194, 232),
)  # fmt: skip
_HAIRS: tuple[Colour, ...] = ((22, 20, 24), (30, 30, 42), (34, 44, 70), (60, 60, 66), (150, 150, 156))
_CLOTHES: tuple[Colour, ...] = (
    (120, 66, 30), (58, 110, 46), (60, 60, 150), (140, 120, 40), (50, 50, 56), (150, 90, 130), (200, 200, 206),
    (70, 130, 190), (90, 60, 40),
)  # fmt: skip
_BACKGROUNDS: tuple[Colour, ...] = ((226, 222, 214), (218, 226, 214), (214, 218, 228), (222, 214, 224))
_UNIFORM: Colour = (46, 72, 66)
_BERET: Colour = (40, 90, 40)
_PALE: Colour = (244, 244, 244)
_DARK: Colour = (26, 24, 30)
_LIPS: Colour = (70, 62, 132)
_QUALITY = 90
_GRAIN = 5
_MIDDLE, _EYES = WIDTH // 2, 236


class Dress(Enum):
    """A person's clothes: chosen by the seed, or a soldier's."""

    PLAIN = "plain"
    UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class _Appearance:
    """How one made-up person looks; lengths in pixels."""

    skin: Colour
    hair: Colour
    cloth: Colour
    background: Colour
    veil: Colour | None
    cap: Colour | None
    wide: int
    tall: int
    is_woman: bool
    has_beard: bool
    has_glasses: bool
    has_collar: bool
    smile: int
    is_soldier: bool


def draw_portrait(seed: int, dress: Dress = Dress.PLAIN) -> bytes:
    """Draw a portrait: a JPEG of WIDTH x HEIGHT pixels, about 25 kB. Odd seeds are women."""
    look = _look(np.random.default_rng(seed), seed, dress)
    picture: Picture = np.full((HEIGHT, WIDTH, 3), look.background, np.uint8)
    _draw_behind(picture, look)
    _draw_body(picture, look)
    _draw_head(picture, look)
    _draw_face(picture, look)
    _draw_above(picture, look)
    # Paper and sensors are never flat; a file of flat colours would be too small for a test.
    grainy = cv2.subtract(picture, np.roll(_grain(), seed % HEIGHT, axis=0))
    is_written, jpeg = cv2.imencode(".jpg", grainy, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
    if not is_written:
        raise RuntimeError("OpenCV cannot write JPEG")
    return jpeg.tobytes()


def _look(chance: np.random.Generator, seed: int, dress: Dress) -> _Appearance:
    def pick(colours: tuple[Colour, ...]) -> Colour:
        return colours[int(chance.integers(len(colours)))]

    is_soldier = dress is Dress.UNIFORM
    is_woman = seed % 2 == 1
    cloth = pick(_CLOTHES)
    veil = pick(_CLOTHES) if is_woman and chance.random() < 0.4 else None
    cap = pick(_CLOTHES) if not is_woman and chance.random() < 0.25 else None
    return _Appearance(
        skin=pick(_SKINS),
        hair=pick(_HAIRS),
        cloth=_UNIFORM if is_soldier else cloth,
        background=pick(_BACKGROUNDS),
        veil=None if is_soldier else veil,
        cap=_BERET if is_soldier else cap,
        wide=int(chance.integers(82, 96)),
        tall=int(chance.integers(110, 126)),
        is_woman=is_woman,
        has_beard=not is_woman and chance.random() < 0.45,
        has_glasses=chance.random() < 0.25,
        has_collar=is_soldier or chance.random() < 0.5,
        smile=int(chance.integers(14, 26)),
        is_soldier=is_soldier,
    )


def _ellipse(picture: Picture, at: tuple[int, int], axes: tuple[int, int], colour: Colour) -> None:
    cv2.ellipse(picture, at, axes, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)


def _polygon(picture: Picture, points: list[tuple[int, int]], colour: Colour) -> None:
    cv2.fillPoly(picture, [np.array(points, np.int32)], colour, cv2.LINE_AA)


def _shade(colour: Colour, share: float) -> Colour:
    blue, green, red = (min(255, int(part * share)) for part in colour)
    return blue, green, red


def _draw_behind(picture: Picture, look: _Appearance) -> None:
    """Draw behind the head: long hair, or a veil."""
    if look.veil is not None:
        _ellipse(picture, (_MIDDLE, _EYES + 30), (look.wide + 42, look.tall + 70), look.veil)
    elif look.is_woman and not look.is_soldier:
        _ellipse(picture, (_MIDDLE, _EYES + 24), (look.wide + 30, look.tall + 44), look.hair)


def _draw_body(picture: Picture, look: _Appearance) -> None:
    shoulder = _shade(look.cloth, 0.82)
    _ellipse(picture, (_MIDDLE, HEIGHT + 40), (196, 150), look.cloth)
    cv2.ellipse(picture, (_MIDDLE, HEIGHT + 40), (196, 150), 0, 0, 360, shoulder, 3, cv2.LINE_AA)
    neck = _shade(look.skin, 0.86)
    cv2.rectangle(picture, (_MIDDLE - 36, _EYES + 70), (_MIDDLE + 36, 428), neck, cv2.FILLED)
    _ellipse(picture, (_MIDDLE, 424), (38, 26), neck)
    if look.veil is not None:
        _ellipse(picture, (_MIDDLE, 430), (96, 62), look.veil)
    elif look.has_collar:
        left = [(_MIDDLE - 44, 404), (_MIDDLE, 470), (_MIDDLE - 62, 456)]
        collar = _shade(look.cloth, 0.7) if look.is_soldier else _PALE
        _polygon(picture, left, collar)
        _polygon(picture, [(WIDTH - 1 - x, y) for x, y in left], collar)
    if look.is_soldier:
        for x in (70, WIDTH - 70):
            cv2.rectangle(picture, (x - 26, 470), (x + 26, 482), (60, 160, 190), cv2.FILLED)


def _draw_head(picture: Picture, look: _Appearance) -> None:
    if look.veil is None:
        for side in (-1, 1):
            _ellipse(picture, (_MIDDLE + side * look.wide, _EYES + 8), (15, 26), _shade(look.skin, 0.88))
    _ellipse(picture, (_MIDDLE, _EYES + 6), (look.wide, look.tall), look.skin)
    if look.has_beard:
        cv2.ellipse(
            picture,
            (_MIDDLE, _EYES + 6),
            (look.wide, look.tall),
            0,
            20,
            160,
            look.hair,
            cv2.FILLED,
            cv2.LINE_AA,
        )
        _ellipse(picture, (_MIDDLE, _EYES + 34), (look.wide - 26, 44), look.skin)


def _draw_face(picture: Picture, look: _Appearance) -> None:
    for side in (-1, 1):
        x = _MIDDLE + side * 38
        _ellipse(picture, (x, _EYES), (15, 9), _PALE)
        _ellipse(picture, (x, _EYES), (8, 8), _DARK)
        _ellipse(picture, (x + 3, _EYES - 3), (2, 2), _PALE)
        brow = _shade(look.hair, 0.9)
        cv2.ellipse(picture, (x, _EYES - 12), (21, 10), 0, 200, 340, brow, 5, cv2.LINE_AA)
        if look.has_glasses:
            cv2.circle(picture, (x, _EYES), 25, _DARK, 3, cv2.LINE_AA)
    if look.has_glasses:
        cv2.line(picture, (_MIDDLE - 13, _EYES - 3), (_MIDDLE + 13, _EYES - 3), _DARK, 3, cv2.LINE_AA)
    cv2.ellipse(picture, (_MIDDLE, _EYES + 34), (15, 11), 0, 20, 160, _shade(look.skin, 0.72), 4, cv2.LINE_AA)
    mouth = _LIPS if look.is_woman else _shade(look.skin, 0.55)
    cv2.ellipse(picture, (_MIDDLE, _EYES + 60), (30, look.smile), 0, 15, 165, mouth, 5, cv2.LINE_AA)


def _draw_above(picture: Picture, look: _Appearance) -> None:
    """Draw above the face: a veil's edge, a cap, a beret or hair."""
    top = _EYES + 6 - look.tall
    if look.veil is not None:
        edge = (look.wide + 16, look.tall + 20)
        cv2.ellipse(picture, (_MIDDLE, _EYES + 6), edge, 0, 0, 360, look.veil, 34, cv2.LINE_AA)
    elif look.is_soldier and look.cap is not None:
        _ellipse(picture, (_MIDDLE + 12, top + 24), (look.wide + 18, 38), look.cap)
        cv2.rectangle(picture, (_MIDDLE - 90, top + 40), (_MIDDLE + 90, top + 54), _DARK, cv2.FILLED)
        _ellipse(picture, (_MIDDLE - 46, top + 28), (11, 13), (60, 180, 210))
    elif look.cap is not None:
        _polygon(
            picture,
            [
                (_MIDDLE - 84, top + 52),
                (_MIDDLE - 70, top - 26),
                (_MIDDLE + 70, top - 26),
                (_MIDDLE + 84, top + 52),
            ],
            look.cap,
        )
        trim = _shade(look.cap, 1.4)
        cv2.line(picture, (_MIDDLE - 82, top + 40), (_MIDDLE + 82, top + 40), trim, 6, cv2.LINE_AA)
    else:
        axes = (look.wide + 6, look.tall + 4)
        cv2.ellipse(picture, (_MIDDLE, _EYES), axes, 0, 208, 332, look.hair, cv2.FILLED, cv2.LINE_AA)
        _ellipse(picture, (_MIDDLE, top + 22), (look.wide - 18, 30), look.hair)


@cache
def _grain() -> Picture:
    """Return a fixed noise, the same for every portrait."""
    noise = np.random.default_rng(2025).integers(0, _GRAIN, (HEIGHT, WIDTH, 1), dtype=np.uint8)
    return np.repeat(noise, 3, axis=2)
