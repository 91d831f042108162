"""Shaping: from text to glyphs by cleaning, directional runs, HarfBuzz and widths.

A word is shaped once for each weight and direction, and cached; all lengths are in ems, so that one shaped
word serves every size.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, name, normalize

import uharfbuzz as hb

from kiosk.badge.text.direction import is_rtl, levels, visual_runs
from kiosk.badge.text.fonts import Weight, keys_for, missing, typeface

_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Explicit directional controls: a name has no use for them, but a forger does."""
_BLANKS = re.compile(r"[^\S\n]+")
_TOKENS = re.compile(r"\s+|\S+")
_FEATURES = {"liga": False, "dlig": False, "frac": False}
"""A ligature could hide the dot that distinguishes i from dotless i; numbers on a badge are not fractions."""
_FIRST_RTL = "\u0590"
"""No character below Hebrew runs from right to left."""
_KEPT_WORDS = 3_000
"""Words cached: first names, ranks and organisations recur. About 3 KB each."""
_KEPT_LINES = 200
"""Lines cached."""


class MissingGlyph(Exception):  # noqa: N818  (an outcome of one word, turned into a value by the fitting)
    """No font can draw this character."""

    def __init__(self, char: str) -> None:
        super().__init__(f"no font has the character {char} (U+{ord(char):04X} {name(char, 'unnamed')})")
        self.char = char


class Glyph(NamedTuple):
    """One glyph to draw; lengths in ems.

    Attributes:
        number: its index in the font file.
        text: the text it is found by when the page is searched; empty for a cluster's second glyph.
        advance: how far the pen moves.
        natural: the font's own width of the glyph.
    """

    number: int
    text: str
    advance: float
    natural: float
    shift_x: float
    shift_y: float


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text in one font and one direction, glyphs from left to right.

    It reaches ``rise`` above the baseline and ``depth`` below it; in ems, both 0 for spaces.
    """

    font: str
    glyphs: tuple[Glyph, ...]
    width: float
    rise: float
    depth: float


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """One line of text, its pieces from left to right; ``rise`` and ``depth`` as in a word."""

    text: str
    words: tuple[Word, ...]
    width: float
    rise: float
    depth: float
    is_rtl: bool


def clean(text: str) -> str:
    """Make text fit to print: NFC, no control characters, single spaces; line breaks are kept."""
    text = normalize("NFC", _CONTROLS.sub("", text.replace("\r\n", "\n")))
    if not text.isprintable():
        text = "".join(
            " " if char != "\n" and category(char) in {"Cc", "Cs", "Co"} else char for char in text
        )
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


@lru_cache(maxsize=_KEPT_WORDS)
def shape_word(text: str, weight: Weight, direction: str) -> Word:
    """Shape one word in one direction, ``ltr`` or ``rtl``, in the first font that has all of it.

    Raises:
        MissingGlyph: no single font can draw the whole word.
    """
    for key in keys_for(weight):
        found = _shape(text, key, direction)
        if found is not None:
            return found
    absent = missing(text)
    first = typeface(keys_for(weight)[0])
    raise MissingGlyph(absent[0] if absent else next((c for c in text if not first.holds(c)), text[0]))


def _shape(text: str, key: str, direction: str) -> Word | None:
    face = typeface(key)
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS  # a mark keeps its own character
    buffer.add_str(text)
    buffer.direction = direction
    buffer.guess_segment_properties()
    hb.shape(face.shaper, buffer, _FEATURES)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    if any(info.codepoint == 0 for info in infos):
        return None
    starts = [*sorted({info.cluster for info in infos}), len(text)]
    spans = {start: text[start:end] for start, end in itertools.pairwise(starts)}
    em = face.units
    glyphs: list[Glyph] = []
    wide = rise = depth = 0.0
    for info, place in zip(infos, positions, strict=True):
        natural, over, under = face.measures(info.codepoint)
        advance, shift = place.x_advance / em, place.y_offset / em
        text = spans.pop(info.cluster, "")
        glyphs.append(Glyph(info.codepoint, text, advance, natural, place.x_offset / em, shift))
        wide += advance
        rise, depth = max(rise, over + shift), max(depth, under - shift)
    return Word(key, tuple(glyphs), wide, rise, depth)


def width(text: str, weight: Weight) -> float:
    """Measure text on one line, in ems.

    Raises:
        MissingGlyph: a character that no font has.
    """
    return sum(word.width for word in _words(text, weight, "rtl" if runs_rtl(text) else "ltr"))


def runs_rtl(paragraph: str) -> bool:
    """Say whether a paragraph runs from right to left."""
    return bool(paragraph) and max(paragraph) >= _FIRST_RTL and is_rtl(paragraph)


@lru_cache(maxsize=_KEPT_LINES)
def shape_line(text: str, weight: Weight, direction: str) -> ShapedLine:
    """Shape one line: levels, runs in visual order, words.

    Args:
        text: cleaned text without line breaks, in logical order.
        weight: the weight to set it in.
        direction: ``ltr`` or ``rtl``, of the whole paragraph, whose second line may begin in another script.

    Raises:
        MissingGlyph: a character that no font has.
    """
    words = tuple(_words(text, weight, direction))
    wide = rise = depth = 0.0
    for word in words:
        wide += word.width
        rise, depth = max(rise, word.rise), max(depth, word.depth)
    return ShapedLine(text, words, wide, rise, depth, direction == "rtl")


def _words(text: str, weight: Weight, direction: str) -> Iterator[Word]:
    if direction == "ltr" and (not text or max(text) < _FIRST_RTL):  # the common case: nothing to reorder
        for token in _TOKENS.findall(text):
            yield shape_word(token, weight, "ltr")
        return
    for start, end, level in visual_runs(levels(text, 1 if direction == "rtl" else 0)):
        tokens = _TOKENS.findall(text[start:end])
        for token in reversed(tokens) if level % 2 else tokens:
            yield shape_word(token, weight, "rtl" if level % 2 else "ltr")
