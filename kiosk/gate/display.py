"""The screens of a gate: a full terminal, lines of JSON, or nothing visible."""

import json
import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TextIO

from rich.console import Console
from rich.live import Live

from kiosk.domain.credential import printed
from kiosk.domain.journal import Plain
from kiosk.domain.model import Admitted
from kiosk.gate.screen import SYMBOLS, draw, still
from kiosk.service.words.sign import Colour, Sign


@dataclass(slots=True)
class Caption:
    """What the frame of a terminal says.

    Attributes:
        title: the gate, its direction, and whether this is a demonstration.
        camera: says what the camera delivers.
        keys: what staff can press.
    """

    title: str
    camera: Callable[[], str] = str
    keys: str = ""


class Display(Protocol):
    """A lamp: what shows a gate's signs."""

    def show(self, sign: Sign) -> None:
        """Show a sign until the next one."""

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Take note of a scan that was recorded, before its sign is shown."""

    def undone(self) -> None:
        """Take note that the last passage was undone, before that is shown."""

    def close(self) -> None:
        """Leave the screen as it was."""


class Headless:
    """Shows nothing."""

    def show(self, sign: Sign) -> None:
        """Show nothing."""

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Say nothing."""

    def undone(self) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Leave nothing."""


class Complaints(Headless):
    """Reports each fault, and its end, on one line: for a gate without a screen.

    Args:
        errors: where they are written; None leaves them to the journal alone.
    """

    def __init__(self, errors: TextIO | None) -> None:
        self._errors = errors
        self._said = ""

    def show(self, sign: Sign) -> None:
        """Write each question, and each fault once; the first other sign after it says that it is over."""
        if sign.colour is Colour.ASK:
            if self._errors is not None:
                self._errors.write(f"kiosk: {still(sign.to_do)}\n")
                self._errors.flush()
            return
        parts = dict.fromkeys((sign.headline, sign.second, *sign.notices))
        said = " · ".join(part for part in parts if part) if sign.colour is Colour.FAULT else ""
        if self._errors is None or said == self._said:
            return
        self._said = said
        line = f"kiosk: fault: {said}" if said else "kiosk: the fault is over"
        self._errors.write(f"{still(line)}\n")
        self._errors.flush()


class JsonLines(Complaints):
    """One line for each recorded scan, after its commit; faults never come between them.

    Args:
        out: where the lines go.
        errors: where faults are written; None leaves them to the journal alone.
        gone: called when the reader of the lines is gone: without its lamp a gate must let nobody in.
    """

    def __init__(
        self, out: TextIO, errors: TextIO | None = None, gone: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(errors)
        self._out = out
        self._gone = gone

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Write the line and flush it, so that its reader sees it at once."""
        try:
            self._out.write(json.dumps(described(admitted, latency_ms), ensure_ascii=False) + "\n")
            self._out.flush()
        except OSError:  # on Windows a closed pipe raises one of several errors
            self._gone()


def described(admitted: Admitted, latency_ms: float) -> dict[str, Plain | float]:
    """Return a recorded scan as `kiosk gate --json` writes it, without its alerts."""
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


PATIENCE = 5
"""Seconds to wait for a terminal that accepts no output."""
# xterm's alternate screen, the cursor, and ECMA-48's ED.
_LEAVE = b"\x1b[0m\x1b[?1049l\x1b[?25h"
_ENTER = b"\x1b[?1049h\x1b[?25l\x1b[2J"


class Terminal:
    """A full screen in one colour, readable from three metres in an 80-column terminal.

    Args:
        console: the terminal.
        caption: what its frame says; it may change.
    """

    def __init__(self, console: Console, caption: Caption) -> None:
        self._caption = caption
        self._granted = 0
        self._denied = 0
        self._console = console
        self._live = Live(console=console, screen=console.is_terminal, auto_refresh=False)
        self._live.start()

    def show(self, sign: Sign) -> None:
        """Fill the screen with a sign; skip it if the terminal has accepted no output for seconds."""
        waited = self._waited()
        if waited and (sign.colour is Colour.GREEN or waited == PATIENCE):
            return
        height = self._console.height if self._console.is_terminal else None
        with suppress(OSError):  # the terminal is gone; the reader of its keys notices that too
            self._live.update(draw(sign, self._caption.title, self._footer(), height), refresh=True)

    def _waited(self) -> int:
        """Wait until the terminal accepts output; return for how many whole seconds it did not."""
        if not self._console.is_terminal or sys.platform == "win32":
            return 0
        with suppress(OSError, ValueError):  # not a terminal of the system
            screen = self._console.file.fileno()
            for seconds in range(PATIENCE):
                if select.select([], [screen], [], 1.0)[1]:
                    return seconds
            return PATIENCE
        return 0

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:  # noqa: ARG002 - for other screens
        """Count the decision."""
        if admitted.decision.is_granted:
            self._granted += 1
        else:
            self._denied += 1

    def undone(self) -> None:
        """Count a person less: the frame says the same as the line at the end."""
        self._granted -= 1

    def close(self) -> None:
        """Give the terminal back."""
        with suppress(OSError):
            self._live.stop()

    def leave(self) -> None:
        """Put the shell's screen back, in a single write, so that a signal handler can do it."""
        self._steer(_LEAVE)

    def enter(self) -> None:
        """Take an empty screen again for the next sign, in a single write."""
        self._steer(_ENTER)

    def _steer(self, sequence: bytes) -> None:
        if self._console.is_terminal:
            with suppress(OSError, ValueError):
                os.write(self._console.file.fileno(), sequence)

    def _footer(self) -> str:
        counts = f"{SYMBOLS[Colour.GREEN]} {self._granted}   {SYMBOLS[Colour.RED]} {self._denied}"
        return "   ".join(part for part in (counts, self._caption.camera(), self._caption.keys) if part)
