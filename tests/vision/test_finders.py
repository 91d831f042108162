"""The tests of the search for finder patterns: found under blur and grain, and not in texture."""

import cv2
import numpy as np
import pytest
from vision.cards import CODE, canvas, code

from kiosk.rehearsal.optics import LIGHTS, Webcam
from kiosk.vision import decoders
from kiosk.vision.finders import codes, finders
from kiosk.vision.reading import CodeBox, Image, centre
from kiosk.vision.tiers import LIVE, LIVE_DENSE, ruled
from kiosk.vision.views import sought

MODULE = 4
PLACE = CodeBox(((516.0, 316.0), (600.0, 316.0), (600.0, 400.0), (516.0, 400.0)), 21)


def moved(picture: Image, modules: float, grain: float) -> Image:
    """Smear a picture across, and cover it with a sensor's grain."""
    length = round(modules * MODULE)
    smear = np.full((1, length), 1 / length, dtype=np.float32)
    grey = cv2.filter2D(picture, -1, smear).astype(np.float32) * 0.5
    noise = np.random.default_rng(3).normal(0, grain, picture.shape)
    return np.asarray(np.clip(grey + noise, 0, 255), dtype=np.uint8)


def test_the_finder_patterns_of_a_smeared_and_grainy_code_are_found() -> None:
    picture = moved(canvas((code(CODE, MODULE), 500, 300)), 1.5, 6.0)
    assert decoders.zxing(picture) == []
    best = codes(finders(picture[250:450, 450:650]))[0]
    assert best.modules == 21
    (x, y), (u, v) = centre(best.corners), centre(PLACE.corners)
    assert (x + 450, y + 250) == pytest.approx((u, v), abs=MODULE)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_smeared_code_is_measured_and_drawn_whichever_way_it_is_turned(turn: int) -> None:
    drawing = np.ascontiguousarray(np.rot90(code(CODE, MODULE), turn))
    picture = moved(canvas((drawing, 500, 300)), 1.5, 6.0)
    patch = sought(10.0, 0.2)(picture, CodeBox(PLACE.corners))
    assert patch is not None
    (found,) = decoders.zxing(patch.image)
    assert found.text == CODE
    there = patch.to_picture @ (*centre(found.corners), 1)
    assert tuple(there[:2] / there[2]) == pytest.approx(centre(PLACE.corners), abs=2 * MODULE)


def test_a_box_that_is_a_little_off_is_moved_to_the_finder_patterns() -> None:
    picture = canvas((code(CODE, MODULE), 500, 300))
    a, b, c, d = ((x + 5, y - 4) for x, y in PLACE.corners)
    patch = ruled(10.0)(picture, CodeBox((a, b, c, d), 21))
    assert patch is not None
    assert [found.text for found in decoders.zxing(patch.image)] == [CODE]
    assert ruled(10.0)(picture, CodeBox(PLACE.corners)) is None  # nobody knows how many modules


def test_texture_and_grain_yield_no_code() -> None:
    random = np.random.default_rng(6)
    squares = np.kron(random.integers(0, 2, (90, 160), dtype=np.uint8) * 255, np.ones((8, 8), dtype=np.uint8))
    specks = np.asarray(random.integers(0, 256, (720, 1280)), dtype=np.uint8)
    halls = [Webcam((1280, 720), light, 9).take([]) for light in LIGHTS.values()]
    for picture in (squares, specks, *halls):
        for tier in LIVE_DENSE:
            for x in range(100, 1200, 150):
                patch = tier.view(picture, CodeBox(((x, 300), (x + 80, 300), (x + 80, 380), (x, 380))))
                assert patch is None or not [one for one in tier.decode(patch.image) if one.text]


def test_a_box_may_lie_anywhere_and_have_any_shape() -> None:
    random = np.random.default_rng(2)
    picture = canvas((code(CODE, MODULE), 40, 30), size=(320, 240))
    read = 0
    for number in range(60):
        spread = (0, 5, 60, 400)[number % 4]
        a, b, c, d = (
            (float(x), float(y)) for x, y in random.uniform(-150, 450, 2) + random.normal(0, spread, (4, 2))
        )
        for tier in dict.fromkeys(LIVE):
            patch = tier.view(picture, CodeBox((a, b, c, d), int(random.choice((0, 21, 45, 177)))))
            read += patch is not None and [one.text for one in tier.decode(patch.image)] == [CODE]
    assert read > 0
