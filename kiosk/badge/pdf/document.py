"""Writing a PDF file object by object, keeping only the objects' offsets.

PDF 1.7 as in ISO 32000-1; the clauses are named where they matter. The same objects give the same
bytes: there is no clock and no randomness here.
"""

import hashlib
import zlib
from array import array
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import BinaryIO

from kiosk.badge.text.fonts import typeface

_LEVEL = 6


class Document:
    """A PDF being written to a binary stream."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._places = array("Q", [0])
        self._digest = hashlib.sha256()
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self) -> int:
        """Reserve the number of an object to be written later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, body: str, number: int | None = None) -> int:
        """Write an object; return its number."""
        return self._object(body.encode("latin-1"), number)

    def stream(self, entries: str, data: bytes, number: int | None = None) -> int:
        """Write a stream whose data is already encoded as the entries say."""
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode("latin-1")
        return self._object(head + data + b"\nendstream", number)

    def deflated(self, entries: str, data: bytes, number: int | None = None) -> int:
        """Write a stream, compressed here."""
        return self.stream(entries + "/Filter/FlateDecode", zlib.compress(data, _LEVEL), number)

    def finish(self, catalogue: int, info: int) -> None:
        """Write the cross-reference table and the trailer (7.5.4, 7.5.5)."""
        start, count = self._at, len(self._places)
        self._write(f"xref\n0 {count}\n0000000000 65535 f \n".encode())
        for place in self._places[1:]:
            self._write(b"%010d 00000 n \n" % place)
        name = self._digest.hexdigest()[:32]
        trailer = f"<</Size {count}/Root {catalogue} 0 R/Info {info} 0 R/ID[<{name}><{name}>]>>"
        self._write(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())

    def _object(self, body: bytes, number: int | None) -> int:
        number = self.reserve() if number is None else number
        self._places[number] = self._at
        self._write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        return number

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._at += len(data)


def text_string(text: str) -> str:
    """Write a text string (7.9.2.2) in UTF-16, as hexadecimal."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def date_string(moment: datetime) -> str:
    """Write a date (7.9.4)."""
    return f"(D:{moment.astimezone(UTC):%Y%m%d%H%M%S}Z)"


def embed(document: Document, key: str, glyphs: Mapping[int, str]) -> int:
    """Write one font, reduced to some glyphs, which keep their numbers (9.7, Identity-H).

    TrueType outlines are a FontFile2 of a CIDFontType2; CFF outlines are a FontFile3 of a CIDFontType0, whose
    CIDs are glyph numbers too if the font has no names for them (9.7.4.2, 9.9 table 126).

    Args:
        document: where to write.
        key: the font's key in `kiosk.badge.text.fonts`.
        glyphs: glyph numbers, each with its text.

    Returns:
        the number of the font's object.
    """
    face = typeface(key)
    file = face.subset(glyphs)
    name = f"{_tag(glyphs)}+{face.name}"
    kind, entry, map_ = ("CIDFontType2", "FontFile2", "/CIDToGIDMap/Identity")
    if face.is_cff:
        kind, entry, map_ = ("CIDFontType0", "FontFile3", "")
    program = document.deflated("/Subtype/CIDFontType0C" if face.is_cff else f"/Length1 {len(file)}", file)
    per_mille = 1000 / face.units
    box = "/FontBBox[-800 -500 2500 1300]"
    measures = f"/ItalicAngle 0/Ascent {face.ascent * 1000:.0f}/Descent {-face.descent * 1000:.0f}"
    descriptor = document.put(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4{box}{measures}"
        f"/CapHeight {face.capital * 1000:.0f}/StemV 90/{entry} {program} 0 R>>"
    )
    widths = "".join(f"{glyph}[{face.advance(glyph) * per_mille:.0f}]" for glyph in sorted(glyphs))
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descendant = document.put(
        f"<</Type/Font/Subtype/{kind}/BaseFont/{name}{system}/FontDescriptor {descriptor} 0 R"
        f"{map_}/DW 0/W[{widths}]>>"
    )
    readings = document.deflated("", _readings(glyphs))
    return document.put(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {readings} 0 R>>"
    )


def _tag(glyphs: Collection[int]) -> str:
    """Name a subset (9.6.4): six capitals derived from its glyphs."""
    digest = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _readings(glyphs: Mapping[int, str]) -> bytes:
    """Map glyphs back to text, for searching and copying (9.10.3)."""
    rows = [
        f"<{glyph:04x}><{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(glyphs.items()) if text
    ]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        "1 begincodespacerange<0000><ffff>endcodespacerange\n"
        f"{body}endcmap CMapName currentdict/CMap defineresource pop end end\n"
    ).encode()
