"""Own the pictures of the gallery: each template with names that break badges, each element close up.

`python tests/badge/gallery.py` draws docs/pictures/badge-*.png anew; look at them before committing them. The
tests hold what is drawn today against these pictures.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from badge.people import crowd, person, portrait

from kiosk.badge.elements import Box, Template
from kiosk.badge.pdf import Printing, render
from kiosk.badge.sheet import Sheet, load_sheet
from kiosk.badge.template import list_templates, load_template

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "badge_templates"
PICTURES = ROOT / "docs" / "pictures"
GROUND = "#9aa1a8"
DPI = 88
CLOSE = 170
SHEETS = {"card-90x54": "durable-1445", "a6-double": "4xa6", "cr80": "8xcr80"}


def pages(contents, template: Template, dpi: float, sheet: Sheet | None = None) -> list[Image.Image]:
    out = io.BytesIO()
    made = render(contents, {"": template}, out, Printing(datetime(2025, 11, 10, tzinfo=UTC), sheet=sheet))
    assert made.unfit == (), made.unfit
    document = pdfium.PdfDocument(out.getvalue())
    found = [page.render(scale=dpi / 72, rev_byteorder=True).to_pil().convert("RGB") for page in document]
    document.close()
    return found


def beside(pictures: list[Image.Image], columns: int) -> Image.Image:
    gap = 10
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    board = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), GROUND)
    for nth, picture in enumerate(pictures):
        row, column = divmod(nth, columns)
        board.paste(picture, (gap + column * (width + gap), gap + row * (height + gap)))
    return board


def draw_all() -> dict[str, Image.Image]:
    """Draw every picture of the gallery, by its file's name."""
    found = {}
    people = crowd()
    hardest = [people[2], people[1], people[3], people[5], people[6], people[8]]
    for name in list_templates(TEMPLATES):
        template = load_template(TEMPLATES, name)
        few = hardest[:1] + hardest[-1:] if template.back or template.width > 150 else hardest
        drawn = pages(few, template, DPI)
        columns = 2 if template.width > template.height else 3 if len(drawn) > 4 else len(drawn)
        found[f"badge-{name}.png"] = beside(drawn, columns)
    for name, sheet_name in SHEETS.items():
        sheet = load_sheet(TEMPLATES, sheet_name)
        many = [people[nth % len(people)] for nth in range(sheet.places - 1)]
        drawn = pages(many, load_template(TEMPLATES, name), 46, sheet)
        found[f"badge-sheet-{sheet_name}.png"] = beside(drawn, len(drawn))
    return found | close_ups()


def close_ups() -> dict[str, Image.Image]:
    """Draw each kind of element of the A6 template, large."""
    template = load_template(TEMPLATES, "a6")
    shown = person(
        3,
        given_name="Fatima Zahra",
        family_name="EL ALAOUI",
        name_native="فاطمة الزهراء العلوي",
        country="MA",
        category="O",
        needs_escort=True,
        is_demo=True,
        photo=portrait(2),
        position="Directrice",
        zones=("HALL", "CONF", "VIP", "TRIBUNE", "PISTE"),
    )
    (page,) = pages([shown], template, CLOSE)
    (without,) = pages([person(4)], template, CLOSE)
    boxes = {element.common.name: element.common.box for element in template.front}
    text = Box(5, 55, 95, 27)
    named = {
        "text": text,
        "photo": boxes["photo"],
        "code": boxes["code"].inset(-7.4),
        "band": boxes["category"],
        "zones": boxes["zones"],
        "days": boxes["days"],
        "pattern": boxes["weave"].inset(-1),
        "mark": boxes["escort"],
    }
    found = {f"badge-element-{name}.png": cut(page, box.inset(-1)) for name, box in named.items()}
    return found | {"badge-element-silhouette.png": cut(without, boxes["photo"].inset(-1))}


def cut(page: Image.Image, box: Box) -> Image.Image:
    edges = (box.x, box.y, box.right, box.bottom)
    left, top, right, bottom = (round(edge / 25.4 * CLOSE) for edge in edges)
    return page.crop((max(left, 0), max(top, 0), min(right, page.width), min(bottom, page.height)))


def difference(actual: Image.Image, expected: Image.Image) -> float:
    """Share of pixels whose tone differs by more than 48 of 255 after a light blur; 1 for other sizes."""
    if actual.size != expected.size:
        return 1.0
    one, other = (
        np.asarray(picture.convert("RGB").reduce(2), np.int16).max(axis=2) for picture in (actual, expected)
    )
    return float((np.abs(one - other) > 48).mean())


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, picture in draw_all().items():
        picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            PICTURES / name, optimize=True
        )
        print(name, picture.size, (PICTURES / name).stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
