"""Own the tests of the inspection: a camera's pictures are measured, and the advice fits what is wrong."""

import cv2
import numpy as np
import pytest
from vision.cards import canvas, code, noise

from kiosk.vision.camera import CameraSettings
from kiosk.vision.inspection import (
    TEST_CARD,
    Advice,
    CameraName,
    cameras,
    inspect_camera,
    inspect_pictures,
    keep_thumbnail,
    take,
)
from kiosk.vision.reading import Image


def card(pixels_a_module: int = 5) -> Image:
    return canvas((code(TEST_CARD, pixels_a_module, 1), 400, 200))


def test_a_card_in_good_light_is_fine_and_its_modules_are_measured() -> None:
    found = inspect_pictures([card()])
    assert found.advice == (Advice.FINE,)
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


def test_a_camera_that_cannot_be_opened_is_reported_with_advice(tmp_path) -> None:
    report = inspect_camera(CameraName(97, "none"), CameraSettings(), tmp_path)
    assert report.advice == (Advice.NOT_OPENED,)
    assert report.thumbnail is None


def test_a_thumbnail_is_small_and_keeps_its_shape(tmp_path) -> None:
    path = keep_thumbnail(card(), tmp_path / "camera-0.jpg")
    assert cv2.imread(str(path), cv2.IMREAD_GRAYSCALE).shape == (180, 320)


def test_a_camera_is_given_time_to_find_its_exposure() -> None:
    class Slow:
        def __init__(self, pictures: int) -> None:
            self.left = pictures

        def read(self) -> Image | None:
            self.left -= 1
            return noise(self.left) if self.left >= 0 else None

        def release(self) -> None:
            self.left = 0

    assert np.array_equal(take(Slow(100))[-1], noise(100 - 15))
    assert len(take(Slow(3))) == 3
    assert take(Slow(0)) == []
