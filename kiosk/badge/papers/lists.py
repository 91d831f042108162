"""The lists of a print: cover sheets to sign on delivery, and pull sheets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import BinaryIO

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.papers import a4
from kiosk.badge.pdf.document import Document
from kiosk.badge.pdf.paged import PagedDocument
from kiosk.badge.text.fonts import Weight
from kiosk.domain.errors import KioskError

_TOP, _ROW, _ROWS = 62.0, 9.0, 24
Columns = tuple[tuple[float, float, str], ...]
"""Columns of a list: left edge, width, title."""
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
_OUTDATED = "Papier qui n'est plus à jour · Paper that is out of date"
_NOWHERE = "Chez le titulaire, ou classé nulle part · With the holder, or filed nowhere"
_REPLACED = "→ remplacé par · replaced by"
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
    "escort mark": "mention accompagnement",
    "replacement mark": "mention duplicata",
    "superseded": "remplacé",
    "revoked": "annulé",
    "erased": "effacé",
    "print again": "réimprimer",
    "replace": "remplacer",
    "destroy": "détruire",
}
"""The papers' words in English, and in French where they differ."""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One badge of a delegation: its number, the person's name, where it is filed, like ``3 · 41``.

    The organisation under the name distinguishes namesakes.
    """

    number: str
    name: str
    filed: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation and its badges, in the order of the carton."""

    event: str
    name: str
    entries: tuple[CoverRow, ...]


@dataclass(frozen=True, slots=True)
class Pull:
    """One badge whose paper is out of date.

    Attributes:
        name: the person's; "" once erased.
        changed: what changed, in English words that the sheet translates if it knows them.
        carton: where the badge is filed, from 1; 0 if it is not filed.
        position: in the carton, from 1.
        action: what to do, in English words.
        replaced_by: the printed number of the badge that replaced it.
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
        delegations: read as they are needed.
        out: written from front to back.
        made_at: the date of the file, also shown on each page in its time zone.
        notice: what every page must say besides, like `a4.DEMO`.

    Raises:
        KioskError: a name that cannot be written, with the badge's number.
    """
    pdf = PagedDocument(Document(out))
    for delegation in delegations:
        parts = [delegation.entries[at : at + _ROWS] for at in range(0, len(delegation.entries), _ROWS)]
        for nth, part in enumerate(parts, 1):
            pen = a4.new_pen()
            _head(pen, delegation.event, f"{nth} / {len(parts)}", delegation.name)
            _notice(pen, notice)
            _note(pen, f"{_badges(len(delegation.entries))} · {_printed_on(made_at)}", 72)
            if nth == 1:
                _receipt(pen, len(delegation.entries))
            _titles(pen, _TO_SIGN)
            for line, entry in enumerate(part):
                _row(
                    pen,
                    line,
                    _TO_SIGN,
                    (entry.number, entry.name, entry.filed),
                    4.4 if entry.organisation else 6,
                )
                _under(pen, line, entry)
            a4.add(pdf, pen)
    return pdf.close((a4.WIDTH, a4.HEIGHT), "Listes d'émargement · Lists to sign", made_at)


def pull_sheet(rows: Iterable[Pull], out: BinaryIO, made_at: datetime, notice: str = "") -> int:
    """Print the list of badges to pull, carton by carton, on A4; return the number of pages.

    Arguments as for `cover_sheets`.

    Raises:
        KioskError: a name that cannot be written, with the badge's number.
    """
    ordered = sorted(rows, key=lambda row: (row.carton == 0, row.carton, row.position, row.number))
    pages = list(_by_page(ordered))
    legend = f" ; {_REPLACED}" if any(row.replaced_by for row in ordered) else ""
    pdf = PagedDocument(Document(out))
    for nth, lines in enumerate(pages, 1):
        pen = a4.new_pen()
        _head(pen, _OUTDATED, f"{nth} / {len(pages)}", "Badges à retirer · Badges to pull")
        _notice(pen, notice)
        _note(pen, f"{_badges(len(ordered))} · {_printed_on(made_at)}{legend}")
        _titles(pen, _TO_PULL)
        for line, row in enumerate(lines):
            if isinstance(row, str):
                _carton(pen, line, row)
            else:
                _row(pen, line, _TO_PULL, _pull_cells(row))
                pen.stroke(el.Box(a4.MARGIN, _TOP + line * _ROW + 0.3, 4.2, 4.2), a4.INK, 0.25, 0.6)
        a4.add(pdf, pen)
    return pdf.close((a4.WIDTH, a4.HEIGHT), "Badges à retirer · Badges to pull", made_at)


def _by_page(rows: Iterable[Pull]) -> Iterator[list[str | Pull]]:
    """Distribute rows over pages, under their carton's name, which never ends a page."""
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
    """Write words in French and in English."""
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
        raise KioskError(
            "the heading of a list cannot hold a name: {reason}", "shorten it in the list", reason=pen.reason
        )


def _notice(pen: Pen, text: str) -> None:
    if text:
        bold = a4.style(11, el.Align.LEFT, colour=a4.ALARM, weight=Weight.BOLD)
        pen.lines(text, el.Box(a4.MARGIN, 8, 174, 5), bold)


def _note(pen: Pen, text: str, width: float = 174) -> None:
    pen.lines(text, el.Box(a4.MARGIN, 46, width, 4), a4.style(11, el.Align.LEFT, colour=a4.GREY))


def _printed_on(made_at: datetime) -> str:
    """Write the day, readable in any language, so that yesterday's list is not taken for today's."""
    return f"{made_at:%Y-%m-%d}"


def _receipt(pen: Pen, count: int) -> None:
    """Leave room for the number received, and for one signature for all."""
    label = a4.style(7, el.Align.LEFT, colour=a4.GREY)
    pen.lines("Reçus · Received", el.Box(92, 44, 30, 2.2), label)
    pen.stroke(el.Box(92, 47.4, 12, 6.2), a4.INK, 0.25, 0.6)
    pen.lines(f"/ {count}", el.Box(105.5, 47.4, 12, 6.2), a4.style(11, el.Align.LEFT))
    pen.lines("Pour la délégation, nom et signature · For the delegation", el.Box(124, 44, 68, 2.2), label)
    a4.rule(pen, el.Box(124, 53.6, 68, 0), 0.2, a4.GREY)


def _under(pen: Pen, line: int, entry: CoverRow) -> None:
    """Write the organisation under the name, as much of it as fits."""
    left, width, _ = _TO_SIGN[1]
    words, shown = entry.organisation.split(), ""
    for count in range(len(words), 0, -1):
        shown = " ".join(words[:count]) + (" …" if count < len(words) else "")
        trial = a4.new_pen()
        box = el.Box(left, _TOP + line * _ROW + 4.4, width, 1.9)
        trial.lines(shown, box, a4.style(7.5, el.Align.LEFT, colour=a4.GREY))
        if not trial.reason:
            pen.parts += trial.parts
            pen.uses += trial.uses
            return


def _titles(pen: Pen, columns: Columns) -> None:
    for left, width, title in columns:
        if title:
            box = el.Box(left, _TOP - 6, width, 2.4)
            pen.lines(title, box, a4.style(7, el.Align.LEFT, colour=a4.GREY, weight=Weight.BOLD))


def _carton(pen: Pen, line: int, title: str) -> None:
    top = _TOP + line * _ROW
    a4.rule(pen, el.Box(a4.MARGIN, top - 2, a4.WIDTH - 2 * a4.MARGIN, 0), 0.4, a4.INK)
    pen.lines(title, el.Box(a4.MARGIN, top, 174, 5), a4.style(12, el.Align.LEFT, weight=Weight.BOLD))


def _row(pen: Pen, line: int, columns: Columns, cells: Sequence[str], room: float = 6) -> None:
    top = _TOP + line * _ROW
    a4.rule(pen, el.Box(a4.MARGIN, top - 2, a4.WIDTH - 2 * a4.MARGIN, 0), 0.15)
    for (left, width, title), text in zip(columns, cells, strict=False):
        if text:
            _cell(pen, text, el.Box(left, top - 0.5, width, room))
        if pen.reason:
            number = next(text for (_, _, named), text in zip(columns, cells, strict=False) if named == "N°")
            what = title.rpartition(" ")[2].lower()
            raise KioskError(
                "badge {number}: the list cannot hold the {what}: {reason}",
                number=number,
                what=what,
                reason=pen.reason,
            )


def _cell(pen: Pen, text: str, box: el.Box) -> None:
    """Write a text at a size legible at arm's length, or as small as it must be."""
    for lines, smallest in ((2, 7.5), (4, 4.0)):
        trial = a4.new_pen()
        trial.lines(text, box, replace(a4.style(10, el.Align.LEFT, lines=lines), smallest=smallest))
        if not trial.reason:
            break
    pen.parts += trial.parts
    pen.uses += trial.uses
    pen.reason = pen.reason or trial.reason
