"""Own the papers around a batch: the cover sheet of a delegation, signed on delivery, and the ruler page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from kiosk.badge import a4
from kiosk.badge import elements as el
from kiosk.badge.book import Book
from kiosk.badge.calibration import NONE, SQUARE, Calibration
from kiosk.badge.document import Document
from kiosk.badge.fonts import Weight
from kiosk.badge.pen import Pen
from kiosk.domain.errors import KioskError

_TOP, _ROW, _ROWS = 62.0, 9.0, 24
#: Columns of the list: left edge, width, title.
_COLUMNS = (
    (18.0, 30.0, "N°"),
    (50.0, 66.0, "NOM · NAME"),
    (118.0, 22.0, "CARTON"),
    (142.0, 50.0, "SIGNATURE"),
)

#: What is measured on the ruler page: mark, from where to where, its name.
_SPANS = (
    ("A", el.Box(SQUARE.x, SQUARE.y + 6, SQUARE.width, 0), "largeur du carré · width of the square"),
    ("B", el.Box(SQUARE.x + 6, SQUARE.y, 0, SQUARE.height), "hauteur du carré · height of the square"),
    ("C", el.Box(0, SQUARE.y + 50, SQUARE.x, 0), "du bord gauche · from the left edge"),
    ("D", el.Box(SQUARE.x + 50, 0, 0, SQUARE.y), "du bord supérieur · from the upper edge"),
)
_MEASURE = (
    "Imprimez à 100 %, sans ajuster à la page. Mesurez A, B, C et D avec une règle, au demi-millimètre, "
    "jusqu'au bord extérieur du trait ; C et D depuis le bord du papier. Saisissez les quatre nombres.\n"
    "Print at 100 %, not fitted to the page. Measure A, B, C and D with a ruler, to half a millimetre, to "
    "the outer edge of the line; C and D from the edge of the paper. Enter the four numbers."
)
_CHECK = (
    "Page de contrôle, déjà corrigée : mesurez, et comparez aux nombres ci-dessous. Ne les saisissez pas.\n"
    "Check page, corrected already: measure, and compare with the numbers below. Do not enter them."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One badge of a delegation: its number, the person's name, where it is filed."""

    number: str
    name: str
    filed: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation and its badges, in the order of the carton."""

    event: str
    name: str
    entries: tuple[Entry, ...]


def cover_sheets(delegations: Iterable[Delegation], out: BinaryIO, made_at: datetime) -> int:
    """Print the list to sign of each delegation, on A4; returns the number of pages.

    Raises:
        KioskError: A name that cannot be written, with the badge's number.
    """
    book = Book(Document(out))
    for delegation in delegations:
        parts = [delegation.entries[at : at + _ROWS] for at in range(0, len(delegation.entries), _ROWS)]
        for nth, part in enumerate(parts, 1):
            pen = a4.new_pen()
            _head(pen, delegation, f"{nth} / {len(parts)}")
            _rows(pen, part)
            a4.add(book, pen)
    return book.close((a4.WIDTH, a4.HEIGHT), "Listes d'émargement · Lists to sign", made_at)


def ruler_page(printer: str, out: BinaryIO, made_at: datetime, calibration: Calibration = NONE) -> int:
    """Print rulers along two edges and a square of 100 mm, and say what to measure: A, B, C, D of `measured`.

    With a calibration it is a page to check that: what is measured must be what is meant.
    """
    pen = a4.new_pen()
    _rulers(pen)
    pen.stroke(SQUARE, a4.INK, 0.2)
    left, top = SQUARE.x + 14, SQUARE.y + 14
    pen.lines(printer, el.Box(left, top, 78, 6), a4.style(14, el.Align.LEFT, weight=Weight.BOLD))
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
    book = Book(Document(out))
    a4.add(book, pen, calibration)
    return book.close((a4.WIDTH, a4.HEIGHT), f"Étalonnage · Calibration: {printer}", made_at)


def _rulers(pen: Pen) -> None:
    """Draw ticks along the upper and the left edge: where they begin is how much a printer leaves blank."""
    for is_upright, length in ((False, a4.WIDTH), (True, a4.HEIGHT)):
        for tick in range(int(length) + 1):
            reach = 8 if tick % 10 == 0 else 5 if tick % 5 == 0 else 3
            a4.rule(pen, el.Box(0, tick, reach, 0) if is_upright else el.Box(tick, 0, 0, reach), 0.1)
            if tick % 10 == 0 and 10 < tick < length - 10:
                place = el.Box(9, tick - 1.25, 8, 2.5) if is_upright else el.Box(tick - 4, 9, 8, 2.5)
                pen.lines(str(tick), place, a4.style(7, el.Align.CENTRE))


def _span(pen: Pen, mark: str, span: el.Box) -> None:
    """Draw what to measure: a line with an arrow at each end, and its mark beside its middle."""
    a4.rule(pen, span, 0.25, a4.INK)
    for x, y, turn in ((span.x, span.y, 1), (span.right, span.bottom, -1)):
        for side in (-0.9, 0.9):
            ends = (2.2 * turn, side) if span.width else (side, 2.2 * turn)
            a4.rule(pen, el.Box(x, y, *ends), 0.25, a4.INK)
    middle = el.Box(span.x + span.width / 2 - 4, span.y + span.height / 2 - 3, 8, 6)
    pen.fill(middle, "#ffffff")
    pen.lines(mark, middle, a4.style(14, el.Align.CENTRE, weight=Weight.BOLD))


def _head(pen: Pen, delegation: Delegation, page: str) -> None:
    pen.lines(delegation.event, el.Box(a4.MARGIN, 16, 130, 5), a4.style(10, el.Align.LEFT, colour=a4.GREY))
    pen.lines(page, el.Box(152, 16, 40, 5), a4.style(10, el.Align.RIGHT, colour=a4.GREY))
    pen.lines(
        delegation.name,
        el.Box(a4.MARGIN, 25, 174, 17),
        a4.style(26, el.Align.START, lines=2, weight=Weight.BOLD),
    )
    count = len(delegation.entries)
    pen.lines(f"{count} badges", el.Box(a4.MARGIN, 46, 174, 4), a4.style(11, el.Align.LEFT, colour=a4.GREY))
    for left, width, title in _COLUMNS:
        box = el.Box(left, _TOP - 6, width, 2.4)
        pen.lines(title, box, a4.style(7, el.Align.LEFT, colour=a4.GREY, weight=Weight.BOLD))


def _rows(pen: Pen, entries: Sequence[Entry]) -> None:
    for nth, entry in enumerate(entries):
        top = _TOP + nth * _ROW
        a4.rule(pen, el.Box(a4.MARGIN, top - 2, a4.WIDTH - 2 * a4.MARGIN, 0), 0.15)
        for (left, width, _), text in zip(_COLUMNS, (entry.number, entry.name, entry.filed), strict=False):
            if text:
                pen.lines(text, el.Box(left, top, width, _ROW - 4), a4.style(10, el.Align.START, lines=2))
        if pen.reason:
            raise KioskError(f"badge {entry.number}: the list to sign cannot hold the name: {pen.reason}")
