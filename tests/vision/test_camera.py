"""The tests of live cameras: the newest frame only, every fault told once, no old frame after it."""

import threading
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from vision.cards import Hand, noise

from kiosk.vision.camera import ADDRESS_WATCH, WATCH, LiveCamera, Watch, open_source
from kiosk.vision.device import (
    CameraSettings,
    Mode,
    OpenCvDevice,
    backends,
    is_camera_path,
    is_opened_first,
    number_of,
    open_device,
)
from kiosk.vision.frame import CameraFault, FaultKind, Frame, Pause
from kiosk.vision.reading import Image

BLACK = np.zeros((240, 320), dtype=np.uint8)
WHITE = np.full((240, 320), 255, dtype=np.uint8)
SAME = noise(7)


class Webcam:
    """A fake device that plays a script of pictures; None in it is a cable pulled out."""

    def __init__(self, picture: Callable[[], Image | None]) -> None:
        self.picture = picture
        self.opened = 0
        self.is_there = True
        self.is_open = False

    def open(self) -> "Webcam | None":
        self.opened += 1
        self.is_open = self.is_there
        return self if self.is_there else None

    def read(self) -> Image | None:
        return self.picture()

    def mode(self) -> Mode:
        return Mode(320, 240, 10.0, "MJPG")

    def release(self) -> None:
        self.is_open = False


class Player:
    """Fresh pictures, each different, until the test puts another in their place."""

    def __init__(self) -> None:
        self.number = 0
        self.instead: Image | None = None
        self.is_unplugged = False

    def __call__(self) -> Image | None:
        self.number += 1
        if self.is_unplugged:
            return None
        return noise(self.number) if self.instead is None else self.instead


def stage() -> tuple[LiveCamera, Webcam, Player, Hand]:
    player, hand = Player(), Hand()
    webcam = Webcam(player)
    return LiveCamera(webcam.open, hand), webcam, player, hand


def run(camera: LiveCamera, hand: Hand, seconds: float) -> list[Frame | CameraFault]:
    """Pump at ten frames a second, and take what is delivered."""
    got: list[Frame | CameraFault] = []
    until = hand.seconds + seconds
    while hand.seconds < until:
        hand.seconds += max(0.1, camera.pump())
        while isinstance(one := camera.read(0), Frame | CameraFault):
            got.append(one)
    return got


def test_only_the_newest_frame_is_kept() -> None:
    camera, _, player, hand = stage()
    for _ in range(5):
        camera.pump()
        hand.seconds += 0.1
    frame = camera.read(0)
    assert isinstance(frame, Frame)
    assert np.array_equal(frame.image, noise(player.number))
    assert frame.index == 3, "the first may be an old one"
    assert frame.at == pytest.approx(100.4)
    assert camera.read(0) is Pause.WAIT


@pytest.mark.parametrize(
    ("picture", "kind"), [(BLACK, FaultKind.BLACK), (WHITE, FaultKind.OVEREXPOSED), (SAME, FaultKind.FROZEN)]
)
def test_line_25_black_white_and_frozen_pictures_are_a_fault_within_three_seconds(picture, kind) -> None:
    camera, _, player, hand = stage()
    assert all(isinstance(one, Frame) for one in run(camera, hand, 1))
    player.instead = picture
    begun = hand.seconds
    got = run(camera, hand, 60)
    faults = [one for one in got if isinstance(one, CameraFault)]
    assert [fault.kind for fault in faults] == [kind]
    assert faults[0].at - begun < 3
    assert got[-1] is faults[0], "nothing is delivered after the fault while it lasts"
    player.instead = None
    back = run(camera, hand, 12)
    assert back
    assert all(isinstance(one, Frame) for one in back)


@pytest.mark.parametrize("picture", [BLACK, WHITE, SAME])
def test_pictures_that_show_nothing_are_no_pictures_without_the_badge(picture) -> None:
    camera, _, player, hand = stage()
    run(camera, hand, 1)
    player.instead = picture
    delivered = [one.image for one in run(camera, hand, 2) if isinstance(one, Frame)]
    assert sum(np.array_equal(image, picture) for image in delivered) == (picture is SAME)


def test_line_25_an_unplugged_camera_is_a_fault_at_once_and_comes_back_by_itself() -> None:
    camera, webcam, player, hand = stage()
    run(camera, hand, 1)
    player.is_unplugged, webcam.is_there = True, False
    got = run(camera, hand, 60)
    assert [one.kind for one in got if isinstance(one, CameraFault)] == [FaultKind.LOST]
    assert webcam.opened < 20, "it is not tried again and again without a pause"
    player.is_unplugged, webcam.is_there = False, True
    back = run(camera, hand, 12)
    assert back
    assert all(isinstance(one, Frame) for one in back)


def test_a_camera_that_is_not_there_is_a_fault_told_once() -> None:
    camera, webcam, _, hand = stage()
    webcam.is_there = False
    got = run(camera, hand, 5)
    assert [one.kind for one in got if isinstance(one, CameraFault)] == [FaultKind.NOT_OPENED]
    assert camera.mode is None


def test_line_25_no_frame_from_before_a_fault_is_delivered_after_it() -> None:
    camera, webcam, player, hand = stage()
    camera.pump()
    webcam.is_there, player.is_unplugged = False, True
    camera.pump()
    assert isinstance(camera.read(0), CameraFault)
    assert camera.read(0) is Pause.WAIT
    webcam.is_there, player.is_unplugged = True, False
    hand.seconds += 1
    camera.pump()
    assert camera.read(0) is Pause.WAIT, "the first picture after a fault may be an old one"
    camera.pump()
    assert isinstance(camera.read(0), Frame)


def test_line_25_a_picture_that_comes_again_is_delivered_once_and_one_that_was_there_at_first_never() -> None:
    camera, _, player, hand = stage()
    player.instead = SAME
    got = run(camera, hand, 5)
    assert [type(one) for one in got] == [CameraFault]
    player.instead = None
    run(camera, hand, 10)
    player.instead = noise(9_000)
    again = [one for one in run(camera, hand, 2) if isinstance(one, Frame)]
    assert [np.array_equal(one.image, player.instead) for one in again].count(True) == 1


def test_a_camera_that_made_wait_for_nothing_has_stalled_and_one_without_a_picture_was_lost() -> None:
    camera, webcam, player, hand = stage()
    run(camera, hand, 1)

    def timed_out() -> None:
        hand.seconds += 2.5

    for picture, kind in ((timed_out, FaultKind.STALLED), (lambda: None, FaultKind.LOST)):
        webcam.picture = picture
        camera.pump()
        fault = camera.read(0)
        assert isinstance(fault, CameraFault)
        assert fault.kind is kind
        webcam.picture = player
        run(camera, hand, 3)


def test_an_idle_stream_that_repeats_its_picture_is_no_fault_until_it_does_so_for_long() -> None:
    player, hand = Player(), Hand()
    camera = LiveCamera(Webcam(player).open, hand, ADDRESS_WATCH)
    for _ in range(3):
        assert all(isinstance(one, Frame) for one in run(camera, hand, 1))
        player.instead = SAME
        assert not [one for one in run(camera, hand, 9) if isinstance(one, CameraFault)]
        player.instead = None
    player.instead = SAME
    assert [one.kind for one in run(camera, hand, 15) if isinstance(one, CameraFault)] == [FaultKind.FROZEN]
    player.instead = BLACK
    run(camera, hand, 20)
    player.instead = None
    run(camera, hand, 20)
    player.instead = BLACK
    assert [one.kind for one in run(camera, hand, 3) if isinstance(one, CameraFault)] == [FaultKind.BLACK]


def test_an_address_whose_first_picture_is_its_last_gives_a_picture_and_no_stream() -> None:
    for rules, kind in ((ADDRESS_WATCH, FaultKind.ONE_PICTURE), (WATCH, FaultKind.LOST)):
        player, hand = Player(), Hand()
        webcam = Webcam(player)
        camera = LiveCamera(webcam.open, hand, rules)
        camera.pump()
        player.is_unplugged = True
        camera.pump()
        fault = camera.read(0)
        assert isinstance(fault, CameraFault)
        assert fault.kind is kind


def test_an_address_that_gave_more_than_one_picture_was_a_stream() -> None:
    player, hand = Player(), Hand()
    camera = LiveCamera(Webcam(player).open, hand, ADDRESS_WATCH)
    for _ in range(2):
        camera.pump()
    player.is_unplugged = True
    camera.pump()
    fault = camera.read(0)
    assert isinstance(fault, CameraFault)
    assert fault.kind is FaultKind.LOST


def test_a_fault_is_told_even_when_the_camera_is_back_before_anybody_asks() -> None:
    camera, _, player, hand = stage()
    camera.pump()
    player.is_unplugged = True
    camera.pump()
    player.is_unplugged = False
    hand.seconds += 1
    camera.pump()
    camera.pump()
    assert isinstance(camera.read(0), CameraFault)
    assert isinstance(camera.read(0), Frame)


def test_line_25_a_driver_that_hangs_is_a_fault_within_three_seconds_told_once() -> None:
    camera, _, _, hand = stage()
    camera.pump()
    camera.read(0)
    hand.seconds += WATCH.bad_for - 0.1
    assert camera.read(0) is Pause.WAIT
    hand.seconds += 0.2
    fault = camera.read(0)
    assert isinstance(fault, CameraFault)
    assert fault.kind is FaultKind.STALLED
    hand.seconds += 10
    assert camera.read(0) is Pause.WAIT


def test_line_25_what_a_driver_held_back_while_it_hung_is_never_delivered() -> None:
    """It comes out when the driver wakes up: seconds old, and several pictures of it."""
    camera, webcam, player, hand = stage()
    run(camera, hand, 1)
    held = noise(5_000)

    def late() -> Image | None:
        hand.seconds += 10
        return held

    webcam.picture = late
    camera.pump()
    webcam.picture = player
    assert webcam.opened == 1
    fault = camera.read(0)
    assert isinstance(fault, CameraFault)
    assert fault.kind is FaultKind.STALLED
    back = run(camera, hand, 3)
    assert webcam.opened == 2, "a driver that hung is opened anew: its buffer goes with it"
    assert back
    assert not any(isinstance(one, Frame) and np.array_equal(one.image, held) for one in back)


def test_line_25_a_picture_that_nobody_took_in_time_is_not_delivered() -> None:
    """A gate that was busy for seconds must not decide on who stood there before."""
    camera, _, player, hand = stage()
    camera.pump()
    hand.seconds += WATCH.fresh_for
    assert camera.read(0) is Pause.WAIT
    camera.pump()
    frame = camera.read(0)
    assert isinstance(frame, Frame)
    assert np.array_equal(frame.image, noise(player.number))


def test_a_camera_that_takes_long_to_open_is_not_opened_yet_and_its_slow_first_picture_is_no_fault() -> None:
    camera, webcam, _, hand = stage()
    hand.seconds += WATCH.bad_for
    fault = camera.read(0)
    assert isinstance(fault, CameraFault)
    assert fault.kind is FaultKind.NOT_OPENED
    player = webcam.picture

    def slow() -> Image | None:
        hand.seconds += 6
        return player()

    webcam.picture = slow
    camera.pump()
    webcam.picture = player
    assert [type(one) for one in run(camera, hand, 0.25)] == [Frame] * 3
    assert webcam.opened == 1


def test_a_camera_says_what_it_got() -> None:
    camera, _, _, _ = stage()
    camera.pump()
    assert str(camera.mode) == "320x240 10/s MJPG"


def test_a_dim_but_living_picture_is_no_fault() -> None:
    watch = Watch()
    assert [watch.judge(noise(n, level=44), n * 0.1) for n in range(100)] == [None] * 100
    assert watch.is_content


def test_the_thread_delivers_and_closing_ends_it() -> None:
    asked = threading.Event()
    player, hand = Player(), Hand()

    def picture() -> Image | None:
        asked.set()
        return player()

    webcam = Webcam(picture)
    camera = LiveCamera(webcam.open, hand)
    camera.start()
    assert asked.wait(10)
    assert isinstance(camera.read(10), Frame)
    camera.close()
    assert camera.read(0) is Pause.END
    assert not webcam.is_open


def test_a_camera_that_the_main_thread_has_opened_is_not_opened_again_by_the_other() -> None:
    asked, player, opened = threading.Event(), Player(), []

    def picture() -> Image | None:
        asked.set()
        return player()

    webcam = Webcam(picture)

    def open_it():
        opened.append(threading.current_thread() is threading.main_thread())
        return webcam.open()

    camera = LiveCamera(open_it, Hand())
    camera.pump()
    asked.clear()
    camera.start()
    assert asked.wait(10)
    assert isinstance(camera.read(10), Frame)
    camera.close()
    assert opened == [True]


def test_on_macos_alone_a_camera_is_opened_by_the_main_thread_first() -> None:
    asks = {platform: is_opened_first(0, platform) for platform in ("linux", "win32", "darwin")}
    assert asks == {"linux": False, "win32": False, "darwin": True}
    assert not is_opened_first("rtsp://camera/1", "darwin")


def test_a_number_a_path_and_a_url_are_live_sources_that_start_without_their_camera() -> None:
    for spec in ("97", "/dev/video97", "/dev/v4l/by-id/usb-none", "http://127.0.0.1:9/none"):
        source = open_source(spec, Hand(), CameraSettings())
        fault = source.read(20)
        source.close()
        assert isinstance(fault, CameraFault)
        assert fault.kind is FaultKind.NOT_OPENED


def test_a_path_is_a_camera_s_where_it_lies_under_dev_and_is_no_file(tmp_path) -> None:
    assert [is_camera_path(path) for path in ("/dev/video0", "/dev/gate-a", "/dev")] == [True, True, False]
    assert not is_camera_path(str(tmp_path / "video0"))


def test_a_path_is_followed_to_the_number_that_the_camera_has_now(tmp_path) -> None:
    link = tmp_path / "usb-cam"
    for number in (96, 97):
        link.unlink(missing_ok=True)
        link.symlink_to(f"/dev/video{number}")
        assert number_of(str(link)) == number
    assert number_of(str(tmp_path / "none")) is None


def test_a_device_says_which_mode_it_delivers(tmp_path) -> None:
    path = tmp_path / "walk.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 12.0, (320, 240))
    writer.write(cv2.cvtColor(noise(1), cv2.COLOR_GRAY2BGR))
    writer.release()
    device = open_device(str(path), CameraSettings())
    assert isinstance(device, OpenCvDevice)
    assert device.mode() == Mode(320, 240, 12.0, "MJPG")
    assert device.read() is not None
    assert device.read() is None
    device.release()


class Sensor:
    """A fake of OpenCV's capture: it gives the sizes that it knows, and remembers what it was asked."""

    def __init__(self, *sizes: tuple[int, int]) -> None:
        self.sizes = sizes
        self.asked: list[int] = []
        self.values: dict[int, float] = {}

    def get(self, prop: int) -> float:
        width, height = (
            self.values.get(one, 0) for one in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
        )
        near = min(self.sizes, key=lambda size: abs(size[0] - width) + abs(size[1] - height))
        given = {cv2.CAP_PROP_FRAME_WIDTH: near[0], cv2.CAP_PROP_FRAME_HEIGHT: near[1]}
        return given.get(prop, self.values.get(prop, 0.0))

    def set(self, prop: int, value: float) -> bool:
        self.asked.append(prop)
        self.values[prop] = value
        return True

    def read(self) -> tuple[bool, object]:
        raise cv2.error

    def release(self) -> None:
        self.asked.clear()


def test_a_camera_is_asked_for_mjpg_a_buffer_of_one_a_size_and_a_rate() -> None:
    sensor = Sensor((640, 480), (1280, 720))
    got = OpenCvDevice(sensor).ask(CameraSettings(1280, 720, 15))
    assert got == Mode(1280, 720, 15.0, "MJPG")
    assert sensor.values[cv2.CAP_PROP_BUFFERSIZE] == 1
    size = sensor.asked.index(cv2.CAP_PROP_FRAME_WIDTH)
    assert sensor.asked.index(cv2.CAP_PROP_FOURCC) < size, "the encoding decides which sizes there are"


def test_the_usual_modes_are_those_that_a_camera_gives() -> None:
    modes = OpenCvDevice(Sensor((640, 480), (1280, 720))).modes()
    assert [(mode.width, mode.height) for mode in modes] == [(640, 480), (1280, 720)]


@pytest.mark.parametrize(
    ("mode", "falls_short"),
    [
        (Mode(1280, 720, 30, "MJPG"), False),
        (Mode(1920, 1080, 30, "MJPG"), False),
        (Mode(1280, 720, 0, ""), False),
        (Mode(640, 480, 30, "MJPG"), True),
        (Mode(1280, 720, 10, "YUYV"), True),
    ],
)
def test_a_mode_below_what_was_asked_falls_short_of_it(mode: Mode, falls_short: bool) -> None:  # noqa: FBT001
    assert mode.falls_short_of(CameraSettings()) == falls_short


def test_a_driver_that_throws_or_hands_over_an_empty_picture_is_a_camera_that_was_lost() -> None:
    class Hollow(Sensor):
        def read(self) -> tuple[bool, object]:
            return True, np.zeros((0, 0, 3), np.uint8)

    for sensor in (Sensor, Hollow):
        assert OpenCvDevice(sensor((640, 480))).read() is None


def test_each_system_s_own_way_to_its_cameras_comes_first() -> None:
    assert backends(0, "linux")[0] == cv2.CAP_V4L2
    assert backends(0, "win32")[:2] == (cv2.CAP_DSHOW, cv2.CAP_MSMF)
    assert backends(0, "darwin")[0] == cv2.CAP_AVFOUNDATION
    assert backends("rtsp://camera/1", "linux") == (cv2.CAP_FFMPEG,)
