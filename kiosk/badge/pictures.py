"""Own the pictures that a template names: logos and backgrounds, as objects of a PDF."""

import zlib

import pypdfium2 as pdfium
from PIL import Image

from kiosk.badge.document import Document
from kiosk.badge.elements import Picture
from kiosk.domain.errors import KioskError

_MAX_BYTES = 20 * 1024 * 1024
_MAX_PIXELS = 60_000_000
_DPI = 300


def picture_object(document: Document, picture: Picture) -> int:
    """Write a template's picture; returns the number of its object.

    Pictures and the first page of a PDF become pixels of at most 300 dots an inch of their box.

    Raises:
        KioskError: The file cannot be read as what its name says.
    """
    file = picture.file
    wrong = KioskError(f"{picture.common.name}: {file.name} cannot be read", "only PNG, JPEG and PDF are")
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise KioskError(f"{file.name} has more than {_MAX_BYTES // 1024 // 1024} MB")
        image = _page(picture) if file.suffix.lower() == ".pdf" else _image(picture)
    except (OSError, ValueError, SyntaxError, pdfium.PdfiumError, Image.DecompressionBombError) as cause:
        raise wrong from cause
    mask = ""
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        number = _written(document, alpha, "")
        mask = f"/SMask {number} 0 R"
        image = image.convert("RGB")
    return _written(document, image, mask)


def _image(picture: Picture) -> Image.Image:
    kinds = ("PNG",) if picture.file.suffix.lower() == ".png" else ("JPEG",)
    with Image.open(picture.file, formats=kinds) as opened:
        if opened.width * opened.height > _MAX_PIXELS:
            raise KioskError(f"{picture.file.name}: {opened.width} x {opened.height} pixels are too many")
        has_alpha = opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info
        image = opened.convert("RGBA" if has_alpha else "RGB")
    limit = tuple(
        max(1, round(side / 25.4 * _DPI)) for side in (picture.common.box.width, picture.common.box.height)
    )
    if image.width > limit[0] or image.height > limit[1]:
        image.thumbnail((limit[0], limit[1]), Image.Resampling.LANCZOS)
    return image


def _page(picture: Picture) -> Image.Image:
    document = pdfium.PdfDocument(picture.file)
    try:
        page = document[0]
        scale = picture.common.box.width / 25.4 * _DPI / page.get_width()
        drawn: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    return drawn


def _written(document: Document, image: Image.Image, mask: str) -> int:
    colours = "Gray" if image.mode == "L" else "RGB"
    return document.stream(
        f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}"
        f"/ColorSpace/Device{colours}/BitsPerComponent 8{mask}/Filter/FlateDecode",
        zlib.compress(image.tobytes(), 9),
    )
