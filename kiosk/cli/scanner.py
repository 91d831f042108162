"""`kiosk doctor --scanner`: the card's codes are scanned in this terminal, and what they tell is kept."""

from collections.abc import Iterator
from contextlib import closing

from rich.text import Text

from kiosk.badge.code import QUIET, grid
from kiosk.cli.app import console
from kiosk.cli.tables import say
from kiosk.domain.bursts import Burst, Keys
from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.domain.scanner_card import CODES, Sample, read_sample
from kiosk.gate.keyboard import Keyboard, Told
from kiosk.gate.wire import Tty

_LOOK = 0.1
"""Seconds between two looks at what was typed."""
_PAPER = "#000000 on #ffffff"
_ENDING = ("q", "\x03", "\x1b")
"""Keys that end the check: q, Ctrl-C, Esc. Here nobody passes by them."""
_HALVES = {("0", "0"): " ", ("1", "0"): "▀", ("0", "1"): "▄", ("1", "1"): "█"}


def take_samples(tty: Tty | None, clock: Clock) -> list[Sample]:
    """Show the card on the screen, and return both codes as the scanner typed them.

    Raises:
        KioskError: there is no terminal, or the check was ended before both were scanned.
    """
    if tty is None:
        raise KioskError("a scanner is checked in a terminal", "run this command in one, without pipes")
    _show_card()
    found: dict[str, Sample] = {}
    with closing(Keyboard(None)) as keyboard:
        keyboard.attend(tty, clock)
        for typed in _typed(keyboard):
            if isinstance(typed, Keys):
                if typed.text.lower() in _ENDING and not typed.before:
                    break
                continue
            sample = read_sample(typed)
            if sample is None:
                say("That was neither of the two codes. Try again, nearer or from the printed card.")
                continue
            found[sample.code] = sample
            say("Code {index} was read.", index=CODES.index(sample.code) + 1)
            if len(found) == len(CODES):
                return list(found.values())
    raise KioskError("the scanner's codes were not both read", "start again, and scan code 1, then code 2")


def _typed(keyboard: Keyboard) -> Iterator[Burst | Keys]:
    """Yield what is typed until the terminal is gone."""
    while True:
        for typed in keyboard.typed():
            if typed is Told.GONE:
                return
            if isinstance(typed, Burst | Keys):
                yield typed
        keyboard.rest(_LOOK)


def _show_card() -> None:
    say("Scan code 1, then code 2, covering the other with a hand. [q] ends.")
    for left, right in zip(*(_drawn(code) for code in CODES), strict=True):
        console.print(Text.assemble((left, _PAPER), "    ", (right, _PAPER)), soft_wrap=True)
    say(f"{'1':^29}    {'2':^29}")
    say("A laser scanner reads paper only: kiosk doctor --scanner --out card.pdf")


def _drawn(text: str) -> list[str]:
    """Draw a code in half blocks, with its quiet zone."""
    rows = grid(text)
    empty = "0" * (len(rows) + 2 * QUIET)
    edge = "0" * QUIET
    dots = [*[empty] * QUIET, *(f"{edge}{row}{edge}" for row in rows), *[empty] * (QUIET + 1)]
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(dots[::2], dots[1::2], strict=True)
    ]
