import cv2
import numpy as np
import pytest
from vision.faces import TONES, Sitter, seat, wall

from kiosk.rehearsal.portrait import draw_portrait
from kiosk.vision.faces import Face, find_face


def is_around(found: Face | None, sitter: Sitter) -> bool:
    """Say whether a box is that face: near enough to cut a portrait by."""
    if found is None:
        return False
    middle = found.left + found.width / 2, found.top + found.height * 0.4
    near = np.hypot(middle[0] - sitter.x, middle[1] - sitter.y) < 0.4 * sitter.apart
    return bool(near) and 0.75 < found.width / (2.1 * sitter.apart) < 1.3


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(
    ("size", "place"),
    [((413, 531), (206, 220, 76)), ((640, 480), (300, 220, 80)), ((480, 640), (150, 190, 60))],
)
def test_a_face_of_any_tone_is_found_wherever_it_is(tone, size, place):
    x, y, apart = place
    sitter = Sitter(x, y, apart, tone)
    assert is_around(find_face(seat(wall(*size), sitter)), sitter)


@pytest.mark.parametrize("scale", [0.5, 2.0, 4.0])
def test_the_box_is_in_the_pixels_of_the_picture(scale):
    sitter = Sitter(206, 220, 76)
    picture = cv2.resize(seat(wall(), sitter), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    larger = Sitter(round(206 * scale), round(220 * scale), round(76 * scale))
    assert is_around(find_face(np.asarray(picture, dtype=np.uint8)), larger)


def test_a_face_in_half_the_light_is_still_one():
    sitter = Sitter(206, 220, 76)
    assert is_around(find_face((seat(wall(), sitter) // 2).astype(np.uint8)), sitter)


def test_a_face_on_its_side_is_none():
    assert find_face(np.ascontiguousarray(np.rot90(seat(wall(), Sitter(206, 220, 76))))) is None


def test_of_two_people_alike_in_size_neither_is_chosen():
    both = seat(seat(wall(800, 531), Sitter(200, 220, 70)), Sitter(600, 230, 66, TONES[2]))
    assert find_face(both) is None


def test_somebody_small_far_behind_does_not_hide_the_sitter():
    sitter = Sitter(260, 230, 76, TONES[2])
    assert is_around(find_face(seat(seat(wall(640, 531), Sitter(560, 120, 24)), sitter)), sitter)


def test_a_person_too_small_in_the_picture_is_no_portrait():
    assert find_face(seat(wall(800, 1000), Sitter(400, 300, 40))) is None


def no_faces() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(11)
    noise = chance.integers(0, 256, (531, 413, 3), dtype=np.uint8)
    tiles = np.kron(chance.integers(0, 256, (12, 9, 3), dtype=np.uint8), np.ones((44, 46, 1), dtype=np.uint8))
    letters = np.full((531, 413, 3), 240, dtype=np.uint8)
    for line in range(12):
        cv2.putText(
            letters, "SALON 2025 OU", (10, 40 + 42 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (30, 30, 30), 3
        )
    ball = wall()
    cv2.circle(ball, (206, 240), 110, TONES[2], cv2.FILLED)
    bricks = np.full((531, 413, 3), (60, 80, 150), dtype=np.uint8)
    bricks[::40] = bricks[:, ::90] = 120
    return {
        "a wall": wall(),
        "a wall in the colour of skin": wall(colour=TONES[2]),
        "noise": noise,
        "coarse noise": cv2.GaussianBlur(noise, (0, 0), 12),
        "tiles": tiles,
        "letters": letters,
        "a ball in the colour of skin": ball,
        "bricks": bricks,
        "a very flat strip": wall(400, 8),
        "a dot": wall(1, 1),
    }


@pytest.mark.parametrize("name", no_faces())
def test_where_there_is_no_face_none_is_found(name):
    assert find_face(np.asarray(no_faces()[name], dtype=np.uint8)) is None


def test_a_grey_photo_has_no_skin_to_tell_by():
    grey = cv2.cvtColor(seat(wall(), Sitter(206, 220, 76)), cv2.COLOR_BGR2GRAY)
    assert find_face(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8)) is None


def test_of_the_drawn_portraits_hardly_one_is_misplaced():
    """Their eyes are mostly white: many are not found, and then nothing is cut wrongly."""
    found = []
    for seed in range(40):
        picture = cv2.imdecode(np.frombuffer(draw_portrait(seed), dtype=np.uint8), cv2.IMREAD_COLOR)
        face = find_face(np.asarray(picture, dtype=np.uint8))
        if face is not None:
            found.append(np.hypot(face.left + face.width / 2 - 206, face.top + face.height * 0.4 - 236) < 45)
    assert len(found) >= 10
    assert sum(found) >= len(found) - 1
