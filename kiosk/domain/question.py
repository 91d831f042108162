"""The question: how staff give a gate commands by key, although a scanner types whatever a visitor holds up.

1. No key or sequence of keys known beforehand does anything: it could be printed in a code.
2. A single key opens a question, which shows a random digit for five seconds.
3. That digit alone, more than 150 ms after the question was drawn, answers it. Anything else closes it.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.domain.bursts import Keys
from kiosk.domain.clock import Clock, RandomBytes

OPEN_FOR = 5.0
"""Seconds for which a question may be answered."""
TOO_SOON = 0.150
"""Seconds after it was drawn within which no person can have read it."""


class Wish(StrEnum):
    """What staff may ask of a gate."""

    END = "end"
    TURN_BACK = "turn_back"
    CONFIRM_CLOCK = "confirm_clock"


KEYS: Mapping[str, Wish] = {"q": Wish.END, "-": Wish.TURN_BACK, "!": Wish.CONFIRM_CLOCK}
# On a French layout "-" and "!" are on keys of 6 and 8: a question never shows these.
DIGITS = "01234579"
_FRENCH_KEYS = dict(zip("&é\"'(èçà", "12345790", strict=True))


def wish_of(line: str) -> Wish | None:
    """Return the wish that a single key stands for."""
    return KEYS.get(line.strip().lower())


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the screen.

    Attributes:
        drawn_at: when it appeared on the screen; monotonic seconds.
    """

    wish: Wish
    digit: str
    drawn_at: float

    def is_answered_by(self, keys: Keys) -> bool:
        """Say whether this key is the digit shown, pressed late enough to have been read."""
        return digit_of(keys.text) == self.digit and TOO_SOON < keys.at - self.drawn_at < OPEN_FOR


def digit_of(text: str) -> str | None:
    """Return the digit that one key means, unshifted on a French layout too; None for anything else."""
    if len(text) != 1:
        return None
    value = unicodedata.decimal(text, None)
    return _FRENCH_KEYS.get(text.lower()) if value is None else str(value)


def draw_digit(random: RandomBytes) -> str:
    """Return a digit for a question, which nobody can know beforehand."""
    return DIGITS[random(1)[0] % len(DIGITS)]


def struck(asked: Question | None, keys: Keys, digit: str, now: float) -> Question | Wish | None:
    """Return what keys lead to: a question to be drawn, a wish to be fulfilled, or nothing.

    Args:
        asked: the question that is open, which these keys answer or close.
        keys: what was struck.
        digit: that a question which they open shows.
        now: monotonic seconds.
    """
    if asked is not None:
        return asked.wish if asked.is_answered_by(keys) else None
    wish = None if keys.before else wish_of(keys.text)
    return None if wish is None else Question(wish, digit, now)


class Asking:
    """The question that is asked at the moment where there is no gate yet, if any.

    Args:
        random: draws the digits.
        clock: whose monotonic seconds keys carry too.
    """

    def __init__(self, random: RandomBytes, clock: Clock) -> None:
        self._random = random
        self._clock = clock
        self._open: Question | None = None

    @property
    def is_open(self) -> bool:
        """Whether a question is on the screen."""
        return self._open is not None

    def strike(self, keys: Keys) -> Question | Wish | None:
        """Return what keys lead to: a question to draw, a wish to carry out, or nothing."""
        led_to = struck(self._open, keys, draw_digit(self._random), self._clock.monotonic())
        self._open = led_to if isinstance(led_to, Question) else None
        return led_to

    def drawn(self) -> None:
        """Note that the question has just been drawn: it can be read from now on."""
        if self._open is not None:
            self._open = replace(self._open, drawn_at=self._clock.monotonic())

    def close(self) -> None:
        """Drop the question: a burst came, or the screen shows something else."""
        self._open = None
