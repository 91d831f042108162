"""Own the papers around a batch: the cover sheet of a delegation, signed on delivery, and the ruler page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from kiosk.badge import elements as el
from kiosk.badge.book import SCALE, Book
from kiosk.badge.document import Document
from kiosk.badge.fonts import Weight
from kiosk.badge.pen import Pen
from kiosk.domain.errors import KioskError

_WIDTH, _HEIGHT, _MARGIN = 210.0, 297.0, 18.0
_TOP, _ROW, _ROWS = 62.0, 9.0, 24
_INK, _GREY, _LINE = "#101820", "#55606b", "#c4cbd1"
#: Columns of the list: left edge, width, title.
_COLUMNS = (
    (18.0, 30.0, "N°"),
    (50.0, 66.0, "NOM · NAME"),
    (118.0, 22.0, "CARTON"),
    (142.0, 50.0, "SIGNATURE"),
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
            pen = Pen(_HEIGHT, _INK)
            _head(pen, delegation, f"{nth} / {len(parts)}")
            _rows(pen, part)
            _page(book, pen)
    return book.close((_WIDTH, _HEIGHT), "Listes d'émargement · Lists to sign", made_at)


def ruler_page(printer: str, out: BinaryIO, made_at: datetime) -> int:
    """Print rulers along two edges and a square of 100 mm, to measure a printer's offset and scale."""
    pen = Pen(_HEIGHT, _INK)
    for side, length in ((0, _WIDTH), (1, _HEIGHT)):
        for tick in range(int(length) + 1):
            reach = 8 if tick % 10 == 0 else 5 if tick % 5 == 0 else 3
            box = el.Box(tick, 0, 0, reach) if side == 0 else el.Box(0, tick, reach, 0)
            _stroke(pen, box, 0.1)
            if tick % 10 == 0 and 10 < tick < length - 10:
                place = el.Box(tick - 4, 9, 8, 2.5) if side == 0 else el.Box(9, tick - 1.25, 8, 2.5)
                pen.lines(str(tick), place, _style(7, el.Align.CENTRE))
    pen.stroke(el.Box(55, 98, 100, 100), _INK, 0.2)
    pen.lines(printer, el.Box(60, 106, 90, 6), _style(14, el.Align.CENTRE))
    told = (
        "1. Le carré mesure 100 mm : notez sa largeur et sa hauteur.\n"
        "2. Notez les premiers traits visibles, à gauche et en haut.\n"
        "1. The square is 100 mm: note its width and its height.\n"
        "2. Note the first ticks that can be seen, at the left and at the top."
    )
    pen.lines(told, el.Box(60, 125, 90, 30), _style(9, el.Align.LEFT, lines=8))
    book = Book(Document(out))
    _page(book, pen)
    return book.close((_WIDTH, _HEIGHT), f"Étalonnage · Calibration: {printer}", made_at)


def _head(pen: Pen, delegation: Delegation, page: str) -> None:
    pen.lines(delegation.event, el.Box(_MARGIN, 16, 130, 5), _style(10, el.Align.LEFT, colour=_GREY))
    pen.lines(page, el.Box(152, 16, 40, 5), _style(10, el.Align.RIGHT, colour=_GREY))
    pen.lines(
        delegation.name, el.Box(_MARGIN, 25, 174, 17), _style(26, el.Align.START, lines=2, weight=Weight.BOLD)
    )
    count = len(delegation.entries)
    pen.lines(f"{count} badges", el.Box(_MARGIN, 46, 174, 4), _style(11, el.Align.LEFT, colour=_GREY))
    for left, width, title in _COLUMNS:
        box = el.Box(left, _TOP - 6, width, 2.4)
        pen.lines(title, box, _style(7, el.Align.LEFT, colour=_GREY, weight=Weight.BOLD))


def _rows(pen: Pen, entries: Sequence[Entry]) -> None:
    for nth, entry in enumerate(entries):
        top = _TOP + nth * _ROW
        _stroke(pen, el.Box(_MARGIN, top - 2, _WIDTH - 2 * _MARGIN, 0), 0.15)
        for (left, width, _), text in zip(_COLUMNS, (entry.number, entry.name, entry.filed), strict=False):
            if text:
                pen.lines(text, el.Box(left, top, width, _ROW - 4), _style(10, el.Align.START, lines=2))
        if pen.reason:
            raise KioskError(f"badge {entry.number}: the list to sign cannot hold the name: {pen.reason}")


def _stroke(pen: Pen, box: el.Box, width: float) -> None:
    pen.shape(el.Rule(el.Common("line", ("", 0), box, el.Condition.ALWAYS), _LINE, width, 0))


def _style(
    size: float, align: el.Align, lines: int = 1, colour: str = _INK, weight: Weight = Weight.REGULAR
) -> el.TextStyle:
    return el.TextStyle(weight, size, min(size, 7.0), lines, 1.2, align, el.Valign.MIDDLE, colour)


def _page(book: Book, pen: Pen) -> None:
    book.learn(pen.uses)
    content = book.document.deflated("", (SCALE + "".join(pen.parts)).encode("latin-1"))
    book.add(f"{content} 0 R", f"/Font {book.fonts} 0 R")
