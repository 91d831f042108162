"""The layout of a sign in a terminal: large letters and bands, smaller where space is short.

1. Colour is never the only signal: the headline and its symbol say the same.
2. A warning about the station is a band across the screen, on every sign that carries it.
3. In a terminal that is too small the letters shrink; nothing is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.align import Align
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.text import Text

from kiosk.gate.letters import large
from kiosk.service.words.catalogue import Instruction
from kiosk.service.words.sign import Colour, Sign

STYLES: Mapping[Colour, str] = {
    Colour.GREEN: "bold #00231b on #2be0b5",
    Colour.RED: "bold #ffffff on #8f0018",
    Colour.AMBER: "bold #1d1200 on #ffa800",
    Colour.FAULT: "bold #000000 on #ffe600",
    Colour.IDLE: "#ffffff on #1e1e69",
    Colour.ASK: "bold #ffffff on #16607a",
}
"""The colours of the pages (web/static/base.css): told apart by everybody, whatever colours they see."""
SYMBOLS: Mapping[Colour, str] = {
    Colour.GREEN: "✔",
    Colour.RED: "✖",
    Colour.AMBER: "!",
    Colour.FAULT: "⚠",
    Colour.IDLE: "·",
    Colour.ASK: "?",
}
"""Colour is not the only signal: one man in twelve cannot tell red from green."""
_BAND = "bold #000000 on #ffe600"
_DARK_BAND = "bold #ffe600 on #000000"
_BANDS: Mapping[Colour, str] = {Colour.AMBER: _DARK_BAND, Colour.FAULT: _DARK_BAND}


@dataclass(frozen=True, slots=True)
class _Room:
    """How generously a sign is laid out.

    Attributes:
        dot: the size of a dot of the headline's letters; 0 for plain letters.
        band: the same for the letters of the bands.
        margin: dots above and below a band's letters.
        gap: empty rows between the parts.
    """

    dot: int
    band: int = 1
    margin: int = 1
    gap: int = 0


_ROOMS = (
    _Room(2, gap=1),
    _Room(1, gap=1),
    _Room(1),
    _Room(1, margin=0),
    _Room(1, band=0, gap=1),
    _Room(1, band=0),
    _Room(0, band=0),
)


def draw(sign: Sign, title: str, footer: str, height: int | None = None) -> Panel:
    """Return a sign as a rich panel, `height` rows high; names are text, never markup."""
    return Panel(
        _Body(sign),
        title=Text(title),
        subtitle=Text(footer),
        style=STYLES[sign.colour],
        padding=(0, 1),
        expand=True,
        height=height,
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """What a sign says, in the largest letters that fit."""

    sign: Sign

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # Double-size letters fill a screen that would otherwise be empty; they are not for scrolling output.
        rooms = _ROOMS[1:] if options.height is None else _ROOMS
        for room in (_ROOMS[-1],) if options.ascii_only else rooms:
            rows = list(self._rows(options.max_width, room))
            drawn = Group(*rows)
            tall = len(console.render_lines(drawn, options.update(height=None), pad=False))
            if options.height is None or tall <= options.height:
                break
        yield Align.center(drawn, vertical="middle", height=options.height)

    def _rows(self, columns: int, room: _Room) -> Iterator[RenderableType]:
        sign = self.sign
        gap = [Text(" ")] * room.gap
        yield Align.center(Text("  ".join(SYMBOLS[sign.colour] * 3)))
        yield from gap
        yield from _headline(sign.headline, columns, room.dot)
        yield from gap
        # The same in small: with all accents, in both languages, and fit for copying.
        yield Align.center(Text(" · ".join(part for part in (sign.headline, sign.second) if part)))
        if sign.who:
            yield from gap
        for who in sign.who:
            yield Align.center(Text(still(who)))
        if sign.to_do:
            yield from gap
            yield Align.center(Text(f"→ {sign.to_do}"))
        for notice in sign.notices:
            yield Align.center(Text(f"• {notice}"))
        for warning in sign.warnings:
            yield from gap
            yield from _band(warning, columns, room, _BANDS.get(sign.colour, _BAND))


def _headline(words: str, columns: int, dot: int) -> Iterator[RenderableType]:
    rows = large(words, columns, dot) if dot else None
    if rows is None and dot > 1:
        rows = large(words, columns)
    yield from (Align.center(Text(row)) for row in rows or (_spaced(words, columns),))


def _band(warning: Instruction, columns: int, room: _Room, style: str) -> Iterator[RenderableType]:
    """Draw a warning across the full width."""
    rows = large(warning.headline, columns, room.band, room.margin) if room.band else None
    lines = (*rows, warning.to_do) if rows else (_spaced(f"{warning.headline} - {warning.to_do}", columns),)
    for line in lines:
        yield Text(line.center(columns), style=style)


def still(name: str) -> str:
    """Return a name that cannot control the terminal; joiners stay, as Arabic and Persian names need them."""
    return "".join(
        char if char.isprintable() or char in "\u200c\u200d" else "\N{REPLACEMENT CHARACTER}" for char in name
    )


def _spaced(words: str, columns: int) -> str:
    wide = " ".join(words)
    return wide if len(wide) <= columns else words
