"""Fitting a text into its box: shrink, then wrap, then refuse; nothing is ever cut.

1. One line, from the largest size down to the smallest that the template allows.
2. If that is too wide, or smaller than the size under which the template prefers more lines, the text is
   broken in logical order at the largest size at which it fits, into lines of about equal length.
3. A line does not end after a particle of a name, nor begin with a dot between two words, unless the text
   does not fit otherwise; in a name that may be shortened it never does. Nor does it end with such a dot: the
   break replaces it.
4. Marks never touch: lines are as far apart as their own descenders and accents need, and the first line's
   accents and the last one's descenders reach out of the box only as far as the template has room.
5. A text that still does not fit is refused by name.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import inf

from kiosk.badge.text.fonts import Weight, main_face
from kiosk.badge.text.shaping import MissingGlyph, ShapedLine, clean, runs_rtl, shape_line, width
from kiosk.badge.text.shortening import HELD, hold

MM_PER_POINT = 25.4 / 72
"""Millimetres in a point."""
_BREAKS = re.compile(
    r"(?:[^ \-\u2010\u2013\u2014/]|(?<=[^\W\d_]\.)-(?=[^\W\d_]\.))*[\-\u2010\u2013\u2014/]*[ ]*"
)
"""Where a line may break: after a space, a hyphen, a dash or a slash, but never within initials (*M.-L.*)."""
_DOT = re.compile(f"[ {HELD}]\u00b7$")
"""A dot between two words; a line that breaks there drops it."""
_BETWEEN = 0.05
"""Least distance between a line's lowest descender and the next one's highest accent, in ems."""
_TRIES = 8
"""A text is set again at most this often before it is refused."""
_STEPS = 24
_QUOTED = 80
"""Characters of a text that a refusal quotes."""


class Particles(StrEnum):
    """Whether a line may end after a particle of a name: only if nothing else fits, or never."""

    SPLIT_LAST = "split last"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Measure:
    """The room that a template gives to a text; lengths in millimetres, sizes in points.

    The box holds the capitals; accents may reach as far as ``above`` over it and descenders ``under`` it; a
    negative number is inside. A text smaller than ``wrap_under`` takes more lines if that makes it larger.
    """

    width: float
    height: float
    largest: float
    smallest: float
    lines: int
    leading: float
    weight: Weight
    particles: Particles = Particles.SPLIT_LAST
    above: float = inf
    under: float = inf
    wrap_under: float = 0.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that fits: its lines, its size in points and the distance of its baselines in millimetres."""

    lines: tuple[ShapedLine, ...]
    size: float
    pitch: float


@lru_cache(maxsize=1_000)
def fit(text: str, room: Measure) -> Fitted | str:
    """Set a text into a box, or return the reason why it does not fit.

    Args:
        text: in logical order; its line breaks are kept.
        room: the box and the sizes allowed.
    """
    paragraphs = clean(text).split("\n")
    held = [hold(paragraph) for paragraph in paragraphs]
    try:
        found = _fit_clear(held, room)
        if isinstance(found, str) and room.particles is Particles.SPLIT_LAST and held != paragraphs:
            return _fit_clear(paragraphs, room)
    except MissingGlyph as absent:
        return str(absent)
    return found


def _fit_clear(paragraphs: list[str], room: Measure) -> Fitted | str:
    """Set a text so that its marks touch neither each other nor anything around the box."""
    tried = room
    for _ in range(_TRIES):
        found = _fit(paragraphs, tried)
        tight = None if isinstance(found, str) else _tightened(found, tried)
        if tight is None:
            return found
        tried = tight
    return _refusal(paragraphs, room)


def _tightened(found: Fitted, room: Measure) -> Measure | None:
    """Return the room in which the marks would be clear; None if they are already."""
    lines = found.lines
    leading = room.leading
    for upper, lower in pairwise(lines):
        leading = max(leading, upper.depth + lower.rise + _BETWEEN)
    ems = lines[0].rise + (len(lines) - 1) * leading + lines[-1].depth
    tall = room.above + room.height + room.under
    largest = min(room.largest, tall / (ems * MM_PER_POINT)) if ems else room.largest
    if leading == room.leading and found.size <= largest:
        return None
    return replace(room, leading=leading, largest=largest)


def _fit(paragraphs: list[str], room: Measure) -> Fitted | str:
    widest = max(width(paragraph, room.weight) for paragraph in paragraphs)
    size = _limit(room, widest, len(paragraphs))
    best: Fitted | None = None
    if size >= room.smallest and len(paragraphs) <= room.lines:
        best = _set([[paragraph] for paragraph in paragraphs], size, room)
    for count in range(len(paragraphs) + 1, room.lines + 1):
        if best is not None and best.size >= room.wrap_under:
            break
        tall = min(room.largest, _height_limit(room, count))
        if tall < room.smallest:
            break
        found = _largest(paragraphs, count, tall, room)
        if found is not None and (best is None or found.size > best.size):
            best = found
    return best or _refusal(paragraphs, room)


def _largest(paragraphs: list[str], count: int, tall: float, room: Measure) -> Fitted | None:
    """Find the largest size at which the text takes ``count`` lines, and set it evenly."""
    pieces = [_pieces(paragraph, room.weight) for paragraph in paragraphs]
    if sum(map(len, pieces)) < count:  # one word takes one line
        return None

    def taken(ems: float) -> int:
        return sum(len(_broken(piece, ems)) for piece in pieces)

    def holds(size: float) -> bool:
        ems = room.width / (size * MM_PER_POINT)
        return taken(ems) <= count and all(wide <= ems for piece in pieces for _, wide, _ in piece)

    if not holds(room.smallest):
        return None
    low, high = room.smallest, tall
    if holds(high):
        low = high
    else:
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if holds(middle) else (low, middle)
    # The narrowest width that needs no more lines makes them about equally long.
    full = room.width / (low * MM_PER_POINT)
    lines = taken(full)
    narrow, wide = max(w for piece in pieces for _, w, _ in piece), full
    for _ in range(_STEPS):
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if taken(middle) <= lines else (middle, wide)
    return _set([_broken(piece, wide) for piece in pieces], low, room)


def _pieces(paragraph: str, weight: Weight) -> list[tuple[str, float, float]]:
    """Split a paragraph where it may break: each piece, its width, and its width with the space after it."""
    found = [piece for piece in _BREAKS.findall(paragraph) if piece]
    return [(piece, width(piece.rstrip(), weight), width(piece, weight)) for piece in found]


def _broken(pieces: list[tuple[str, float, float]], ems: float) -> list[str]:
    lines: list[str] = []
    line, taken = "", 0.0
    for piece, bare, full in pieces:
        if line and taken + bare > ems + 1e-9:
            lines.append(_DOT.sub("", line.rstrip()))
            line, taken = "", 0.0
        line += piece
        taken += full
    return [*lines, line.rstrip()]


def _limit(room: Measure, ems: float, count: int) -> float:
    wide = room.width / (ems * MM_PER_POINT) if ems else room.largest
    return min(room.largest, wide, _height_limit(room, count))


def _height_limit(room: Measure, count: int) -> float:
    """Return the largest size at which this many lines fit in the box, by capitals and line pitch."""
    face = main_face(room.weight)
    return room.height / ((face.capital + (count - 1) * room.leading) * MM_PER_POINT)


def _set(paragraphs: list[list[str]], size: float, room: Measure) -> Fitted:
    size = int(size * 20) / 20  # twentieths of a point: close sizes share their drawing
    shaped = tuple(
        shape_line(line.replace(HELD, " "), room.weight, "rtl" if runs_rtl(" ".join(lines)) else "ltr")
        for lines in paragraphs
        for line in lines
    )
    return Fitted(shaped, size, size * room.leading * MM_PER_POINT)


def _refusal(paragraphs: list[str], room: Measure) -> str:
    at_least = room.smallest * MM_PER_POINT
    words = [(wide * at_least, piece) for p in paragraphs for piece, wide, _ in _pieces(p, room.weight)]
    longest, word = max(words)
    size = f"{room.smallest:g} pt"
    if longest > room.width:
        return f"{_quoted(word.strip())} is {longest:.1f} mm wide at {size}; the box has {room.width:.1f} mm"
    lines = f"{room.lines} line{'s' if room.lines > 1 else ''}"
    return f"{_quoted(' '.join(paragraphs))} does not fit in {lines} of {room.width:.1f} mm at {size}"


def _quoted(text: str) -> str:
    text = text.replace(HELD, " ")
    return repr(text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…")
