"""The tests of the second look: an easy code in view does not hide a harder one."""

import numpy as np
import pytest
from vision.cards import CODE, backlit, badge, canvas, code

from kiosk.rehearsal.optics import POOR, SIZES, Held, Page, Pose, Webcam
from kiosk.rehearsal.visitor import USUAL, Carry
from kiosk.vision.decoders import zxing
from kiosk.vision.reader import Reader
from kiosk.vision.tiers import is_backlit

POSTER = Held(
    Page(code("https://salon.example/sponsor", 8), 300 / 296), Pose(-600, -300, 2200), has_coat=False
)


def first_read(seed: int, distance: float, *others: Held) -> int:
    """Return the first frame, of two seconds, in which a badge in poor light is read."""
    webcam, reader, carry = Webcam(SIZES["480p"], POOR, seed), Reader(), Carry(badge(), USUAL, seed)
    for number in range(60):
        look = reader.look(webcam.take([carry.at(number / 30, distance), *others]))
        if CODE in {reading.text for reading in look.readings}:
            return number
    return 60


def test_a_poster_that_is_read_in_every_frame_does_not_hide_a_badge_that_takes_a_second_look() -> None:
    held_up = [(seed, distance) for seed in (8, 9) for distance in (560.0, 600.0)]
    alone = [first_read(*one) for one in held_up]
    beside = [first_read(*one, POSTER) for one in held_up]
    assert sum(beside) <= sum(alone)
    assert max(alone) > 5, "the first tier reads them all at once, and nothing is tested"


@pytest.mark.parametrize(
    ("pixels", "paper"), [(3.0, 0.15), (3.0, 0.2), (4.2, 0.1), (4.2, 0.15), (4.2, 0.2), (4.2, 0.3)]
)
def test_a_badge_before_a_bright_window_is_read_within_half_a_second(pixels: float, paper: float) -> None:
    for seed in (1, 2, 3):
        reader, pictures = Reader(), [backlit(pixels, paper, 20 * seed + n) for n in range(15)]
        assert not any(found.text for picture in pictures for found in zxing(picture))
        assert any(CODE in {one.text for one in reader.look(picture).readings} for picture in pictures)


def test_a_look_into_the_shadows_is_only_taken_where_there_are_some() -> None:
    assert is_backlit(backlit(4.2, 0.2, 1))
    assert not is_backlit(canvas())
    assert not is_backlit(np.full((720, 1280), 20, dtype=np.uint8))
