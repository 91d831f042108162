"""How moments are typed, at any hour of the clock."""

from datetime import UTC, datetime

import pytest

from kiosk.cli.moments import read_moment
from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.errors import KioskError

EVENT = load_config(SAMPLE).event


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "written", "meant"),
    [
        ("2025-11-11T15:00", "14:10", "2025-11-11T14:10"),
        ("2025-11-11T15:00", "15:10", "2025-11-11T15:10"),
        ("2025-11-11T15:00", "00:30", "2025-11-11T00:30"),
        ("2025-11-12T00:30", "23:00", "2025-11-11T23:00"),
        ("2025-11-12T00:30", "00:10", "2025-11-12T00:10"),
        ("2025-11-12T03:59", "04:30", "2025-11-11T04:30"),
        ("2025-11-12T04:00", "04:30", "2025-11-12T04:30"),
        ("2028-03-01T00:30", "23:00", "2028-02-29T23:00"),
        ("2025-11-12T00:30", "2025-11-12T23:00", "2025-11-12T23:00"),
        ("2025-11-12T00:30", "2025-11-12", "2025-11-12T00:00"),
    ],
)
def test_an_hour_alone_is_of_the_event_day_that_it_is(now, written, meant):
    assert read_moment(EVENT, written, at(now)) == at(meant)


def test_what_is_no_time_is_refused_with_an_example():
    with pytest.raises(KioskError) as refused:
        read_moment(EVENT, "noon", at("2025-11-11T15:00"))
    assert "14:10" in refused.value.hint
