"""Own the papers around a batch: cover sheets signed on delivery, pull sheets, and the ruler page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
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
#: Columns of a list: left edge, width, title.
Columns = tuple[tuple[float, float, str], ...]
_TO_SIGN: Columns = (
    (18.0, 30.0, "N°"),
    (50.0, 66.0, "NOM · NAME"),
    (118.0, 22.0, "CARTON · POS."),
    (142.0, 50.0, "SIGNATURE"),
)
_TO_PULL: Columns = (
    (18.0, 5.0, ""),
    (27.0, 11.0, "POS."),
    (39.0, 29.0, "N°"),
    (70.0, 46.0, "NOM · NAME"),
    (118.0, 40.0, "CHANGÉ · CHANGED"),
    (160.0, 32.0, "À FAIRE · TO DO"),
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
_TICKS = (
    "Les premiers traits visibles montrent la marge que l'imprimante n'atteint pas.\n"
    "The first ticks to be seen show the margin that the printer does not reach."
)
_CHECK = (
    "Page de contrôle, déjà corrigée : mesurez, et comparez aux nombres ci-dessous. Ne les saisissez pas.\n"
    "Check page, corrected already: measure, and compare with the numbers below. Do not enter them."
)
_OUTDATED = "Papier qui n'est plus à jour · Paper that is out of date"
_NOWHERE = "Chez le titulaire, ou classé nulle part · With the holder, or filed nowhere"
_REPLACED = "→ remplacé par · replaced by"
#: What the papers say in English, and in French where that is another word.
_FRENCH = {
    "name": "nom",
    "native name": "nom d'origine",
    "organisation": "organisation",
    "position": "fonction",
    "country": "pays",
    "category": "catégorie",
    "days": "jours",
    "event": "événement",
    "issue": "duplicata",
    "number": "numéro",
    "template": "modèle",
    "design": "modèle",
    "demo mark": "mention démo",
    "escort mark": "mention escorte",
    "replacement mark": "mention duplicata",
    "superseded": "remplacé",
    "revoked": "annulé",
    "erased": "effacé",
    "print again": "réimprimer",
    "replace": "remplacer",
    "destroy": "détruire",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One badge of a delegation: its number, the person's name, where it is filed, like ``3 · 41``."""

    number: str
    name: str
    filed: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation and its badges, in the order of the carton."""

    event: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Pull:
    """One badge whose paper is out of date.

    Attributes:
        name: The person's; "" once erased.
        changed: What changed, in English words that the sheet translates where it knows them.
        carton: Where the paper lies, from 1; 0 where it is filed nowhere.
        position: In the carton, from 1.
        action: What to do, in English words.
        replaced_by: The number in print of the badge that took its place.
    """

    number: str
    name: str
    changed: tuple[str, ...]
    carton: int = 0
    position: int = 0
    action: str = ""
    replaced_by: str = ""


def cover_sheets(
    delegations: Iterable[Delegation], out: BinaryIO, made_at: datetime, notice: str = ""
) -> int:
    """Print the list to sign of each delegation, on A4; returns the number of pages.

    Args:
        delegations: Read as they are needed.
        out: Written from front to back.
        made_at: The date that the file carries.
        notice: What every page must say besides, as `a4.DEMO`.

    Raises:
        KioskError: A name that cannot be written, with the badge's number.
    """
    book = Book(Document(out))
    for delegation in delegations:
        parts = [delegation.entries[at : at + _ROWS] for at in range(0, len(delegation.entries), _ROWS)]
        for nth, part in enumerate(parts, 1):
            pen = a4.new_pen()
            _head(pen, delegation.event, f"{nth} / {len(parts)}", delegation.name)
            _notice(pen, notice)
            _note(pen, _badges(len(delegation.entries)), 70)
            if nth == 1:
                _receipt(pen)
            _titles(pen, _TO_SIGN)
            for line, entry in enumerate(part):
                _row(pen, line, _TO_SIGN, (entry.number, entry.name, entry.filed))
            a4.add(book, pen)
    return book.close((a4.WIDTH, a4.HEIGHT), "Listes d'émargement · Lists to sign", made_at)


def pull_sheet(rows: Iterable[Pull], out: BinaryIO, made_at: datetime, notice: str = "") -> int:
    """Print what to take out of the cartons, carton after carton, on A4; returns the number of pages.

    Arguments as those of `cover_sheets`.

    Raises:
        KioskError: A name that cannot be written, with the badge's number.
    """
    ordered = sorted(rows, key=lambda row: (row.carton == 0, row.carton, row.position, row.number))
    pages = list(_by_page(ordered))
    legend = f" ; {_REPLACED}" if any(row.replaced_by for row in ordered) else ""
    book = Book(Document(out))
    for nth, lines in enumerate(pages, 1):
        pen = a4.new_pen()
        _head(pen, _OUTDATED, f"{nth} / {len(pages)}", "Badges à retirer · Badges to pull")
        _notice(pen, notice)
        _note(pen, f"{_badges(len(ordered))}{legend}")
        _titles(pen, _TO_PULL)
        for line, row in enumerate(lines):
            if isinstance(row, str):
                _carton(pen, line, row)
            else:
                _row(pen, line, _TO_PULL, _pull_cells(row))
                pen.stroke(el.Box(a4.MARGIN, _TOP + line * _ROW + 0.3, 4.2, 4.2), a4.INK, 0.25, 0.6)
        a4.add(book, pen)
    return book.close((a4.WIDTH, a4.HEIGHT), "Badges à retirer · Badges to pull", made_at)


def ruler_page(printer: str, out: BinaryIO, made_at: datetime, calibration: Calibration = NONE) -> int:
    """Print rulers along two edges and a square of 100 mm, and say what to measure: A, B, C, D of `measured`.

    With a calibration it is a page to check that: what is measured must be what is meant.

    Raises:
        KioskError: The printer's name cannot be written, or finds no room.
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


def _by_page(rows: Iterable[Pull]) -> Iterator[list[str | Pull]]:
    """Deal rows out to pages, under the name of their carton, which no page ends with."""
    page: list[str | Pull] = []
    for carton, some in groupby(rows, key=lambda row: row.carton):
        title = f"Carton {carton}" if carton else _NOWHERE
        if len(page) > _ROWS - 2:
            yield page
            page = []
        page.append(title)
        for row in some:
            if len(page) == _ROWS:
                yield page
                page = [f"{title} (suite · continued)"]
            page.append(row)
    if page:
        yield page


def _pull_cells(row: Pull) -> tuple[str, ...]:
    todo = _both((row.action,)) if row.action else ""
    if row.replaced_by:
        todo = f"{todo}\n→ {row.replaced_by}".strip()
    return ("", str(row.position or ""), row.number, row.name or "—", _both(row.changed), todo)


def _both(words: Sequence[str]) -> str:
    """Say words in French and in English."""
    french, english = ", ".join(_FRENCH.get(word, word) for word in words), ", ".join(words)
    return french if french == english else f"{french} · {english}"


def _badges(count: int) -> str:
    return f"{count} badge{'s' if count > 1 else ''}"


def _head(pen: Pen, small: str, page: str, title: str) -> None:
    pen.lines(small, el.Box(a4.MARGIN, 16, 130, 5), a4.style(10, el.Align.LEFT, colour=a4.GREY))
    pen.lines(page, el.Box(152, 16, 40, 5), a4.style(10, el.Align.RIGHT, colour=a4.GREY))
    large = a4.style(26, el.Align.START, lines=2, weight=Weight.BOLD)
    pen.lines(title, el.Box(a4.MARGIN, 25, 174, 17), large)
    if pen.reason:
        raise KioskError(f"the heading of a list cannot hold a name: {pen.reason}", "shorten it in the list")


def _notice(pen: Pen, text: str) -> None:
    if text:
        bold = a4.style(11, el.Align.LEFT, colour=a4.ALARM, weight=Weight.BOLD)
        pen.lines(text, el.Box(a4.MARGIN, 8, 174, 5), bold)


def _note(pen: Pen, text: str, width: float = 174) -> None:
    pen.lines(text, el.Box(a4.MARGIN, 46, width, 4), a4.style(11, el.Align.LEFT, colour=a4.GREY))


def _receipt(pen: Pen) -> None:
    """Leave room for one signature for all."""
    label = "Reçu pour la délégation (nom, signature) · Received for the delegation (name, signature)"
    pen.lines(label, el.Box(92, 44, 100, 2.2), a4.style(7, el.Align.LEFT, colour=a4.GREY))
    a4.rule(pen, el.Box(92, 53.6, 100, 0), 0.2, a4.GREY)


def _titles(pen: Pen, columns: Columns) -> None:
    for left, width, title in columns:
        if title:
            box = el.Box(left, _TOP - 6, width, 2.4)
            pen.lines(title, box, a4.style(7, el.Align.LEFT, colour=a4.GREY, weight=Weight.BOLD))


def _carton(pen: Pen, line: int, title: str) -> None:
    top = _TOP + line * _ROW
    a4.rule(pen, el.Box(a4.MARGIN, top - 2, a4.WIDTH - 2 * a4.MARGIN, 0), 0.4, a4.INK)
    pen.lines(title, el.Box(a4.MARGIN, top, 174, 5), a4.style(12, el.Align.LEFT, weight=Weight.BOLD))


def _row(pen: Pen, line: int, columns: Columns, cells: Sequence[str]) -> None:
    top = _TOP + line * _ROW
    a4.rule(pen, el.Box(a4.MARGIN, top - 2, a4.WIDTH - 2 * a4.MARGIN, 0), 0.15)
    for (left, width, title), text in zip(columns, cells, strict=False):
        if text:
            _cell(pen, text, el.Box(left, top - 0.5, width, 6))
        if pen.reason:
            number = next(text for (_, _, named), text in zip(columns, cells, strict=False) if named == "N°")
            what = title.rpartition(" ")[2].lower()
            raise KioskError(f"badge {number}: the list cannot hold the {what}: {pen.reason}")


def _cell(pen: Pen, text: str, box: el.Box) -> None:
    """Write a text at a size that is read at arm's length, or as small as it must be."""
    for lines, smallest in ((2, 7.5), (4, 4.0)):
        trial = a4.new_pen()
        trial.lines(text, box, replace(a4.style(10, el.Align.LEFT, lines=lines), smallest=smallest))
        if not trial.reason:
            break
    pen.parts += trial.parts
    pen.uses += trial.uses
    pen.reason = pen.reason or trial.reason
