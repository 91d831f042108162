"""The printing of badges in tests: the folder of templates, and a way to print and look."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from kiosk.badge.design.elements import Template
from kiosk.badge.drawing.content import BadgeContent, Rendering
from kiosk.badge.pdf.render import Printing, render

TEMPLATES = Path(__file__).parents[2] / "badge_templates"
MADE_AT = datetime(2025, 11, 10, 18, 30, tzinfo=UTC)


class Print:
    """A printed batch: its bytes, what became of it, its pages as pixels and as text."""

    def __init__(self, contents: Iterable[BadgeContent], design: Template | Mapping[str, Template], **how):
        out = io.BytesIO()
        designs = {"": design} if isinstance(design, Template) else design
        self.result: Rendering = render(contents, designs, out, Printing(MADE_AT, **how))
        self.data = out.getvalue()

    def page(self, page: int = 1, dpi: float = 150) -> np.ndarray:
        document = pdfium.PdfDocument(self.data)
        pixels = np.array(document[page - 1].render(scale=dpi / 72, rev_byteorder=True).to_numpy())[:, :, :3]
        document.close()
        return pixels

    def text(self, page: int = 1) -> str:
        document = pdfium.PdfDocument(self.data)
        sheet = document[page - 1].get_textpage()
        found = sheet.get_text_bounded()
        sheet.close()
        document.close()
        return found
