"""The test card: a page held before a camera to measure how large it sees a code."""

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
"""Millimetres of one module of the card's code: a round number near that of an A6 badge (40 mm / 21)."""
HELD_AT = 50
"""How far from the lens the card is held, in centimetres: an arm's length, as a badge is."""
_FRAME = el.Box(52.5, 24.0, 105.0, 148.0)
"""Cut along this frame, the card has the size of an A6 badge."""
_SIDE = MODULE * code.MODULES
_CODE = el.Box((a4.WIDTH - _SIDE) / 2, 76.0, _SIDE, _SIDE)
_RULER = el.Box(55.0, 184.0, 100.0, 0.0)
"""A line of known length shows whether the printer has shrunk the page."""

_FRENCH = (
    "1. Imprimez à 100 % (« taille réelle ») : le trait ci-dessus mesure 100 mm.\n"
    "2. Découpez la carte. Lancez kiosk doctor --cameras.\n"
    f"3. Pendant la mesure, tenez la carte à {HELD_AT} cm de la caméra (un bras tendu), droite, "
    "là où les visiteurs montrent leur badge, avec la lumière du jour d'ouverture.\n"
    "4. Il faut au moins 2,5 pixels par module ; 4 donnent de l'avance."
)
_ENGLISH = (
    '1. Print at 100 % ("actual size"): the line above measures 100 mm.\n'
    "2. Cut the card out. Run kiosk doctor --cameras.\n"
    f"3. While it measures, hold the card {HELD_AT} cm from the camera (an arm's length), straight, "
    "where visitors show their badge, in the light of the opening day.\n"
    "4. At least 2.5 pixels a module are needed; 4 leave room."
)


def card_page(text: str, out: BinaryIO, made_at: datetime) -> int:
    """Print the test card on A4 at its true size; returns the number of pages, 1.

    Args:
        text: the text of its code; at most 20 characters of the alphanumeric mode (ISO/IEC 18004, 7.4.4).
        out: the PDF.
        made_at: the date that the file bears.
    """
    pen = a4.new_pen()
    pen.stroke(_FRAME, a4.GREY, 0.2)
    bold = Weight.BOLD
    pen.lines("MIRE · TEST CARD", el.Box(57.5, 40, 95, 9), a4.style(24, el.Align.CENTRE, weight=bold))
    pen.lines("Kiosk", el.Box(57.5, 52, 95, 5), a4.style(12, el.Align.CENTRE, colour=a4.GREY))
    _code(pen, text)
    sizes = f"1 module = {MODULE:g} mm · code = {_SIDE:g} mm"
    pen.lines(sizes, el.Box(57.5, 133, 95, 4), a4.style(11, el.Align.CENTRE))
    pen.lines(f"{HELD_AT} cm", el.Box(57.5, 143, 95, 14), a4.style(34, el.Align.CENTRE, weight=bold))
    _ruler(pen)
    for words, top, colour in ((_FRENCH, 196, a4.INK), (_ENGLISH, 232, a4.GREY)):
        style = a4.style(11, el.Align.LEFT, lines=10, colour=colour)
        pen.lines(words, el.Box(25, top, 160, 40), replace(style, valign=el.Valign.TOP))
    pdf = PagedDocument(Document(out))
    a4.add(pdf, pen)
    return pdf.close((a4.WIDTH, a4.HEIGHT), "Mire de caméra · Camera test card", made_at)


def _code(pen: Pen, text: str) -> None:
    place = ops.nums(MODULE, 0, 0, MODULE, _CODE.x, a4.HEIGHT - _CODE.bottom)
    pen.add(f"q {place} cm 0 g {code.path(text).decode()} Q ")


def _ruler(pen: Pen) -> None:
    a4.rule(pen, _RULER, 0.25, a4.INK)
    for at in (_RULER.x, _RULER.right):
        a4.rule(pen, el.Box(at, _RULER.y - 2, 0, 4), 0.25, a4.INK)
    pen.lines("100 mm", el.Box(_RULER.x, _RULER.y + 2, 100, 3.5), a4.style(9, el.Align.CENTRE))
