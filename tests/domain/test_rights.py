from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.event import Day
from kiosk.domain.model import CategoryId, SiteId, ZoneId
from kiosk.domain.rights import RightsFault, parse_rights, read_rights, write_rights

EVENT = load_config(SAMPLE).event
VISITOR = EVENT.category[CategoryId("visitor")]  # HALL and STATIQUE, both in Bamako
LISTED = "its days are 2025-11-11, 2025-11-12, 2025-11-13, 2025-11-14"
PRESS = EVENT.category[CategoryId("press")]


def read(zones: str, days: str, category=VISITOR, event=EVENT) -> str:
    rights = read_rights(zones, days, category, event)
    assert isinstance(rights, frozenset), rights
    return write_rights(rights).replace("2025-11-", "")


def faults(zones: str, days: str, category=VISITOR, event=EVENT) -> tuple[RightsFault, ...]:
    found = read_rights(zones, days, category, event)
    assert isinstance(found, tuple), found
    assert found
    return found


@pytest.mark.parametrize(
    ("zones", "days", "rights"),
    [
        ("", "", "11 HALL;11 STATIQUE;12 HALL;12 STATIQUE"),
        ("", "12", "12 HALL;12 STATIQUE"),
        ("HALL", "", "11 HALL;12 HALL"),
        ("HALL VIP:13", "11-12", "11 HALL;12 HALL;13 VIP"),
        ("HALL VIP:13", "", "11 HALL;12 HALL;13 VIP"),
        ("HALL,CONF; B2B|PRESSE", "11", "11 B2B;11 CONF;11 HALL;11 PRESSE"),
        ("HALL, VIP:13,14 CONF:12", "11", "11 HALL;12 CONF;13 VIP;14 VIP"),
        ("hall", "11", "11 HALL"),
        ("HALL TRIBUNE", "11-14", "11 HALL;12 HALL;13 TRIBUNE;14 TRIBUNE"),
        ("HALL TRIBUNE", "*", "11 HALL;12 HALL;13 TRIBUNE;14 TRIBUNE"),
        ("VIP:13-14", "11", "13 VIP;14 VIP"),
        ("VIP:*", "11", "13 VIP;14 VIP"),
        ("HALL", "11 12", "11 HALL;12 HALL"),
        ("HALL", "11 - 12", "11 HALL;12 HALL"),
        ("HALL", "11\u201312", "11 HALL;12 HALL"),
        ("HALL", "2025-11-12", "12 HALL"),
        ("HALL", "2025-11-11..2025-11-12", "11 HALL;12 HALL"),
        ("HALL", "12/11/2025", "12 HALL"),
        ("HALL:2025-11-12", "", "12 HALL"),
        ("HALL HALL:12", "11", "11 HALL;12 HALL"),
        ("Hall d'exposition", "11", "11 HALL"),
        ("HALL D'EXPOSITION:12; VIP:13", "11", "12 HALL;13 VIP"),
    ],
)
def test_rights_are_the_zones_on_the_days(zones, days, rights):
    assert read(zones, days) == rights


def test_a_star_is_every_zone_on_every_day_on_which_its_site_is_open():
    rights = read_rights("*", "", VISITOR, EVENT)
    assert isinstance(rights, frozenset)
    assert {zone for _, zone in rights} == set(EVENT.zone)
    assert all(
        EVENT.zone[zone].site in next(d for d in EVENT.days if d.date == day).sites for day, zone in rights
    )


def test_the_category_gives_zones_on_both_sites():
    assert read("", "13", PRESS) == "13 TRIBUNE"


@pytest.mark.parametrize(
    ("zones", "days", "expected"),
    [
        ("HAL", "", ("zones", "HAL", "there is no such zone", "HALL")),
        ("HALL", "15", ("days", "15", f"this is not a day of the event; {LISTED}", None)),
        ("HALL", "2025-11-21", ("days", "2025-11-21", f"this is not a day of the event; {LISTED}", None)),
        ("HALL", "mardy", ("days", "mardy", f"this is not a day; {LISTED}", None)),
        ("HALL", "12-11", ("days", "12-11", "the first day comes after the last", None)),
        ("HALL:15", "", ("zones", "15", f"this is not a day of the event; {LISTED}", None)),
    ],
)
def test_what_cannot_be_read_is_named_with_the_nearest_that_could(zones, days, expected):
    assert faults(zones, days) == (RightsFault(*expected),)


def test_a_zone_named_with_a_day_on_which_it_is_closed_is_a_fault():
    (fault,) = faults("HALL VIP:11-13", "")
    assert (fault.column, fault.value) == ("zones", "VIP:11-13")
    assert "2025-11-11, 2025-11-12" in fault.reason


def test_a_zone_left_without_a_day_is_a_fault():
    (fault,) = faults("HALL TRIBUNE", "13")
    assert (fault.column, fault.value) == ("days", "13")
    assert "HALL is open on 2025-11-11, 2025-11-12 only" in fault.reason
    (fault,) = faults("", "14", VISITOR)
    assert "visitor" in fault.reason


def test_all_faults_of_both_cells_are_reported():
    assert [fault.value for fault in faults("HAL CONF:9 VIPP", "10 12 x")] == ["10", "x", "HAL", "9", "VIPP"]


def test_a_day_of_the_month_that_two_event_days_share_must_be_written_out():
    twice = replace(
        EVENT, days=(*EVENT.days, Day(date(2025, 12, 11), (SiteId("PARC-EXPO"),), {"fr": "Retour"}))
    )
    (fault,) = faults("HALL", "11", event=twice)
    assert fault.reason == "this may be 2025-11-11 or 2025-12-11"
    assert read("HALL", "2025-12-11", event=twice) == "2025-12-11 HALL"


def test_days_on_either_side_of_a_months_end_make_a_range():
    days = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    moved = replace(EVENT, days=tuple(Day(day, (SiteId("PARC-EXPO"),), {"fr": "Jour"}) for day in days))
    assert read("HALL", "27-1", event=moved) == "2026-02-27 HALL;2026-02-28 HALL;2026-03-01 HALL"


rows = st.tuples(st.sampled_from([day.date for day in EVENT.days]), st.sampled_from(sorted(EVENT.zone)))


@settings(max_examples=100)
@given(st.frozensets(rows))
def test_the_canonical_text_reads_back_and_is_one(rights):
    assert parse_rights(write_rights(rights)) == rights
    assert write_rights(parse_rights(write_rights(rights))) == write_rights(rights)


words = st.lists(
    st.sampled_from(["HALL", "VIP", "HAL", ":", "11", "13-14", "-", "..", ",", " ", "*", "2025-11-12", "é"])
)


@settings(max_examples=400)
@given(words.map("".join), words.map("".join))
def test_whatever_is_written_is_rights_or_faults(zones, days):
    read_back = read_rights(zones, days, VISITOR, EVENT)
    assert read_back
    if isinstance(read_back, frozenset):
        assert all(ZoneId(zone) in EVENT.zone for _, zone in read_back)
