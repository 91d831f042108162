"""How long to wait after wrong tries (checklist 4)."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from salon import instant

from kiosk.domain.attempts import ALLOWED, ALLOWED_AT_ADDRESS, after_wrong, wait_left

START = instant("11 10:00")


def waits(tries, allowed=ALLOWED):
    """The waits in seconds of so many wrong tries, each made as soon as it is taken."""
    now, attempts, found = START, None, []
    for _ in range(tries):
        attempts = after_wrong(attempts, now, allowed)
        found.append(wait_left(attempts, now).total_seconds())
        now += wait_left(attempts, now)
    return found


def test_checklist_04_five_wrong_cost_a_minute_then_twice_as_long_up_to_a_quarter_of_an_hour():
    assert waits(10) == [0, 0, 0, 0, 60, 120, 240, 480, 900, 900]


def test_several_people_share_an_address():
    assert waits(ALLOWED_AT_ADDRESS, ALLOWED_AT_ADDRESS)[-2:] == [0, 60]


def test_nobody_waits_who_has_made_no_mistake():
    assert wait_left(None, START) == timedelta(0)


def test_a_wait_ends():
    attempts = None
    for _ in range(ALLOWED):
        attempts = after_wrong(attempts, START)
    assert wait_left(attempts, START + timedelta(seconds=59)) == timedelta(seconds=1)
    assert wait_left(attempts, START + timedelta(seconds=60)) == timedelta(0)


def test_an_hour_without_a_try_begins_anew():
    attempts = None
    for _ in range(ALLOWED - 1):
        attempts = after_wrong(attempts, START)
    later = START + timedelta(minutes=61)
    assert after_wrong(attempts, later).wrong == 1


def test_a_clock_that_was_wrong_locks_nobody_out_for_long():
    attempts = None
    for _ in range(ALLOWED):
        attempts = after_wrong(attempts, START + timedelta(days=365))
    assert wait_left(attempts, START) == timedelta(0)


@given(st.integers(1, 200))
def test_no_wait_is_longer_than_a_quarter_of_an_hour(tries):
    assert max(waits(tries)) <= 900
