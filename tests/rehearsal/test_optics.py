"""The tests of the optics: each disturbance, by itself, does to a picture what it does in a hall."""

from dataclasses import replace
from math import cos, radians

import cv2
import numpy as np
import pytest
from vision.cards import badge

from kiosk.rehearsal.optics import LIGHTS, SIZES, Held, Light, Page, Pose, Webcam
from kiosk.rehearsal.visitor import MANNERS, Carry
from kiosk.vision.reader import Reader

CLEAN = Light(level=255, falloff=0, noise=0, exposure=0, focus=0.5, defocus=0, quality=100, haze=0)
PAPER = Page(np.full((800, 1200), 255, np.uint8), 1.0)
BADGE = Held(badge(), Pose(distance=500, y=-40))


def taken(light: Light, held: Held = BADGE) -> np.ndarray:
    return Webcam(SIZES["480p"], light, 1).take([held]).astype(float)


def wall(light: Light) -> np.ndarray:
    """Return a picture of nothing but white paper, without its rim."""
    return taken(light, Held(PAPER, Pose(distance=500)))[20:-20, 20:-20]


def sharpness(image: np.ndarray) -> float:
    return float(np.abs(np.diff(image, axis=1)).sum())


def sides(pose: Pose) -> tuple[float, float]:
    """Return breadth and height in pixels of the code of a badge held so."""
    image = Webcam(SIZES["1080p"], CLEAN, 1).take([Held(badge(), pose)])
    (reading,) = Reader().read(image).readings
    a, b, c, d = np.array(reading.corners)
    breadth = np.linalg.norm(b - a) + np.linalg.norm(c - d)
    return float(breadth / 2), float(np.linalg.norm(d - a) + np.linalg.norm(c - b)) / 2


def test_without_any_disturbance_white_paper_is_white_everywhere() -> None:
    assert wall(CLEAN).min() == 255


@pytest.mark.parametrize(("turn", "shorter"), [("yaw", 0), ("pitch", 1)])
def test_a_badge_turned_by_forty_degrees_is_foreshortened_on_that_side_alone(turn, shorter) -> None:
    straight = sides(Pose(distance=500, y=-40))
    turned = sides(replace(Pose(distance=500, y=-40), **{turn: radians(40)}))
    assert turned[shorter] / straight[shorter] == pytest.approx(cos(radians(40)), abs=0.06)
    assert turned[1 - shorter] / straight[1 - shorter] == pytest.approx(1, abs=0.06)


def test_a_badge_rolled_by_a_quarter_turn_lies_on_its_side() -> None:
    a, b = Pose(roll=radians(90)).corners((105, 148))[:2]
    assert (b - a) == pytest.approx([0, 105, 0])


def test_a_badge_that_moves_is_smeared_along_its_way_for_as_long_as_the_exposure() -> None:
    moving = replace(BADGE, motion=(0.0, 400.0))
    still, short, long = (taken(replace(CLEAN, exposure=seconds), moving) for seconds in (0.0, 0.01, 0.03))
    down = [sharpness(image.T) for image in (still, short, long)]
    assert down == sorted(down, reverse=True)
    assert down[2] < 0.8 * down[0]
    assert down[2] / down[0] < sharpness(long) / sharpness(still)


def test_off_its_focus_a_badge_is_soft() -> None:
    light = replace(CLEAN, defocus=0.8)
    assert sharpness(taken(replace(light, focus=2.0))) < 0.9 * sharpness(taken(light))


def test_uneven_light_darkens_one_side_as_far_as_it_says() -> None:
    lit = cv2.GaussianBlur(wall(replace(CLEAN, falloff=0.5)), (0, 0), 3)
    assert lit.min() / lit.max() == pytest.approx(0.5, abs=0.1)


def test_the_noise_is_as_strong_as_it_says_and_another_in_every_frame() -> None:
    webcam = Webcam(SIZES["480p"], replace(CLEAN, level=128, noise=6), 1)
    one, other = (webcam.take([Held(PAPER, Pose(distance=500))])[20:-20, 20:-20] for _ in range(2))
    assert one.std() == pytest.approx(6, rel=0.15)
    assert not np.array_equal(one, other)


def test_glare_whitens_a_patch_of_the_sleeve_and_haze_greys_its_black() -> None:
    black = Held(Page(np.zeros((600, 400), np.uint8), 0.25), Pose(distance=300))
    plain, shining = taken(CLEAN, black), taken(CLEAN, replace(black, glare=1.0))
    patch = (shining - plain) > 128
    assert 0.0005 < patch.mean() < 0.05
    hazy = taken(replace(CLEAN, haze=0.2), black)
    assert hazy[240, 320] == pytest.approx(30, abs=2)
    assert plain[240, 320] == 0


def test_mjpeg_of_a_low_quality_loses_detail() -> None:
    fine, coarse = taken(CLEAN), taken(replace(CLEAN, quality=10))
    assert np.abs(fine - coarse).mean() > 1
    assert np.abs(fine - coarse).max() > 20


def test_worse_light_and_worse_manners_are_worse_in_every_respect() -> None:
    fair, poor, hard = LIGHTS.values()
    for better, worse in ((fair, poor), (poor, hard)):
        assert (worse.level, worse.quality) < (better.level, better.quality)
        for name in ("falloff", "noise", "exposure", "defocus", "haze"):
            assert getattr(worse, name) > getattr(better, name), name
    amplitudes = [(m.sway, m.turn, m.tremble, m.glare) for m in MANNERS.values()]
    assert amplitudes == sorted(amplitudes)


def test_whoever_carries_a_badge_sways_turns_it_all_three_ways_and_moves() -> None:
    carry = Carry(badge(), MANNERS["hard"], 4)
    held = [carry.at(n / 30, 600) for n in range(90)]
    for name in ("x", "y", "yaw", "pitch", "roll"):
        assert np.ptp([getattr(one.pose, name) for one in held]) > 0.1, name
    assert all(one.glare > 0 for one in held)
    assert max(abs(one.motion[0]) for one in held) > 30
