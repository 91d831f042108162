"""The header of a picture file: its format, its size, and whether it may be transparent.

Read before anything is decoded: fifty kilobytes can hold a picture of gigabytes. A file that begins like
none of these formats is not a picture. Sources: PNG (ISO/IEC 15948), JPEG (ISO/IEC 10918-1), TIFF 6.0,
 WebP (RFC 9649), GIF89a, Netpbm, and Windows' BITMAPINFOHEADER.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a picture file; width and height are in pixels."""

    width: int
    height: int
    is_transparent: bool = False


def header_of(content: bytes) -> Header | None:
    """Return the header of a picture file; None for another format or a damaged header.

    Args:
        content: the file, or as much of its beginning as holds the header.
    """
    for magic, parse in _KINDS:
        if magic.match(content):
            try:
                found = parse(content)
            except (struct.error, IndexError, ValueError):
                return None
            return found if found is not None and found.width > 0 and found.height > 0 else None
    return None


def _png(content: bytes) -> Header | None:
    if content[12:16] != b"IHDR":
        return None
    width, height, _, colour = struct.unpack_from(">IIBB", content, 16)
    return Header(
        width, height, is_transparent=colour in {4, 6} or b"tRNS" in content[: content.find(b"IDAT")]
    )


def _jpeg(content: bytes) -> Header | None:
    at = 2
    while True:
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # a filler
            at += 1
        elif marker in {0x01, *range(0xD0, 0xD9)}:  # these stand alone
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # the frame
            height, width = struct.unpack_from(">HH", content, at + 5)
            return Header(width, height)
        else:
            at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])


def _bmp(content: bytes) -> Header:
    if struct.unpack_from("<I", content, 14)[0] == 12:  # as OS/2 writes them
        return Header(*struct.unpack_from("<HH", content, 18))
    width, height = struct.unpack_from("<ii", content, 18)
    return Header(width, abs(height))  # a negative one is upside down


def _webp(content: bytes) -> Header | None:
    kind = content[12:16]
    if kind == b"VP8X":
        flags, *rest = struct.unpack_from("<B3xBHBH", content, 20)
        width, height = rest[0] + (rest[1] << 8), rest[2] + (rest[3] << 8)
        return Header(width + 1, height + 1, is_transparent=bool(flags & 0x10))
    if kind == b"VP8L":
        bits = int(struct.unpack_from("<I", content, 21)[0])
        return Header((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, is_transparent=bool(bits >> 28 & 1))
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", content, 26)
        return Header(width & 0x3FFF, height & 0x3FFF)
    return None


def _tiff(content: bytes) -> Header | None:
    order = "<" if content[:2] == b"II" else ">"
    (start,) = struct.unpack_from(order + "I", content, 4)
    (count,) = struct.unpack_from(order + "H", content, start)
    found: dict[int, int] = {}
    for nth in range(count):
        tag, kind = struct.unpack_from(order + "HH", content, start + 2 + 12 * nth)
        if tag in {256, 257, 277} and kind in {3, 4}:  # width, height, samples a pixel: short or long
            where = start + 10 + 12 * nth
            found[tag] = int(struct.unpack_from(order + ("H" if kind == 3 else "I"), content, where)[0])
    return Header(found.get(256, 0), found.get(257, 0), is_transparent=found.get(277, 1) in {2, 4})


def _gif(content: bytes) -> Header:
    width, height = struct.unpack_from("<HH", content, 6)
    return Header(width, height, is_transparent=content[3:6] == b"89a")


def _netpbm(content: bytes) -> Header | None:
    found = re.match(rb"P[1-6](?:\s+|#[^\n]*\n)+(\d{1,9})(?:\s+|#[^\n]*\n)+(\d{1,9})\s", content)
    return Header(int(found[1]), int(found[2])) if found else None


_KINDS: tuple[tuple[re.Pattern[bytes], Callable[[bytes], Header | None]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"BM"), _bmp),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    (re.compile(rb"II\*\0|MM\0\*"), _tiff),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"P[1-6]\s"), _netpbm),
)
