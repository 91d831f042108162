"""The tests of the simulated webcam: the same seed, the same frames; near is large; badges are read."""

import numpy as np
import pytest
from vision.cards import CODE, OTHER, badge

from kiosk.domain.lane import Lane, LaneKind
from kiosk.rehearsal.optics import FAIR, HARD, SIZES, Held, Pose, Webcam
from kiosk.rehearsal.visitor import STEADY, Carry, approach
from kiosk.rehearsal.webcam import HeldUp, Setting, SimulatedCamera
from kiosk.vision.frame import Frame, Pause, frames
from kiosk.vision.reader import Reader
from kiosk.vision.reading import side


def taken(setting: Setting, shown: list[HeldUp]) -> list[Frame]:
    return [frame for frame in frames(SimulatedCamera(shown, setting)) if isinstance(frame, Frame)]


def test_the_same_seed_gives_the_same_frames_and_another_seed_others() -> None:
    shown = [HeldUp(badge(), 0.4, 0.2)]
    first, again, other = (taken(Setting(size=(640, 480), seed=seed), shown) for seed in (4, 4, 5))
    assert all(np.array_equal(a.image, b.image) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[3].image, other[3].image)


def test_frames_come_at_the_setting_s_rate_and_size_and_then_end() -> None:
    got = taken(
        Setting(size=(640, 480), rate=10.0), [HeldUp(badge(), 0.5, 0.3), HeldUp(badge(OTHER), 0.5, 0.2)]
    )
    assert [frame.at for frame in got] == pytest.approx([n / 10 for n in range(15)])
    assert {frame.image.shape for frame in got} == {(480, 640)}


def test_a_closed_camera_has_ended() -> None:
    camera = SimulatedCamera([HeldUp(badge())])
    camera.read(0)
    camera.close()
    assert camera.read(0) is Pause.END


@pytest.mark.parametrize("distance", [300.0, 500.0])
def test_a_code_of_forty_millimetres_is_as_large_as_the_pinhole_says(distance: float) -> None:
    webcam = Webcam(SIZES["720p"], FAIR, 1)
    look = Reader().read(webcam.take([Held(badge(), Pose(distance=distance, y=-40))]))
    expected = 0.8 * 1280 * 0.040 / (distance / 1000)
    assert [side(reading.corners) for reading in look.readings] == [pytest.approx(expected, rel=0.05)]


def test_a_badge_half_outside_and_one_behind_the_edge_are_no_trouble() -> None:
    webcam = Webcam(SIZES["480p"], HARD, 1)
    for x in (-250.0, 0.0, 250.0, 5000.0):
        frame = webcam.take([Held(badge(), Pose(x=x, distance=300), glare=1.0)])
        assert frame.shape == (480, 640)


def test_motion_smears_and_bad_light_is_dark() -> None:
    sharp = Webcam(SIZES["720p"], FAIR, 1).take([Held(badge(), Pose(distance=400, y=-40))])
    moved = Webcam(SIZES["720p"], FAIR, 1).take([Held(badge(), Pose(distance=400, y=-40), (900.0, 300.0))])
    dark = Webcam(SIZES["720p"], HARD, 1).take([Held(badge(), Pose(distance=400, y=-40))])
    assert (
        np.abs(np.diff(moved.astype(float), axis=1)).sum()
        < np.abs(np.diff(sharp.astype(float), axis=1)).sum()
    )
    assert dark.mean() < 0.7 * sharp.mean()
    assert Reader().look(sharp).readings


def test_a_nearer_page_hides_a_farther_one() -> None:
    webcam = Webcam(SIZES["720p"], FAIR, 1)
    far = Held(badge(OTHER), Pose(distance=700, y=-60))
    near = Held(badge(), Pose(distance=350, y=-30))
    assert {reading.text for reading in Reader().read(webcam.take([near, far])).readings} == {CODE}


def test_a_walk_ends_where_it_should() -> None:
    assert [approach(at, 2.0) for at in (-1.0, 0.0, 1.0, 2.0, 9.0)] == [1200, 1200, 725, 250, 250]


def test_a_person_s_own_rhythm_follows_from_the_seed() -> None:
    page = badge()
    one, same, other = (Carry(page, STEADY, seed).at(0.5, 600.0) for seed in (3, 3, 4))
    assert one == same
    assert one.pose != other.pose


def test_people_who_present_one_after_the_other_are_each_presented_once_in_order() -> None:
    random = np.random.default_rng(8)
    alphabet = list("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    texts = ["".join(random.choice(alphabet, 20)) for _ in range(8)]
    lane, reader, said = Lane(lambda text: len(text) == 20), Reader(), []
    for frame in frames(SimulatedCamera([HeldUp(badge(text)) for text in texts])):
        assert isinstance(frame, Frame)
        said += lane.see(reader.see(frame).sights(), frame.at, (1280, 720))
    assert [(one.kind, one.text) for one in said] == [(LaneKind.PRESENTED, text) for text in texts]
