"""Marks on paper: numbers, colours, rectangles, lines of text and patterns as PDF operators.

Lengths are millimetres; the caller has scaled the page. The origin is the badge's bottom left.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import ceil

from kiosk.badge.design.elements import (
    CATEGORY,
    CATEGORY_INK,
    CATEGORY_PATTERN,
    CATEGORY_SHADE,
    CATEGORY_TINT,
    Pattern,
)
from kiosk.badge.text.shaping import ShapedLine, Word

_ROUND = 0.5523
"""Share of a circle's radius at which its Bezier handles lie."""
_LESS = 0.35
"""The fraction of a tile that does not justify one more: larger tiles look better than many small ones."""
_DARK = 13.0
"""A colour with more contrast against white than this is too dark for a darker one to show on it."""
Use = tuple[str, int, str]
"""A font and one of its glyphs, with the text that the glyph stands for."""


def num(value: float) -> str:
    """Write a length to a thousandth of a millimetre, without trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def nums(*values: float) -> str:
    """Write lengths separated by spaces."""
    return " ".join(num(value) for value in values)


@lru_cache(maxsize=1024)
def resolve(colour: str, category: str) -> str:
    """Resolve a colour that depends on the category to ``#rrggbb``."""
    red, green, blue = (int(category[at : at + 2], 16) for at in (1, 3, 5))
    if colour == CATEGORY:
        return category
    if colour == CATEGORY_INK:
        return "#ffffff" if contrast_with_white(category) >= 3.2 else "#12181f"
    if colour == CATEGORY_TINT:
        return "#" + "".join(f"{round(255 - (255 - part) * 0.14):02x}" for part in (red, green, blue))
    if colour == CATEGORY_PATTERN and contrast_with_white(category) > _DARK:
        return "#" + "".join(f"{round(255 - (255 - part) * 0.72):02x}" for part in (red, green, blue))
    if colour in {CATEGORY_SHADE, CATEGORY_PATTERN}:
        return "#" + "".join(f"{round(part * 0.72):02x}" for part in (red, green, blue))
    return colour


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour against white (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@lru_cache(maxsize=1024)
def paint(colour: str, operator: str = "rg") -> str:
    """Set the colour of the following marks: ``rg`` for filling, ``RG`` for lines."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(num(part) for part in parts) + f" {operator} "


@lru_cache(maxsize=4096)
def rectangle(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Trace a rectangle, with rounded corners if a radius is given."""
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return f"{num(x)} {num(y)} {num(width)} {num(height)} re "
    k = radius * (1 - _ROUND)
    right, top = x + width, y + height
    corners = (
        ((right - radius, y), (right - k, y), (right, y + k), (right, y + radius)),
        ((right, top - radius), (right, top - k), (right - k, top), (right - radius, top)),
        ((x + radius, top), (x + k, top), (x, top - k), (x, top - radius)),
        ((x, y + radius), (x, y + k), (x + k, y), (x + radius, y)),
    )
    traced = f"{num(x + radius)} {num(y)} m "
    for start, *curve in corners:
        traced += f"{num(start[0])} {num(start[1])} l "
        traced += " ".join(f"{num(a)} {num(b)}" for a, b in curve) + " c "
    return traced + "h "


def circle(x: float, y: float, radius: float) -> str:
    """Trace a circle around a point."""
    return rectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def line_of(line: ShapedLine) -> tuple[str, tuple[Use, ...]]:
    """Draw a line of text at the origin, one unit an em: operators within BT and ET, and the glyphs used."""
    uses = tuple((word.font, glyph.number, glyph.text) for word in line.words for glyph in word.glyphs)
    drawn = "".join(_spans(line.words))
    return drawn, uses


def _spans(words: tuple[Word, ...]) -> Iterator[str]:
    """Write words as TJ arrays; a kern moves within the array, a raised mark needs an operator of its own."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].font == words[at].font:
            end += 1
        yield f"/{words[at].font} 1 Tf "
        yield from _array(words[at:end])
        at = end


def _array(words: tuple[Word, ...]) -> Iterator[str]:
    parts: list[str] = []
    codes = ""
    owed = 0.0  # thousandths of an em by which the pen has still to move back
    rise = 0.0
    for glyph in (glyph for word in words for glyph in word.glyphs):
        if glyph.shift_y != rise:
            yield _shown(parts, codes, owed) + f"{num(glyph.shift_y)} Ts "
            parts, codes, owed, rise = [], "", 0.0, glyph.shift_y
        owed -= glyph.shift_x * 1000
        if round(owed):
            if codes:
                parts.append(f"<{codes}>")
            parts.append(str(round(owed)))
            codes, owed = "", 0.0
        codes += f"{glyph.number:04x}"
        owed += (glyph.natural - glyph.advance + glyph.shift_x) * 1000
    yield _shown(parts, codes, owed)
    if rise:
        yield "0 Ts "


def _shown(parts: list[str], codes: str, owed: float) -> str:
    if codes:
        parts.append(f"<{codes}>")
    if round(owed):
        parts.append(str(round(owed)))
    return f"[{''.join(parts)}]TJ " if parts else ""


def whole(width: float, height: float, pitch: float) -> tuple[int, int]:
    """Return how many whole columns and rows of a pattern fill a box."""
    return max(1, ceil(width / pitch - _LESS)), max(1, ceil(height / pitch - _LESS))


@lru_cache(maxsize=256)
def pattern(kind: Pattern, columns: int, rows: int) -> str:
    """Trace this many columns and rows of a pattern, in units; the caller scales, clips and fills it.

    One more is drawn on each side, for shapes that reach over from there.
    """
    tile = _TILES[kind]
    return "".join(tile(column, row, 1) for row in range(-1, rows + 1) for column in range(-1, columns + 1))


def _polygon(*points: tuple[float, float]) -> str:
    first, *others = points
    traced = f"{num(first[0])} {num(first[1])} m "
    return traced + "".join(f"{num(x)} {num(y)} l " for x, y in others) + "h "


def _diagonals(x: float, y: float, p: float) -> str:
    return _polygon((x, y), (x + p * 0.45, y), (x + p * 1.45, y + p), (x + p, y + p))


def _dots(x: float, y: float, p: float) -> str:
    return circle(x + p / 4, y + p / 4, p * 0.17) + circle(x + p * 0.75, y + p * 0.75, p * 0.17)


def _chevrons(x: float, y: float, p: float) -> str:
    w, m = p * 0.4, p / 2
    points = ((x, y), (x + w, y), (x + w + m, y + m), (x + w, y + p), (x, y + p), (x + m, y + m))
    return _polygon(*points)


def _bars(x: float, y: float, p: float) -> str:
    return rectangle(x, y, p * 0.4, p)


def _diamonds(x: float, y: float, p: float) -> str:
    m = p / 2
    return _polygon((x + m, y + p * 0.1), (x + p * 0.9, y + m), (x + m, y + p * 0.9), (x + p * 0.1, y + m))


def _crosses(x: float, y: float, p: float) -> str:
    arm, thin = p * 0.7, p * 0.22
    off, mid = (p - arm) / 2, (p - thin) / 2
    side = (arm - thin) / 2
    return (
        rectangle(x + off, y + mid, arm, thin)
        + rectangle(x + mid, y + off, thin, side)
        + rectangle(x + mid, y + mid + thin, thin, side)
    )


def _stairs(x: float, y: float, p: float) -> str:
    s = p / 4
    steps = ((0, 0), (2, 0), (2, 1), (3, 1), (3, 2), (4, 2), (4, 4), (2, 4), (2, 3), (1, 3), (1, 2), (0, 2))
    return _polygon(*((x + a * s, y + b * s) for a, b in steps))


def _triangles(x: float, y: float, p: float) -> str:
    return _polygon((x + p * 0.1, y + p * 0.15), (x + p * 0.9, y + p * 0.15), (x + p / 2, y + p * 0.85))


def _checks(x: float, y: float, p: float) -> str:
    m = p / 2
    return rectangle(x, y, m, m) + rectangle(x + m, y + m, m, m)


_TILES = {
    Pattern.DIAGONALS: _diagonals,
    Pattern.DOTS: _dots,
    Pattern.CHEVRONS: _chevrons,
    Pattern.BARS: _bars,
    Pattern.DIAMONDS: _diamonds,
    Pattern.CROSSES: _crosses,
    Pattern.STAIRS: _stairs,
    Pattern.TRIANGLES: _triangles,
    Pattern.CHECKS: _checks,
}
