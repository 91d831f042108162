"""Own the tests of the second look: a code in view that anybody can read hides nobody."""

from vision.cards import CODE, badge, code

from kiosk.rehearsal.optics import POOR, SIZES, Held, Page, Pose, Webcam
from kiosk.rehearsal.walk import USUAL, Carry
from kiosk.vision.reader import Reader

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
