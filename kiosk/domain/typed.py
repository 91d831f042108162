"""Own the repair of typed input: what a keyboard-wedge scanner on a French layout makes of a credential.

1. A scanner presses the keys of a US keyboard; on a French layout these keys mean other characters.
2. Whole hypotheses about the keyboard are tried, in the order of `Keyboard`; never single characters: a
   character that a hypothesis cannot produce rules it out.
3. Each hypothesis that yields a well-formed credential is a candidate; exactly one may open, and whoever
   holds the list decides which. What a camera reads is never repaired.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.credential import LENGTH, parse


class Keyboard(StrEnum):
    """How the characters typed may have come about, in the order in which they are tried."""

    AS_TYPED = "as_typed"
    CAPS_LOCK = "caps_lock"
    SHIFTED_DIGITS = "shifted_digits"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Typing:
    """One well-formed reading of what was typed."""

    keyboard: Keyboard
    text: str


_PLAIN_DIGITS = "0123456789"
# M is apart: on a French layout its place holds the comma (shifted: the question mark).
_LETTERS = "ABCDEFGHJKNPQRSTVWXYZ"
_ON_FRENCH_KEYS = _LETTERS.translate(str.maketrans("AQZW", "QAWZ"))
# The keys 1 to 9 and 0 on a French layout; then 6 and 8 where the Belgian and Apple layouts differ.
_DIGIT_KEYS = dict(zip("&é\"'(-è_çà§!", "123456789068", strict=True))

_US_CAPS = {digit: digit for digit in _PLAIN_DIGITS} | {letter.lower(): letter for letter in _LETTERS + "M"}
_FRENCH = _DIGIT_KEYS | dict(zip(_ON_FRENCH_KEYS, _LETTERS, strict=True)) | {"?": "M"}
_FRENCH_CAPS = (
    # Windows locks the digits too, X11 makes the accented letters capitals; some drivers do neither.
    {digit: digit for digit in _PLAIN_DIGITS}
    | _DIGIT_KEYS
    | {key.upper(): digit for key, digit in _DIGIT_KEYS.items()}
    | dict(zip(_ON_FRENCH_KEYS.lower(), _LETTERS, strict=True))
    | {",": "M", "?": "M"}
)
_HYPOTHESES: tuple[tuple[Keyboard, Mapping[str, str]], ...] = (
    (Keyboard.CAPS_LOCK, _US_CAPS),
    (Keyboard.SHIFTED_DIGITS, _FRENCH),
    (Keyboard.BOTH, _FRENCH_CAPS),
)


def typings(typed: str) -> tuple[Typing, ...]:
    """Return the distinct well-formed readings of a typed line, most likely first; () for none.

    White space around the line (the scanner's Enter or Tab) is no part of it. Total on any str.
    """
    line = typed.strip()
    if len(line) != LENGTH:
        return ()
    readings = {line: Keyboard.AS_TYPED}
    for keyboard, keys in _HYPOTHESES:
        readings.setdefault("".join([keys.get(character, "?") for character in line]), keyboard)
    return tuple(Typing(keyboard, text) for text, keyboard in readings.items() if parse(text) is not None)


def repairs(typed: str) -> tuple[str, ...]:
    """Return the texts of `typings`: candidates of which exactly one may open."""
    return tuple(typing.text for typing in typings(typed))
