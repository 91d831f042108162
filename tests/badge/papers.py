"""The pictures of the papers around a batch: lists, spare badges, the ruler page.

`python tests/badge/papers.py` draws docs/pictures/paper-*.png anew; look at them before committing them.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from badge.gallery import GROUND, PICTURES
from badge.paper import MADE_AT
from badge.people import crowd, person

from kiosk.badge.papers.lists import CoverRow, Delegation, Pull, cover_sheets, pull_sheet
from kiosk.badge.papers.ruler import ruler_page
from kiosk.badge.papers.spare_sheet import spare_sheet

DPI = 62
EVENT = "SALON DE DÉFENSE ET DE SÉCURITÉ"
CHANGES = (
    (("name",), "print again"),
    (("zones", "days"), "print again"),
    (("photo",), "replace"),
    (("category", "zones", "organisation"), "print again"),
    (("superseded",), "destroy"),
)


def draw_all() -> dict[str, Image.Image]:
    """Draw every picture, by its file's name."""
    people = [one for one in crowd() if one.given_name[0].isalpha()]
    people += [replace(people[0], organisation="Institut de prévention"), person(1, given_name="Ibrahim")]
    shown = [one.name_native or f"{one.family_name} {one.given_name}" for one in people]
    numbers = [person(nth).number for nth in range(30)]
    entries = tuple(
        CoverRow(numbers[n], shown[n % len(shown)], f"3 · {41 + n}", people[n % len(people)].organisation)
        for n in range(20)
    )
    pulls = []
    for nth in range(21):
        changed, action = CHANGES[nth % 5]
        place = (1 + nth // 8, nth % 8 * 9 + 2) if nth < 19 else (0, 0)
        new = numbers[29] if action == "destroy" else ""
        pulls.append(Pull(numbers[nth], shown[nth % len(shown)], changed, *place, action, new))
    spares = [(person(nth).credential, person(nth).number) for nth in range(7)]
    delegation = Delegation(EVENT, "Royaume du Maroc — Administration de la Défense nationale", entries)
    return {
        "paper-cover.png": drawn(lambda out: cover_sheets([delegation], out, MADE_AT)),
        "paper-pull.png": drawn(lambda out: pull_sheet(pulls, out, MADE_AT)),
        "paper-spares.png": drawn(lambda out: spare_sheet(spares, EVENT, out, MADE_AT)),
        "paper-ruler.png": drawn(lambda out: ruler_page("Bureau 1", out, MADE_AT)),
    }


def drawn(make: Callable[[io.BytesIO], int]) -> Image.Image:
    """Draw the first page of a paper, on grey."""
    out = io.BytesIO()
    make(out)
    document = pdfium.PdfDocument(out.getvalue())
    page = document[0].render(scale=DPI / 72, rev_byteorder=True).to_pil().convert("RGB")
    document.close()
    board = Image.new("RGB", (page.width + 16, page.height + 16), GROUND)
    board.paste(page, (8, 8))
    return board


def main() -> None:
    for name, picture in draw_all().items():
        flat = picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        flat.save(PICTURES / name, optimize=True)
        print(name, picture.size, (PICTURES / name).stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
