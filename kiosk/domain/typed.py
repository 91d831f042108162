"""Repairing typed input: a credential garbled by a hand scanner on a French keyboard layout.

1. A scanner presses the keys of a US keyboard; on a French layout the same keys type other characters.
2. Whole hypotheses about the keyboard are tried, in the order of `Hypothesis`; never single characters: a
   character that a hypothesis cannot produce rules it out.
3. Each hypothesis that yields a well-formed credential is a candidate; exactly one may open, and the
   list decides which. What a camera reads is never repaired.
4. What scanners are known to add around a code is removed: AIM's identifier, control characters, a BOM
   and `;`. Anything else around it (a date, a stray key) is dropped only if the list has the rest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.credential import LENGTH, parse


class Hypothesis(StrEnum):
    """What the keyboard may have done to the characters typed, in the order in which they are tried."""

    AS_TYPED = "as_typed"
    CAPS_LOCK = "caps_lock"
    SHIFTED_DIGITS = "shifted_digits"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Typing:
    """One well-formed reading of what was typed."""

    keyboard: Hypothesis
    text: str


_PLAIN_DIGITS = "0123456789"
# M is separate: on a French layout its key types a comma (shifted: a question mark).
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
_HYPOTHESES: tuple[tuple[Hypothesis, Mapping[str, str]], ...] = (
    (Hypothesis.CAPS_LOCK, _US_CAPS),
    (Hypothesis.SHIFTED_DIGITS, _FRENCH),
    (Hypothesis.BOTH, _FRENCH_CAPS),
)


LONGEST = 64
"""Longest line in which a credential is looked for: a code with a prefix, a suffix and a date."""

# White space of Unicode and of ISO 646 (C0), a byte-order mark, and what some scanners end a code with.
_AROUND = "".join(map(chr, range(0x21))) + "\x7f\xa0\ufeff;"
# ISO/IEC 15424: "]", the letter of the symbology and its modifier.
_AIM = re.compile(r"^\][A-Za-z][0-9A-Za-z]")


def bare(typed: str) -> str:
    """Return a typed line without what scanners add around a code. Total on any str."""
    return _AIM.sub("", typed.strip(_AROUND), count=1).strip(_AROUND)


def typings(typed: str) -> tuple[Typing, ...]:
    """Return the distinct well-formed readings of a typed line, most likely first; () for none.

    What scanners add around a code is removed first. Total on any str.
    """
    line = bare(typed)
    return _readings(line) if len(line) == LENGTH else ()


def typings_within(typed: str) -> tuple[Typing, ...]:
    """Return the distinct well-formed readings of every part of a line that is as long as a credential.

    Most are not credentials: the caller takes the only one that is on the list. Total on any str.
    """
    if not LENGTH < len(typed) <= LONGEST:
        return ()
    parts = (typed[start : start + LENGTH] for start in range(len(typed) - LENGTH + 1))
    found = {typing.text: typing for part in parts for typing in _readings(part)}
    return tuple(found.values())


def _readings(line: str) -> tuple[Typing, ...]:
    readings = {line: Hypothesis.AS_TYPED}
    for keyboard, keys in _HYPOTHESES:
        readings.setdefault("".join([keys.get(character, "?") for character in line]), keyboard)
    return tuple(Typing(keyboard, text) for text, keyboard in readings.items() if parse(text) is not None)


def repairs(typed: str) -> tuple[str, ...]:
    """Return the texts of `typings`: candidates of which exactly one may open."""
    return tuple(typing.text for typing in typings(typed))
