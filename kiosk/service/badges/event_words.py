# ruff: noqa: RUF001 - Turkish has letters that look like others
"""The event's name, days and places as a badge words them, in one language."""

from collections.abc import Mapping
from datetime import date

from kiosk.badge.drawing.content import DayMark
from kiosk.domain.event import Event

_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "tr": ("Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "tr": (
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
        "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
    ),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip


def event_name(event: Event, language: str) -> str:
    """Return the event's name in a language, or in French if it has none in that."""
    return event.name.get(language, event.name["fr"])


def day_marks(event: Event, allowed: set[date], language: str) -> tuple[DayMark, ...]:
    """Mark every day of the event, as in `mar. 11`."""
    names = _WEEKDAYS.get(language, _WEEKDAYS["fr"])
    return tuple(
        DayMark(day.date, f"{names[day.date.weekday()]} {day.date.day}", day.date in allowed)
        for day in event.days
    )


def event_note(event: Event, language: str) -> str:
    """Say when and where the event is: its days in one line, then a line for each of at most three sites."""
    months = _MONTHS.get(language, _MONTHS["fr"])
    days = sorted(day.date for day in event.days)
    first, last = days[0], days[-1]
    begin = _ordinal(first, language)
    if first.month != last.month:
        begin += f" {months[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    end = f"{_ordinal(last, language)} {months[last.month - 1]} {last.year}"
    # A dash between two days, with blanks if either side contains some.
    span = end if first == last else f"{begin} – {end}" if " " in begin else f"{begin}–{end}"
    places = [site.name.get(language, site.name["fr"]) for site in event.sites]
    shown = places if len(places) <= 2 else [f"{places[0]} …"]
    return "\n".join([span, *shown])


def _ordinal(day: date, language: str) -> str:
    """Write the day of the month; French uses an ordinal for the first, `1er`."""
    return "1er" if language == "fr" and day.day == 1 else str(day.day)
