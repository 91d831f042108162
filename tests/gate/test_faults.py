"""A camera that fails at a gate: each way is shown and journalled within three seconds, and none decides."""

from collections import deque

import cv2
import numpy as np
import pytest
from fairground import HandClock, enrol, found_station
from gate.props import Lamp, acts, picture, post_at

from kiosk.domain.journal import Kind
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.service.words.catalogue import phrase
from kiosk.service.words.sign import Colour
from kiosk.vision.camera import LiveCamera
from kiosk.vision.device import Mode
from kiosk.vision.frame import FaultKind, Pause

BLACK = np.zeros((480, 640), np.uint8)
WHITE = np.full((480, 640), 255, np.uint8)
HANGS = 20.0
TICK = 0.1


class Webcam:
    """A device that plays a script, ten pictures a second.

    An array is a picture, as it is; None is a cable pulled out; a number is a driver that hangs for so long.
    """

    def __init__(self, clock, script):
        self.clock, self.script = clock, deque(script)
        self.random = np.random.default_rng(1)

    def open(self):
        return self if self.script and self.script[0] is not None else self.skip()

    def skip(self):
        if self.script:
            self.script.popleft()

    def mode(self):
        return Mode(640, 480, 10.0, "MJPG")

    def read(self):
        self.clock.go(TICK)
        item = self.script.popleft() if self.script else None
        if isinstance(item, float):
            self.clock.go(item)
            return picture()
        return item

    def release(self):
        pass


class Live:
    """A live camera whose thread is the test's own, which ends with its script."""

    def __init__(self, webcam):
        self.webcam = webcam
        self.camera = LiveCamera(webcam.open, webcam.clock)
        self.wait = 0.0

    def read(self, timeout):  # noqa: ARG002 - time is the script's
        if not self.webcam.script:
            return Pause.END
        if self.wait > 0:
            self.webcam.clock.go(TICK)
            self.wait -= TICK
        else:
            self.wait = self.camera.pump()
        return self.camera.read(0)

    def close(self):
        self.camera.close()


class Timed(Lamp):
    """A lamp that remembers when, too."""

    def __init__(self, clock):
        super().__init__()
        self.clock, self.times = clock, []

    def show(self, sign):
        super().show(sign)
        self.times.append(self.clock.monotonic())

    def first(self, colour):
        return self.times[self.colours.index(colour)]


def alive(number, *texts):
    """Draw a picture of codes that no other picture equals."""
    noise = np.random.default_rng(number).integers(0, 6, (480, 640), dtype=np.uint8)
    return cv2.subtract(picture(*texts), noise)


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def station(tmp_path, clock):
    station = found_station(tmp_path, clock)
    yield station
    station.close()


def work(station, script):
    lamp = Timed(station.clock)
    GateLoop(post_at(station, "A", "in"), Live(Webcam(station.clock, script)), lamp, Keyboard(None)).run(
        lambda: True
    )
    return lamp


def empty(seconds, begin=0):
    return [alive(begin + n) for n in range(round(seconds / TICK))]


@pytest.mark.parametrize(
    ("kind", "failing"),
    [
        (FaultKind.LOST, [None] * 5),
        (FaultKind.FROZEN, [alive(77)] * 60),
        (FaultKind.BLACK, [BLACK] * 60),
        (FaultKind.OVEREXPOSED, [WHITE] * 60),
        (FaultKind.STALLED, [HANGS]),
    ],
)
def test_line_25_each_fault_is_shown_and_journalled_in_time_and_is_got_over(station, kind, failing):
    awa = enrol(station)
    badge = [alive(500 + n, awa.text) for n in range(10)]
    lamp = work(station, [*empty(2), *failing, *empty(20, 100), *badge])
    fault = lamp.first(Colour.FAULT)
    began = 2.0
    hung = HANGS if kind is FaultKind.STALLED else 0.0  # here one thread is both the camera's and the gate's
    assert began <= fault < began + hung + 3
    assert lamp.signs[lamp.colours.index(Colour.FAULT)].notices == (
        phrase("fr", f"camera_{kind}"),
        phrase("en", f"camera_{kind}"),
    )
    told = [act.detail for act in acts(station) if act.kind is Kind.FAULT]
    assert told == [f'{{"camera":"{kind}"}}'.encode(), b'{"camera":"back"}']
    assert [scan.number for scan in lamp.scans] == [awa.number]
    assert lamp.first(Colour.GREEN) > fault


def test_line_25_a_badge_in_a_frozen_picture_is_not_admitted_again_and_again(station):
    awa = enrol(station)
    frozen = alive(1, awa.text)
    lamp = work(station, [*empty(1), *([frozen] * 300)])
    assert [scan.number for scan in lamp.scans] == [awa.number]
    assert lamp.colours[-1] is Colour.FAULT


def test_line_25_a_badge_in_a_picture_that_is_frozen_from_the_start_is_never_decided_on(
    station,
):
    awa = enrol(station)
    lamp = work(station, [alive(1, awa.text)] * 100)
    assert lamp.scans == []
    assert list(dict.fromkeys(sign.headline for sign in lamp.signs)) == ["UN INSTANT", "CAMÉRA EN PANNE"]


def test_line_25_a_badge_that_a_hanging_driver_hands_over_late_is_not_decided_on(station):
    awa = enrol(station)

    class Late(Webcam):
        def read(self):
            item = self.script[0] if self.script else None
            got = super().read()
            return alive(900, awa.text) if isinstance(item, float) else got

    lamp = Timed(station.clock)
    source = Live(Late(station.clock, [*empty(1), HANGS, HANGS, *empty(10, 50)]))
    GateLoop(post_at(station, "A", "in"), source, lamp, Keyboard(None)).run(lambda: True)
    assert lamp.scans == []
    assert Colour.FAULT in lamp.colours
