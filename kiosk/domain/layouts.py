"""Keyboard layouts: which characters a computer makes of the keys that a hand scanner presses.

1. A scanner presses the keys of a US keyboard, with Shift for capitals. The computer turns them into the
   characters of its own layout.
2. A table holds the ten digits and 26 letters, and two marks that scanners put around a code: `]` and `;`.
   Layouts that agree in digits and letters share one table (Spanish, Italian and Turkish Q with US).
3. With caps lock, Shift gives small letters. The digit keys give a digit (Windows), an accented capital (X11)
   or what they give without it.
4. Digits sent by the numeric pad are digits in every layout: with French letters that is a table of its own.

The characters are those of the layouts of Windows and of the X Keyboard Extension.
"""
# ruff: noqa: RUF001 - Turkish has a dotless i

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Layout(StrEnum):
    """A keyboard layout, as far as digits and letters tell."""

    US = "us"
    FRENCH = "french"
    BELGIAN = "belgian"
    FRENCH_KEYPAD = "french_keypad"
    FRENCH_AFNOR = "french_afnor"
    QWERTZ = "qwertz"
    CZECH = "czech"
    CZECH_QWERTY = "czech_qwerty"
    SLOVAK = "slovak"
    TURKISH_F = "turkish_f"


NOTHING = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that a layout has on none of these keys."""

_DIGITS = "1234567890"
_LETTERS = "QWERTYUIOPASDFGHJKLZXCVBNM"


@dataclass(frozen=True, slots=True)
class _Keys:
    """What a layout types for the keys of a US keyboard.

    Attributes:
        digits: for 1 to 9 and 0, without Shift.
        capitals: for the letters in their rows, with Shift.
        small: the same without Shift, or with Shift and caps lock.
        bracket: what `]` may be.
        semicolon: what `;` may be.
    """

    digits: str
    capitals: str
    small: str
    bracket: str
    semicolon: str


_SWAPPED = "QWERTZUIOPASDFGHJKLYXCVBNM"
_AZERTY = "AZERTYUIOPQSDFGHJKLWXCVBN"  # and the key of M, which types a mark

_KEYS: Mapping[Layout, _Keys] = {
    # Small letters of Turkish Q have a dotless i; the marks are those of US, Spanish and Italian, Turkish Q.
    Layout.US: _Keys(_DIGITS, _LETTERS, "qwertyuiopasdfghjklzxcvbnm", "]+ü", ";ñòş"),
    Layout.FRENCH: _Keys("&é\"'(-è_çà", f"{_AZERTY}?", f"{_AZERTY.lower()},", "$", "m"),
    Layout.BELGIAN: _Keys("&é\"'(§è!çà", f"{_AZERTY}?", f"{_AZERTY.lower()},", "$", "m"),
    Layout.FRENCH_KEYPAD: _Keys(_DIGITS, f"{_AZERTY}?", f"{_AZERTY.lower()},", "$", "m"),
    Layout.FRENCH_AFNOR: _Keys("àéèê()\u2018\u2019«»", f"{_AZERTY}?", f"{_AZERTY.lower()}.", "+", "m"),
    Layout.QWERTZ: _Keys(_DIGITS, _SWAPPED, _SWAPPED.lower(), "+¨", "öé"),
    Layout.CZECH: _Keys("+ěščřžýáíé", _SWAPPED, _SWAPPED.lower(), ")", "ů"),
    Layout.CZECH_QWERTY: _Keys("+ěščřžýáíé", _LETTERS, _LETTERS.lower(), ")", "ů"),
    Layout.SLOVAK: _Keys("+ľščťžýáíé", _SWAPPED, _SWAPPED.lower(), "ä", "ô"),
    Layout.TURKISH_F: _Keys(
        _DIGITS, "FGĞIODRNHPUİEAÜTKMLJÖVCÇZS", "fgğıodrnhpuieaütkmljövcçzs", "w", "y"
    ),
}  # fmt: skip
_DOTLESS = {"ı": "I"}
"""Turkish Q types a dotless i for the small letter of I."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the keyboard may have done to the characters typed."""

    layout: Layout
    has_caps_lock: bool = False

    @property
    def name(self) -> str:
        """The name in the journal; the first four are older than the others."""
        return _NAMES.get(self, f"{self.layout}_caps_lock" if self.has_caps_lock else self.layout.value)


AS_TYPED = Hypothesis(Layout.US)
_NAMES: Mapping[Hypothesis, str] = {
    AS_TYPED: "as_typed",
    Hypothesis(Layout.US, has_caps_lock=True): "caps_lock",
    Hypothesis(Layout.FRENCH): "shifted_digits",
    Hypothesis(Layout.FRENCH, has_caps_lock=True): "both",
}


def _typed_as(keys: _Keys) -> dict[str, str]:
    """Return the US character of each character that a layout types."""
    letters = dict(zip(keys.capitals, _LETTERS, strict=True))
    return _marks(keys) | dict(zip(keys.digits, _DIGITS, strict=True)) | letters


def _typed_with_caps_lock(keys: _Keys) -> dict[str, str]:
    """Return the same with caps lock on."""
    plain = dict(zip(keys.digits, _DIGITS, strict=True))
    locked = {key.upper(): digit for key, digit in plain.items()} | dict(zip(_DIGITS, _DIGITS, strict=True))
    letters = dict(zip(keys.small, _LETTERS, strict=True))
    # X11 leaves alone a key without letters: the M of a French layout keeps its question mark.
    marks = {char: us for char, us in zip(keys.capitals, _LETTERS, strict=True) if not char.isalpha()}
    dotless = _DOTLESS if keys is _KEYS[Layout.US] else {}
    return _marks(keys, with_caps_lock=True) | locked | plain | marks | letters | dotless


def _marks(keys: _Keys, *, with_caps_lock: bool = False) -> dict[str, str]:
    bracket, semicolon = keys.bracket, keys.semicolon
    if with_caps_lock:  # Windows shifts the dollar of French and Belgian layouts too
        bracket += bracket.upper() + ("£*" if bracket == "$" else "")
        semicolon += semicolon.upper()
    return dict.fromkeys(bracket, "]") | dict.fromkeys(semicolon, ";")


def _tables() -> Iterator[tuple[Hypothesis, Mapping[str, str]]]:
    for layout, keys in _KEYS.items():
        yield Hypothesis(layout), _typed_as(keys)
        yield Hypothesis(layout, has_caps_lock=True), _typed_with_caps_lock(keys)


TABLES: Mapping[Hypothesis, Mapping[str, str]] = dict(_tables())
"""For each hypothesis the US character of each character that may have been typed, most likely first."""


def meant(typed: str, hypothesis: Hypothesis) -> str:
    """Return what a scanner sent, if the hypothesis holds: as long as `typed`, NOTHING where it cannot be."""
    table = TABLES[hypothesis]
    return "".join([table.get(character, NOTHING) for character in typed])
