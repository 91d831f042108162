"""The intake of photos: any file becomes one small clean JPEG, or is refused.

1. Only JPEG and PNG, recognised by content; the file's name does not matter.
2. Sizes are checked before any pixel is decoded.
3. The camera's orientation is applied, then every piece of metadata is dropped.
4. The picture is cut to the shape of its box, around the face if one is found, and reduced to at most
   300 dots an inch.
"""

import io
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

MAX_BYTES = 8 * 1024 * 1024
"""The largest file taken."""
MAX_PIXELS = {"JPEG": 52_000_000, "PNG": 26_000_000}
"""The largest picture taken, in pixels: a phone's 50 megapixels as JPEG (decoded reduced), half as PNG."""
MAX_SIDE = 8_700
MIN_SIDE = 96
_MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_HEIC = 'an iPhone picture (HEIC): set the phone to "Most Compatible", or convert it'
_KNOWN = {
    b"%!PS": "a PostScript file",
    b"GIF8": "a GIF",
    b"<": "a text or SVG file",
    b"#!": "a script",
    b"RIFF": "a WebP picture",
    b"BM": "a BMP picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"%PDF": "a PDF",
    b"\x00\x00\x00\x0cjP  ": "a JPEG 2000 picture",
    b"\xff\x0a": "a JPEG XL picture",
    b"8BPS": "a Photoshop file",
    b"PK\x03\x04": "a ZIP archive",
}
_DAMAGES = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError),
    struct.error,
)
"""What Pillow raises for a damaged file; it documents only the first two."""
_QUALITY = 86
_DPI = 300
_MM_PER_INCH = 25.4
_FACE_SHARE = 0.50
"""Share of a portrait's height that a face fills, hairline to chin."""
_FACE_HEIGHT = 0.44
"""Height of the face's middle, from the top, as a share: above the picture's middle, with space for hair."""
_CLOSEST = 0.40
"""Least share of the possible height that is kept, so that a wrong face cannot cut the photo too close."""
_DRAFT = (1040, 1040)
"""A large JPEG is decoded at a half, a quarter or an eighth of its size, but at least this large."""
_GAP = 1.5
"""A picture at least twice this much larger than its box is halved first, which is fast, then reduced."""
_LOOKED_AT = 320
"""A face is looked for in a copy whose longer side has at least this many pixels."""
_BOXED = {
    b"heic": _HEIC,
    b"heix": _HEIC,
    b"heim": _HEIC,
    b"hevc": _HEIC,
    b"mif1": _HEIC,
    b"msf1": _HEIC,
    b"avif": "an AVIF picture",
    b"avis": "an AVIF picture",
    b"jp2 ": "a JPEG 2000 picture",
}
"""Pictures in the box format of ISO/IEC 14496-12: their brand follows the box's size and "ftyp"."""


@dataclass(frozen=True, slots=True)
class PhotoFrame:
    """The box that a photo will fill, in millimetres."""

    width: float = 35.0
    height: float = 45.0


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where a face was found, hairline to chin, in pixels of the picture searched."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Photo:
    """An accepted photo: a baseline JPEG without metadata, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PhotoRefused:
    """A refused photo, and why."""

    reason: str


FindFace = Callable[[NDArray[np.uint8]], FaceBox | None]
"""Find the one face of a picture, height x width x 3 in blue, green, red; None if not certain."""


def faceless(_: NDArray[np.uint8]) -> None:
    """Find no face: the photo is cut without looking for one."""


def intake(raw: bytes, frame: PhotoFrame | None = None, find: FindFace = faceless) -> Photo | PhotoRefused:
    """Take a photo in.

    Args:
        raw: the file as it came.
        frame: the box that it will fill; by default a portrait of 35 x 45 mm.
        find: looks for the face that the photo is cut around.
    """
    picture = upright(raw)
    if isinstance(picture, PhotoRefused):
        return picture
    frame = frame or PhotoFrame()
    box = _crop(picture.size, frame, _face(picture, find))
    limit = (round(frame.width / _MM_PER_INCH * _DPI), round(frame.height / _MM_PER_INCH * _DPI))
    if box[2] - box[0] > limit[0] or box[3] - box[1] > limit[1]:
        cut = picture.resize(limit, Image.Resampling.LANCZOS, box, _GAP)
    else:
        cut = picture.crop(box)
    cut.info.clear()  # whatever else the file carried
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Photo(out.getvalue(), cut.width, cut.height)


def upright(raw: bytes) -> Image.Image | PhotoRefused:
    """Check and decode a photo, turned upright, in RGB."""
    if len(raw) > MAX_BYTES:
        return PhotoRefused(f"the file has more than {MAX_BYTES // 1024 // 1024} MB")
    kind = next((kind for magic, kind in _MAGIC.items() if raw.startswith(magic)), None)
    if kind is None:
        return PhotoRefused(f"{_guess(raw)}; only JPEG and PNG are taken" if raw else "the file is empty")
    try:
        with _unwarned(), Image.open(io.BytesIO(raw), formats=(kind,)) as opened:
            wrong = _too_large_or_small(opened.size, kind)
            if wrong is not None:
                return wrong
            opened.draft("RGB", _DRAFT)
            ImageOps.exif_transpose(opened, in_place=True)
            return _rgb(opened)
    except Image.DecompressionBombError:
        return PhotoRefused("the picture has far too many pixels")
    except _DAMAGES:
        return PhotoRefused("the picture is damaged")


@contextmanager
def _unwarned() -> Iterator[None]:
    """Silence Pillow's warnings: sizes are checked here, and metadata is dropped anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield


def measure(jpeg: bytes) -> tuple[int, int, int] | None:
    """Read (width, height, components) from a JPEG's header; None if it is not a JPEG (T.81, B.2.2)."""
    if not jpeg.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if 0xC0 <= marker <= 0xC2:
            height, wide = struct.unpack_from(">HH", jpeg, at + 5)
            parts = jpeg[at + 9]
            return (wide, height, parts) if wide and height and parts in {1, 3} else None
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return None


def _too_large_or_small(size: tuple[int, int], kind: str) -> PhotoRefused | None:
    width, height = size
    if width * height > MAX_PIXELS[kind] or max(size) > MAX_SIDE:
        return PhotoRefused(f"{width} x {height} pixels are too many")
    if min(size) < MIN_SIDE:
        return PhotoRefused(f"{width} x {height} pixels are too few; {MIN_SIDE} are the least")
    return None


def _rgb(picture: Image.Image) -> Image.Image:
    """Flatten transparency onto white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    if picture.mode.startswith("I"):  # 16 bits a pixel
        picture = picture.point(lambda value: value / 257).convert("L")
    if picture.mode == "RGB":
        picture.load()
        return picture
    return picture.convert("RGB")


def _face(picture: Image.Image, find: FindFace) -> FaceBox | None:
    """Look for the face in a small copy; return its box in the picture's own pixels."""
    if find is faceless:
        return None
    times = max(1, max(picture.size) // _LOOKED_AT)
    small = np.asarray(picture.reduce(times) if times > 1 else picture)
    found = find(np.ascontiguousarray(small[:, :, ::-1]))
    if found is None:
        return None
    return FaceBox(found.left * times, found.top * times, found.width * times, found.height * times)


def _crop(size: tuple[int, int], frame: PhotoFrame, face: FaceBox | None) -> tuple[int, int, int, int]:
    """Choose the part of a picture that fills the frame, with the face in its place."""
    width, height = size
    shape = frame.width / frame.height
    tall = min(height, width / shape)
    centre_x, top = width / 2, 0.0  # without a face a tall photo is cut at the bottom: heads are at the top
    if face is not None:
        tall = min(tall, max(face.height / _FACE_SHARE, tall * _CLOSEST))
        centre_x = face.left + face.width / 2
        top = face.top + face.height / 2 - tall * _FACE_HEIGHT
    wide = tall * shape
    left = min(max(centre_x - wide / 2, 0), width - wide)
    top = min(max(top, 0), height - tall)
    return round(left), round(top), max(round(left + wide), 1), max(round(top + tall), 1)


def _guess(raw: bytes) -> str:
    if raw[4:8] == b"ftyp" and raw[8:12] in _BOXED:
        return f"this is {_BOXED[raw[8:12]]}"
    starts = (raw[:8], raw.lstrip()[:8])
    return next(
        (f"this is {what}" for magic, what in _KNOWN.items() if any(s.startswith(magic) for s in starts)),
        "unknown",
    )
