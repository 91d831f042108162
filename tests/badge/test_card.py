"""The test card: printed, held before the simulated camera, and measured."""

import io
from datetime import UTC, datetime

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest

from kiosk.badge.papers.test_card import HELD_AT, MODULE, card_page
from kiosk.badge.pdf.raster import rasterise
from kiosk.rehearsal.optics import FAIR, POOR, SIZES, Held, Page, Pose, Webcam
from kiosk.vision.inspection import NEEDED, TEST_CARD, Advice, inspect_pictures

MADE_AT = datetime(2025, 11, 10, 18, 30, tzinfo=UTC)
DPI = 150
CARD = (52.5, 24.0, 105.0, 148.0)
"""The part of the page that is cut out, in millimetres."""
RAISED = 98.0 - 97.0
"""The middle of the code is so much above that of the card."""


@pytest.fixture(scope="module")
def card(tmp_path_factory) -> Page:
    path = tmp_path_factory.mktemp("card") / "card.pdf"
    with path.open("xb") as file:
        assert card_page(TEST_CARD, file, MADE_AT) == 1
    grey = cv2.cvtColor(rasterise(path, 1, DPI), cv2.COLOR_RGB2GRAY)
    left, top, width, height = (round(side / 25.4 * DPI) for side in CARD)
    return Page(np.ascontiguousarray(grey[top : top + height, left : left + width]), 25.4 / DPI)


def held(card: Page, size: str, centimetres: float, light=FAIR, **turned):
    webcam = Webcam(SIZES[size], light, 3)
    picture = webcam.take([Held(card, Pose(y=RAISED, distance=10 * centimetres, **turned))])
    return inspect_pictures([picture]), webcam.focal * MODULE / (10 * centimetres)


@pytest.mark.parametrize(
    ("size", "centimetres"), [("480p", 40), ("720p", HELD_AT), ("720p", 80), ("1080p", 60)]
)
def test_the_pixels_a_module_are_measured_as_the_pinhole_has_them(card, size, centimetres):
    found, expected = held(card, size, centimetres)
    assert found.pixels_a_module == pytest.approx(expected, rel=0.03)


def test_a_card_held_a_little_askew_in_poor_light_is_measured_too(card):
    found, expected = held(card, "720p", HELD_AT, POOR, yaw=0.15, pitch=-0.1, roll=0.2)
    assert found.pixels_a_module == pytest.approx(expected, rel=0.06)


def test_at_the_distance_that_the_card_names_a_webcam_is_fine_and_an_old_one_is_not(card):
    assert held(card, "720p", HELD_AT)[0].advice == ()
    assert Advice.HOLD_NEARER in held(card, "480p", HELD_AT)[0].advice


def test_the_page_says_how_to_hold_it_in_both_languages_with_the_figure_that_is_needed():
    out = io.BytesIO()
    card_page(TEST_CARD, out, MADE_AT)
    document = pdfium.PdfDocument(out.getvalue())
    text = document[0].get_textpage().get_text_bounded()
    width, height = document[0].get_size()
    document.close()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    for said in ("100 %", f"{HELD_AT} cm de la caméra", f"{HELD_AT} cm from the camera", "1 module = 2 mm"):
        assert said in text
    assert f"{NEEDED:g} pixels a module" in text
    assert f"{NEEDED:g}".replace(".", ",") + " pixels par module" in text
