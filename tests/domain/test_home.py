from dataclasses import replace

import pytest

from kiosk.domain.home import Computer, Fit, Home, fit, marks_of
from kiosk.domain.journal import LifeId

LIFE, OTHER = LifeId(b"one life of many"), LifeId(b"and another life")
LAPTOP = Computer("image-of-all-laptops", frozenset({"disk-1", "disk-2"}), frozenset({"02:00:00:00:00:01"}))
HOME = Home(LAPTOP, "id 7 1")
TWIN = replace(LAPTOP, disks=frozenset({"disk-9"}), networks=frozenset({"02:00:00:00:00:09"}))


def placed(**changes):
    return replace(HOME, computer=replace(LAPTOP, **changes))


@pytest.mark.parametrize(
    ("home", "expect"),
    [
        (HOME, Fit.SAME),
        (replace(HOME, file="id 8 1"), Fit.OTHER_FILE),
        (replace(HOME, computer=TWIN), Fit.OTHER_COMPUTER),
        (Home(TWIN, "id 8 1"), Fit.OTHER_COMPUTER),
        (placed(machine="another"), Fit.OTHER_COMPUTER),
        (placed(disks=frozenset({"disk-9"})), Fit.OTHER_COMPUTER),
        (placed(disks=frozenset({"disk-2", "disk-9"})), Fit.SAME),
        (placed(networks=frozenset()), Fit.SAME),
        (placed(machine="", disks=frozenset(), networks=frozenset()), Fit.SAME),
    ],
)
def test_a_home_is_the_same_unless_a_kind_of_mark_that_both_know_differs(home, expect):
    assert fit(marks_of(HOME, LIFE), home, LIFE) is expect
    assert fit(marks_of(home, LIFE), HOME, LIFE) is expect


def test_marks_tell_nothing_to_who_does_not_know_the_life():
    assert marks_of(HOME, LIFE).isdisjoint(marks_of(HOME, OTHER))
    assert {len(mark) for _, mark in marks_of(HOME, LIFE)} == {16}
    assert not any(b"disk-1" in mark for _, mark in marks_of(HOME, LIFE))
