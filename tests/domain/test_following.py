from dataclasses import replace
from datetime import date, timedelta

from salon import SALON

from kiosk.domain.event import Day
from kiosk.domain.following import Change, given, opening
from kiosk.domain.model import CategoryId, ZoneId

VISITOR, EXHIBITOR = CategoryId("visitor"), CategoryId("exhibitor")


def on(*days: int, month: int = 11) -> tuple[Day, ...]:
    """Days of the salon: the first two in Bamako, the others in Koulikoro."""
    sites = ("BKO", "BKO", "KLK", "KLK", "KLK")
    return tuple(
        Day(date(2025, month, day), (site,), {"fr": str(day)}) for day, site in zip(days, sites, strict=False)
    )


def rights(*rows: str, month: int = 11):
    return frozenset(
        (date(2025, month, int(day)), ZoneId(zone)) for day, zone in (row.split() for row in rows)
    )


def moved_to(*days: int, month: int = 11) -> Change:
    return Change(SALON, replace(SALON, days=on(*days, month=month)))


def test_all_days_that_move_together_take_default_and_own_rights_with_them():
    change = moved_to(2, 3, 4, 5, month=12)
    assert change.moved_days()[date(2025, 11, 11)] == date(2025, 12, 2)
    assert change.followed(given(SALON, VISITOR), VISITOR) == rights("2 HALL", "3 HALL", month=12)
    assert change.followed(rights("12 VIP", "13 KOULI"), VISITOR) == rights("3 VIP", "4 KOULI", month=12)


def test_one_day_that_moves_leaves_the_rights_of_the_others():
    change = moved_to(11, 12, 13, 20)
    assert change.moved_days() == {date(2025, 11, 14): date(2025, 11, 20)}
    assert change.followed(rights("12 VIP", "14 KOULI"), VISITOR) == rights("12 VIP", "20 KOULI")


def test_days_that_overlap_after_a_move_by_one_are_not_mixed_up():
    change = moved_to(12, 13, 14, 15)
    assert change.followed(rights("11 VIP"), VISITOR) == rights("12 VIP")


def test_the_order_in_which_days_are_written_is_no_move():
    assert Change(SALON, replace(SALON, days=SALON.days[::-1])).moved_days() == {}


def test_a_day_more_or_fewer_or_at_another_site_is_no_move_and_own_rights_stay():
    swapped = replace(SALON, days=(*on(21, 22, 23), Day(date(2025, 11, 24), ("BKO",), {"fr": "24"})))
    for change in (moved_to(11, 12, 13), moved_to(11, 12, 13, 14, 15), Change(SALON, swapped)):
        assert change.moved_days() == {}
        assert change.followed(rights("12 VIP"), VISITOR) == rights("12 VIP")


def test_rights_of_the_category_follow_what_the_category_gives():
    wider = tuple(
        replace(one, zones=("HALL", "DEPOT")) if one.id == VISITOR else one for one in SALON.categories
    )
    change = Change(SALON, replace(SALON, categories=wider))
    assert change.followed(given(SALON, VISITOR), VISITOR) == rights(
        "11 HALL", "12 HALL", "11 DEPOT", "12 DEPOT"
    )
    assert change.followed(given(SALON, VISITOR), EXHIBITOR) == given(SALON, EXHIBITOR)
    assert change.followed(rights("11 HALL"), VISITOR) == rights("11 HALL")


def test_a_category_that_goes_away_or_gives_nothing_takes_nobodys_rights():
    gone = replace(SALON, categories=tuple(one for one in SALON.categories if one.id != VISITOR))
    emptied = replace(
        SALON,
        categories=tuple(replace(one, zones=()) if one.id == VISITOR else one for one in SALON.categories),
    )
    for new in (gone, emptied):
        assert given(new, VISITOR) == frozenset()
        assert Change(SALON, new).followed(given(SALON, VISITOR), VISITOR) == given(SALON, VISITOR)


def test_rights_of_a_category_that_is_unknown_move_with_the_days():
    assert moved_to(2, 3, 4, 5, month=12).followed(rights("11 HALL"), CategoryId("gone")) == rights(
        "2 HALL", month=12
    )


def test_rights_open_something_where_the_zone_is_known_and_its_site_open_that_day():
    own = rights("11 HALL", "13 HALL", "11 NOWHERE", "20 HALL", "13 KOULI")
    assert opening(own, SALON) == rights("11 HALL", "13 KOULI")
    assert opening(own, replace(SALON, days=on(13))) == rights("13 HALL"), "open in Bamako then"
    assert opening(
        own, replace(SALON, days=tuple(replace(d, date=d.date + timedelta(90)) for d in SALON.days))
    ) == (frozenset())
