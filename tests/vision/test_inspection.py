"""The tests of the inspection: a camera's pictures are measured, and the advice fits what is wrong."""

import cv2
import numpy as np
import pytest
from vision.cards import canvas, code, noise

from kiosk.vision.device import CameraSettings, Mode
from kiosk.vision.inspection import (
    PATIENCE,
    TEST_CARD,
    WARM_UP,
    Advice,
    CameraName,
    WantedCamera,
    cameras,
    inspect_camera,
    inspect_cameras,
    inspect_device,
    inspect_pictures,
    keep_thumbnail,
    take,
    why_not,
)
from kiosk.vision.reading import Image


def card(pixels_a_module: int = 5) -> Image:
    return canvas((code(TEST_CARD, pixels_a_module, 1), 400, 200))


def test_a_card_in_good_light_is_fine_and_its_modules_are_measured() -> None:
    found = inspect_pictures([card()])
    assert found.advice == ()
    assert found.pixels_a_module == pytest.approx(5, rel=0.05)


@pytest.mark.parametrize(
    ("picture", "advice"),
    [
        ((card() * 0.25).astype(np.uint8), Advice.TOO_DARK),
        (np.where(np.arange(1280) < 400, 255, card()).astype(np.uint8), Advice.TOO_BRIGHT),
        (np.asarray(cv2.GaussianBlur(card(8), (0, 0), 5), dtype=np.uint8), Advice.BLURRED),
        (canvas(), Advice.NO_CARD),
        (card(2), Advice.HOLD_NEARER),
    ],
)
def test_the_advice_fits_what_is_wrong(picture: Image, advice: Advice) -> None:
    assert advice in inspect_pictures([picture]).advice


def test_the_card_may_show_in_any_of_the_pictures() -> None:
    assert inspect_pictures([card(), canvas()]).pixels_a_module is not None


def test_cameras_are_listed_by_name_without_their_second_nodes(tmp_path) -> None:
    for node, index, name in (
        ("video0", "0", "Desk Cam\n"),
        ("video1", "1", "Desk Cam\n"),
        ("video2", "0", ""),
    ):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(index)
        (tmp_path / node / "name").write_text(name)
    (tmp_path / "videofoo").mkdir()
    assert cameras(tmp_path) == (CameraName(0, "Desk Cam"), CameraName(2, "camera 2"))
    assert cameras(tmp_path / "none") == ()


def test_a_camera_is_listed_with_the_path_that_it_keeps_by_what_it_is_or_else_by_its_socket(tmp_path) -> None:
    for number in range(4):
        (tmp_path / "listing" / f"video{number}").mkdir(parents=True)
        (tmp_path / "listing" / f"video{number}" / "name").write_text("Twin Cam")
    links = {"by-id": {"usb-twin": 0}, "by-path": {"usb-1": 0, "usb-2": 1}}
    for way, names in links.items():
        (tmp_path / "v4l" / way).mkdir(parents=True)
        for name, number in names.items():
            (tmp_path / "v4l" / way / name).symlink_to(f"/dev/video{number}")
    (tmp_path / "v4l" / "by-id" / "round").symlink_to("round")
    assert cameras(tmp_path / "listing", tmp_path / "v4l") == (
        CameraName(0, "Twin Cam", str(tmp_path / "v4l/by-id/usb-twin")),
        CameraName(1, "Twin Cam", str(tmp_path / "v4l/by-path/usb-2")),
        CameraName(2, "Twin Cam"),
        CameraName(3, "Twin Cam"),
    )


def test_a_camera_that_config_names_by_its_path_is_inspected_as_its_gate_asks(tmp_path) -> None:
    asked = CameraSettings(640, 480, 10)
    lost = "/dev/v4l/by-id/usb-lost"
    wanted = [WantedCamera("A", "/dev/video98", asked), WantedCamera("B", lost, asked)]
    listed, absent = inspect_cameras([CameraName(98, "none")], wanted, tmp_path)
    assert (listed.camera.source, listed.asked, listed.advice) == (98, asked, (Advice.NOT_THERE,))
    assert (absent.camera, absent.advice) == (CameraName(lost, "gate B", lost), (Advice.NOT_THERE,))


def test_an_address_that_gives_one_picture_is_named_as_such(tmp_path) -> None:
    path = tmp_path / "snapshot.jpg"
    cv2.imwrite(str(path), card())
    (report,) = inspect_cameras((), [WantedCamera("A", path.as_uri(), CameraSettings())], tmp_path)
    assert Advice.ONE_PICTURE in report.advice


def test_a_camera_that_cannot_be_opened_is_reported_with_advice(tmp_path) -> None:
    report = inspect_camera(CameraName(97, "none"), CameraSettings(), tmp_path)
    assert report.advice == (Advice.NOT_THERE,)
    assert report.thumbnail is None


def test_a_network_camera_is_inspected_for_its_gate_and_its_address_is_never_shown(tmp_path) -> None:
    path = tmp_path / "secret.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (1280, 720))
    for _ in range(WARM_UP + 8):
        writer.write(cv2.cvtColor(card(), cv2.COLOR_GRAY2BGR))
    writer.release()
    settings = CameraSettings(1280, 720, 10)
    wanted = [WantedCamera(gate, path.as_uri(), settings) for gate in ("A", "B")]
    wanted.append(WantedCamera("C", "http://127.0.0.1:9/none", settings))
    seen, silent = inspect_cameras((), wanted, tmp_path)
    assert (seen.asked, seen.advice, silent.advice) == (settings, (), (Advice.NO_ANSWER,))
    assert seen.thumbnail == tmp_path / "camera-gate-A.jpg"
    assert [one.camera.label for one in (seen, silent)] == ["gate A", "gate C"]


def test_a_number_that_config_asks_for_and_is_not_there_is_told_beside_those_that_are(tmp_path) -> None:
    asked, usual = CameraSettings(640, 480, 10), CameraSettings(1920, 1080)
    wanted = [WantedCamera("A", 96, usual), WantedCamera("B", 98, asked)]
    reports = inspect_cameras([CameraName(97, "none"), CameraName(98, "none")], wanted, tmp_path)
    assert [(one.camera.source, one.asked) for one in reports] == [(97, usual), (98, asked), (96, usual)]
    assert inspect_cameras((), wanted, tmp_path) == []


def test_a_thumbnail_is_small_and_keeps_its_shape(tmp_path) -> None:
    path = keep_thumbnail(card(), tmp_path / "camera-0.jpg")
    assert cv2.imread(str(path), cv2.IMREAD_GRAYSCALE).shape == (180, 320)


def test_why_a_camera_cannot_be_opened_is_told_as_far_as_the_system_knows(tmp_path) -> None:
    assert why_not(0, tmp_path) is Advice.NOT_THERE
    (tmp_path / "video0").touch()
    assert why_not(0, tmp_path) is Advice.BUSY
    (tmp_path / "video1").symlink_to("video1")
    assert why_not(1, tmp_path) is Advice.NOT_OPENED


class Webcam:
    """A fake camera: so many pictures, and from one of them on the test card in them."""

    def __init__(self, pictures: int, card_from: int = 10**9, given: Mode | None = None) -> None:
        self.pictures, self.card_from = pictures, card_from
        self.given = given or Mode(1280, 720, 30.0, "MJPG")
        self.taken = 0

    def modes(self) -> tuple[Mode, ...]:
        return (Mode(640, 480, 30.0, "MJPG"), self.given)

    def ask(self, settings: CameraSettings) -> Mode:  # noqa: ARG002 - this one knows but one
        return self.given

    def mode(self) -> Mode:
        return self.given

    def read(self) -> Image | None:
        self.taken += 1
        if self.taken > self.pictures:
            return None
        return card() if self.taken >= self.card_from else noise(self.taken)

    def release(self) -> None:
        self.pictures = 0


def test_a_camera_is_given_time_to_find_its_exposure() -> None:
    assert len(take(Webcam(3))) == 3
    assert take(Webcam(0)) == []
    webcam = Webcam(1000, card_from=1)
    assert len(take(webcam)) == 5
    assert webcam.taken > WARM_UP


def test_there_is_time_to_hold_the_card_up_and_an_end_of_patience() -> None:
    webcam = Webcam(1000, card_from=WARM_UP + 40)
    assert inspect_pictures(take(webcam)).pixels_a_module is not None
    assert webcam.taken == WARM_UP + 40
    webcam = Webcam(1000)
    take(webcam)
    assert webcam.taken == WARM_UP + PATIENCE


def test_a_camera_is_reported_with_its_modes_and_its_picture(tmp_path) -> None:
    webcam = Webcam(1000, card_from=1)
    report = inspect_device(CameraName(3, "Desk Cam"), webcam, CameraSettings(), tmp_path)
    assert (report.mode, report.advice) == (webcam.given, ())
    assert [mode.width for mode in report.modes] == [640, 1280]
    assert report.thumbnail == tmp_path / "camera-3.jpg"
    assert report.thumbnail.exists()


def test_a_camera_that_gives_less_than_was_asked_is_told_so(tmp_path) -> None:
    webcam = Webcam(1000, card_from=1, given=Mode(640, 480, 30.0, "YUYV"))
    report = inspect_device(CameraName(0, "Old Cam"), webcam, CameraSettings(), tmp_path)
    assert report.advice == (Advice.LOWER_MODE,)


def test_a_camera_without_pictures_is_told_so(tmp_path) -> None:
    report = inspect_device(CameraName(0, "Dead Cam"), Webcam(0), CameraSettings(), tmp_path)
    assert (report.advice, report.thumbnail) == ((Advice.NO_PICTURES,), None)
