"""The shape of a template's picture: its width and height, without reading all of its pixels."""

from pathlib import Path

import pypdfium2 as pdfium
from PIL import ExifTags, Image

from kiosk.domain.errors import KioskError

_MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
BROKEN = (OSError, ValueError, SyntaxError, pdfium.PdfiumError, Image.DecompressionBombError)
"""What the libraries raise for a file that does not match its suffix."""
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
"""Orientations of a photo that lies on its side (Exif 2.32, 4.6.4)."""


def shape_of(file: Path) -> tuple[float, float]:
    """Return the width and height of a picture, or of the first page of a PDF, in its own units.

    Raises:
        KioskError: the file does not match its suffix, or is too large.
    """
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise KioskError(
                "{file} has more than {max_bytes} MB", file=file.name, max_bytes=_MAX_BYTES // 1024 // 1024
            )
        if is_pdf(file):
            with pdfium.PdfDocument(file) as document:
                wide, tall = document[0].get_size()
                if not min(wide, tall) > 0:
                    raise unreadable(file)
                return wide, tall
        with Image.open(file, formats=formats(file)) as opened:
            width, height = opened.size
            if width * height > MAX_PIXELS:
                raise KioskError(
                    "{file}: {width} x {height} pixels are too many",
                    file=file.name,
                    width=width,
                    height=height,
                )
            is_turned = opened.getexif().get(ExifTags.Base.Orientation) in _ON_ITS_SIDE
            return (height, width) if is_turned else (width, height)
    except BROKEN as cause:
        raise unreadable(file) from cause


def is_pdf(file: Path) -> bool:
    """Say whether a file is named as a PDF."""
    return file.suffix.lower() == ".pdf"


def formats(file: Path) -> tuple[str]:
    """Return the only format as which Pillow may open a file of this name."""
    return ("PNG",) if file.suffix.lower() == ".png" else ("JPEG",)


def unreadable(file: Path, where: str = "") -> KioskError:
    """Return the error for a picture that does not match its suffix."""
    return KioskError(
        "{where}{file} cannot be read as what its name says",
        "only PNG, JPEG and PDF are",
        where=where,
        file=file.name,
    )
