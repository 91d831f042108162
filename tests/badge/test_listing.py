import io

import pypdfium2 as pdfium
import pytest
from badge.paper import MADE_AT

from kiosk.badge.listing import Delegation, Entry, cover_sheets, ruler_page
from kiosk.domain.errors import KioskError


def pages_of(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


def entries(count: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"0007-{nth:07d}-0", f"Awa TRAORÉ {nth}", f"C1 · {nth}") for nth in range(count))


def test_every_badge_of_a_delegation_is_on_its_list_once():
    out = io.BytesIO()
    delegations = [Delegation("Salon", "Maroc", entries(50)), Delegation("Salon", "الوفد", entries(3))]
    assert cover_sheets(delegations, out, MADE_AT) == 4
    pages = pages_of(out.getvalue())
    assert "1 / 3" in pages[0]
    assert [sum(f"0007-{nth:07d}-0" in page for page in pages[:3]) for nth in range(50)] == [1] * 50
    assert "3 badges" in pages[3]


def test_a_name_that_cannot_be_written_is_told_with_its_number():
    with pytest.raises(KioskError, match=r"badge 7: .*U\+12A0"):
        cover_sheets([Delegation("S", "D", (Entry("7", "አበበ"),))], io.BytesIO(), MADE_AT)


def test_the_square_of_the_ruler_page_measures_100_mm():
    out = io.BytesIO()
    assert ruler_page("Bureau 1", out, MADE_AT) == 1
    document = pdfium.PdfDocument(out.getvalue())
    dark = document[0].render(scale=300 / 72, grayscale=True).to_numpy() < 90
    document.close()
    row = dark[round(150 / 25.4 * 300)]
    edges = [at / 300 * 25.4 for at in range(round(50 / 25.4 * 300), len(row)) if row[at]]
    assert edges[-1] - edges[0] == pytest.approx(100, abs=0.2)
