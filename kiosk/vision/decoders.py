"""The two decoders: zxing-cpp, which is always there, and zbar, which a computer may lack."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import zxingcpp

from kiosk.domain.lane import Corners
from kiosk.vision.reading import Image

try:
    from pyzbar import pyzbar

    HAS_ZBAR = True
except (ImportError, OSError):  # libzbar is missing (OSError: its DLL on Windows): one decoder is enough
    HAS_ZBAR = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a decoder found: `text` is None for a code located but not read.

    `modules` is the decoder's estimate of the modules a side, 0 if unknown.
    """

    text: str | None
    corners: Corners
    modules: int = 0


Decoder = Callable[[Image], list[Decoded]]
"""Find the codes in a grey picture; corners are in its pixels."""


QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
FAMILY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""Searching for QR's whole family finds more places that prove, on a second look, to be QR codes."""
KIN = frozenset({zxingcpp.BarcodeFormat.MicroQRCode, zxingcpp.BarcodeFormat.RMQRCode})
"""The members of that family that are not QR codes."""
LOCAL = zxingcpp.Binarizer.LocalAverage
PLAIN = zxingcpp.TextMode.Plain


def _decoded(found: list[zxingcpp.Barcode]) -> list[Decoded]:
    return [
        Decoded(code.text if _is_read(code) else None, _position(code.position), _modules(code))
        for code in found
    ]


def _is_read(code: zxingcpp.Barcode) -> bool:
    # A micro code of five digits has no error correction, and noise sometimes looks like one.
    return code.valid and code.format not in KIN


def _modules(code: zxingcpp.Barcode) -> int:
    about = code.extra
    version = str(about.get("Version", "")) if isinstance(about, dict) else ""
    # Micro and rectangular codes have versions such as M2 and R15x59.
    return 17 + 4 * int(version) if version.isdigit() else 0


def _position(position: zxingcpp.Position) -> Corners:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    a, b, c, d = ((float(point.x), float(point.y)) for point in points)
    return a, b, c, d


class Pains(Enum):
    """How hard zxing-cpp tries."""

    ALL = True
    UPRIGHT = False  # neither inverted codes nor a smaller copy, which a first look has tried already


def _zxing(formats: zxingcpp.BarcodeFormats, binarizer: zxingcpp.Binarizer, pains: Pains) -> Decoder:
    def decode(image: Image) -> list[Decoded]:
        found = zxingcpp.read_barcodes(
            image,
            formats=formats,
            text_mode=PLAIN,
            binarizer=binarizer,
            return_errors=True,
            try_invert=pains.value,
            try_downscale=pains.value,
        )
        return _decoded(found)

    return decode


zxing = _zxing(QR, LOCAL, Pains.ALL)
"""Read with zxing-cpp and its local threshold; codes that fail are returned without text."""
zxing_upright = _zxing(QR, LOCAL, Pains.UPRIGHT)
"""The same without inverted codes or a smaller copy."""
zxing_family = _zxing(FAMILY, LOCAL, Pains.ALL)
"""Read as `zxing`, and locate anything that looks like one of QR's family."""
zxing_family_upright = _zxing(FAMILY, LOCAL, Pains.UPRIGHT)


def zbar(image: Image) -> list[Decoded]:
    """Read with zbar if it is installed; non-ASCII texts are left out, because zbar corrupts them."""
    if not HAS_ZBAR:
        return []
    found: list[Decoded] = []
    try:
        codes = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    except ValueError:  # zbar joins parts of a message into a code that has no orientation
        return []
    for code in codes:
        if code.data.isascii() and len(code.polygon) == 4:
            a, b, c, d = ((float(point.x), float(point.y)) for point in code.polygon)
            found.append(Decoded(code.data.decode("ascii"), (a, b, c, d)))
    return found
