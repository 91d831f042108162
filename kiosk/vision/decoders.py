"""Own the two decoders: zxing-cpp, which is always there, and zbar, which a machine may lack."""

from collections.abc import Callable
from dataclasses import dataclass

import zxingcpp

from kiosk.domain.lane import Corners
from kiosk.vision.reading import Image

try:
    from pyzbar import pyzbar

    HAS_ZBAR = True
except ImportError:  # pyzbar is there but libzbar is not: the product goes on with one decoder
    HAS_ZBAR = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a decoder found: `text` is None where it located a code and could not read it."""

    text: str | None
    corners: Corners


Decoder = Callable[[Image], list[Decoded]]
"""Find the codes in a grey picture; corners are in its pixels."""


#: Micro codes are left out: a five-digit one has no correction at all, and noise now and then looks like one.
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
LOCAL = zxingcpp.Binarizer.LocalAverage
GLOBAL = zxingcpp.Binarizer.GlobalHistogram
PLAIN = zxingcpp.TextMode.Plain


def zxing(image: Image) -> list[Decoded]:
    """Read with zxing-cpp and its local threshold; codes that fail are returned without text."""
    found = zxingcpp.read_barcodes(image, formats=QR, text_mode=PLAIN, binarizer=LOCAL, return_errors=True)
    return _decoded(found)


def zxing_upright(image: Image) -> list[Decoded]:
    """Read the same, but neither inverted codes nor a smaller copy: what a first look has done already."""
    found = zxingcpp.read_barcodes(
        image,
        formats=QR,
        text_mode=PLAIN,
        binarizer=LOCAL,
        return_errors=True,
        try_invert=False,
        try_downscale=False,
    )
    return _decoded(found)


def zxing_global(image: Image) -> list[Decoded]:
    """Read with zxing-cpp and one threshold for the whole picture."""
    found = zxingcpp.read_barcodes(image, formats=QR, text_mode=PLAIN, binarizer=GLOBAL, return_errors=True)
    return _decoded(found)


def _decoded(found: list[zxingcpp.Barcode]) -> list[Decoded]:
    return [Decoded(code.text if code.valid else None, _position(code.position)) for code in found]


def _position(position: zxingcpp.Position) -> Corners:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    a, b, c, d = ((float(point.x), float(point.y)) for point in points)
    return a, b, c, d


def zbar(image: Image) -> list[Decoded]:
    """Read with zbar where it is installed; texts beyond ASCII are left out, because zbar corrupts them."""
    if not HAS_ZBAR:
        return []
    found: list[Decoded] = []
    for code in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE]):
        if code.data.isascii() and len(code.polygon) == 4:
            a, b, c, d = ((float(point.x), float(point.y)) for point in code.polygon)
            found.append(Decoded(code.data.decode("ascii"), (a, b, c, d)))
    return found
