"""The scanner's card: a page with the codes that tell how a hand scanner types."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from kiosk.badge import code
from kiosk.badge.design import elements as el
from kiosk.badge.drawing import operators as ops
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.papers import a4
from kiosk.badge.pdf.document import Document
from kiosk.badge.pdf.paged import PagedDocument
from kiosk.badge.text.fonts import Weight

MODULE = 2.0
"""Millimetres of one module: about that of a badge."""
_SIDE = MODULE * code.MODULES
_GAP = 120.0
"""Millimetres from one code to the next: a scanner held at one does not see the other."""
_TOP = 62.0

_FRENCH = (
    "1. Branchez la douchette. Lancez kiosk doctor --scanner dans un terminal de cet ordinateur.\n"
    "2. Lisez le code 1, puis le code 2, en cachant l'autre de la main.\n"
    "3. Kiosk dit la disposition du clavier, le préfixe, le suffixe, la vitesse, ce qu'il faut régler, et "
    "s'en souvient."
)
_ENGLISH = (
    "1. Plug the scanner in. Run kiosk doctor --scanner in a terminal of this computer.\n"
    "2. Scan code 1, then code 2, covering the other with a hand.\n"
    "3. Kiosk says the keyboard's layout, prefix, suffix and speed, what to set, and remembers them."
)


def scanner_page(texts: Sequence[str], out: BinaryIO, made_at: datetime) -> int:
    """Print the codes on A4; returns the number of pages, 1.

    Args:
        texts: of the two codes; at most 20 digits and capitals each.
        out: the PDF.
        made_at: the date that the file bears.
    """
    pen = a4.new_pen()
    bold = Weight.BOLD
    pen.lines("DOUCHETTE · HAND SCANNER", el.Box(25, 22, 160, 10), a4.style(24, el.Align.CENTRE, weight=bold))
    pen.lines("Kiosk", el.Box(25, 34, 160, 5), a4.style(12, el.Align.CENTRE, colour=a4.GREY))
    for index, text in enumerate(texts):
        top = _TOP + index * _GAP
        _code(pen, text, top)
        number = el.Box(30, top, 25, _SIDE)
        pen.lines(str(index + 1), number, a4.style(60, el.Align.CENTRE, weight=bold))
        pen.lines(text, el.Box(25, top + _SIDE + 7, 160, 4), a4.style(9, el.Align.CENTRE, colour=a4.GREY))
    for words, top, colour in ((_FRENCH, 118, a4.INK), (_ENGLISH, 150, a4.GREY)):
        style = a4.style(9, el.Align.LEFT, lines=6, colour=colour)
        pen.lines(words, el.Box(25, top, 160, 28), replace(style, valign=el.Valign.TOP))
    pdf = PagedDocument(Document(out))
    a4.add(pdf, pen)
    return pdf.close((a4.WIDTH, a4.HEIGHT), "Carte de la douchette · Hand scanner card", made_at)


def _code(pen: Pen, text: str, top: float) -> None:
    place = ops.nums(MODULE, 0, 0, MODULE, (a4.WIDTH - _SIDE) / 2, a4.HEIGHT - top - _SIDE)
    pen.add(f"q {place} cm 0 g {code.path(text).decode()} Q ")
