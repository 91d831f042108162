"""The ruler page: measuring it gives a printer's calibration."""

from datetime import datetime
from typing import BinaryIO

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.papers import a4
from kiosk.badge.pdf.calibration import NONE, SQUARE, Calibration
from kiosk.badge.pdf.document import Document
from kiosk.badge.pdf.paged import PagedDocument
from kiosk.badge.text.fonts import Weight

_SPANS = (
    ("A", el.Box(SQUARE.x, SQUARE.y + 6, SQUARE.width, 0), "largeur du carré · width of the square"),
    ("B", el.Box(SQUARE.x + 6, SQUARE.y, 0, SQUARE.height), "hauteur du carré · height of the square"),
    ("C", el.Box(0, SQUARE.y + 50, SQUARE.x, 0), "du bord gauche · from the left edge"),
    ("D", el.Box(SQUARE.x + 50, 0, 0, SQUARE.y), "du bord supérieur · from the upper edge"),
)
"""The measurements on the ruler page: mark, extent, name."""
_MEASURE = (
    "Imprimez à 100 %, sans ajuster à la page. Mesurez A, B, C et D avec une règle, au demi-millimètre, "
    "jusqu'au bord extérieur du trait ; C et D depuis le bord du papier. Saisissez les quatre nombres.\n"
    "Print at 100 %, not fitted to the page. Measure A, B, C and D with a ruler, to half a millimetre, to "
    "the outer edge of the line; C and D from the edge of the paper. Enter the four numbers."
)
_TICKS = (
    "Les premiers traits visibles montrent la marge que l'imprimante n'atteint pas.\n"
    "The first ticks to be seen show the margin that the printer does not reach."
)
_CHECK = (
    "Page de contrôle, déjà corrigée : mesurez, et comparez aux nombres ci-dessous. Ne les saisissez pas.\n"
    "Check page, corrected already: measure, and compare with the numbers below. Do not enter them."
)


def ruler_page(printer: str, out: BinaryIO, made_at: datetime, calibration: Calibration = NONE) -> int:
    """Print rulers along two edges, a square of 100 mm, and what to measure: A, B, C, D of `measured`.

    With a calibration, the page checks it: the measurements must equal the nominal values.

    Raises:
        KioskError: the printer's name cannot be written, or does not fit.
    """
    pen = a4.new_pen()
    _rulers(pen)
    pen.lines(
        _TICKS, el.Box(SQUARE.x, SQUARE.bottom + 6, SQUARE.width, 7), a4.style(7.5, el.Align.LEFT, lines=3)
    )
    pen.stroke(SQUARE, a4.INK, 0.2)
    left, top = SQUARE.x + 14, SQUARE.y + 14
    pen.lines(printer, el.Box(left, top, 80, 6), a4.style(14, el.Align.LEFT, 2, weight=Weight.BOLD))
    told = _MEASURE if calibration == NONE else _CHECK
    pen.lines(told, el.Box(left, top + 9, 80, 37), a4.style(9, el.Align.LEFT, lines=12))
    for nth, (mark, span, named) in enumerate(_SPANS):
        _span(pen, mark, span)
        line = top + 53 + nth * 8
        meant = f"{max(span.width, span.height):g}"
        shown = f"{'.' * 14} mm" if calibration == NONE else f"{meant} mm"
        pen.lines(mark, el.Box(left, line, 6, 4), a4.style(12, el.Align.LEFT, weight=Weight.BOLD))
        pen.lines(named, el.Box(left + 7, line, 48, 4), a4.style(7.5, el.Align.LEFT))
        pen.lines(shown, el.Box(left + 55, line, 25, 4), a4.style(9, el.Align.RIGHT))
    pdf = PagedDocument(Document(out))
    a4.add(pdf, pen, calibration)
    return pdf.close((a4.WIDTH, a4.HEIGHT), f"Étalonnage · Calibration: {printer}", made_at)


def _rulers(pen: Pen) -> None:
    """Draw ticks along the upper and left edges: the first visible one shows the printer's margin."""
    for is_upright, length in ((False, a4.WIDTH), (True, a4.HEIGHT)):
        for tick in range(int(length) + 1):
            reach = 8 if tick % 10 == 0 else 5 if tick % 5 == 0 else 3
            a4.rule(pen, el.Box(0, tick, reach, 0) if is_upright else el.Box(tick, 0, 0, reach), 0.1)
            if tick % 10 == 0 and 10 < tick < length - 10:
                place = el.Box(9, tick - 1.25, 8, 2.5) if is_upright else el.Box(tick - 4, 9, 8, 2.5)
                pen.lines(str(tick), place, a4.style(7, el.Align.CENTRE))


def _span(pen: Pen, mark: str, span: el.Box) -> None:
    """Draw a measurement: a line with an arrow at each end, and its mark beside its middle."""
    a4.rule(pen, span, 0.25, a4.INK)
    for x, y, turn in ((span.x, span.y, 1), (span.right, span.bottom, -1)):
        for side in (-0.9, 0.9):
            ends = (2.2 * turn, side) if span.width else (side, 2.2 * turn)
            a4.rule(pen, el.Box(x, y, *ends), 0.25, a4.INK)
    middle = el.Box(span.x + span.width / 2 - 4, span.y + span.height / 2 - 3, 8, 6)
    pen.fill(middle, "#ffffff")
    pen.lines(mark, middle, a4.style(14, el.Align.CENTRE, weight=Weight.BOLD))
