"""The badges of simulated visitors: real templates printed into a PDF, its pages rasterised once."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import cv2
import numpy as np

from kiosk.badge.design.template import load_template
from kiosk.badge.drawing.content import BadgeContent, DayMark
from kiosk.badge.pdf.raster import rasterise_all
from kiosk.badge.pdf.render import Printing, render
from kiosk.domain.credential import Credential, encode
from kiosk.domain.model import BadgeNumber
from kiosk.rehearsal.names import FAMILY, GIVEN
from kiosk.rehearsal.optics import Page
from kiosk.rehearsal.portrait import draw_portrait

TEMPLATES = Path(__file__).parent.parent / "badge_templates"
MADE_AT = datetime(2025, 11, 10, tzinfo=UTC)
MODULES = 21
CATEGORIES = (
    ("V", "#1f6f4a", ("Visiteur", "Visitor"), ("HALL", "STAT")),
    ("E", "#204060", ("Exposant", "Exhibitor"), ("HALL", "CONF", "STAT")),
    ("O", "#7a1f2b", ("Officiel", "Official"), ("HALL", "CONF", "VIP", "STAT")),
    ("P", "#c77700", ("Presse", "Press"), ("HALL", "CONF")),
)
DAYS = tuple(DayMark(date(2025, 11, 11 + n), f"nov. {11 + n}", n != 2) for n in range(4))
COUNTRIES = ("ML", "BF", "NE", "SN", "TG")


def code_text(random: np.random.Generator) -> str:
    """Return a credential's 20 characters, with an invalid seal."""
    number = BadgeNumber(int(random.integers(1 << 32)))
    return encode(Credential(int(random.integers(16)), number, random.bytes(8)))


def code_side(paper: str) -> float:
    """Return the side of the code on a template, in millimetres, without its quiet zone."""
    ((_, box),) = load_template(TEMPLATES, paper).codes
    return box.width


def print_pages(texts: Sequence[str], paper: str, dpi: float) -> list[Page]:
    """Print a badge for each credential, in one PDF, and return its pages as they look on paper, in grey."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "badges.pdf"
        with file.open("wb") as out:
            made = render(_contents(texts), {"": load_template(TEMPLATES, paper)}, out, Printing(MADE_AT))
        assert made.pages == len(texts), made.unfit[:1]
        return [
            Page(np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8), 25.4 / dpi)
            for page in rasterise_all(file, dpi)
        ]


def _contents(texts: Sequence[str]) -> Iterable[BadgeContent]:
    for text in texts:
        seed = sum(text.encode())
        letter, colour, names, zones = CATEGORIES[seed % len(CATEGORIES)]
        country = COUNTRIES[seed % len(COUNTRIES)]
        given, family = GIVEN[country]["mf"[seed % 2]].split(), FAMILY[country].split()
        yield BadgeContent(
            credential=text,
            number=f"0007-{seed:07d}-{seed % 10}",
            event_lines=("SALON DE DÉFENSE", "ET DE SÉCURITÉ"),
            event_note="11-14 novembre 2025\nBamako · Koulikoro",
            given_name=given[seed % len(given)],
            family_name=family[seed % len(family)].upper(),
            organisation="Sahel Optronique",
            position="Ingénieure d'essais",
            country=country,
            category_names=names,
            category_letter=letter,
            colour=colour,
            zones=zones,
            days=DAYS,
            photo=draw_portrait(seed),
        )
