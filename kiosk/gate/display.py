"""Own the screens of a gate: a big terminal, lines of JSON, or nothing to be seen."""

import json
from collections.abc import Mapping
from typing import Protocol, TextIO

from rich.align import Align
from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from kiosk.domain.credential import printed
from kiosk.domain.journal import Plain
from kiosk.gate.sign import Colour, Sign
from kiosk.service.admit import Admitted

STYLES: Mapping[Colour, str] = {
    Colour.GREEN: "bold white on dark_green",
    Colour.RED: "bold white on dark_red",
    Colour.AMBER: "bold black on orange1",
    Colour.FAULT: "bold black on yellow",
    Colour.IDLE: "white on grey23",
}
SYMBOLS: Mapping[Colour, str] = {
    Colour.GREEN: "✔  ✔  ✔",
    Colour.RED: "✖  ✖  ✖",
    Colour.AMBER: "!  !  !",
    Colour.FAULT: "⚠  ⚠  ⚠",
    Colour.IDLE: "·  ·  ·",
}
"""Colour is not the only sign: one man in twelve cannot tell red from green."""


class Display(Protocol):
    """A lamp: what shows a gate's signs."""

    def show(self, sign: Sign) -> None:
        """Show a sign until the next one."""

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Take note of a scan that was recorded, before its sign is shown."""

    def close(self) -> None:
        """Leave the screen as it was."""


class Headless:
    """Shows nothing."""

    def show(self, sign: Sign) -> None:
        """Show nothing."""

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Leave nothing."""


class JsonLines(Headless):
    """One line for each recorded scan, after its commit; faults are for the journal."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Write the line and flush it, so that who reads it knows of it at once."""
        self._out.write(json.dumps(described(admitted, latency_ms), ensure_ascii=False) + "\n")
        self._out.flush()


def described(admitted: Admitted, latency_ms: float) -> dict[str, Plain | float]:
    """Return a recorded scan as `kiosk gate --json` writes it. Alerts are not in it."""
    decision = admitted.decision
    return {
        "seq": admitted.seq,
        "at": admitted.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "gate": admitted.checkpoint.gate,
        "direction": admitted.checkpoint.direction,
        "badge": None if admitted.number is None else printed(admitted.number),
        "decision": decision.outcome,
        "reason": decision.reason,
        "notices": list(decision.notices),
        "latency_ms": round(latency_ms, 1),
    }


class Terminal:
    """A full screen in one colour, readable from three metres in an 80-column terminal.

    Args:
        console: the terminal.
        title: the gate, its direction, and whether this is a demonstration.
    """

    def __init__(self, console: Console, title: str) -> None:
        self._title = title
        self._granted = 0
        self._denied = 0
        self._console = console
        self._live = Live(console=console, screen=console.is_terminal, auto_refresh=False)
        self._live.start()

    def show(self, sign: Sign) -> None:
        """Fill the screen with a sign."""
        height = self._console.height if self._console.is_terminal else None
        self._live.update(draw(sign, self._title, self._footer(), height), refresh=True)

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:  # noqa: ARG002 - for other screens
        """Count."""
        if admitted.decision.is_granted:
            self._granted += 1
        else:
            self._denied += 1

    def close(self) -> None:
        """Give the terminal back."""
        self._live.stop()

    def _footer(self) -> str:
        return f"✔ {self._granted}   ✖ {self._denied}"


def draw(sign: Sign, title: str, footer: str, height: int | None = None) -> Panel:
    """Return a sign as rich draws it, `height` lines high; names are text, never markup."""
    symbol = SYMBOLS[sign.colour]
    wide = " ".join(sign.headline) if len(sign.headline) <= 16 else sign.headline
    gap = Text(" ")
    lines = [Text(symbol), gap, Text(wide, style="underline"), Text(sign.second), gap]
    lines += [Text(who) for who in sign.who]
    if sign.to_do:
        lines += [gap, Text(f"→ {sign.to_do}")]
    lines += [Text(f"• {notice}") for notice in sign.notices]
    body = Group(*(Align.center(line) for line in lines))
    return Panel(
        Align.center(body, vertical="middle"),
        title=title,
        subtitle=footer,
        style=STYLES[sign.colour],
        padding=(1, 2),
        expand=True,
        height=height,
    )
