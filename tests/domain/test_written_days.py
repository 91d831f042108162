# ruff: noqa: RUF001 - Turkish has a dotless i
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.written_days import read_days

EVENT = [date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)]
"""Saturday to Tuesday."""
LISTED = "its days are 2026-11-28, 2026-11-29, 2026-11-30, 2026-12-01"


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("28", "28"),
        ("28-30", "28 29 30"),
        ("30-1", "30 1"),
        ("28, 30", "28 30"),
        ("28 et 29", "28 29"),
        ("28 & 1", "28 1"),
        ("28 and 29", "28 29"),
        ("28 ve 29", "28 29"),
        ("28 au 29", "28 29"),
        ("du 28 au 30", "28 29 30"),
        ("from 28 to 30", "28 29 30"),
        ("28 \u2013 29", "28 29"),
        ("28/11", "28"),
        ("28.11", "28"),
        ("28/11/2026", "28"),
        ("28/11/26", "28"),
        ("28-11-2026", "28"),
        ("11/28/2026", "28"),
        ("11/28", "28"),
        ("28/11/2026 - 01/12/2026", "28 29 30 1"),
        ("28/11-30/11", "28 29 30"),
        ("28-30/11", "28 29 30"),
        ("2026-11-28", "28"),
        ("2026-11-28 00:00:00", "28"),
        ("28/11/2026 00:00", "28"),
        ("2026-11-28..2026-11-30", "28 29 30"),
        ("28 novembre", "28"),
        ("28 au 30 novembre 2026", "28 29 30"),
        ("1er décembre", "1"),
        ("28-Nov-2026", "28"),
        ("November 28th, 2026", "28"),
        ("Dec 1", "1"),
        ("1 Aralık", "1"),
        ("Jour 1", "28"),
        ("J1, J2", "28 29"),
        ("J2-J4", "29 30 1"),
        ("Day 4", "1"),
        ("2. gün", "29"),
        ("samedi", "28"),
        ("Sat.", "28"),
        ("samedi 28 novembre", "28"),
        ("lun.-mar.", "30 1"),
        ("Pazartesi", "30"),
        ("tous", "28 29 30 1"),
        ("Tous les jours", "28 29 30 1"),
        ("all days", "28 29 30 1"),
        ("*", "28 29 30 1"),
        ("", ""),
    ],
)
def test_days_are_read_as_people_write_them(written, days):
    read = read_days(written, EVENT)
    assert read.faults == []
    assert sorted(read.found) == [day for day in EVENT if str(day.day) in days.split()]


@pytest.mark.parametrize(
    ("written", "blamed", "why"),
    [
        ("27", "27", f"this is not a day of the event; {LISTED}"),
        ("28/11/2025", "28/11/2025", f"this is not a day of the event; {LISTED}"),
        ("27-29", "27", f"this is not a day of the event; {LISTED}"),
        ("28-2", "2", f"this is not a day of the event; {LISTED}"),
        ("jeudi", "jeudi", f"this is not a day of the event; {LISTED}"),
        ("Jour 5", "Jour 5", f"this is not a day of the event; {LISTED}"),
        ("Jour 0", "Jour 0", f"this is not a day of the event; {LISTED}"),
        ("2026-13-45", "2026-13-45", f"this is not a day of the event; {LISTED}"),
        ("peut-être", "peut-être", f"this is not a day; {LISTED}"),
        ("- 28", "-", f"this is not a day; {LISTED}"),
        ("28 -", "28 -", f"this is not a day; {LISTED}"),
        ("30-28", "30-28", "the first day comes after the last"),
    ],
)
def test_what_is_no_day_of_the_event_is_blamed_and_its_days_are_listed(written, blamed, why):
    assert read_days(written, EVENT).faults == [(blamed, why)]


def test_a_day_that_may_be_two_is_not_guessed():
    twice = [*EVENT, date(2026, 12, 28)]
    assert read_days("28", twice).faults == [("28", "this may be 2026-11-28 or 2026-12-28")]
    assert read_days("28/12", twice).found == {date(2026, 12, 28)}


def test_an_event_without_days_has_nothing_to_list():
    assert read_days("x", []).faults == [("x", "this is not a day")]


PIECES = ["28", "-", "..", " ", "et", "au", "J1", "/", "11", "İ", "mar", "*", "2026"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_is_written_is_read_or_blamed(written):
    read = read_days(written, EVENT)
    assert read.found <= set(EVENT)
    assert read.found or read.faults or not written.strip()
