"""Days and times of day, as each language writes them; digits are Latin in every language.

The time of a moment is told in the moment's own zone: whoever asks converts it to the site's.
"""

from collections.abc import Mapping
from datetime import date, datetime

from babel.dates import format_date, format_skeleton, format_time

from kiosk.service.words.translation import Language

_LOCALES: Mapping[Language, str] = {
    Language.FRENCH: "fr_FR",
    Language.ENGLISH: "en_GB",  # the day before the month, and 24 hours, as in the three others
    Language.TURKISH: "tr_TR",
    Language.ARABIC: "ar",
}
"""What Babel calls the languages."""


def full_date(language: Language, day: date) -> str:
    """Write a day in words: `mardi 11 novembre 2025`."""
    return format_date(day, "full", _LOCALES[language])


def short_date(language: Language, day: date) -> str:
    """Write a day in figures: `11/11/2025`."""
    return format_date(day, "short", _LOCALES[language])


def day_of(language: Language, day: date) -> str:
    """Write a day of an event, whose year is known: `mar. 11 nov.`."""
    return format_skeleton("MMMEd", day, locale=_LOCALES[language])


def time_of(language: Language, at: datetime) -> str:
    """Write the time of day to the minute: `14:10`."""
    return format_time(at, "HH:mm", tzinfo=at.tzinfo, locale=_LOCALES[language])
