import io
import struct
import zlib

import pytest
from badge.people import portrait
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.badge.drawing.photo import MAX_BYTES, FaceBox, Photo, PhotoFrame, PhotoRefused, intake, measure


def jpeg(picture: Image.Image, **how) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", **how)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of side x side black pixels in a few kilobytes."""
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(b"\0" * (side // 8 + 2)) for _ in range(side)) + rows.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def told(face: FaceBox):
    """Find that face: its box in the pixels of the picture that came in, whatever copy is looked at."""

    def find(picture):
        shrink = picture.shape[1] / 1600
        return FaceBox(face.left * shrink, face.top * shrink, face.width * shrink, face.height * shrink)

    return find


def test_line_17_a_huge_picture_in_a_small_file_is_refused_before_it_is_decoded():
    raw = bomb(9000)
    assert len(raw) < 20_000
    assert intake(raw) == PhotoRefused("9000 x 9000 pixels are too many")


IPHONE = 'this is an iPhone picture (HEIC): set the phone to "Most Compatible", or convert it'


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
            "this is a PostScript file; only JPEG and PNG are taken",
        ),
        (b"GIF89a" + bytes(100), "this is a GIF; only JPEG and PNG are taken"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "this is a text or SVG file; only JPEG and PNG are taken",
        ),
        (b"#!/bin/sh\nrm -rf /\n", "this is a script; only JPEG and PNG are taken"),
        (b"\xff\xd8\xff" + bytes(50), "the picture is damaged"),
        (b"", "the file is empty"),
        (b"\x00\x01\x02\x03", "unknown; only JPEG and PNG are taken"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", f"{IPHONE}; only JPEG and PNG are taken"),
        (b"\x00\x00\x00\x1cftypavif", "this is an AVIF picture; only JPEG and PNG are taken"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "this is a JPEG 2000 picture; only JPEG and PNG are taken"),
    ],
)
def test_line_17_what_is_no_photo_is_refused_with_a_reason(raw, reason):
    assert intake(raw) == PhotoRefused(reason)


def test_line_17_a_file_of_one_byte_too_many_is_refused():
    good = portrait()
    assert intake(good + bytes(MAX_BYTES + 1 - len(good))) == PhotoRefused("the file has more than 8 MB")
    assert isinstance(intake(good + bytes(MAX_BYTES - len(good))), Photo)


def test_line_17_the_place_where_a_photo_was_taken_is_gone():
    picture = Image.open(io.BytesIO(portrait()))
    exif = picture.getexif()
    exif[0x010F] = "SpyCam 3000"
    exif.get_ifd(0x8825)[2] = (12.0, 39.0, 0.0)
    raw = jpeg(picture, exif=exif, comment=b"secret", icc_profile=b"profile")
    assert b"SpyCam" in raw
    photo = intake(raw)
    assert isinstance(photo, Photo)
    assert not any(word in photo.jpeg for word in (b"SpyCam", b"Exif", b"secret", b"profile"))
    assert dict(Image.open(io.BytesIO(photo.jpeg)).getexif()) == {}


def test_a_photo_taken_sideways_is_turned_upright():
    picture = Image.new("RGB", (600, 400), "white")
    picture.paste("red", (0, 0, 300, 400))
    exif = picture.getexif()
    exif[0x0112] = 6  # turn a quarter to the right
    photo = intake(jpeg(picture, exif=exif), PhotoFrame(40, 60))
    assert isinstance(photo, Photo)
    upright = Image.open(io.BytesIO(photo.jpeg))
    assert upright.height > upright.width
    assert upright.getpixel((upright.width // 2, 10))[1] < 60
    assert upright.getpixel((upright.width // 2, upright.height - 10))[1] > 200


def test_a_large_photo_is_reduced_to_300_dots_an_inch_of_its_box():
    photo = intake(jpeg(Image.new("RGB", (3000, 4000), "#876")), PhotoFrame(25.4, 33.8667))
    assert isinstance(photo, Photo)
    assert (photo.width, photo.height) == (300, 400)


def test_the_crop_has_the_face_in_its_place():
    picture = Image.new("RGB", (1600, 1000), "#dddddd")
    picture.paste("#603010", (1200, 300, 1350, 500))
    photo = intake(jpeg(picture), PhotoFrame(35, 45), told(FaceBox(1200, 300, 150, 200)))
    assert isinstance(photo, Photo)
    cut = Image.open(io.BytesIO(photo.jpeg))
    assert cut.getpixel((photo.width // 2, int(photo.height * 0.44)))[2] < 60
    assert cut.getpixel((5, 5))[2] > 180


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "LA", "1", "I;16", "CMYK"])
def test_every_kind_of_pixel_becomes_a_plain_jpeg(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    Image.new("L", (200, 260), 128).convert(mode if mode != "I;16" else "I").convert(mode).save(out, kind)
    photo = intake(out.getvalue())
    assert isinstance(photo, Photo)
    assert measure(photo.jpeg) == (photo.width, photo.height, 3)


def test_a_stamp_sized_picture_is_refused():
    assert intake(jpeg(Image.new("RGB", (80, 100)))) == PhotoRefused(
        "80 x 100 pixels are too few; 96 are the least"
    )


@pytest.mark.parametrize(
    ("side", "reason"),
    [
        (8_000, "8000 x 8000 pixels are too many"),
        (11_000, "11000 x 11000 pixels are too many"),
        (60_000, "the picture has far too many pixels"),
    ],
)
def test_a_jpeg_that_claims_a_giant_size_is_refused_by_its_header(side, reason):
    raw = bytearray(jpeg(Image.new("RGB", (200, 260))))
    at = raw.index(b"\xff\xc0")
    raw[at + 5 : at + 9] = struct.pack(">HH", side, side)
    assert intake(bytes(raw)) == PhotoRefused(reason)


def test_a_comment_that_swells_when_it_is_unpacked_is_a_damaged_picture():
    out = io.BytesIO()
    Image.new("RGB", (200, 260)).save(out, "PNG")
    good = out.getvalue()
    body = b"Comment\0\0" + zlib.compress(bytes(64 * 1024 * 1024), 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    after_header = 8 + 25
    assert intake(good[:after_header] + chunk + good[after_header:]) == PhotoRefused("the picture is damaged")


@settings(max_examples=100)
@given(st.data())
def test_a_file_damaged_anywhere_is_taken_or_refused_and_nothing_is_said_on_the_screen(data):
    kind = data.draw(st.sampled_from(["JPEG", "PNG"]))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "beach"
    out = io.BytesIO()
    Image.linear_gradient("L").resize((120, 120)).convert("RGB").save(out, kind, exif=exif)
    raw = bytearray(out.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        within = data.draw(st.sampled_from([200, len(raw)]))
        raw[data.draw(st.integers(0, within - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(intake(bytes(raw)), Photo | PhotoRefused)
