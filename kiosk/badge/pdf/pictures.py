"""The pictures that a template names, logos and backgrounds, as pixels in a PDF."""

import zlib
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from kiosk.badge.design.elements import Picture
from kiosk.badge.design.picture_shape import BROKEN, MAX_PIXELS, formats, is_pdf, unreadable
from kiosk.badge.pdf.document import Document
from kiosk.domain.errors import KioskError

_DPI = 300


def picture_object(document: Document, picture: Picture) -> int:
    """Write a template's picture; return the number of its object.

    Pictures and first pages of PDFs become pixels, at most 300 dots an inch at their printed size.

    Raises:
        KioskError: the file does not match its suffix.
    """
    placed = picture.placed
    limit = (max(1, round(placed.width / 25.4 * _DPI)), max(1, round(placed.height / 25.4 * _DPI)))
    try:
        if limit[0] * limit[1] > MAX_PIXELS and is_pdf(picture.file):
            size = f"{picture.file.name}: {limit[0]} x {limit[1]}"
            raise KioskError(
                "{common}: {size} pixels are too many",
                "its page is too narrow",
                common=picture.common.name,
                size=size,
            )
        image = _page(picture.file, limit) if is_pdf(picture.file) else _image(picture.file, limit)
    except BROKEN as cause:
        raise unreadable(picture.file, f"{picture.common.name}: ") from cause
    mask = ""
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        number = _written(document, alpha, "")
        mask = f"/SMask {number} 0 R"
        image = image.convert("RGB")
    return _written(document, image, mask)


def _image(file: Path, limit: tuple[int, int]) -> Image.Image:
    with Image.open(file, formats=formats(file)) as opened:
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
