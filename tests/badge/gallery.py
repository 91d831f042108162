"""The pictures of the gallery: each template with names that break badges, each element close up.

`python tests/badge/gallery.py` draws docs/pictures/badge-*.png anew; look at them before committing them. The
tests hold what is drawn today against these pictures.
"""

import io
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1]))
from badge.fair import CATEGORIES, holder
from badge.people import crowd, person, portrait

from kiosk.badge.design.elements import Box, Template
from kiosk.badge.design.template import list_templates, load_template, parse_template
from kiosk.badge.drawing.content import BadgeContent
from kiosk.badge.pdf.render import Printing, render
from kiosk.badge.pdf.sheet import Sheet, load_sheet

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "badge_templates"
PICTURES = ROOT / "docs" / "pictures"
GROUND = "#9aa1a8"
DPI = 88
CLOSE = 170
AFAR = 26
"""Dots an inch at which a badge on a screen looks as from some metres away."""
SHEETS = {"card-90x54": "durable-1445", "a6-double": "4xa6", "cr80": "8xcr80", "a6": "2xa6"}


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
    for name in list_templates(TEMPLATES):
        template = load_template(TEMPLATES, name)
        drawn = pages(shown_on(name, template), template, DPI)
        columns = 2 if template.width > template.height else 3 if len(drawn) > 4 else len(drawn)
        found[f"badge-{name}.png"] = beside(drawn, columns)
    for name, sheet_name in SHEETS.items():
        sheet = load_sheet(TEMPLATES, sheet_name)
        guests = [one for one in people if one.given_name[0].isalpha()]
        many = [guests[nth % len(guests)] for nth in range(max(sheet.places - 1, 2))]
        drawn = pages(many, load_template(TEMPLATES, name), 46, sheet)
        found[f"badge-sheet-{sheet_name}.png"] = beside(drawn, len(drawn))
    return found | {"badge-categories.png": categories()} | close_ups() | pieces()


def short() -> BadgeContent:
    """Make the badge of somebody with the shortest of names."""
    return person(20, given_name="Awa", family_name="BA", photo=portrait(0))


def shown_on(name: str, template: Template) -> list[BadgeContent]:
    """Choose whose badges show a template: the hardest names, of its own category where it has one."""
    people = crowd()
    hardest = [short(), people[2], people[3], people[5], people[6], people[8]]
    category = name.removeprefix("a6-")
    if category in CATEGORIES or category == "role":
        own = category if category in CATEGORIES else "exhibitor"
        guest = holder(people[2], own, ("ar", "fr"))
        return [holder(short(), own), guest, *(holder(people[nth], own) for nth in (3, 8))]
    return hardest[1:2] + hardest[-1:] if template.back or template.width > 150 else hardest


def categories() -> Image.Image:
    """Draw a badge of every category, small."""
    people = [one for one in crowd() if one.given_name.isalpha() or one.photo is not None][:6]
    drawn: list[Image.Image] = []
    for nth, name in enumerate(CATEGORIES):
        one = holder(replace(people[nth % len(people)], needs_escort=False), name)
        drawn += pages([one], load_template(TEMPLATES, f"a6-{name}"), AFAR)
    return beside(drawn, len(drawn))


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


PIECES = {
    "image": 'kind = "image"\nbox = [2, 2, 30, 18]\nfile = "logo.png"',
    "rectangle": """kind = "rectangle"
box = [2, 2, 34, 18]
fill = "category-tint"
stroke = "category"
stroke_width = 0.8
radius = 3
[[front]]
kind = "line"
box = [40, 2, 34, 18]
stroke = "category"
stroke_width = 0.8
[[front]]
kind = "line"
box = [40, 20, 34, 0]
stroke = "category"
stroke_width = 0.6
dash = 1.6""",
    "country": """kind = "text"
box = [2, 4, 72, 5]
text = "{country}"
size = [16, 9]
[[front]]
kind = "text"
box = [2, 13, 72, 5]
text = "{country_first} ({country_code})"
weight = "bold"
size = [16, 9]""",
    "number": """kind = "text"
box = [2, 4, 72, 5]
text = "N° {number}"
size = [16, 9]
[[front]]
kind = "text"
box = [2, 13, 72, 5]
text = "{number} · {issue}"
weight = "mono-bold"
size = [16, 9]""",
    "styles": """kind = "text"
box = [2, 3, 34, 16]
text = "Regular, wrapped onto lines of about one length"
size = [12, 8]
lines = 4
[[front]]
kind = "text"
box = [40, 3, 34, 4]
text = "Bold, in the middle"
weight = "bold"
size = [12, 8]
align = "centre"
colour = "category"
[[front]]
kind = "text"
box = [40, 9, 34, 4]
text = "Italic, at the right"
weight = "italic"
size = [12, 8]
align = "right"
[[front]]
kind = "text"
box = [40, 15, 34, 4]
text = "mono 0O 1lI"
weight = "mono"
size = [12, 8]""",
    "shortened": """kind = "text"
box = [2, 4, 72, 5]
text = "{given_name} {family_name}"
size = [16, 14]
shorten = true""",
    "own-pattern": """kind = "pattern"
box = [2, 2, 72, 18]
pattern = "category"
colour = "category"
pitch = 9""",
}
"""Elements that are shown by themselves: their tables, on a page of 76 x 22 mm over a code that is cut
off."""


def pieces() -> dict[str, Image.Image]:
    """Draw each of the `PIECES`, and a background with a page of its own."""
    shown = person(
        12,
        given_name="Cheick Oumar Abdoulaye Boubacar",
        family_name="KONATÉ",
        country="MR",
        category_letter="ST",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        logo().save(folder / "logo.png")
        ground().save(folder / "ground.pdf", "PDF", resolution=DPI)
        found = {}
        for piece, text in PIECES.items():
            whole = f'title = "t"\nsize = [76, 66]\n[[front]]\n{text}\n'
            whole += '[[front]]\nkind = "code"\nbox = [24, 29, 28, 28]\n'
            (page,) = pages([shown], parse_template(folder, piece, whole.encode()), CLOSE)
            found[f"badge-element-{piece}.png"] = cut(page, Box(0, 0, 76, 22))
        text = 'base = "a6"\n[[front]]\nname = "ground"\nkind = "image"\nbox = [0, 0, 105, 148]\n'
        text += 'file = "ground.pdf"\nunder = "head"\n[[front]]\nname = "head"\nkind = "none"\n'
        (folder / "a6.toml").write_bytes((TEMPLATES / "a6.toml").read_bytes())
        (page,) = pages([crowd()[0]], parse_template(folder, "ground", text.encode()), DPI)
        return found | {"badge-element-background.png": page}


def logo() -> Image.Image:
    """Draw a sign of nobody: a transparent picture with round shapes."""
    picture = Image.new("RGBA", (600, 360), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((20, 20, 340, 340), fill="#14212e")
    pen.ellipse((220, 20, 540, 340), fill=(227, 183, 101, 220))
    return picture


def ground() -> Image.Image:
    """Draw a page that a graphic designer may have sent: a sky over dunes."""
    width, height = round(105 / 25.4 * DPI), round(148 / 25.4 * DPI)
    picture = Image.new("RGB", (width, height), "#ffffff")
    pen = ImageDraw.Draw(picture)
    for row in range(round(height * 0.1)):
        pen.line((0, row, width, row), fill=(20 + row, 33 + row, 46 + 2 * row))
    pen.ellipse((width * 0.3, height * 0.92, width * 1.6, height * 1.4), fill="#f0e2c6")
    pen.ellipse((-width * 0.6, height * 0.94, width * 0.7, height * 1.4), fill="#e6cf9f")
    return picture


def cut(page: Image.Image, box: Box) -> Image.Image:
    edges = (box.x, box.y, box.right, box.bottom)
    left, top, right, bottom = (round(edge / 25.4 * CLOSE) for edge in edges)
    return page.crop((max(left, 0), max(top, 0), min(right, page.width), min(bottom, page.height)))


def unlike(drawn: dict[str, Image.Image], tolerance: float, kept: Path) -> list[str]:
    """Name the pictures that differ from those in docs/pictures; keep what was drawn and what was due."""
    wrong = []
    for name, actual in drawn.items():
        expected = Image.open(PICTURES / name).convert("RGB")
        if difference(actual, expected) > tolerance:
            actual.save(kept / f"actual-{name}")
            expected.save(kept / f"expected-{name}")
            wrong.append(name)
    return wrong


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
