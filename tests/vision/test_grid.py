"""The grid's tests: modules are found where bent paper carries them, and none in an empty picture."""

import cv2
import numpy as np
import pytest
from vision.cards import CODE, canvas, code

from kiosk.vision import decoders, grid
from kiosk.vision.reader import Reader
from kiosk.vision.reading import CodeBox, Image
from kiosk.vision.tiers import STILL, cropped, gridded

LEFT, TOP, MODULE = 500, 250, 6
SIDE = 21 * MODULE
CORNER = (LEFT + 4 * MODULE, TOP + 4 * MODULE)


def bent(picture: Image, reach: float) -> Image:
    """Shift the picture's columns up and down along two waves, by `reach` pixels at most."""
    height, width = picture.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wave = reach * np.sin((x - CORNER[0]) / SIDE * np.pi).astype(np.float32)
    lean = reach / 2 * np.sin((y - CORNER[1]) / SIDE * np.pi).astype(np.float32)
    return np.asarray(
        cv2.remap(picture, x + lean, y + wave, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def box(modules: int = 21) -> CodeBox:
    x, y = CORNER
    return CodeBox(((x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE)), modules)


def drawn(picture: Image, at: CodeBox) -> list[str | None]:
    patch = gridded(10.0)(picture, at)
    return [] if patch is None else [found.text for found in decoders.zxing(patch.image)]


@pytest.mark.parametrize("reach", [0.0, 2.0, 4.0])
def test_the_modules_of_a_bent_code_are_found(reach: float) -> None:
    assert drawn(bent(canvas((code(CODE), LEFT, TOP)), reach), box()) == [CODE]


def test_a_bent_code_is_read_by_the_grid_and_at_its_place() -> None:
    picture = bent(canvas((code(CODE), LEFT, TOP)), 8.0)
    without = tuple(tier for tier in STILL if not tier.name.startswith("grid"))
    assert Reader(without).read(picture).readings == ()
    (reading,) = Reader().read(picture).readings
    assert reading.text == CODE
    assert reading.tier in {"grid", "grid-again"}  # which of the two differs by version of OpenCV
    assert reading.corners[0] == pytest.approx(CORNER, abs=2 * MODULE)
    assert reading.corners[2] == pytest.approx((CORNER[0] + SIDE, CORNER[1] + SIDE), abs=2 * MODULE)


def test_blur_is_weighed_out_by_what_it_made_of_the_known_patterns() -> None:
    smear = np.zeros((1, 13), dtype=np.float32)
    smear[0] = 1 / 13  # two modules wide
    picture = np.asarray(cv2.filter2D(canvas((code(CODE), LEFT, TOP)), -1, smear), dtype=np.uint8)
    part = cropped(210, 0.2)(picture, box())
    assert part is not None
    square = np.array([(0, 0), (21, 0), (21, 21), (0, 21)], dtype=np.float32)
    there = np.array(box().corners, dtype=np.float32)
    to_part = np.linalg.inv(part.to_picture) @ cv2.getPerspectiveTransform(square, there)
    shade = grid.shades(grid.flattened(part.image, to_part, 21))
    clean = canvas((code(CODE, 1), 0, 0))[4:25, 4:25] > 128
    wrong = [int(np.sum((grid.weighed(shade, trust) > 0) != clean)) for trust in (1e6, 2.0)]
    assert wrong[1] < wrong[0] / 2


def test_the_known_patterns_are_those_of_every_code() -> None:
    for text, modules in ((CODE, 21), (CODE * 3, 29), (CODE * 9, 45)):
        small = code(text, 1)[4:-4, 4:-4]
        if len(small) == modules:
            known = grid.patterns(modules)
            assert np.array_equal(known[known != 0] > 0, small[known != 0] > 128)
    assert np.count_nonzero(grid.patterns(21)) == 3 * 64 + 2 * 5


def test_nothing_is_drawn_where_no_finder_patterns_are() -> None:
    noise = np.asarray(np.random.default_rng(8).integers(0, 256, (720, 1280)), dtype=np.uint8)
    assert gridded(10.0)(noise, box()) is None
    picture = canvas((code(CODE), LEFT, TOP))
    assert gridded(10.0)(picture, box(0)) is None  # nobody knows how many modules
    assert gridded(10.0)(picture, box(29)) is None  # not as many
