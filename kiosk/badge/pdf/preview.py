"""The preview of a badge: its printed page as a picture, drawn by the same code as a print."""

import io
from datetime import UTC, datetime

import pypdfium2 as pdfium
from PIL import Image

from kiosk.badge.design.elements import Template
from kiosk.badge.drawing.content import BadgeContent, Unfit
from kiosk.badge.pdf.render import Printing, render

_GAP = 12
_GROUND = "#8a9097"
_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The picture shows no date, but the PDF behind it needs one."""


def preview(content: BadgeContent, template: Template, dpi: float) -> bytes | Unfit:
    """Draw one badge as a PNG, its sides side by side.

    Args:
        content: what the badge shows.
        template: the design.
        dpi: dots an inch.

    Returns:
        the PNG, or why the badge cannot be drawn.
    """
    file = io.BytesIO()
    made = render([content], {content.template: template}, file, Printing(_DATE))
    if made.unfit:
        return made.unfit[0]
    document = pdfium.PdfDocument(file.getvalue())
    sides: list[Image.Image] = []
    try:
        for page in document:
            drawn = page.render(scale=dpi / 72, rev_byteorder=True)
            sides.append(drawn.to_pil().convert("RGB"))
            drawn.close()
            page.close()
    finally:
        document.close()
    out = io.BytesIO()
    _beside(sides).save(out, "PNG", optimize=True)
    return out.getvalue()


def _beside(sides: list[Image.Image]) -> Image.Image:
    width = sum(side.width for side in sides) + _GAP * (len(sides) + 1)
    board = Image.new("RGB", (width, sides[0].height + 2 * _GAP), _GROUND)
    left = _GAP
    for side in sides:
        board.paste(side, (left, _GAP))
        left += side.width + _GAP
    return board
