"""The large letters: words in half blocks, readable from three metres in a terminal of 80 columns.

A letter is six dots high; a dot is as wide as a column and half as high as a row. On a usual laptop that is
two centimetres; a third of that is enough at three metres.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

_DRAWN = """
A .##. #..# #..# #### #..# #..#
B ###. #..# ###. #..# #..# ###.
C .### #... #... #... #... .###
D ###. #..# #..# #..# #..# ###.
E #### #... ###. #... #... ####
F #### #... ###. #... #... #...
G .### #... #... #.## #..# .###
H #..# #..# #### #..# #..# #..#
I ### .#. .#. .#. .#. ###
J ..## ...# ...# ...# #..# .##.
K #..# #.#. ##.. ##.. #.#. #..#
L #... #... #... #... #... ####
M #...# ##.## #.#.# #...# #...# #...#
N #...# ##..# #.#.# #..## #...# #...#
O .##. #..# #..# #..# #..# .##.
P ###. #..# #..# ###. #... #...
Q .##. #..# #..# #..# #.#. .#.#
R ###. #..# #..# ###. #.#. #..#
S .### #... .##. ...# ...# ###.
T ##### ..#.. ..#.. ..#.. ..#.. ..#..
U #..# #..# #..# #..# #..# .##.
V #...# #...# #...# .#.#. .#.#. ..#..
W #...# #...# #...# #.#.# ##.## #...#
X #...# .#.#. ..#.. ..#.. .#.#. #...#
Y #...# .#.#. ..#.. ..#.. ..#.. ..#..
Z #### ...# ..#. .#.. #... ####
0 .##. #..# #.## ##.# #..# .##.
1 .#. ##. .#. .#. .#. ###
2 ###. ...# ...# .##. #... ####
3 ###. ...# .##. ...# ...# ###.
4 #..# #..# #..# #### ...# ...#
5 #### #... ###. ...# ...# ###.
6 .##. #... ###. #..# #..# .##.
7 #### ...# ..#. ..#. .#.. .#..
8 .##. #..# .##. #..# #..# .##.
9 .##. #..# .### ...# ...# .##.
' # # . . . .
- ... ... ### ... ... ...
, .. .. .. .. .# #.
. . . . . . #
! # # # # . #
? .##. #..# ...# ..#. .... ..#.
"""
"""Six rows of dots for each letter; "#" is a dot."""
_HEIGHT = 6
_GLYPHS: Mapping[str, tuple[str, ...]] = {
    char: tuple(rows) for char, *rows in (line.split() for line in _DRAWN.strip().splitlines())
}
_ACCENTS = {
    "\u0300": "##..",
    "\u0301": "..##",
    "\u0302": ".##.",
    "\u0306": "#..#",  # a breve in one row of dots
    "\u0307": ".#.",
    "\u0308": "#..#",
}
"""An accent is one row of dots; the cedilla is left out."""
_CEDILLA = "\u0327"
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

_Dots = list[str]
"""Rows of dots, all of the same length."""


@lru_cache(maxsize=256)
def large(text: str, columns: int, dot: int = 1, margin: int = 0) -> tuple[str, ...] | None:
    """Draw a text in rows of half blocks, breaking lines between words.

    Args:
        text: in Latin capitals.
        columns: the greatest width.
        dot: the size of a dot: 2 for letters twice as large.
        margin: empty dots above and below.

    Returns:
        rows of equal width; None if a character has no letter here, or a word is too wide.
    """
    columns //= dot
    words = [_word(word) for word in text.split()]
    drawn: list[tuple[_Dots, _Dots]] = []
    for word in words:
        if word is None or len(word[1][0]) > columns:
            return None
        if drawn and len(drawn[-1][1][0]) + len(word[1][0]) + 5 <= columns:
            drawn[-1] = (_beside(drawn[-1][0], word[0]), _beside(drawn[-1][1], word[1]))
        else:
            drawn.append(word)
    if not drawn:
        return None
    rows = _grown(_stacked(drawn), dot)
    edge = ["." * len(rows[0])] * margin
    return _halved([*edge, *rows, *edge])


def _word(word: str) -> tuple[_Dots, _Dots] | None:
    """Return a word's accents, as one row, and its letters; None if a character has no letter."""
    accents, letters = [""], [""] * _HEIGHT
    for char in unicodedata.normalize("NFD", word):
        if char in _ACCENTS:
            last = _ACCENTS[char]
            accents[0] = accents[0][: -len(last)] + last if len(accents[0]) >= len(last) else last
            continue
        if char == _CEDILLA:
            continue
        glyph = _GLYPHS.get(char)
        if glyph is None:
            return None
        gap = "." if letters[0] else ""
        letters = [row + gap + dots for row, dots in zip(letters, glyph, strict=True)]
        accents[0] += gap + "." * len(glyph[0])
    return accents, letters


def _beside(left: _Dots, right: _Dots) -> _Dots:
    return [f"{a}.....{b}" for a, b in zip(left, right, strict=True)]


def _stacked(lines: Sequence[tuple[_Dots, _Dots]]) -> _Dots:
    """Centre lines one below the other, with their accents between them."""
    width = max(len(letters[0]) for _, letters in lines)
    blank = "." * width
    rows: _Dots = []
    for accents, letters in lines:
        has_accents = "#" in accents[0]
        above = [accents[0].center(width, "."), blank] if has_accents else []
        if rows:
            above = [blank, *above] if has_accents else [blank, blank]
        rows += [*above, *(row.center(width, ".") for row in letters)]
    return rows


def _grown(rows: _Dots, dot: int) -> _Dots:
    return ["".join(one * dot for one in row) for row in rows for _ in range(dot)]


def _halved(rows: _Dots) -> tuple[str, ...]:
    """Join each two rows of dots into one row of half blocks."""
    even = rows if len(rows) % 2 == 0 else ["." * len(rows[0]), *rows]
    return tuple(
        "".join(_HALVES[a == "#", b == "#"] for a, b in zip(upper, lower, strict=True))
        for upper, lower in zip(even[::2], even[1::2], strict=True)
    )
