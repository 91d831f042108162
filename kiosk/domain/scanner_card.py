"""The scanner's card: two codes of a known text, and what the way in which they are typed tells.

1. Both codes hold all ten digits and the letters in which keyboard layouts differ, in another order.
2. What stands before and after the known text is the scanner's prefix and suffix. What differs between the
   two codes is no prefix or suffix that can be kept: a date, a counter.
3. Neither code has the form of a credential: at a gate they are `invalid`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.bursts import SILENCE, Burst, Line
from kiosk.domain.layouts import NOTHING, TABLES, Hypothesis, meant
from kiosk.domain.typed import Scanner, without_alt_codes

CODES = ("KIOSK0123456789AMQYZ", "ZYQMA9876543210KIOSK")
"""The texts of the two codes."""
_CONTROLS = dict.fromkeys([*range(0x20), 0x7F, 0xFEFF])


class Digits(StrEnum):
    """How a scanner types digits."""

    KEYS = "keys"
    NUMERIC_PAD = "numeric_pad"
    """Without Num Lock: as cursor keys."""
    ALT_CODES = "alt_codes"


@dataclass(frozen=True, slots=True)
class Sample:
    """One code of the card as it was typed.

    Attributes:
        code: which of the two it is.
        prefix: what was typed before it, as on a US keyboard.
        suffix: what was typed behind it, before Enter or Tab.
        end: the character that ended it; "" for none.
        pace: seconds from one character to the next; 0.0 if they came at once.
    """

    code: str
    hypothesis: Hypothesis
    digits: Digits
    prefix: str
    suffix: str
    end: str
    pace: float


def read_sample(burst: Burst) -> Sample | None:
    """Return the code of the card that a burst holds; None if it holds none, or more lines than one."""
    if len(burst.lines) != 1:
        return None
    (line,) = burst.lines
    for text, digits in _ways(line):
        for hypothesis in TABLES:
            sent = meant(text, hypothesis)
            code = next((code for code in CODES if code in sent), None)
            if code is not None:
                before, _, after = sent.partition(code)
                return Sample(code, hypothesis, digits, before, after, line.end, _pace(burst))
    return None


def _pace(burst: Burst) -> float:
    """Return the seconds from one character to the next; at least SILENCE for a line typed by hand."""
    typed = sum(len(line.text) + len(line.end) for line in burst.lines)
    pace = (burst.at - burst.began) / max(1, typed - 1)
    return max(pace, SILENCE) if burst.is_by_hand else pace


def _ways(line: Line) -> Sequence[tuple[str, Digits]]:
    """Return a line as each way of typing digits would have it, without control characters."""
    plain = without_alt_codes(line.text)
    how = Digits.KEYS if plain == line.text else Digits.ALT_CODES
    ways = ((plain, how), (line.keypad, Digits.NUMERIC_PAD))
    return [(text.translate(_CONTROLS), digits) for text, digits in ways]


def has_changed(samples: Sequence[Sample]) -> bool:
    """Return whether what stands around the codes differs between samples."""
    return len({(sample.prefix, sample.suffix) for sample in samples}) > 1


def scanner_of(samples: Sequence[Sample]) -> Scanner:
    """Return what is to be kept of a scanner: of its additions only what stays and can be typed.

    Args:
        samples: at least one.
    """
    last = samples[-1]
    if has_changed(samples):
        return Scanner(last.hypothesis.layout)
    kept = ("" if NOTHING in text else text for text in (last.prefix, last.suffix))
    return Scanner(last.hypothesis.layout, *kept)
