"""A printer that shifts and scales is simulated: what it does to a page is done to its pixels."""

import io
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from badge.paper import MADE_AT, TEMPLATES
from badge.people import person
from PIL import Image

from kiosk.badge.design.elements import Box
from kiosk.badge.design.template import load_template, quiet_zone
from kiosk.badge.papers.ruler import ruler_page
from kiosk.badge.pdf.calibration import NONE, SQUARE, Calibration, measured
from kiosk.badge.pdf.sheet import code_places, load_sheet
from kiosk.domain.errors import KioskError

DPI = 300
OFF = Calibration(right=3.1, down=-2.4, across=1.012, along=0.988)


def mangled(page: np.ndarray, off: Calibration) -> np.ndarray:
    """Put a page on paper as such a printer does: scaled from its top left, then shifted."""
    dots = DPI / 25.4
    back = (1 / off.across, 0, -off.right * dots / off.across, 0, 1 / off.along, -off.down * dots / off.along)
    size = (page.shape[1], page.shape[0])
    method, smooth = Image.Transform.AFFINE, Image.Resampling.BILINEAR
    drawn = Image.fromarray(page).transform(size, method, back, smooth, fillcolor="white")
    return np.asarray(drawn)


def code_near(page: np.ndarray, box: Box) -> tuple[str, tuple[float, ...]]:
    """Read the code near a box: its text, and the edges of its ink in millimetres."""
    dots = DPI / 25.4
    around = quiet_zone(box)
    left, top = max(round(around.x * dots), 0), max(round(around.y * dots), 0)
    cut = page[top : round(around.bottom * dots), left : round(around.right * dots)]
    (read,) = zxingcpp.read_barcodes(np.ascontiguousarray(cut))
    rows, columns = (np.flatnonzero((cut.max(axis=2) < 128).any(axis=axis)) for axis in (1, 0))
    edges = (left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)
    return read.text, tuple(edge / dots for edge in edges)


@pytest.mark.parametrize(
    ("name", "sheet_name"), [("a6", ""), ("a6-double", "4xa6"), ("card-90x54", "durable-1445")]
)
def test_a_page_for_a_printer_that_is_off_comes_out_where_it_is_meant(printed, name, sheet_name):
    template = load_template(TEMPLATES, name)
    sheet = load_sheet(TEMPLATES, sheet_name) if sheet_name else None
    batch = printed([person(1), person(2)], template, sheet=sheet, calibration=OFF)
    pages = [mangled(batch.page(nth, DPI), OFF) for nth in range(1, batch.result.pages + 1)]
    for placed, content in zip(batch.result.placed, (person(1), person(2)), strict=True):
        for page, meant in code_places(template, sheet, placed):
            text, edges = code_near(pages[page - 1], meant)
            assert text == content.credential
            assert edges == pytest.approx((meant.x, meant.y, meant.right, meant.bottom), abs=0.2)


def test_the_codes_of_a_corrected_page_are_found_where_the_file_has_them(printed, a6):
    sheet = load_sheet(TEMPLATES, "4xa6")
    batch = printed([person(1)], a6, sheet=sheet, calibration=OFF)
    ((page, box),) = code_places(a6, sheet, batch.result.placed[0], OFF)
    _, edges = code_near(batch.page(page, DPI), box)
    assert edges == pytest.approx((box.x, box.y, box.right, box.bottom), abs=0.2)


def test_no_calibration_changes_no_byte(printed, a6):
    sheet = load_sheet(TEMPLATES, "4xa6")
    for how in ({}, {"sheet": sheet}):
        plain = printed([person(1)], a6, **how).data
        assert printed([person(1)], a6, calibration=Calibration(), **how).data == plain
        assert printed([person(1)], a6, calibration=OFF, **how).data != plain


def square_on(page: np.ndarray) -> tuple[float, float, float, float]:
    """Measure A, B, C and D as somebody with a ruler would."""
    dots = DPI / 25.4
    dark = page.max(axis=2) < 110
    down = np.flatnonzero(dark[:, round(153 * dots)][round(50 * dots) : round(250 * dots)]) / dots + 50
    along = np.flatnonzero(dark[round(180 * dots)][round(45 * dots) :]) / dots + 45
    return along[-1] + 1 / dots - along[0], down[-1] + 1 / dots - down[0], along[0], down[0]


def test_what_is_measured_on_the_ruler_page_makes_the_next_one_come_right():
    out = io.BytesIO()
    ruler_page("Bureau 1", out, MADE_AT)
    found = measured(*square_on(mangled(raster(out), OFF)))
    assert (found.right, found.down) == pytest.approx((OFF.right, OFF.down), abs=0.3)
    assert (found.across, found.along) == pytest.approx((OFF.across, OFF.along), abs=0.002)
    checked = io.BytesIO()
    ruler_page("Bureau 1", checked, MADE_AT, found)
    again = square_on(mangled(raster(checked), OFF))
    assert again == pytest.approx((SQUARE.width, SQUARE.height, SQUARE.x, SQUARE.y), abs=0.3)


def raster(out: io.BytesIO) -> np.ndarray:
    document = pdfium.PdfDocument(out.getvalue())
    page = np.array(document[0].render(scale=DPI / 72, rev_byteorder=True).to_numpy())[:, :, :3]
    document.close()
    return page


def test_the_square_of_the_ruler_page_measures_100_mm():
    out = io.BytesIO()
    assert ruler_page("Bureau 1", out, MADE_AT) == 1
    document = pdfium.PdfDocument(out.getvalue())
    dark = document[0].render(scale=300 / 72, grayscale=True).to_numpy() < 90
    document.close()
    row = dark[round(150 / 25.4 * 300)]
    edges = [at / 300 * 25.4 for at in range(round(50 / 25.4 * 300), len(row)) if row[at]]
    assert edges[-1] - edges[0] == pytest.approx(100, abs=0.2)


def test_the_ruler_page_says_what_to_measure_and_the_check_page_what_is_meant():
    pages = []
    for calibration in (NONE, OFF):
        out = io.BytesIO()
        ruler_page("Bureau 1", out, MADE_AT, calibration)
        document = pdfium.PdfDocument(out.getvalue())
        pages.append(document[0].get_textpage().get_text_bounded())
        document.close()
    plain, check = pages
    for words in (
        "The first ticks to be seen",
        "Bureau 1",
        "Saisissez les quatre nombres",
        "Enter the four numbers",
        "largeur du carré",
    ):
        assert words in plain
    assert "Do not enter them" in check
    assert all(f"{meant} mm" in check and f"{meant} mm" not in plain for meant in (55, 98))


def test_a_printer_whose_name_finds_no_room_is_told():
    ruler_page("HP_Color_LaserJet_Pro_M454dn_Bureau_des_accreditations_1", io.BytesIO(), MADE_AT)
    with pytest.raises(KioskError, match="does not fit on the page"):
        ruler_page("HP" * 60, io.BytesIO(), MADE_AT)


def test_a_printer_that_is_not_off_measures_as_nothing():
    assert measured(100, 100, 55, 98) == NONE


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [
        ((89, 100, 55, 98), "A"),
        ((100, 111, 55, 98), "B"),
        ((100, 100, 39, 98), "C"),
        ((100, 100, 55, 114), "D"),
        ((float("nan"), 100, 55, 98), "A"),
        ((100, 100, 55, float("inf")), "D"),
    ],
)
def test_a_number_that_cannot_be_is_refused_by_its_mark(numbers, mark):
    with pytest.raises(KioskError, match=f"^{mark} should be about") as caught:
        measured(*numbers)
    assert "100 %" in caught.value.hint


def test_the_largest_numbers_that_can_be_are_taken():
    assert measured(101.5, 98.5, 101.5 * 0.55 + 14.9, 98.5 * 0.98 - 14.9).across == pytest.approx(1.015)


@pytest.mark.parametrize(
    ("width", "height", "mark"), [(97, 97, "A"), (98.4, 100, "A"), (100, 101.6, "B"), (94, 94, "A")]
)
def test_a_page_that_was_fitted_to_the_paper_is_no_calibration(width, height, mark):
    with pytest.raises(KioskError, match=f"^{mark} is .* fitted") as caught:
        measured(width, height, 55 * width / 100, 98 * height / 100)
    assert "100 %" in caught.value.hint


@pytest.mark.parametrize(
    "change", [{"right": 16.0}, {"down": -16.0}, {"across": 0.8}, {"along": float("nan")}]
)
def test_a_calibration_that_no_printer_has_is_refused(change):
    with pytest.raises(KioskError, match="a printer cannot"):
        replace(NONE, **change)
