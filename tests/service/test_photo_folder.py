import io

import cv2
import numpy as np
import pytest
from PIL import Image
from vision.faces import TONES, WALL, Sitter, seat, wall

from kiosk.badge.drawing.photo import Photo, intake
from kiosk.service.lists.photo_folder import PhotoFolder, keep_in, keep_none, take_in
from kiosk.store.photos import create_photos, load_photo

SIZE = (800, 600)
SITTER = Sitter(545, 275, 87, TONES[1])
EYES_DOWN = 0.39
"""Where the eyes are in a photo that was cut around its face, from the top, of its height."""

# How a picture is stored for each orientation of EXIF (CIPA DC-008, 4.6.5), given the upright one.
STORED = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.transpose(1, 0, 2),
    6: np.rot90,
    7: lambda upright: np.rot90(upright.transpose(1, 0, 2), 2),
    8: lambda upright: np.rot90(upright, -1),
}


@pytest.fixture(scope="module")
def scene() -> np.ndarray:
    """Somebody who sits far off the middle of a wide picture; red, green, blue."""
    picture = seat(wall(*SIZE), SITTER)
    cv2.circle(picture, (SITTER.x, SITTER.y), 5, (40, 220, 40), cv2.FILLED)
    return np.ascontiguousarray(picture[:, :, ::-1])


def as_file(pixels: np.ndarray, kind: str = "JPEG", **how) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, kind, **how)
    return out.getvalue()


def taken(raw: bytes) -> np.ndarray:
    jpeg = take_in(raw)
    assert isinstance(jpeg, bytes), jpeg
    with Image.open(io.BytesIO(jpeg)) as opened:
        assert not dict(opened.getexif())
        return np.asarray(opened.convert("RGB"))


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Return the mean difference in grey values, whatever the two sizes."""
    alike = cv2.resize(other, (one.shape[1], one.shape[0]), interpolation=cv2.INTER_AREA)
    return float(np.abs(one.astype(int) - alike).mean())


def is_portrait_of_the_sitter(picture: np.ndarray) -> bool:
    """Say whether the green dot between the eyes is where it should be, with wall above the hair."""
    height, width = picture.shape[:2]
    red, green, blue = (picture[:, :, channel].astype(int) for channel in range(3))
    down, across = np.nonzero(green - np.maximum(red, blue) > 40)
    if not down.size:
        return False
    is_there = abs(down.mean() / height - EYES_DOWN) < 0.06 and abs(across.mean() / width - 0.5) < 0.06
    air = picture[: height // 20].reshape(-1, 3).mean(axis=0)
    return bool(is_there) and np.abs(air - np.array(WALL[::-1])).max() < 30


def test_a_face_far_off_the_middle_is_cut_out_with_air_above(scene):
    picture = taken(as_file(scene, quality=92))
    assert is_portrait_of_the_sitter(picture)
    unseen = intake(as_file(scene, quality=92))
    assert isinstance(unseen, Photo)
    assert not is_portrait_of_the_sitter(np.asarray(Image.open(io.BytesIO(unseen.jpeg))))
    assert abs(picture.shape[1] / picture.shape[0] - 26 / 33.4) < 0.01
    assert picture.shape[:2] <= (531, 413), "at most 300 dots an inch of 35 x 45 mm"


@pytest.mark.parametrize("orientation", STORED)
def test_however_the_camera_was_held_the_face_is_upright_and_in_its_place(scene, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = taken(as_file(STORED[orientation](scene), exif=exif, quality=95))
    plain = taken(as_file(scene, quality=95))
    assert is_portrait_of_the_sitter(picture)
    assert difference(picture, plain) < 8


def test_a_large_photo_is_cut_like_a_small_one(scene):
    large = cv2.resize(scene, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    picture = taken(as_file(large, quality=90))
    assert picture.shape == (531, 413, 3)
    assert is_portrait_of_the_sitter(picture)


def test_what_is_transparent_becomes_white_and_the_face_is_found(scene):
    blue, green, red = TONES[1]
    is_wall = np.abs(scene.astype(int) - np.array(WALL[::-1])).max(axis=2) < 34
    cut_out = np.dstack([scene, np.where(is_wall, 0, 255).astype(np.uint8)])
    picture = taken(as_file(cut_out, "PNG"))
    assert picture[:8].min() > 240, "the ground is white"
    cheek = picture[round(picture.shape[0] * 0.52), picture.shape[1] // 2]
    assert np.abs(cheek - np.array([red, green, blue]) * 1.0).max() < 45


def test_a_photo_in_printers_colours_keeps_its_own(scene):
    out = io.BytesIO()
    Image.fromarray(scene).convert("CMYK").save(out, "JPEG", quality=92)
    picture = taken(out.getvalue())
    assert is_portrait_of_the_sitter(picture)
    assert difference(picture, taken(as_file(scene, quality=92))) < 8


def test_sixteen_bits_a_colour_become_eight(scene):
    deep = cv2.imencode(".png", scene[:, :, ::-1].astype(np.uint16) * 257)[1].tobytes()
    picture = taken(deep)
    assert is_portrait_of_the_sitter(picture)
    assert difference(picture, taken(as_file(scene, "PNG"))) < 2
    grey = cv2.imencode(".png", np.full((400, 300), 40_000, dtype=np.uint16))[1].tobytes()
    assert np.abs(taken(grey).astype(int) - round(40_000 / 257)).max() <= 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_file_cut_short_is_refused_in_words(scene, kind, share):
    raw = as_file(scene, kind)
    assert take_in(raw[: int(len(raw) * share)]) == "the picture is damaged"


def test_the_name_of_a_file_says_nothing_and_a_refusal_says_why(scene, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "awa.png").write_bytes(as_file(scene))
    (folder / "ba.jpg").write_bytes(b"GIF89a" + bytes(200))
    (folder / "co.jpg").write_bytes(as_file(scene)[:4000])
    photos, kept = PhotoFolder(folder), create_photos(tmp_path / "photos.sqlite3")
    digest = photos.take("AWA.png", "E1", keep_in(kept, bytes(16)))
    assert isinstance(digest, bytes)
    with kept.read() as connection:
        assert load_photo(connection, digest) == take_in(as_file(scene))
    assert (
        photos.take("", "ba", keep_in(kept, bytes(16)))
        == 'photo "ba.jpg" was refused: this is a GIF; only JPEG and PNG are taken'
    )
    assert (
        photos.take("co.jpg", "E3", keep_in(kept, bytes(16)))
        == 'photo "co.jpg" was refused: the picture is damaged'
    )
    kept.close()


def test_a_photo_without_a_face_keeps_its_top():
    stripes = np.repeat(np.linspace(0, 250, 1000).astype(np.uint8), 600).reshape(1000, 600)
    picture = taken(as_file(np.dstack([stripes] * 3), quality=95))
    assert picture.shape == (531, 413, 3)
    assert picture[0].mean() < 4
    assert 188 < picture[-1].mean() < 198


def test_a_name_is_found_however_its_letters_are_composed(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "Jose\u0301.jpg").write_bytes(b"one")
    (folder / "ZO\u00cb.JPG").write_bytes(b"two")
    photos = PhotoFolder(folder, lambda raw: raw)
    assert isinstance(photos.take("Jos\u00e9.jpg", "", keep_none), bytes)
    assert isinstance(photos.take("", "Zoe\u0308", keep_none), bytes)


def test_a_rehearsal_says_the_same_as_the_intake_and_keeps_nothing(scene, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(as_file(scene))
    (folder / "b.jpg").write_bytes(b"")
    (folder / "c.jpg").write_bytes(as_file(np.full((300, 200, 3), 128, np.uint8)))
    kept = create_photos(tmp_path / "photos.sqlite3")
    rehearsed, taken = PhotoFolder(folder), PhotoFolder(folder)
    names = ("a.jpg", "b.jpg", "c.jpg", "d.jpg", "a.jpg", "")
    promised = [rehearsed.take(name, "", keep_none) for name in names]
    assert kept.connection.execute("SELECT count(*) FROM photo").get == 0
    assert [taken.take(name, "", keep_in(kept, bytes(16))) for name in names] == promised
    assert promised[1] == 'photo "b.jpg" was refused: the file is empty'
    for photos in (rehearsed, taken):
        assert (photos.count.taken, photos.count.missing, photos.count.refused) == (3, 1, 1)
        assert list(photos.faceless) == ["c.jpg"]
    kept.close()
