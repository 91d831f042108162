"""The paged document: a PDF's page tree, shared fonts, catalogue and date."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.badge.drawing.operators import Use, nums
from kiosk.badge.pdf.document import Document, date_string, embed, text_string

POINTS = 72 / 25.4
"""Points in a millimetre."""
SCALE = f"{POINTS:.6f} 0 0 {POINTS:.6f} 0 0 cm\n"
"""The operator that makes a page's unit the millimetre."""


@dataclass(slots=True)
class PagedDocument:
    """A PDF of equal pages being written.

    Attributes:
        fonts: the number of the fonts' object, shared by all pages.
        pages: the numbers of the pages so far.
    """

    document: Document
    fonts: int = 0
    pages: list[int] = field(default_factory=list)
    _tree: int = 0
    _glyphs: dict[str, dict[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fonts = self.document.reserve()
        self._tree = self.document.reserve()

    def learn(self, uses: Iterable[Use]) -> None:
        """Note glyphs that pages show; search finds a glyph by its first text."""
        for font, glyph, text in uses:
            known = self._glyphs.setdefault(font, {})
            if not known.get(glyph):
                known[glyph] = text

    def add(self, streams: str, resources: str) -> None:
        """Write a page that shows some streams, such as ``12 0 R 13 0 R``."""
        entries = f"/Parent {self._tree} 0 R/Resources<<{resources}>>/Contents[{streams}]"
        self.pages.append(self.document.put(f"<</Type/Page{entries}>>"))

    def close(self, size: tuple[float, float], title: str, made_at: datetime) -> int:
        """Write the fonts and the end of the file, pages of a size in millimetres; return their number."""
        document = self.document
        fonts = {key: embed(document, key, self._glyphs[key]) for key in sorted(self._glyphs)}
        document.put("<<" + "".join(f"/{key} {nth} 0 R" for key, nth in fonts.items()) + ">>", self.fonts)
        kids = " ".join(f"{page} 0 R" for page in self.pages)
        box = f"/MediaBox[0 0 {nums(size[0] * POINTS, size[1] * POINTS)}]"
        document.put(f"<</Type/Pages/Count {len(self.pages)}{box}/Kids[{kids}]>>", self._tree)
        # Print at actual size: a code shrunk to fit must be held nearer to be read (12.2).
        view = "/ViewerPreferences<</PrintScaling/None>>"
        catalogue = document.put(f"<</Type/Catalog/Pages {self._tree} 0 R{view}>>")
        dates = f"/CreationDate {date_string(made_at)}/ModDate {date_string(made_at)}"
        info = document.put(f"<</Title {text_string(title)}/Producer(Kiosk){dates}>>")
        document.finish(catalogue, info)
        return len(self.pages)
