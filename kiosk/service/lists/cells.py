"""The checking of single cells: what they may hold, and the form in which each value is stored."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.journal import micros
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase
from kiosk.service.lists.birth_dates import WrittenDate, read_birth_date
from kiosk.service.lists.columns import COLUMNS
from kiosk.service.lists.report import Problem
from kiosk.service.lists.spelling import country_code, language_code, nearest_country, nearest_language

LONGEST = 300
"""Characters in a cell; notes may have ten times this many."""
SHOWN = 60
"""Characters of a wrong value that a report shows."""
BORN_AFTER = date(1900, 1, 1)

Cells = tuple[str, ...]
"""One text for each of COLUMNS."""

_NAMES = frozenset({"given_name", "family_name", "name_native"})
_NEEDED = _NAMES | {"external_id", "category", "zones", "days", "valid_from", "valid_until"}
"""Columns never emptied of a spreadsheet's error value: they say who it is, and what doors open."""
_LOST = re.compile(r"\w\?\w|\w\?(?=$|[\s-])|(?<![\w?])\?\w|\?\?")
"""A question mark at a letter: programs write it for a letter missing from their code page."""
_SHEET_ERROR = re.compile(
    r"#(REF|N/A|NV|NAME\?|NOM\?|VALUE|VALEUR|DIV/0|NUL|NULL|NUM|NOMBRE|AD\?|DE.ER|SAYI|BAŞV|YOK|S/O)|####",
    re.IGNORECASE,
)
"""What Excel and LibreOffice write in place of a value, in English, French, German and Turkish."""
_BLANKS = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"
"""Persian needs them inside words."""
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u00ad\u2060"))
"""Invisible characters that come with text copied from a page; they mean nothing."""
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)[/.-](\d\d?)[/.-](\d{4})").fullmatch


def is_plain(cells: Cells) -> bool:
    """Say whether cells can skip `clean`, by a few quick checks of all of them at once."""
    joined = "|".join(cells)
    return (
        joined.isprintable()
        and "  " not in joined
        and "| " not in joined
        and " |" not in joined
        and len(joined) <= LONGEST
        and "?" not in joined
        and "#" not in joined
        and (joined.isascii() or ("\ufffd" not in joined and unicodedata.is_normalized("NFC", joined)))
        and joined[0] != " "
        and joined[-1] != " "
    )


def clean(line: int, cells: Cells, problems: list[Problem], notices: list[Problem]) -> Cells:
    """Normalise cells: Unicode to NFC, blanks to one space; report what no list should hold.

    Args:
        line: of the row.
        cells: as written.
        problems: receives what causes the row to be refused.
        notices: receives what does not.
    """
    cleaned = []
    for column, cell in zip(COLUMNS, cells, strict=True):
        text = unicodedata.normalize("NFC", cell).strip()
        if not text.isprintable():
            text = _BLANKS.sub(" ", text.translate(_INVISIBLE)).strip()
            odd = next((c for c in text if not c.isprintable() and c not in _JOINERS), None)
            if odd is not None:
                reason = Phrase(
                    "it holds a character that cannot be printed (U+{number:04X})", number=ord(odd)
                )
                problems.append(Problem(line, column, shown(text), reason))
        elif "  " in text:
            text = _BLANKS.sub(" ", text)
        if "\ufffd" in text:
            reason = Phrase("it holds a byte that is no letter; save the list again as CSV UTF-8")
            problems.append(Problem(line, column, shown(text), reason))
        if "#" in text and _SHEET_ERROR.search(text):
            reason = Phrase("this is what a spreadsheet writes where it has no value")
            if column in _NEEDED:
                problems.append(Problem(line, column, shown(text), reason))
            else:
                notices.append(
                    Problem(line, column, shown(text), Phrase("{reason}; left empty", reason=reason))
                )
                text = ""
        elif "?" in text and _LOST.search(text):
            reason = Phrase("a question mark stands where a letter may be lost")
            place = problems if column in _NAMES else notices
            place.append(Problem(line, column, shown(text), reason))
        most = LONGEST * 10 if column == "notes" else LONGEST
        if len(text) > most:
            reason = Phrase(
                "it has {characters}, at most {most} are taken",
                characters=counted(len(text), "character"),
                most=most,
            )
            problems.append(Problem(line, column, shown(text), reason))
        cleaned.append(text)
    return tuple(cleaned)


def shown(text: str) -> str:
    """Return a value as a report can show it, on one line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:SHOWN])


def country(line: int, column: str, text: str, notices: list[Problem]) -> str:
    """Return the ISO 3166 code of a country; "" for an empty cell and, with a notice, for an unknown one."""
    code = country_code(text) if text else ""
    if code is None:
        reason, closest = Phrase("there is no such country; left empty"), nearest_country(text)
        notices.append(Problem(line, column, shown(text), reason, closest))
    return code or ""


def language(line: int, text: str, notices: list[Problem]) -> str:
    """Return the ISO 639 code of a language; "" for an empty cell and, with a notice, for an unknown one."""
    code = language_code(text) if text else ""
    if code is None:
        reason, closest = (
            Phrase("this language is not known; left empty"),
            nearest_language(text),
        )
        notices.append(Problem(line, "language", shown(text), reason, closest))
    return code or ""


@dataclass(slots=True)
class DateOrder:
    """The order of day and month in a list's dates of birth.

    Attributes:
        month_first: the first line whose date can only be read month first; 0 for none.
        doubtful: the first line whose date could be read either way, and was read day first; 0 for none.
        doubtful_lines: how many such lines there are.
    """

    month_first: int = 0
    doubtful: int = 0
    doubtful_lines: int = 0

    def note(self, line: int, written: WrittenDate) -> None:
        """Take a date into account."""
        if written.is_month_first:
            self.month_first = self.month_first or line
        elif written.is_doubtful:
            self.doubtful = self.doubtful or line
            self.doubtful_lines += 1


def birth_date(line: int, text: str, before: date, notices: list[Problem], order: DateOrder) -> str:
    """Return a date of birth in ISO form; "" for an empty cell or, with a notice, for an invalid date.

    Args:
        line: of the row.
        text: the cell.
        before: every birth date must be earlier.
        notices: receives what is not understood; the row is kept.
        order: the order of day and month in the list's dates.
    """
    if not text or not any(character.isalnum() for character in text):
        return ""
    written = read_birth_date(text, before.year)
    if written is None or not BORN_AFTER < written.day < before:
        reason = Phrase("this is not a date, like 1980-12-31 or 31/12/1980")
        if written is not None:
            reason = Phrase("nobody who comes was born then")
        notices.append(
            Problem(line, "birth_date", shown(text), Phrase("{reason}; left empty", reason=reason))
        )
        return ""
    order.note(line, written)
    return written.day.isoformat()


def instant_of(line: int, column: str, text: str, zone: ZoneInfo, problems: list[Problem]) -> int | None:
    """Read a date (the whole day) or an instant (by default in the site's zone); microseconds since 1970."""
    if not text:
        return None
    day = read_date(text)
    if day is not None:
        at = datetime(day.year, day.month, day.day, tzinfo=zone)
        return micros(at + timedelta(days=column == "valid_until"))
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        reason = "this is not a date or a time; write 2025-11-11 or 2025-11-11T08:30"
        problems.append(Problem(line, column, shown(text), reason))
        return None
    return micros(at if at.tzinfo else at.replace(tzinfo=zone))


def read_date(text: str) -> date | None:
    """Read 1980-12-31 or 31/12/1980; None for anything else."""
    found = _DATE(text)
    if found is None:
        return None
    year, month, day = found[1] or found[6], found[2] or found[5], found[3] or found[4]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
