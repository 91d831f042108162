"""The gate card: one A4 page to hang beside a gate's screen, what each colour means and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.papers import a4
from kiosk.badge.pdf.document import Document
from kiosk.badge.pdf.paged import PagedDocument
from kiosk.badge.text.fonts import Weight

_WIDE = a4.WIDTH - 2 * a4.MARGIN
_SCREENS, _SCREEN, _FIELD = 33.0, 13.6, 54.0
"""Rows of screens: the first one's top, from one to the next, the width of the coloured field."""
_REFUSAL, _COLUMN, _APART = 14.0, 84.5, 5.0
"""Rows of refusals, in two columns: from one to the next, from column to column."""
_BAR = 5.6
_SIGN = 9.0
"""The field of a sign before a headline."""


@dataclass(frozen=True, slots=True)
class Tint:
    """The colours of a screen, each `#rrggbb`, and the sign for people who cannot see colours."""

    ground: str
    letters: str
    sign: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A headline as on the screen, and what it means or asks for; each in two languages."""

    tint: Tint
    headline: tuple[str, str]
    text: tuple[str, str]


@dataclass(frozen=True, slots=True)
class GateCard:
    """All texts of the page; pairs are in the first and the second language.

    Attributes:
        above: the event, small.
        screens: the screens that may be shown.
        rule: what staff never do at a gate, or always.
        reasons: the title over the refusals.
        refusals: each reason, in order of precedence.
        keys: what may be typed.
    """

    above: str
    title: tuple[str, str]
    screens: tuple[Saying, ...]
    rule: tuple[str, str]
    reasons: tuple[str, str]
    refusals: tuple[Saying, ...]
    keys: tuple[tuple[str, str], ...]


def gate_card_page(card: GateCard, out: BinaryIO, made_at: datetime) -> int:
    """Print the card on A4; returns the number of pages, 1.

    Args:
        card: what it says.
        out: the PDF.
        made_at: the date that the file bears.

    Raises:
        KioskError: a text does not fit.
    """
    pen = a4.new_pen()
    bold = Weight.BOLD
    pen.lines(card.above, el.Box(a4.MARGIN, 11, _WIDE, 4), a4.style(10, el.Align.START, colour=a4.GREY))
    pen.lines(
        " · ".join(card.title), el.Box(a4.MARGIN, 18, _WIDE, 9), a4.style(24, el.Align.START, weight=bold)
    )
    y = _SCREENS
    for saying in card.screens:
        _screen(pen, saying, y)
        y += _SCREEN
    _rule(pen, card.rule, y + 1)
    y += 14
    pen.lines(
        " · ".join(card.reasons), el.Box(a4.MARGIN, y, _WIDE, 4), a4.style(11, el.Align.START, weight=bold)
    )
    half = -(-len(card.refusals) // 2)
    for nth, saying in enumerate(card.refusals):
        column, row = divmod(nth, half)
        _refusal(pen, saying, (a4.MARGIN + column * (_COLUMN + _APART), y + 7 + row * _REFUSAL))
    _keys(pen, card.keys, y + 8 + half * _REFUSAL)
    pdf = PagedDocument(Document(out))
    a4.add(pdf, pen)
    return pdf.close((a4.WIDTH, a4.HEIGHT), " · ".join(card.title), made_at)


def _screen(pen: Pen, saying: Saying, y: float) -> None:
    """Draw the screen as a coloured field, and what it means beside it."""
    tint, (first, second) = saying.tint, saying.headline
    pen.fill(el.Box(a4.MARGIN, y, _FIELD, _SCREEN - 1.6), tint.ground, 1.2)
    sign = a4.style(22, el.Align.CENTRE, colour=tint.letters, weight=Weight.BOLD)
    pen.lines(tint.sign, el.Box(a4.MARGIN, y, _SIGN, _SCREEN - 1.6), sign)
    within, wide = a4.MARGIN + _SIGN, _FIELD - _SIGN - 2
    large = a4.style(15, el.Align.START, colour=tint.letters, weight=Weight.BOLD)
    pen.lines(first, el.Box(within, y + 1.6, wide, 4.6), large)
    pen.lines(second, el.Box(within, y + 7.6, wide, 2.8), a4.style(9, el.Align.START, colour=tint.letters))
    left = a4.MARGIN + _FIELD + 4
    _two(pen, saying.text, el.Box(left, y, _WIDE - _FIELD - 4, _SCREEN - 1.6))


def _two(pen: Pen, texts: Sequence[str], box: el.Box) -> None:
    """Write a text in the first language, in black, and under it in the second, in grey."""
    half = box.height / 2
    for nth, (text, size, colour) in enumerate(zip(texts, (10.5, 9.5), (a4.INK, a4.GREY), strict=True)):
        style = a4.style(size, el.Align.START, lines=2, colour=colour)
        pen.lines(text, el.Box(box.x, box.y + nth * half, box.width, half - 0.4), _small(style))


def _rule(pen: Pen, rule: Sequence[str], y: float) -> None:
    pen.fill(el.Box(a4.MARGIN, y, _WIDE, 8), a4.INK, 1.2)
    white = a4.style(11, el.Align.CENTRE, colour="#ffffff", weight=Weight.BOLD)
    _halves(pen, rule, el.Box(a4.MARGIN + 3, y + 1, _WIDE - 6, 6), white)


def _halves(pen: Pen, pair: Sequence[str], box: el.Box, style: el.TextStyle) -> None:
    """Write two texts side by side: in one line, the full stops of Arabic would end up on the wrong side."""
    wide = (box.width - _APART) / 2
    for nth, text in enumerate(pair):
        pen.lines(text, el.Box(box.x + nth * (wide + _APART), box.y, wide, box.height), _small(style))


def _refusal(pen: Pen, saying: Saying, at: tuple[float, float]) -> None:
    """Draw one reason: its colour as a bar, its headline, what to do, and both in the second language."""
    x, y = at
    bar, tint = el.Box(x, y, _BAR, _REFUSAL - 2.2), saying.tint
    pen.fill(bar, tint.ground, 0.8)
    pen.lines(tint.sign, bar, a4.style(15, el.Align.CENTRE, colour=tint.letters, weight=Weight.BOLD))
    left, wide = x + _BAR + 2.2, _COLUMN - _BAR - 2.2
    first, second = saying.headline
    bold = a4.style(10, el.Align.START, weight=Weight.BOLD)
    pen.lines(first, el.Box(left, y, wide, 3), _small(bold))
    pen.lines(saying.text[0], el.Box(left, y + 4.3, wide, 2.8), _small(a4.style(9.5, el.Align.START)))
    other = f"{second} · {saying.text[1]}"
    grey = a4.style(8, el.Align.START, colour=a4.GREY)
    pen.lines(other, el.Box(left, y + 8.5, wide, 2.6), _small(grey))


def _small(style: el.TextStyle) -> el.TextStyle:
    """Let a text shrink further rather than have no card: the words of screens may grow longer."""
    return replace(style, smallest=5)


def _keys(pen: Pen, keys: Sequence[Sequence[str]], y: float) -> None:
    a4.rule(pen, el.Box(a4.MARGIN, y, _WIDE, 0), 0.2)
    for nth, pair in enumerate(keys):
        box = el.Box(a4.MARGIN, y + 3 + nth * 5, _WIDE, 3)
        _halves(pen, pair, box, a4.style(9, el.Align.START))
