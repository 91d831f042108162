"""The typefaces of a badge: the fonts, the order in which they are tried, their glyphs and subsets."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import pymupdf_fonts
import uharfbuzz as hb


class Weight(StrEnum):
    """The weights in which a text may be set."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"
    MONO = "mono"
    MONO_BOLD = "mono-bold"


_CUTS = {
    Weight.REGULAR: ("figo", "notos"),
    Weight.BOLD: ("figbo", "notosbo"),
    Weight.ITALIC: ("figit", "notosit"),
    Weight.BOLD_ITALIC: ("figbi", "notosbi"),
    Weight.MONO: ("fimo", "figo", "notos"),
    Weight.MONO_BOLD: ("fimbo", "figbo", "notosbo"),
}
"""FiraGO first: one design for Latin, Greek, Cyrillic, Arabic and Hebrew; Noto Sans for rare Latin letters.
Fira Mono has the same letters at a fixed width, for numbers that people compare or type."""
_UNUSED = ("GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "STAT", "DSIG", "gasp", "hdmx", "VDMX")
"""Tables that only shaping needs: the file addresses glyphs by number."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font file, open for shaping.

    Attributes:
        key: its short name, also its name in the PDF.
        units: font units in one em.
        ascent: height of a line above the baseline, in ems.
        descent: depth of a line under the baseline, in ems, positive.
        capital: height of a capital letter, in ems.
    """

    key: str
    name: str
    data: bytes
    shaper: hb.Font
    units: int
    ascent: float
    descent: float
    capital: float

    @property
    def is_cff(self) -> bool:
        """Whether its outlines are CFF, not TrueType: a PDF distinguishes them."""
        return self.data.startswith(b"OTTO")

    def holds(self, char: str) -> bool:
        """Say whether the font has a glyph for this character."""
        return self.shaper.get_nominal_glyph(ord(char)) is not None

    def advance(self, glyph: int) -> int:
        """Return the width of a glyph in font units, before any kerning."""
        return int(self.shaper.get_glyph_h_advance(glyph))

    def measures(self, glyph: int) -> tuple[float, float, float]:
        """Return a glyph's width, and how far it reaches above and below the baseline; in ems."""
        return _measures(self.key, glyph)

    def subset(self, glyphs: Collection[int]) -> bytes:
        """Reduce the font to some glyphs, which keep their numbers: TrueType, or a bare CFF table."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(set(glyphs) | {0})
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            {int.from_bytes(tag.encode(), "big") for tag in _UNUSED}
        )
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        )
        face = hb.subset(self.shaper.face, wanted)
        cut: bytes = (face.reference_table("CFF ") if self.is_cff else face.blob).data
        return cut


@cache
def typeface(key: str) -> Typeface:
    """Open a font of the package pymupdf-fonts by its key, such as ``figo``."""
    data = bytes(pymupdf_fonts.myfont(key))
    shaper = hb.Font(hb.Face(data))
    units = shaper.face.upem
    extents = shaper.get_font_extents("ltr")
    return Typeface(
        key=key,
        name=pymupdf_fonts.fontdescriptors[key]["name"].replace(" ", ""),
        data=data,
        shaper=shaper,
        units=units,
        ascent=extents.ascender / units,
        descent=-extents.descender / units,
        capital=shaper.get_glyph_extents(shaper.get_nominal_glyph(ord("H"))).height / -units,
    )


@lru_cache(maxsize=10_000)
def _measures(key: str, glyph: int) -> tuple[float, float, float]:
    face = typeface(key)
    ink, em = face.shaper.get_glyph_extents(glyph), face.units
    wide = face.advance(glyph) / em
    if ink is None or not ink.height:
        return wide, 0.0, 0.0
    return wide, ink.y_bearing / em, -(ink.y_bearing + ink.height) / em


def keys_for(weight: Weight) -> tuple[str, ...]:
    """Return the keys of the fonts for one weight, in the order in which they are tried."""
    return _CUTS[weight]


def main_face(weight: Weight) -> Typeface:
    """Return the font that defines the metrics of a weight."""
    return typeface(_CUTS[weight][0])


def missing(text: str) -> tuple[str, ...]:
    """Return the characters that no font of any weight can draw, each once, in order."""
    faces = [typeface(key) for key in _CUTS[Weight.REGULAR]]
    return tuple(
        dict.fromkeys(char for char in text if not char.isspace() and not any(f.holds(char) for f in faces))
    )
