"""When a session locks, and when it is over (checklist 8)."""

from datetime import timedelta

import pytest
from salon import instant

from kiosk.domain.sessions import Standing, Times, standing

NOW = instant("11 10:00")


def person(begun, used):
    """What a person's session is good for, begun and used so many minutes ago."""
    times = Times(NOW - timedelta(minutes=begun), NOW - timedelta(minutes=used))
    return standing(times, NOW, is_post=False)


@pytest.mark.parametrize(
    ("begun", "used", "expected"),
    [
        (0, 0, Standing.OPEN),
        (719, 10, Standing.OPEN),
        (719, 10.1, Standing.LOCKED),
        (720.1, 0, Standing.OVER),
        (-0.5, -0.5, Standing.OPEN),
        (-2, 0, Standing.OVER),
        (5, -2, Standing.LOCKED),
    ],
)
def test_checklist_08_a_person_locks_after_ten_idle_minutes(begun, used, expected):
    assert person(begun, used) is expected


def test_checklist_08_the_screen_of_a_gate_never_locks_and_ends_after_twelve_hours():
    begun = NOW - timedelta(hours=12)
    assert standing(Times(begun, begun), NOW, is_post=True) is Standing.OPEN
    earlier = begun - timedelta(seconds=1)
    assert standing(Times(earlier, earlier), NOW, is_post=True) is Standing.OVER
