"""The opening day of `kiosk demo --serve`: everybody's turn before the real gate, with a hand-set clock."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from visiting import HandClock

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import open_station
from kiosk.cli.demo_serve import FIRST_DAY, OPENING
from kiosk.cli.demo_story import Collector
from kiosk.cli.rehearsed import REHEARSAL, rehearsed
from kiosk.domain.errors import KioskError
from kiosk.domain.model import Direction
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.gate.post import open_gate
from kiosk.rehearsal.opening_day import APART, EXIT, GATE, REFUSED, STAY, OpeningDay
from kiosk.rehearsal.parade import ParadeCamera
from kiosk.vision.frame import Frame, Pause

ROUND = timedelta(seconds=APART * 3 * len(REFUSED))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder with an opening day, and when its parade begins."""
    folder = tmp_path_factory.mktemp("day")
    steps = []
    opened = create_station(folder, Birth(FIRST_DAY, is_demo=True, clock=OPENING))
    begins = OpeningDay(opened.station, folder, opened.settings.templates, steps.append).prepare()
    opened.station.close()
    assert steps
    return folder, begins


@dataclass
class Hurried:
    """A parade's camera for which time goes on with each picture."""

    camera: ParadeCamera
    clock: HandClock
    until: timedelta
    frames: int = field(default=0, init=False)

    def read(self, timeout):
        self.clock.pass_(seconds=1 / 8)
        if self.clock.ran > self.until.total_seconds():
            return Pause.END
        self.frames += 1
        return self.camera.read(timeout)

    def close(self):
        self.camera.close()


def at_work(prepared, gate, direction, seconds):
    """Have a gate work for a while from the beginning on; return what it recorded, with the time of each."""
    folder, begins = prepared
    opened = open_station(folder, begins.isoformat())
    clock = HandClock(begins)
    station = replace(opened.station, clock=clock)
    lamp = Collector()
    camera = ParadeCamera(folder / REHEARSAL, gate, clock)
    post = open_gate(station, station.event().checkpoint(gate, direction))
    GateLoop(post, Hurried(camera, clock, seconds), lamp, Keyboard(None)).run(lambda: True)
    station.close()
    return lamp.scans


def test_every_reason_comes_by_within_three_minutes_and_nobody_else_is_refused(prepared):
    assert timedelta(minutes=3) > ROUND
    scans = at_work(prepared, GATE, Direction.IN, ROUND)
    refused = Counter(scan.decision.reason for scan in scans if scan.decision.reason)
    assert refused == dict.fromkeys(REFUSED, 1)
    assert sum(scan.decision.is_granted for scan in scans) == 2 * len(REFUSED)
    leaving = at_work(prepared, EXIT, Direction.OUT, timedelta(seconds=STAY + 3 * APART))
    entered = [scan.number for scan in scans if scan.decision.is_granted]
    assert [scan.number for scan in leaving] == entered[: len(leaving)]
    assert leaving


def test_the_camera_delivers_as_time_goes_by_and_never_catches_up(prepared):
    folder, begins = prepared
    clock = HandClock(begins)
    camera = ParadeCamera(folder / REHEARSAL, GATE, clock)
    assert isinstance(camera.read(0.0), Frame)
    assert camera.read(0.0) is Pause.WAIT
    clock.pass_(seconds=10)
    assert [isinstance(camera.read(0.0), Frame) for _ in range(3)] == [True, True, False]
    camera.close()
    assert camera.read(0.0) is Pause.END


def test_a_real_event_takes_no_rehearsal(tmp_path):
    opened = create_station(tmp_path, Birth(FIRST_DAY))
    with pytest.raises(KioskError, match="for demonstrations only"):
        rehearsed(opened, GATE)
    opened.station.close()


def test_a_demonstration_without_a_rehearsal_says_how_to_make_one(tmp_path):
    opened = create_station(tmp_path, Birth(FIRST_DAY, is_demo=True))
    with pytest.raises(KioskError, match="there is no rehearsal") as raised:
        rehearsed(opened, GATE)
    assert "kiosk demo --serve" in raised.value.hint
    opened.station.close()
