"""How much goes into one transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kiosk.service.station.pace import FEWEST, MOST, PATIENCE, Pace


@dataclass
class Watch:
    """A clock that a test moves."""

    seconds: float = 0.0

    def now(self):
        return datetime(2025, 11, 11, tzinfo=UTC)

    def monotonic(self):
        return self.seconds


@pytest.mark.parametrize(
    ("took", "size"),
    [
        (PATIENCE, 200),
        (PATIENCE * 2, 100),
        (PATIENCE / 2, 400),
        (PATIENCE / 9, 400),
        (0.0, 400),
        (9.0, FEWEST),
    ],
)
def test_a_transaction_that_took_long_makes_the_next_one_smaller_and_a_short_one_makes_it_larger(took, size):
    watch = Watch()
    pace = Pace(watch, 200)
    pace.start()
    watch.seconds += took
    pace.stop()
    assert pace.size == size


def test_however_fast_a_computer_is_a_transaction_has_an_end():
    pace = Pace(Watch())
    for _ in range(20):
        pace.start()
        pace.stop()
    assert pace.size == MOST


def test_portions_follow_the_pace_and_leave_nobody_out():
    pace = Pace(Watch(), 3)
    portions = []
    for some in pace.portions(range(12)):
        portions.append(list(some))
        pace.size += 2
    assert portions == [[0, 1, 2], [3, 4, 5, 6, 7], [8, 9, 10, 11]]
    assert list(pace.portions(())) == []
