import io

import pypdfium2 as pdfium
import pytest
from badge.paper import MADE_AT

from kiosk.badge.papers.a4 import DEMO
from kiosk.badge.papers.lists import CoverRow, Delegation, Pull, cover_sheets, pull_sheet
from kiosk.domain.errors import KioskError


def pages_of(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


def entries(count: int) -> tuple[CoverRow, ...]:
    return tuple(CoverRow(f"0007-{nth:07d}-0", f"Awa TRAORÉ {nth}", f"C1 · {nth}") for nth in range(count))


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
        cover_sheets([Delegation("S", "D", (CoverRow("7", "አበበ"),))], io.BytesIO(), MADE_AT)


def test_a_name_of_a_hundred_letters_has_room_on_a_list_and_one_of_a_thousand_is_told():
    names = ("Cheick Oumar Abdoulaye " * 5, "W" * 1000)
    cover_sheets([Delegation("S", "D", (CoverRow("7", names[0], "12 · 100"),))], io.BytesIO(), MADE_AT)
    with pytest.raises(KioskError, match="badge 8: the list cannot hold the name"):
        cover_sheets([Delegation("S", "D", (CoverRow("8", names[1]),))], io.BytesIO(), MADE_AT)


def test_a_delegation_whose_name_cannot_be_written_is_told():
    with pytest.raises(KioskError, match="the heading of a list"):
        cover_sheets([Delegation("S", "አበበ", entries(1))], io.BytesIO(), MADE_AT)


def test_a_cover_sheet_says_how_many_where_each_is_filed_and_who_receives_them():
    out = io.BytesIO()
    cover_sheets([Delegation("Salon", "Mali", (CoverRow("0007-0000001-1", "Awa", "3 · 41"),))], out, MADE_AT)
    (page,) = pages_of(out.getvalue())
    assert "1 badge · 2025-11-10 Reçus" in page
    assert "3 · 41" in page
    assert page.count("For the delegation") == 1
    assert "/ 1\r\n" in page, "a box for how many were received"


def test_two_namesakes_on_a_cover_sheet_are_told_apart():
    out = io.BytesIO()
    firms = (
        "Ministère de la Défense",
        "Institut de prévention des risques du bassin du fleuve et de ses affluents",
    )
    both = tuple(CoverRow(f"0007-000000{n}-1", "DIALLO Awa", "", firm) for n, firm in enumerate(firms))
    cover_sheets([Delegation("Salon", "Mali", both)], out, MADE_AT)
    (page,) = pages_of(out.getvalue())
    assert page.count("DIALLO Awa") == 2
    assert "Ministère de la Défense" in page
    assert "Institut de prévention" in page
    assert "affluents" not in page
    assert "…" in page, "what is left out is told"


def test_an_organisation_that_no_font_can_write_keeps_nobody_off_a_cover_sheet():
    out = io.BytesIO()
    cover_sheets([Delegation("Salon", "Mali", (CoverRow("7", "Awa", "", "አበበ"),))], out, MADE_AT)
    assert "Awa" in pages_of(out.getvalue())[0]


def pulls(count: int, carton: int) -> list[Pull]:
    return [
        Pull(f"0007-{carton * 100 + nth:07d}-0", "Awa", ("name",), carton, nth) for nth in range(1, count + 1)
    ]


def test_a_pull_sheet_goes_through_the_cartons_in_order_and_names_each_badge_once():
    rows = [Pull("0007-9999999-0", "Kofi", ("zones",)), *pulls(20, 2), *pulls(30, 1)[::-1], *pulls(1, 12)]
    out = io.BytesIO()
    assert pull_sheet(rows, out, MADE_AT) == 3
    pages = pages_of(out.getvalue())
    text = "".join(pages)
    numbers = [
        f"0007-{carton * 100 + nth:07d}-0"
        for carton, most in ((1, 30), (2, 20), (12, 1))
        for nth in range(1, most + 1)
    ]
    at = [text.index(number) for number in [*numbers, "0007-9999999-0"]]
    assert at == sorted(at)
    assert all(text.count(number) == 1 for number in numbers)
    assert ["Carton 1 (suite · continued)" in page for page in pages] == [False, True, False]
    assert text.index("Carton 12") < text.index("With the holder, or filed nowhere") < at[-1]
    assert "52 badges" in pages[0]


def test_no_page_of_a_pull_sheet_ends_with_the_name_of_a_carton():
    for first in (22, 23, 24):
        out = io.BytesIO()
        assert pull_sheet([*pulls(first, 1), *pulls(3, 2)], out, MADE_AT) == 2
        ends = [page.strip().splitlines()[-1] for page in pages_of(out.getvalue())]
        assert not any("Carton" in line for line in ends)


def test_a_pull_sheet_says_in_both_languages_what_changed_and_what_to_do():
    rows = [
        Pull("0007-0000001-1", "Awa", ("name", "zones"), 1, 4, "print again"),
        Pull("0007-0000002-2", "", ("erased",), 1, 5, "destroy"),
        Pull("0007-0000003-3", "Kofi", ("photo",), 1, 6, "destroy", replaced_by="0007-0000042-7"),
    ]
    out = io.BytesIO()
    pull_sheet(rows, out, MADE_AT)
    (page,) = pages_of(out.getvalue())
    said = ("nom, zones · name, zones", "effacé · erased", "réimprimer · print again", "→ 0007-0000042-7")
    for words in (*said, "remplacé par · replaced by"):
        assert words in page
    assert "photo · photo" not in page


def test_every_page_of_a_demonstration_says_so():
    covers, pulled = io.BytesIO(), io.BytesIO()
    cover_sheets([Delegation("Salon", "Maroc", entries(30))], covers, MADE_AT, DEMO)
    pull_sheet(pulls(30, 1), pulled, MADE_AT, DEMO)
    pages = [*pages_of(covers.getvalue()), *pages_of(pulled.getvalue())]
    assert [DEMO in page for page in pages] == [True] * 4


def test_each_row_of_a_pull_sheet_has_a_box_to_tick():
    ticks = []
    for rows in (pulls(1, 1), pulls(3, 1)):
        out = io.BytesIO()
        pull_sheet(rows, out, MADE_AT)
        document = pdfium.PdfDocument(out.getvalue())
        left = document[0].render(scale=2, grayscale=True).to_numpy()[round(66 * 72 / 25.4 * 2) :]
        document.close()
        column = left[:, round(20 * 72 / 25.4 * 2)] < 140
        ticks.append(int((column[1:] & ~column[:-1]).sum()))
    assert ticks[1] - ticks[0] == 4, "two boxes more, with an upper and a lower edge each"
