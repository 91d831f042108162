"""Picture files' headers: a size is known before anything is decoded, and decides whether that happens."""

import struct
import zlib
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vision.cards import CODE, Hand, canvas, code, noise

from kiosk.domain.errors import KioskError
from kiosk.vision.camera import open_source
from kiosk.vision.device import CameraSettings
from kiosk.vision.frame import Frame, Pause
from kiosk.vision.headers import Header, header_of
from kiosk.vision.reader import Reader
from kiosk.vision.source import MOST_PIXELS, load_picture

KINDS = ("png", "jpg", "bmp", "webp", "tiff", "pgm", "ppm", "gif")


def coded(kind: str, image: Any) -> bytes:
    return bytes(cv2.imencode(f".{kind}", image)[1])


def png(width: int, height: int, colour: int = 0, bits: int = 1) -> bytes:
    """Draw a blank PNG of any size in a few kilobytes: rows of zeros deflate to nothing."""
    rows = zlib.compressobj(9)
    row = bytes(1 + (width * bits + 7) // 8)
    body = b"".join(rows.compress(row) for _ in range(min(height, 2000))) + rows.flush()
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)),
        (b"IDAT", body),
        (b"IEND", b""),
    )
    chunks = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def enlarged(kind: str, width: int, height: int) -> bytes:
    """Write another size into the header of a small picture."""
    content = bytearray(coded(kind, np.zeros((37, 53, 3), dtype=np.uint8)))
    if kind in {"jpg", "bmp", "gif"}:
        at, pack = {"jpg": (content.find(b"\xff\xc0") + 5, ">HH"), "bmp": (18, "<ii"), "gif": (6, "<HH")}[
            kind
        ]
        size = (height, width) if kind == "jpg" else (width, height)
        struct.pack_into(pack, content, at, *size)
    elif kind == "tiff":
        (start,) = struct.unpack_from("<I", content, 4)
        for nth, value in enumerate((width, height)):
            assert struct.unpack_from("<H", content, start + 2 + 12 * nth) == (256 + nth,)
            struct.pack_into("<HII", content, start + 4 + 12 * nth, 4, 1, value)
    else:
        return bytes(content).replace(b"53 37", f"{width} {height}".encode())
    return bytes(content)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_tells_its_size(kind: str) -> None:
    image = np.zeros((37, 53) if kind == "pgm" else (37, 53, 3), dtype=np.uint8)
    assert header_of(coded(kind, image)) in {Header(53, 37), Header(53, 37, is_transparent=True)}


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_picture_that_may_be_transparent_says_so(kind: str) -> None:
    assert header_of(coded(kind, np.zeros((37, 53, 4), dtype=np.uint8))) == Header(
        53, 37, is_transparent=True
    )


def test_a_jpeg_tells_its_size_behind_whatever_comes_before_it() -> None:
    content = coded("jpg", noise(1))
    long = b"\xff\xe1" + struct.pack(">H", 65_535) + bytes(65_533)
    assert header_of(content[:2] + b"\xff" + long * 3 + content[2:]) == Header(320, 240)


def test_a_comment_in_a_pgm_is_no_size() -> None:
    assert header_of(b"P5\n# 9 9\n20 30\n255\n" + bytes(600)) == Header(20, 30)


@pytest.mark.parametrize(
    "content", [b"", b"BM", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"II*\0", b"P5 x"]
)
def test_what_has_no_sound_header_is_no_picture(content: bytes) -> None:
    assert header_of(content) is None


@settings(max_examples=200)
@given(st.sampled_from(KINDS), st.integers(0, 400), st.binary(max_size=6))
def test_no_damaged_header_breaks_anything(kind: str, at: int, junk: bytes) -> None:
    content = coded(kind, np.zeros((37, 53), dtype=np.uint8))
    header_of(content[:at] + junk)
    header_of(content[:at] + junk + content[at + len(junk) :])


@pytest.mark.parametrize(
    "size", [(20_000, 20_000), (32_000, 32_000), (66_000, 10), (10, 66_000), (7300, 7300)]
)
def test_a_picture_that_is_too_large_is_refused_by_its_header(size, tmp_path) -> None:
    path = tmp_path / "giant.png"
    path.write_bytes(png(*size))
    with pytest.raises(KioskError, match=r"giant\.png is too large: \d+ x \d+ pixels") as caught:
        load_picture(path)
    assert f"{MOST_PIXELS // 1_000_000} million" in caught.value.hint


@pytest.mark.parametrize("kind", ["jpg", "bmp", "tiff", "ppm", "gif"])
def test_every_kind_of_picture_that_is_too_large_is_refused(kind: str, tmp_path) -> None:
    path = tmp_path / f"giant.{kind}"
    path.write_bytes(enlarged(kind, 30_000, 29_000))
    with pytest.raises(KioskError, match="is too large: 30000 x 29000"):
        load_picture(path)


def test_a_picture_that_is_too_large_keeps_none_of_its_folder_s_others_from_being_read(tmp_path) -> None:
    (tmp_path / "1.png").write_bytes(png(20_000, 20_000))
    (tmp_path / "2.png").write_bytes(coded("png", canvas((code(CODE), 500, 250))))
    source = open_source(str(tmp_path), Hand(), CameraSettings())
    frame = source.read(0)
    assert isinstance(frame, Frame)
    assert [one.text for one in Reader().see(frame).readings] == [CODE]
    assert [type(source.read(0)) for _ in range(2)] == [Frame, Frame]
    with pytest.raises(KioskError, match="is too large"):
        source.read(0)
    assert source.read(0) is Pause.END


def test_a_picture_of_fifty_megapixels_is_not_too_large(tmp_path) -> None:
    path = tmp_path / "phone.png"
    path.write_bytes(png(8160, 6120))
    header = header_of(path.read_bytes())
    assert header is not None
    assert header.width * header.height <= MOST_PIXELS


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
@pytest.mark.parametrize("ink", [0, 60, 255])
@pytest.mark.parametrize("has_logo", [True, False])
def test_a_code_on_a_transparent_ground_is_read_whatever_lies_under_that(
    depth, ink, has_logo, tmp_path
) -> None:
    card = canvas((code(CODE), 500, 250), size=(1280, 720))
    for beneath in (0, 255, ink):
        drawn = np.full((*card.shape, 4), beneath, dtype=np.uint8)
        drawn[:, :, 3] = 0
        drawn[card == 0] = (ink, ink, ink, 255)
        if has_logo:
            drawn[40:60, 40:60] = (80, 120, 200, 255) if ink < 128 else (190, 220, 250, 255)
        path = tmp_path / f"clear-{beneath}.png"
        path.write_bytes(coded("png", drawn.astype(depth) * (257 if depth is np.uint16 else 1)))
        assert [one.text for one in Reader().read(load_picture(path)).readings] == [CODE]
