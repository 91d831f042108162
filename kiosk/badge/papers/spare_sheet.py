"""The page of spare badges: cards without a name, for when no printer works."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from kiosk.badge import code
from kiosk.badge.design import elements as el
from kiosk.badge.design.template import quiet_zone
from kiosk.badge.drawing import operators as ops
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.papers import a4
from kiosk.badge.pdf.document import Document
from kiosk.badge.pdf.paged import PagedDocument
from kiosk.badge.pdf.sheet import Marks, Sheet
from kiosk.badge.text.fonts import Weight
from kiosk.domain.errors import KioskError

_SHEET = Sheet("spares", "Spare badges", 210, 297, 2, 5, 90, 54, 15, 12, 0, 0, Marks.CROP)
"""The places of Durable 1445 (badge_templates/sheets); plain paper can be cut to the same size."""
_CODE = el.Box(53.6, 13.2, 30, 30)
_NIGHT, _SAND, _WHITE = "#14212e", "#e3b765", "#ffffff"
_LEFT, _WIDE = 4.0, 43.0
_TITLE = "Badges de réserve · Spare badges"
_LINKED = "À ATTRIBUER · TO BE ASSIGNED"
_VOID = "Sans valeur tant qu'il n'est attribué à personne.\nOf no value until it is assigned to a person."
_LINES = ((34.8, "Nom · Name"), (41.4, "Prénom · Given name"), (48, "Organisation"))
"""Lines to write on by hand: distance from the top, and label."""


def spare_sheet(
    spares: Sequence[tuple[str, str]], event_name: str, out: BinaryIO, made_at: datetime, notice: str = ""
) -> int:
    """Print spare badges, ten cards of 90 x 54 mm on an A4 page; returns the number of pages.

    Args:
        spares: the credential and the printed number of each.
        event_name: may hold line breaks.
        out: written from front to back.
        made_at: the date that the file carries.
        notice: what every card must say besides, like `a4.DEMO`.

    Raises:
        KioskError: the event's name does not fit on a card.
    """
    pdf = PagedDocument(Document(out))
    card = _card(pdf, event_name, notice)
    pages = [spares[at : at + _SHEET.places] for at in range(0, len(spares), _SHEET.places)]
    for nth, some in enumerate(pages, 1):
        pen = a4.new_pen()
        pen.add(_SHEET.marks(0))
        _heading(pen, f"{nth} / {len(pages)}")
        for slot, (credential, number) in enumerate(some):
            x, y = _SHEET.corner(slot, 0)
            pen.add(f"q 1 0 0 1 {ops.nums(x, y)} cm /C Do ")
            _own(pen, credential, number)
            pen.add("Q ")
        a4.add(pdf, pen, forms={"C": card})
    return pdf.close((_SHEET.width, _SHEET.height), _TITLE, made_at)


def spare_place(nth: int) -> tuple[int, el.Box]:
    """Say where the code of the nth spare is, from 0: page from 1, box in millimetres from its top left."""
    page, slot = divmod(nth, _SHEET.places)
    x, bottom = _SHEET.corner(slot, 0)
    top = _SHEET.height - bottom - _SHEET.cell_height
    return page + 1, el.Box(x + _CODE.x, top + _CODE.y, _CODE.width, _CODE.height)


def _heading(pen: Pen, page: str) -> None:
    box = _SHEET.index_box(0)
    if box is not None:
        pen.lines(
            f"Badges de réserve · Spare badges, {page}", box, a4.style(8, el.Align.LEFT, colour=a4.GREY)
        )


def _card(pdf: PagedDocument, event_name: str, notice: str) -> int:
    """Write what all cards share; returns the number of the object."""
    width, height = _SHEET.cell_width, _SHEET.cell_height
    pen = Pen(height, _NIGHT)
    pen.fill(el.Box(0, 0, width, 7.2), _NIGHT)
    pen.tiled(el.Pattern.TRIANGLES, el.Box(0, 6.2, width, 1), _SAND, 1)
    middle = el.Valign.MIDDLE
    name = el.TextStyle(Weight.BOLD, 8, 4.5, 2, 1.16, el.Align.START, middle, _WHITE)
    pen.lines(event_name, el.Box(_LEFT, 1.9, 52, 3.6), name)
    pen.lines("RÉSERVE · SPARE", el.Box(58, 1.9, 28, 3.6), _small(7.5, el.Align.RIGHT, _WHITE))
    pen.fill(el.Box(_LEFT, 10.4, _WIDE, 5.6), a4.ALARM, 0.9)
    told = el.TextStyle(Weight.BOLD, 9, 6, 1, 1, el.Align.CENTRE, middle, _WHITE)
    pen.lines(_LINKED, el.Box(_LEFT + 1, 10.4, _WIDE - 2, 5.6), told)
    pen.lines(_VOID, el.Box(_LEFT, 22.6, _WIDE, 5), _small(6, el.Align.LEFT, a4.GREY, lines=2))
    if notice:
        pen.fill(el.Box(50.1, 48.7, 37, 3.2), a4.ALARM, 0.6)
        pen.lines(notice, el.Box(51.1, 48.7, 35, 3.2), _small(5.5, el.Align.CENTRE, _WHITE))
    for down, what in _LINES:
        a4.rule(pen, el.Box(_LEFT, down, _WIDE, 0), 0.2, a4.GREY)
        pen.lines(what, el.Box(_LEFT, down + 0.8, _WIDE, 1.6), _small(6, el.Align.LEFT, a4.GREY))
    if pen.reason:
        raise KioskError(
            "the spare badges cannot hold the event's name: {reason}", "shorten it", reason=pen.reason
        )
    pdf.learn(pen.uses)
    entries = f"/Type/XObject/Subtype/Form/BBox[0 0 {ops.nums(width, height)}]"
    fonts = f"/Resources<</Font {pdf.fonts} 0 R>>"
    return pdf.document.deflated(entries + fonts, "".join(pen.parts).encode("latin-1"))


def _own(pen: Pen, credential: str, number: str) -> None:
    """Draw a card's code and number; the origin is the card's bottom left."""
    height = _SHEET.cell_height
    quiet, module = quiet_zone(_CODE), _CODE.width / code.MODULES
    pen.add(f"1 g {ops.rectangle(quiet.x, height - quiet.bottom, quiet.width, quiet.height)}f ")
    place = ops.nums(module, 0, 0, module, _CODE.x, height - _CODE.bottom)
    pen.add(f"q {place} cm 0 g {code.path(credential).decode()} Q ")
    own = Pen(height, _NIGHT)
    style = el.TextStyle(Weight.BOLD, 12, 8, 1, 1, el.Align.LEFT, el.Valign.MIDDLE, a4.INK)
    own.lines(f"N° {number}", el.Box(_LEFT, 17.6, _WIDE, 4), style)
    pen.add("".join(own.parts))
    pen.uses.extend(own.uses)


def _small(size: float, align: el.Align, colour: str, lines: int = 1) -> el.TextStyle:
    return el.TextStyle(Weight.REGULAR, size, size * 0.8, lines, 1.2, align, el.Valign.MIDDLE, colour)
