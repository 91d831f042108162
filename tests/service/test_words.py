"""Words: texts, counts and dates in four languages."""
# ruff: noqa: RUF001 - Turkish has an i without a dot

import gettext
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_decimal

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.model import AccreditationStatus, Alert, BadgeState, Direction, Notice, Outcome, Reason
from kiosk.domain.plural import counted, people
from kiosk.domain.wording import Phrase
from kiosk.service.checkup.finding import Level
from kiosk.service.printers.spooling import JobState, PrinterState
from kiosk.service.prints.outdated import Remedy
from kiosk.service.words import dates
from kiosk.service.words.terms import TERMS, term
from kiosk.service.words.translation import Language, Words, spoken, words

MORNING = datetime(2025, 11, 11, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "ENTREZ"), ("en", "GO IN"), ("tr", "GİRİNİZ"), ("ar", "تفضّل")]
)
def test_a_text_is_said_in_each_language(language, said):
    assert words(language).say("GO IN") == said


def test_values_are_filled_in_after_the_translation():
    said = words("fr").say("Old badge, copy no. {issue}; the new one has no. {next}.", issue=1, next="0007")
    assert said == "Ancien badge, exemplaire n° 1 ; le nouveau porte le n° 0007."


def test_a_text_that_no_catalogue_has_is_said_in_english():
    assert words("tr").say("{name} is unheard of", name="x") == "x is unheard of"
    assert words("fr").say("") == ""


def test_a_language_that_kiosk_does_not_speak_is_answered_in_french():
    assert words("de").language is Language.FRENCH


def test_a_terminal_writes_no_arabic():
    assert [spoken(one) for one in ("fr", "en", "tr", "ar", "de")] == ["fr", "en", "tr", "fr", "fr"]


class Catalogue(gettext.NullTranslations):
    """Numbers and meanings that can be told apart."""

    def ngettext(self, msgid1, msgid2, n):
        return f"{n} of {msgid1}/{msgid2}: {{n}} {{what}}"

    def pgettext(self, context, message):
        return f"{context}: {message} {{what}}"


def test_a_text_that_depends_on_a_number_is_chosen_by_it_and_says_it():
    own = Words(Language.TURKISH, Catalogue())
    assert own.plural("one", "many", 1200, what="x") == "1200 of one/many: 1.200 x"


def test_the_thousands_of_a_number_are_set_apart_as_the_language_does():
    told = Phrase("{n:,} of {n}", n=12_000)
    assert [words(one).say(told) for one in ("fr", "en", "tr")] == [
        "12\u202f000 of 12000", "12,000 of 12000", "12.000 of 12000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [BadgeState, AccreditationStatus, Outcome, Reason, Notice, Alert, Direction, Kind, Level, Remedy,
     JobState, PrinterState],
)  # fmt: skip
def test_every_state_and_reason_has_a_term(names):
    assert {term(name) for name in names} - TERMS == set()


def test_one_english_word_may_mean_two_things():
    assert Words(Language.TURKISH, Catalogue()).say_as("a way", "Out", what="x") == "a way: Out x"


def test_counts_and_texts_among_the_values_are_said_in_the_language_too():
    value = Phrase("{people} of {path}", people=people(2), path="x")
    assert words("en").say("here: {value}", value=value) == "here: 2 people of x" == f"here: {value}"
    assert words("fr").say("{count}", count=counted(2, "photo")) == "2 photos"
    assert words("ar").say("{count}", count=counted(2, "photo")) == "صورتان"


def test_an_error_and_its_hint_are_said_with_their_values():
    error = KioskError("there is no {path}", "name {what}", path="a.csv", what="another")
    assert words("en").error(error) == "there is no a.csv" == error.message
    assert words("en").hint(error) == "name another" == error.hint
    assert words("fr").hint(KioskError("x")) == ""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("number", [0, 7, 999, 1000, 12_345, 1_234_567])
def test_numbers_are_written_as_babel_writes_them(language, number):
    assert words(language).number(number) == format_decimal(number, locale=language)


@pytest.mark.parametrize(
    ("language", "full", "short", "day"),
    [
        ("fr", "mardi 11 novembre 2025", "11/11/2025", "mar. 11 nov."),
        ("en", "Tuesday, 11 November 2025", "11/11/2025", "Tue 11 Nov"),
        ("tr", "11 Kasım 2025 Salı", "11.11.2025", "11 Kas Sal"),
        ("ar", "الثلاثاء، 11 نوفمبر 2025", "11\u200f/11\u200f/2025", "الثلاثاء، 11 نوفمبر"),
    ],
)
def test_days_are_written_as_each_language_writes_them(language, full, short, day):
    at = date(2025, 11, 11)
    told = [write(Language(language), at) for write in (dates.full_date, dates.short_date, dates.day_of)]
    assert told == [full, short, day]


@pytest.mark.parametrize("language", Language)
def test_the_time_of_day_is_that_of_the_moment_s_own_zone(language):
    assert dates.time_of(language, MORNING) == "08:05"
    assert dates.time_of(language, MORNING.astimezone(ZoneInfo("Europe/Istanbul"))) == "11:05"


def test_arabic_alone_is_read_from_right_to_left():
    assert [one for one in Language if one.direction == "rtl"] == [Language.ARABIC]


def test_what_says_texts_needs_no_babel():
    assert "babel" not in (sys.modules["kiosk.service.words.translation"].__dict__)
