"""The languages of Kiosk: what is written in English here is said in French, English, Turkish or Arabic.

The English text is the name of a message. Its translations are in kiosk/locale, in one gettext catalogue a
language; English has none. docs/translating.md says how a text gets there.

1. A value stands in braces, `{name}`, and is filled in after the translation.
2. A text without a translation is said in English; tests/words holds that no committed catalogue lacks one.
3. Dates are dates.py's, which loads Babel: that takes longer than most commands take to run.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Self

from kiosk.domain.errors import KioskError
from kiosk.domain.wording import Count, Phrase, filled

CATALOGUES = Path(__file__).resolve().parents[2] / "locale"
"""The folder of the catalogues, by language."""
DOMAIN = "kiosk"
"""The name of the catalogues' files."""


class Language(StrEnum):
    """The languages that Kiosk speaks, by their ISO 639 code."""

    FRENCH = "fr"
    ENGLISH = "en"
    TURKISH = "tr"
    ARABIC = "ar"

    @property
    def direction(self) -> str:
        """`rtl` for a language that is read from right to left, else `ltr`: the `dir` of a page."""
        return "rtl" if self is Language.ARABIC else "ltr"


_THOUSANDS = {Language.FRENCH: "\u202f", Language.ENGLISH: ",", Language.TURKISH: ".", Language.ARABIC: ","}
"""What stands between thousands; digits are Latin in every language."""


def text(msgid: str) -> str:
    """Mark an English text for the catalogues, and return it: for texts that are said elsewhere."""
    return msgid


class _Number(int):
    """A whole number; where a text wants its thousands apart, `{n:,}`, its language says by what."""

    between: str

    def __new__(cls, number: int, between: str) -> Self:
        self = super().__new__(cls, number)
        self.between = between
        return self

    def __format__(self, form: str) -> str:
        return super().__format__(form).replace(",", self.between)


class Words:
    """Everything that is said in one language.

    Args:
        language: the language.
        catalogue: its translations.
    """

    def __init__(self, language: Language, catalogue: NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def say(self, msgid: str, /, **values: object) -> str:
        """Say an English text, `{name}` by `{name}` filled with the values.

        A text that remembers what it was made of, a `Phrase` or a `Count`, is said as a whole.
        """
        if isinstance(msgid, Phrase | Count):
            return self._value(msgid)
        return self._filled(self._said(msgid), values)

    def say_as(self, meaning: str, msgid: str, /, **values: object) -> str:
        """Say an English text that means several things, in the sense that `meaning` names."""
        return self._filled(self._catalogue.pgettext(meaning, msgid), values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Say a text that depends on a number, which stands in it as `{n}`.

        Args:
            one: the English text for one.
            many: the English text for any other number.
            n: the number; Arabic has six forms for it.
            values: the other values of the text.
        """
        return self._filled(self._catalogue.ngettext(one, many, n), {**values, "n": self.number(n)})

    def error(self, error: KioskError) -> str:
        """Say what is wrong."""
        return self.say(error.message)

    def hint(self, error: KioskError) -> str:
        """Say what to do about an error; "" if nobody knows."""
        return self.say(error.hint)

    def _said(self, msgid: str) -> str:
        return self._catalogue.gettext(msgid) if msgid else ""  # gettext has its own heading under ""

    def _filled(self, template: str, values: Mapping[str, object]) -> str:
        return filled(template, {name: self._shown(one) for name, one in values.items()})

    def _shown(self, value: object) -> object:
        """Return a value as it is filled in: a text in this language, a number with its thousands apart."""
        if isinstance(value, Phrase | Count):
            return self._value(value)
        return _Number(value, _THOUSANDS[self.language]) if type(value) is int else value

    def _value(self, value: Phrase | Count) -> str:
        if isinstance(value, Count):
            return self.plural(f"{{n}} {value.one}", f"{{n}} {value.many}", value.number)
        return self._filled(self._said(value.template), value.values)

    def number(self, number: int) -> str:
        """Write a whole number, its thousands apart: `12 000`."""
        return f"{number:,}".replace(",", _THOUSANDS[self.language])


@cache
def words(language: str) -> Words:
    """Return the words of a language, by its code: French for a language that Kiosk does not speak.

    The catalogue is read when a language is first asked for.
    """
    spoken = Language(language) if language in _THOUSANDS else Language.FRENCH
    if spoken is Language.ENGLISH:
        return Words(spoken, NullTranslations())
    # A gate that speaks English because a file is missing is better than none: tests hold that none is.
    return Words(spoken, translation(DOMAIN, CATALOGUES, [spoken], fallback=True))


def spoken(language: str) -> Language:
    """Return the language that a terminal uses for the one wanted: French for Arabic, which few can write."""
    wanted = words(language).language
    return Language.FRENCH if wanted is Language.ARABIC else wanted
