"""Repairing typed input: a credential garbled by the layout of the computer that a hand scanner types into.

1. A scanner presses the keys of a US keyboard; on another layout the same keys type other characters.
2. Whole hypotheses about the keyboard are tried, in the order of `TABLES`; never single characters: a
   character that a hypothesis cannot produce rules it out.
3. Each hypothesis that yields a well-formed credential is a candidate; exactly one may open, and the
   list decides which. What a camera reads is never repaired.
4. What scanners are known to add around a code is removed: AIM's identifier, control characters, a BOM
   and `;`. Anything else around it (a date, a stray key) is dropped only if the list has the rest.
5. A scanner that types each character as Alt and its number in decimal is read as those characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.credential import ALPHABET, LENGTH, parse
from kiosk.domain.layouts import TABLES, Hypothesis, Layout, meant

LONGEST = 256
"""Longest line in which a credential is looked for: three codes of one trigger, one of which is ours."""

# White space of Unicode and of ISO 646 (C0), a byte-order mark, and what some scanners end a code with.
_AROUND = "".join(map(chr, range(0x21))) + "\x7f\xa0\ufeff;"
# ISO/IEC 15424: "]", the letter of the symbology and its modifier.
_AIM = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
# Terminals write Alt and a key as ESC and the key.
_ALT = re.compile(r"(?:\x1b[0-9])+").fullmatch
_INSIDE = re.compile(f"(?=([{ALPHABET}]{{{LENGTH}}}))")


@dataclass(frozen=True, slots=True)
class Scanner:
    """What is known of the hand scanner at a computer, and of that computer's keyboard.

    Attributes:
        layout: the keyboard layout.
        prefix: what the scanner types before each code, as on a US keyboard.
        suffix: what it types after each code, before Enter or Tab.
    """

    layout: Layout = Layout.US
    prefix: str = ""
    suffix: str = ""

    def without_additions(self, text: str) -> str:
        """Return a text without this scanner's prefix and suffix."""
        return text.removeprefix(self.prefix).removesuffix(self.suffix)


UNKNOWN = Scanner()
"""A scanner of which nothing is known: its prefix and suffix are found out line by line."""


@dataclass(frozen=True, slots=True)
class Typing:
    """One well-formed reading of what was typed."""

    hypothesis: Hypothesis
    text: str


def bare(typed: str) -> str:
    """Return a typed line without what scanners add around a code. Total on any str."""
    return _AIM.sub("", typed.strip(_AROUND), count=1).strip(_AROUND)


def typings(typed: str, scanner: Scanner = UNKNOWN) -> tuple[Typing, ...]:
    """Return the distinct well-formed readings of a typed line, most likely first; () for none.

    What scanners add around a code is removed first. Total on any str.
    """
    line = _unwrapped(typed)
    if len(line) > LONGEST:
        return ()
    found: dict[str, Typing] = {}
    for hypothesis in _likely(scanner):
        whole = meant(line, hypothesis)
        for text in (bare(whole), bare(scanner.without_additions(whole))):
            if parse(text) is not None:
                found.setdefault(text, Typing(hypothesis, text))
    return tuple(found.values())


def typings_within(typed: str, scanner: Scanner = UNKNOWN) -> tuple[Typing, ...]:
    """Return the distinct well-formed readings of every part of a line that is as long as a credential.

    Most are not credentials: the caller takes the only one that is on the list. Total on any str.
    """
    line = _unwrapped(typed)
    if not LENGTH < len(line) <= LONGEST:
        return ()
    found: dict[str, Typing] = {}
    for hypothesis in _likely(scanner):
        for part in _INSIDE.finditer(meant(line, hypothesis)):
            found.setdefault(part[1], Typing(hypothesis, part[1]))
    return tuple(found.values())


def repairs(typed: str) -> tuple[str, ...]:
    """Return the texts of `typings`: candidates of which exactly one may open."""
    return tuple(typing.text for typing in typings(typed))


def _likely(scanner: Scanner) -> Iterator[Hypothesis]:
    """Yield the hypotheses, those of the known layout first."""
    yield from sorted(TABLES, key=lambda hypothesis: hypothesis.layout is not scanner.layout)


def without_alt_codes(typed: str) -> str:
    """Return a line with the characters of its Alt codes, if it is made of them; else as it is."""
    line = typed.strip("\r\n\t ")
    return typed if _ALT(line) is None else _of_alt_codes(line[1::2])


def _unwrapped(typed: str) -> str:
    """Return a line without what is around it, with the characters of Alt codes."""
    return bare(without_alt_codes(typed))


def _of_alt_codes(digits: str) -> str:
    """Return the characters of a row of decimal numbers, of two digits each or filled up with zeros."""
    width = next((width for width in (4, 3) if _is_filled(digits, width)), 2)
    numbers = (digits[at : at + width] for at in range(0, len(digits), width))
    return "".join(chr(int(number)) for number in numbers)


def _is_filled(digits: str, width: int) -> bool:
    """Return whether numbers below 100 stand here with leading zeros, `width` digits each."""
    zeros = {digits[at : at + width - 2] for at in range(0, len(digits), width)}
    return len(digits) % width == 0 and zeros == {"0" * (width - 2)}
