import io

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from badge.paper import MADE_AT, TEMPLATES
from badge.people import person

from kiosk.badge.design.template import quiet_zone
from kiosk.badge.papers.a4 import DEMO
from kiosk.badge.papers.spare_sheet import spare_place, spare_sheet
from kiosk.badge.pdf.sheet import load_sheet
from kiosk.domain.errors import KioskError

DPI = 150
SPARES = [(person(nth).credential, person(nth).number) for nth in range(13)]


@pytest.fixture(scope="module")
def sheet():
    out = io.BytesIO()
    assert spare_sheet(SPARES, "Salon de défense", out, MADE_AT) == 2
    document = pdfium.PdfDocument(out.getvalue())
    yield document
    document.close()


def test_every_spare_is_read_where_it_is_said_to_be_with_its_quiet_zone_white(sheet):
    pages = [page.render(scale=DPI / 72, rev_byteorder=True).to_numpy()[:, :, :3] for page in sheet]
    for nth, (credential, _) in enumerate(SPARES):
        page, box = spare_place(nth)
        assert box.width >= 28
        around = quiet_zone(box)
        left, top, right, bottom = (
            round(edge / 25.4 * DPI) for edge in (around.x, around.y, around.right, around.bottom)
        )
        cut = np.ascontiguousarray(pages[page - 1][top + 1 : bottom - 1, left + 1 : right - 1])
        (read,) = zxingcpp.read_barcodes(cut)
        assert read.text == credential
        free = round(quiet_zone(box).width / 29 * 3.8 / 25.4 * DPI)
        assert all(np.all(edge == 255) for edge in (cut[:free], cut[-free:], cut[:, :free], cut[:, -free:]))


def test_each_card_says_its_number_and_that_it_is_to_be_linked(sheet):
    texts = [page.get_textpage().get_text_bounded() for page in sheet]
    assert [sum(number in text for text in texts) for _, number in SPARES] == [1] * 13
    assert [text.count("À ATTRIBUER · TO BE ASSIGNED") for text in texts] == [10, 3]
    assert "1 / 2" in texts[0]
    assert not any(word in text for text in texts for word in ("ESCORT", "Escort"))


def test_the_cards_lie_on_the_places_of_durable_1445():
    sheet = load_sheet(TEMPLATES, "durable-1445")
    for slot in range(sheet.places):
        _, box = spare_place(slot)
        x, bottom = sheet.corner(slot, 0)
        assert x < box.x < box.right < x + sheet.cell_width
        assert bottom < sheet.height - box.bottom < sheet.height - box.y < bottom + sheet.cell_height
    assert [spare_place(nth)[0] for nth in (9, 10)] == [1, 2]


def test_a_hundred_spares_share_what_is_the_same():
    def size(count: int) -> int:
        out = io.BytesIO()
        spare_sheet([(person(nth).credential, person(nth).number) for nth in range(count)], "S", out, MADE_AT)
        return len(out.getvalue())

    assert (size(100) - size(10)) / 90 < 700


def test_an_event_whose_name_finds_no_room_is_told():
    with pytest.raises(KioskError, match="cannot hold the event's name"):
        spare_sheet(SPARES, "S" * 200, io.BytesIO(), MADE_AT)


def test_a_demonstration_says_so_on_every_card_beside_the_quiet_zone():
    def page(notice: str) -> tuple[np.ndarray, str]:
        out = io.BytesIO()
        spare_sheet(SPARES[:2], "Salon", out, MADE_AT, notice)
        document = pdfium.PdfDocument(out.getvalue())
        pixels = np.array(document[0].render(scale=DPI / 72, grayscale=True).to_numpy())
        text = document[0].get_textpage().get_text_bounded()
        document.close()
        return pixels, text

    (plain, without), (marked, text) = page(""), page(DEMO)
    assert text.count(DEMO) - without.count(DEMO) == 2
    rows = np.flatnonzero((plain != marked).any(axis=1)) / DPI * 25.4
    _, box = spare_place(0)
    assert rows.min() > quiet_zone(box).bottom
