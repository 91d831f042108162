"""Dates of birth as people write them: ISO, day first, with a month's name, a short year, or a time.

1. A date is read day first; month first only if there is no such date day first.
2. A year alone, or "about 1965", is not a date.
"""

import re
from dataclasses import dataclass
from datetime import date

from kiosk.domain.folding import fold
from kiosk.domain.written_days import MONTH

_TIME = re.compile(r"[ T]\d\d?:\d\d(:\d\d(\.\d+)?)?( ?[AP]M)?Z?$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d\d?)[-/. ](\d\d?)").fullmatch
_NUMBERS = re.compile(r"(\d\d?)[-/. ](\d\d?)[-/. ](\d{4}|\d\d)").fullmatch
_PACKED = re.compile(r"(19\d\d|20\d\d)(\d\d)(\d\d)").fullmatch
_WORDED = re.compile(r"(\d\d?)(?:er|st|nd|rd|th)? ([a-z]+) (\d{4}|\d\d)").fullmatch
_MONTH_FIRST = re.compile(r"([a-z]+) (\d\d?)(?:er|st|nd|rd|th)? (\d{4})").fullmatch


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date, and how certain it is which number is the month.

    Attributes:
        is_month_first: it can only be read month first.
        is_doubtful: it could be read either way, and was read day first.
    """

    day: date
    is_month_first: bool = False
    is_doubtful: bool = False


def read_birth_date(text: str, this_year: int) -> WrittenDate | None:
    """Read a date of birth; None if it is not one. A two-digit year is in the last hundred years."""
    plain = _TIME.sub("", text.strip())
    found = _YEAR_FIRST(plain) or _PACKED(plain)
    if found:
        return _dated(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS(plain):
        first, second, year = int(found[1]), int(found[2]), _full(found[3], this_year)
        if second > 12:
            read = _dated(year, first, second)
            return read and WrittenDate(read.day, is_month_first=True)
        read = _dated(year, second, first)
        return read and WrittenDate(read.day, is_doubtful=first <= 12 and first != second)
    folded = fold(plain)
    if (found := _WORDED(folded)) and found[2] in MONTH:
        return _dated(_full(found[3], this_year), MONTH[found[2]], int(found[1]))
    if (found := _MONTH_FIRST(folded)) and found[1] in MONTH:
        return _dated(int(found[3]), MONTH[found[1]], int(found[2]))
    return None


def _full(year: str, this_year: int) -> int:
    if len(year) == 4:
        return int(year)
    century = this_year // 100 * 100
    return century + int(year) if century + int(year) < this_year else century - 100 + int(year)


def _dated(year: int, month: int, day: int) -> WrittenDate | None:
    try:
        return WrittenDate(date(year, month, day))
    except ValueError:
        return None
