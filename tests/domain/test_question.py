"""The question: nothing that could have been printed in a code commands a gate."""

import pytest
from fairground import HandClock

from kiosk.domain.bursts import Keys
from kiosk.domain.question import DIGITS, OPEN_FOR, TOO_SOON, Asking, Question, Wish, digit_of


@pytest.fixture
def clock():
    return HandClock()


def asking(clock, drawn=0):
    return Asking(lambda count: bytes([drawn] * count), clock)


def opened(clock, key="q", drawn=0):
    """Open a question that has just been drawn; return what asks it."""
    asked = asking(clock, drawn)
    question = asked.strike(Keys(key, clock.monotonic()))
    assert isinstance(question, Question)
    asked.drawn()
    return asked


@pytest.mark.parametrize(
    ("key", "wish"),
    [("q", Wish.END), ("Q", Wish.END), ("-", Wish.TURN_BACK), ("!", Wish.CONFIRM_CLOCK)],
)
def test_a_key_opens_a_question_and_its_digit_answers_it(clock, key, wish):
    for drawn, digit in enumerate(DIGITS):
        asked = opened(clock, key, drawn)
        clock.go(1)
        assert asked.strike(Keys(digit, clock.monotonic(), key)) is wish
        assert not asked.is_open


def test_a_picture_that_is_drawn_asks_nothing_by_itself(clock):
    asked = asking(clock)
    asked.drawn()
    assert not asked.is_open
    assert asked.strike(Keys("0", clock.monotonic())) is None


def test_a_question_that_is_closed_is_answered_by_nothing(clock):
    asked = opened(clock)
    asked.close()
    clock.go(1)
    assert asked.strike(Keys("0", clock.monotonic(), "q")) is None


def test_what_is_shown_depends_on_chance_alone(clock):
    shown = {asking(clock, drawn).strike(Keys("q", 0.0)).digit for drawn in range(256)}
    assert shown == set(DIGITS)


@pytest.mark.parametrize("keys", ["5", "q", "-", "\r", "x", "00", "0\x1b", ""])
def test_anything_but_the_digit_alone_closes_the_question(clock, keys):
    asked = opened(clock)
    clock.go(1)
    assert asked.strike(Keys(keys, clock.monotonic(), "q")) is None
    assert asked.strike(Keys("0", clock.monotonic(), "q")) is None, "one guess"


@pytest.mark.parametrize("after", [-1.0, 0.0, TOO_SOON, OPEN_FOR, OPEN_FOR + 60])
def test_a_digit_too_soon_or_too_late_answers_nothing(clock, after):
    asked = opened(clock)
    assert asked.strike(Keys("0", clock.monotonic() + after, "q")) is None


def test_the_time_counts_from_when_the_question_could_be_read(clock):
    asked = asking(clock)
    asked.strike(Keys("q", clock.monotonic()))
    clock.go(3)  # a terminal that hung
    asked.drawn()
    assert asked.strike(Keys("0", clock.monotonic() + 0.1)) is None


def test_a_key_within_half_a_line_is_a_letter(clock):
    assert asking(clock).strike(Keys("q", 1.0, "0A")) is None


def test_a_digit_without_a_question_is_nothing(clock):
    assert asking(clock).strike(Keys("0", 1.0)) is None


def test_a_french_keyboard_needs_no_shift_for_the_digit_and_no_command_is_one():
    assert [digit_of(key) for key in "àé\"'(èçÀ"] == ["0", "2", "3", "4", "5", "7", "9", "0"]
    assert digit_of("٤") == "4"
    assert {digit_of(key) for key in ("-", "!", "q", "", "12")} == {None}


def test_a_question_that_is_dropped_is_answered_no_more(clock):
    asked = opened(clock)
    asked.close()
    assert not asked.is_open
    clock.go(2 * TOO_SOON)
    assert asked.strike(Keys(DIGITS[0], clock.monotonic())) is None
