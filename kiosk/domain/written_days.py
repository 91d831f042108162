"""Days as people write them: `11-12`, `28 et 29`, `du 28/11 au 1er décembre`, `Jour 1`, `samedi`, `tous`.

1. A day without month or year takes the event's; it must match exactly one event day.
2. A date is read day first, and month first only if there is no such date otherwise.
3. A day outside the event is never guessed: the event's days are listed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

_MONTHS = (
    "janvier janv january jan ocak",
    "fevrier fevr fev february feb subat",
    "mars march mar mart",
    "avril avr april apr nisan",
    "mai may mayis",
    "juin june jun haziran",
    "juillet juil july jul temmuz",
    "aout august aug agustos",
    "septembre sept september sep eylul",
    "octobre oct october ekim",
    "novembre nov november kasim",
    "decembre dec december aralik",
)
_WEEKDAYS = (
    "lundi lun monday mon pazartesi",
    "mardi mar tuesday tues tue sali",
    "mercredi mer wednesday wed carsamba",
    "jeudi jeu thursday thurs thur thu persembe",
    "vendredi ven friday fri cuma",
    "samedi sam saturday sat cumartesi",
    "dimanche dim sunday sun pazar",
)
MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
"""Numbers of months by their names and short names in French, English and Turkish, folded."""
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_TIME = r"\d\d?:\d\d(?::\d\d)?"
_NTH = "(?:er|st|nd|rd|th)?"
_ANY_MONTH, _ANY_WEEKDAY = "|".join(MONTH), "|".join(_WEEKDAY)
_TOKEN = rf"""
    (?P<iso> \d{{4}} ([-/.]) \d\d? \2 \d\d? (?:[t\ ]{_TIME})? (?!\w) )
  | (?P<full> \d\d?([/.-])\d\d?\4\d{{4}} (?:\ {_TIME})? (?!\w) | \d\d?([/.])\d\d?\5\d\d (?!\w) )
  | (?P<short> \d\d? [/.] \d\d? (?![\w/]) )
  | (?P<worded> \d\d?{_NTH} [\ -]? (?:{_ANY_MONTH})\b\.? (?:[\ -]\d{{4}}\b)? )
  | (?P<month_first> (?:{_ANY_MONTH})\.?\ \d\d?{_NTH}\b (?:,?\ \d{{4}}\b)? )
  | (?P<nth> \b(?:jour|j|day|d|gun)\ ?\d\d?\b | \d\d?\.?\ gun\b )
  | (?P<bare> \d\d?{_NTH} (?!\w) )
  | (?P<weekday> \b(?:{_ANY_WEEKDAY})\b\.? )
  | (?P<all> \* | \b(?:tous|toutes|all|every|hepsi|tumu|butun)\b )
  | (?P<range> \.\. | [-\u2013\u2014] | \b(?:au|to|a|until|ile)\b | \bjusqu'?au?\b )
  | (?P<between> [\s,;|&+]+ | \b(?:et|and|ve|le|les|du|de|from|the|on|jours?|days?|gunler|gunleri)\b )
  | (?P<other> [^\s,;|&+]+ )
    """
"""One piece of what people write: a date, a day, a word that means all, or what stands between."""


@cache
def _pattern() -> re.Pattern[str]:
    """Compile the pieces, once a list is read: most commands read none."""
    return re.compile(_TOKEN, re.VERBOSE)


class DayFault(StrEnum):
    """Why a text is not an event day."""

    NO_DAY = "this is not a day"
    NOT_OF_THE_EVENT = "this is not a day of the event"
    BACKWARDS = "the first day comes after the last"
    SEVERAL = "this may be"


@dataclass(slots=True)
class WrittenDays:
    """The days that a cell names, and what is not a day in it: as written, and why."""

    found: set[date] = field(default_factory=set)
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Named:
    """A day in a cell: its position and its date; None for a day already reported as a fault."""

    begins: int
    ends: int
    day: date | None


def read_days(text: str, event_days: Sequence[date]) -> WrittenDays:
    """Read a cell of days.

    Args:
        text: as written.
        event_days: in their order.
    """
    days = WrittenDays()
    before: _Named | None = None
    is_range = False
    for kind, begins, ends in _tokens(text):
        if kind == "all":
            days.found |= set(event_days)
        elif kind == "range" and before is not None and not is_range:
            is_range = True
        elif kind in ("range", "other"):
            days.faults.append((text[begins:ends], _listed(DayFault.NO_DAY, event_days)))
        elif kind != "between":
            named = _Named(begins, ends, _day(kind, text[begins:ends], event_days, days))
            _add(days, before if is_range else None, named, text, event_days)
            before, is_range = (None if is_range else named), False
    if is_range or (text.strip() and not days.found and not days.faults):  # "au", "et" and nothing more
        days.faults.append((text.strip(), _listed(DayFault.NO_DAY, event_days)))
    return days


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    for token in _pattern().finditer(_plain(text)):
        kind = next(name for name, found in token.groupdict().items() if found is not None)
        yield kind, token.start(), token.end()


def _plain(text: str) -> str:
    """Return the text in small letters without accents, letter by letter, so that positions stay the same."""
    return "".join(_letter(character) for character in text)


def _letter(character: str) -> str:
    small = unicodedata.normalize("NFD", character.lower())[:1] or character
    return {"\u0131": "i", "\u2019": "'"}.get(small, small)


def _add(
    days: WrittenDays, first: _Named | None, last: _Named, text: str, event_days: Sequence[date]
) -> None:
    """Add a day, or the days from `first` to it."""
    if last.day is None or (first is not None and first.day is None):
        return
    if first is None or first.day is None:
        days.found.add(last.day)
    elif last.day < first.day:
        days.faults.append((text[first.begins : last.ends], DayFault.BACKWARDS))
    else:
        days.found |= {day for day in event_days if first.day <= day <= last.day}


def _day(kind: str, written: str, event_days: Sequence[date], days: WrittenDays) -> date | None:
    """Return the event day that is meant; None, and a fault, unless there is exactly one."""
    meant = _meant(kind, _plain(written), event_days)
    if len(meant) == 1:
        return meant[0]
    reason = _listed(DayFault.NOT_OF_THE_EVENT, event_days)
    if meant:
        reason = f"{DayFault.SEVERAL} {' or '.join(day.isoformat() for day in meant)}"
    days.faults.append((written.strip(), reason))
    return None


def _meant(kind: str, plain: str, event_days: Sequence[date]) -> list[date]:
    if kind == "weekday":
        return [day for day in event_days if day.weekday() == _WEEKDAY[plain.rstrip(".")]]
    numbers = [int(number) for number in re.findall(r"\d+", plain.partition(":")[0])]
    if kind == "nth":
        return list(event_days[numbers[0] - 1 : numbers[0]]) if numbers[0] else []
    if kind == "iso":
        return _matching(event_days, numbers[2], numbers[1], numbers[0])
    if kind in ("worded", "month_first"):
        month = next(MONTH[word] for word in re.findall(r"[a-z]+", plain) if word in MONTH)
        return _matching(event_days, numbers[0], month, numbers[1] if len(numbers) > 1 else None)
    if kind == "bare":
        return [day for day in event_days if day.day == numbers[0]]
    day, month, *rest = numbers
    year = (rest[0] if rest[0] > 99 else 2000 + rest[0]) if rest and kind == "full" else None
    return _matching(event_days, *((day, month) if month <= 12 else (month, day)), year)


def _matching(event_days: Sequence[date], day: int, month: int, year: int | None) -> list[date]:
    return [one for one in event_days if (one.day, one.month) == (day, month) and year in (None, one.year)]


def _listed(fault: DayFault, event_days: Sequence[date]) -> str:
    """Return a fault with the event's days, so that the reader can pick one."""
    if not event_days:
        return fault.value
    return f"{fault.value}; its days are {', '.join(day.isoformat() for day in event_days)}"
