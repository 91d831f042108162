"""The cards of new accounts: a name, and the code that its owner begins with; to cut, hand over and burn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.papers import a4
from kiosk.badge.pdf.document import Document
from kiosk.badge.pdf.paged import PagedDocument
from kiosk.badge.text.fonts import Weight

_ACROSS, _DOWN = 2, 5
_WIDE, _HIGH = 90.0, 54.0
_LEFT, _TOP = 15.0, 13.5
_PAD = 5.0


@dataclass(frozen=True, slots=True)
class AccountCard:
    """What one card says.

    Attributes:
        name: what its owner types at every login.
        code: works once.
        lines: what to do, and until when the code works.
    """

    name: str
    code: str
    roles: str
    lines: tuple[str, ...]


def account_cards(cards: Sequence[AccountCard], event_name: str, out: BinaryIO, made_at: datetime) -> int:
    """Print cards of 90 x 54 mm, ten on an A4 page; returns the number of pages.

    Args:
        cards: one for each account.
        event_name: on every card.
        out: the PDF.
        made_at: the date that the file bears.

    Raises:
        KioskError: a text does not fit.
    """
    pdf = PagedDocument(Document(out))
    places = _ACROSS * _DOWN
    for at in range(0, len(cards), places):
        pen = a4.new_pen()
        for slot, card in enumerate(cards[at : at + places]):
            row, column = divmod(slot, _ACROSS)
            _card(pen, card, event_name, (_LEFT + column * _WIDE, _TOP + row * _HIGH))
        a4.add(pdf, pen)
    return pdf.close((a4.WIDTH, a4.HEIGHT), event_name, made_at)


def _card(pen: Pen, card: AccountCard, event_name: str, at: tuple[float, float]) -> None:
    x, y = at
    for across, down, wide, high in (
        (0, 0, _WIDE, 0),
        (0, _HIGH, _WIDE, 0),
        (0, 0, 0, _HIGH),
        (_WIDE, 0, 0, _HIGH),
    ):
        a4.rule(pen, el.Box(x + across, y + down, wide, high), 0.2)
    left, wide, start = x + _PAD, _WIDE - 2 * _PAD, el.Align.START
    pen.lines(event_name, el.Box(left, y + 4, wide, 3.4), a4.style(8, start, colour=a4.GREY))
    pen.lines(card.name, el.Box(left, y + 9, wide, 6), a4.style(15, start, weight=Weight.BOLD))
    pen.lines(card.roles, el.Box(left, y + 15.6, wide, 3.6), a4.style(8, start, colour=a4.GREY))
    pen.lines(card.code, el.Box(left, y + 21.5, wide, 8), a4.style(20, el.Align.LEFT, weight=Weight.BOLD))
    for nth, line in enumerate(card.lines):
        pen.lines(line, el.Box(left, y + 33 + nth * 5.4, wide, 4.6), a4.style(8.5, start))
