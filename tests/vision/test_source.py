"""The tests of finite sources: every frame in order, each picture a presentation of its own."""

import struct
import zlib

import cv2
import numpy as np
import pytest
from vision.cards import CODE, OTHER, Hand, canvas, code, noise

from kiosk.domain.errors import KioskError
from kiosk.domain.lane import RULES, Lane, LaneKind
from kiosk.vision.camera import open_source
from kiosk.vision.device import CameraSettings
from kiosk.vision.frame import Frame, Pause, frames
from kiosk.vision.reader import Reader
from kiosk.vision.source import NOBODY_AT, Pictures, load_picture, nameless

HERE = CameraSettings()


def test_each_picture_of_a_folder_is_one_presentation_even_of_the_same_badge(tmp_path) -> None:
    for name, text in (("1.png", CODE), ("2.png", CODE), ("3.png", "not ours"), ("4.png", OTHER)):
        cv2.imwrite(str(tmp_path / name), canvas((code(text), 500, 250)))
    (tmp_path / "notes.txt").write_text("no picture")
    lane, reader, said = Lane(lambda text: len(text) == 20), Reader(), []
    for frame in frames(open_source(str(tmp_path), Hand(), HERE)):
        assert isinstance(frame, Frame)
        height, width = frame.image.shape
        said += lane.see(reader.see(frame).sights(), frame.at, (width, height))
    assert [(one.kind, one.text) for one in said] == [
        (LaneKind.PRESENTED, CODE),
        (LaneKind.PRESENTED, CODE),
        (LaneKind.FOREIGN, "not ours"),
        (LaneKind.PRESENTED, OTHER),
    ]


def test_a_single_picture_is_held_up_for_a_while_and_then_ends(tmp_path) -> None:
    path = tmp_path / "a.PNG"
    cv2.imwrite(str(tmp_path / "a.png"), noise(1))
    (tmp_path / "a.png").rename(path)
    source = open_source(str(path), Hand(), HERE)
    held = [frame for frame in frames(source) if isinstance(frame, Frame)]
    assert [frame.index for frame in held] == [0, 1, 2]
    assert held[-1].at - held[0].at >= RULES.foreign_after
    assert all(frame.image is held[0].image for frame in held)


def test_a_closed_folder_has_ended(tmp_path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), noise(1))
    source = Pictures.in_folder(tmp_path)
    source.read(0)
    source.close()
    assert source.read(0) is Pause.END


def test_a_video_delivers_every_frame_at_its_own_time(tmp_path) -> None:
    path = tmp_path / "walk.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (320, 240))
    for number in range(7):
        writer.write(cv2.cvtColor(noise(number), cv2.COLOR_GRAY2BGR))
    writer.release()
    source = open_source(str(path), Hand(), HERE)
    seen = [frame for frame in frames(source) if isinstance(frame, Frame)]
    assert [frame.at for frame in seen] == pytest.approx([n / 10 for n in range(7)])
    assert [frame.index for frame in seen] == list(range(7))
    assert not any(frame.is_still for frame in seen)
    source.close()


def test_a_film_with_accents_in_its_path_is_read_also_where_opencv_knows_no_accents(tmp_path) -> None:
    path = tmp_path / "Entrée été.avi"
    plain = tmp_path / "walk.avi"
    writer = cv2.VideoWriter(str(plain), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (320, 240))
    writer.write(cv2.cvtColor(noise(1), cv2.COLOR_GRAY2BGR))
    writer.release()
    plain.rename(path)
    source = open_source(str(path), Hand(), HERE)
    assert isinstance(source.read(0), Frame)
    source.close()
    with path.open("rb") as file:
        film = nameless(file)
        assert film.read()[0]
        film.release()


def test_what_is_no_film_is_named_with_its_accents(tmp_path) -> None:
    (tmp_path / "été.avi").write_bytes(b"no film")
    with pytest.raises(KioskError, match=r"été\.avi is neither"):
        open_source(str(tmp_path / "été.avi"), Hand(), HERE)


@pytest.mark.parametrize("name", ["missing", "missing.png"])
def test_a_missing_source_is_named_with_what_would_do(name: str, tmp_path) -> None:
    with pytest.raises(KioskError, match="no source") as caught:
        open_source(str(tmp_path / name), Hand(), HERE)
    assert "folder of pictures" in caught.value.hint


def test_an_empty_folder_an_empty_list_and_a_file_that_is_no_picture_are_named(tmp_path) -> None:
    with pytest.raises(KioskError, match="no pictures in"):
        open_source(str(tmp_path), Hand(), HERE)
    with pytest.raises(KioskError, match="no picture to read"):
        Pictures([])
    for content in (b"", b"not a picture"):
        (tmp_path / "a.png").write_bytes(content)
        with pytest.raises(KioskError, match="is not a picture"):
            load_picture(tmp_path / "a.png")
    with pytest.raises(KioskError, match="there is no file"):
        load_picture(tmp_path / "b.png")
    with pytest.raises(KioskError, match="is a folder"):
        load_picture(tmp_path)
    (tmp_path / "a.bin").write_bytes(b"not a video")
    with pytest.raises(KioskError, match="neither a video nor a picture"):
        open_source(str(tmp_path / "a.bin"), Hand(), HERE)


def test_a_damaged_picture_keeps_none_of_a_folder_s_others_from_being_held_up_and_is_told_at_the_end(
    tmp_path,
) -> None:
    for name in ("1.png", "3.png"):
        cv2.imwrite(str(tmp_path / name), noise(1))
    (tmp_path / "2.png").write_bytes((tmp_path / "1.png").read_bytes()[:500])
    source = Pictures.in_folder(tmp_path)
    held = [source.read(0) for _ in range(6 + len(NOBODY_AT))]
    assert all(isinstance(frame, Frame) for frame in held)
    with pytest.raises(KioskError, match=r"2\.png is not a picture"):
        source.read(0)
    assert source.read(0) is Pause.END


def test_a_picture_larger_than_any_is_told_in_kiosk_s_own_words(tmp_path) -> None:
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(99))),
    )
    chunks = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    ]
    (tmp_path / "giant.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    with pytest.raises(KioskError, match=r"giant\.png is too large"):
        load_picture(tmp_path / "giant.png")


@pytest.mark.parametrize("ink", [0, 255])
def test_a_code_drawn_on_a_transparent_ground_is_read(ink: int, tmp_path) -> None:
    card = canvas((code(CODE), 500, 250))
    drawn = np.full((*card.shape, 4), ink, np.uint8)
    drawn[:, :, 3] = 255 - card
    cv2.imwrite(str(tmp_path / "clear.png"), drawn)
    assert [one.text for one in Reader().read(load_picture(tmp_path / "clear.png")).readings] == [CODE]


def test_a_picture_whose_name_is_not_ascii_is_read(tmp_path) -> None:
    path = tmp_path / "présenté-şğ.png"
    path.write_bytes(cv2.imencode(".png", noise(3))[1].tobytes())
    assert np.array_equal(load_picture(path), noise(3))
