"""Own the pictures that a template names: logos and backgrounds, their shape, their pixels in a PDF."""

import zlib
from pathlib import Path

import pypdfium2 as pdfium
from PIL import ExifTags, Image, ImageOps

from kiosk.badge.design.elements import Picture
from kiosk.badge.pdf.document import Document
from kiosk.domain.errors import KioskError

_MAX_BYTES = 20 * 1024 * 1024
_MAX_PIXELS = 60_000_000
_DPI = 300
#: What the libraries raise for a file that is not what its name says.
_BROKEN = (OSError, ValueError, SyntaxError, pdfium.PdfiumError, Image.DecompressionBombError)
#: Of a photo that lies on its side (Exif 2.32, 4.6.4, Orientation).
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


def shape_of(file: Path) -> tuple[float, float]:
    """Return the width and the height of a picture, or of the first page of a PDF, in units of its own.

    Raises:
        KioskError: The file cannot be read as what its name says, or is too large.
    """
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise KioskError(f"{file.name} has more than {_MAX_BYTES // 1024 // 1024} MB")
        if _is_pdf(file):
            with pdfium.PdfDocument(file) as document:
                wide, tall = document[0].get_size()
                if not min(wide, tall) > 0:
                    raise _unreadable(file)
                return wide, tall
        with Image.open(file, formats=_formats(file)) as opened:
            width, height = opened.size
            if width * height > _MAX_PIXELS:
                raise KioskError(f"{file.name}: {width} x {height} pixels are too many")
            is_turned = opened.getexif().get(ExifTags.Base.Orientation) in _ON_ITS_SIDE
            return (height, width) if is_turned else (width, height)
    except _BROKEN as cause:
        raise _unreadable(file) from cause


def picture_object(document: Document, picture: Picture) -> int:
    """Write a template's picture; returns the number of its object.

    Pictures and the first page of a PDF become pixels of at most 300 dots an inch of the place they take.

    Raises:
        KioskError: The file cannot be read as what its name says.
    """
    placed = picture.placed
    limit = (max(1, round(placed.width / 25.4 * _DPI)), max(1, round(placed.height / 25.4 * _DPI)))
    try:
        if limit[0] * limit[1] > _MAX_PIXELS and _is_pdf(picture.file):
            size = f"{picture.file.name}: {limit[0]} x {limit[1]}"
            raise KioskError(f"{picture.common.name}: {size} pixels are too many", "its page is too narrow")
        image = _page(picture.file, limit) if _is_pdf(picture.file) else _image(picture.file, limit)
    except _BROKEN as cause:
        raise _unreadable(picture.file, f"{picture.common.name}: ") from cause
    mask = ""
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        number = _written(document, alpha, "")
        mask = f"/SMask {number} 0 R"
        image = image.convert("RGB")
    return _written(document, image, mask)


def _is_pdf(file: Path) -> bool:
    return file.suffix.lower() == ".pdf"


def _formats(file: Path) -> tuple[str]:
    return ("PNG",) if file.suffix.lower() == ".png" else ("JPEG",)


def _unreadable(file: Path, where: str = "") -> KioskError:
    return KioskError(
        f"{where}{file.name} cannot be read as what its name says", "only PNG, JPEG and PDF are"
    )


def _image(file: Path, limit: tuple[int, int]) -> Image.Image:
    with Image.open(file, formats=_formats(file)) as opened:
        turned = ImageOps.exif_transpose(opened)
        if turned.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would clip to white
            turned = turned.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
        has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
        image = turned.convert("RGBA" if has_alpha else "RGB")
    if image.width > limit[0] or image.height > limit[1]:
        image.thumbnail(limit, Image.Resampling.LANCZOS)
    return image


def _page(file: Path, limit: tuple[int, int]) -> Image.Image:
    with pdfium.PdfDocument(file) as document:
        page = document[0]
        scale = max(limit[0] / page.get_width(), limit[1] / page.get_height())
        drawn: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return drawn


def _written(document: Document, image: Image.Image, mask: str) -> int:
    colours = "Gray" if image.mode == "L" else "RGB"
    return document.stream(
        f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}"
        f"/ColorSpace/Device{colours}/BitsPerComponent 8{mask}/Filter/FlateDecode",
        zlib.compress(image.tobytes(), 9),
    )
