import re
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from badge.paper import TEMPLATES
from badge.people import crowd, person

from kiosk.badge.design.elements import Box, Code
from kiosk.badge.design.template import list_templates, load_template, quiet_zone
from kiosk.badge.pdf.sheet import Marks, code_places, list_sheets, load_sheet
from kiosk.domain.errors import KioskError


def crop(page: np.ndarray, box, dpi: float) -> np.ndarray:
    edges = (box.x, box.y, box.right, box.bottom)
    left, top, right, bottom = (round(edge / 25.4 * dpi) for edge in edges)
    return np.ascontiguousarray(page[max(top, 0) : bottom, max(left, 0) : right])


def codes_at(batch, template, sheet, dpi: float = 150) -> list[list[str]]:
    """Read each badge's codes where they are said to be."""
    found = []
    for placed in batch.result.placed:
        texts = []
        for page, box in code_places(template, sheet, placed):
            (read,) = zxingcpp.read_barcodes(crop(batch.page(page, dpi), quiet_zone(box), dpi))
            texts.append(read.text)
        found.append(texts)
    return found


@pytest.mark.parametrize("name", list_templates(TEMPLATES))
def test_print_then_scan_every_shipped_template_holds_the_worst_names_and_its_codes_are_read(printed, name):
    template = load_template(TEMPLATES, name)
    people = crowd()
    batch = printed(people, template)
    assert batch.result.unfit == ()
    sides = len(template.codes)
    assert codes_at(batch, template, None) == [[one.credential] * sides for one in people]


def test_both_sides_have_a_code():
    template = load_template(TEMPLATES, "a6-double")
    assert [side for side, _ in template.codes] == [0, 1]


def test_small_cards_have_codes_of_at_least_28_mm():
    for name in list_templates(TEMPLATES):
        for _, box in load_template(TEMPLATES, name).codes:
            assert box.width >= 28


def test_a_half_used_sheet_is_used_on_from_its_first_free_place(printed):
    template, sheet = load_template(TEMPLATES, "card-90x54"), load_sheet(TEMPLATES, "durable-1445")
    people = [person(nth) for nth in range(5)]
    batch = printed(people, template, sheet=sheet, start_at=8)
    assert [(placed.page, placed.slot) for placed in batch.result.placed] == [
        (1, 8),
        (1, 9),
        (1, 10),
        (2, 1),
        (2, 2),
    ]
    assert codes_at(batch, template, sheet) == [[one.credential] for one in people]
    first = batch.page(1, 50)
    used = round((sheet.top + 3 * sheet.cell_height) / 25.4 * 50)
    inner = first[round(12 / 25.4 * 50) : used - 3, round(16 / 25.4 * 50) : round(104 / 25.4 * 50)]
    assert np.all(inner == 255), "the places used before stay white"


def test_the_back_of_a_sheet_is_mirrored_so_that_both_sides_meet(printed):
    template, sheet = load_template(TEMPLATES, "a6-double"), load_sheet(TEMPLATES, "4xa6")
    people = [person(nth) for nth in range(3)]
    batch = printed(people, template, sheet=sheet, start_at=2)
    assert batch.result.pages == 2
    assert codes_at(batch, template, sheet, 120) == [[one.credential] * 2 for one in people]
    (_, front), (_, back) = code_places(template, sheet, batch.result.placed[0])
    assert front.x > sheet.width / 2 > back.x


def test_durable_1445_has_the_margins_of_the_paper():
    sheet = load_sheet(TEMPLATES, "durable-1445")
    assert (sheet.left, sheet.top, sheet.places) == (15, 12, 10)
    right, bottom = sheet.left + 2 * sheet.cell_width, sheet.top + 5 * sheet.cell_height
    assert (sheet.width - right, sheet.height - bottom) == (15, 15)


def test_a_sheet_with_a_margin_says_off_the_badges_on_both_sides_which_of_the_batch_it_holds(printed):
    card, sheet = load_template(TEMPLATES, "card-90x54"), load_sheet(TEMPLATES, "durable-1445")
    template = replace(card, back=card.front)
    how = {"sheet": sheet, "first": 2313}
    people = [person(nth) for nth in range(9)] + [person(9, family_name="W" * 90)] + [person(10), person(11)]
    batch, plain = printed(people, template, total=5000, **how), printed(people, template, **how)
    shown = [re.findall(r"\d+(?:-\d+)? / \d+", batch.text(page)) for page in range(1, 5)]
    assert shown == [["2313-2323 / 5000"]] * 2 + [["2324 / 5000"]] * 2
    for page in range(1, 5):
        changed = np.argwhere((batch.page(page, 100) != plain.page(page, 100)).any(axis=2)) / 100 * 25.4
        assert changed[:, 0].max() < sheet.top - 1
        assert changed[:, 0].min() > 5, "few printers reach the edge"
        assert 15 < changed[:, 1].min() < changed[:, 1].max() < 195


def test_the_index_names_the_delegations_of_its_sheet_where_they_find_room(printed):
    template, sheet = load_template(TEMPLATES, "card-90x54"), load_sheet(TEMPLATES, "durable-1445")
    names = ["Maroc"] * 3 + ["Mali"] * 7 + [""] + ["Délégation des îles " * 6, "አበበ"]
    people = [person(nth, delegation=name) for nth, name in enumerate(names)]
    batch = printed(people, template, sheet=sheet, total=13)
    assert "1-10 / 13 · Maroc · Mali" in batch.text(1)
    assert "11-13 / 13" in batch.text(2)
    assert "îles" not in batch.text(2)
    assert "Maroc" not in printed(people, template).text(1)


def test_one_badge_on_a_sheet_is_one_number(printed):
    template, sheet = load_template(TEMPLATES, "cr80"), load_sheet(TEMPLATES, "8xcr80")
    assert "4999 / 5000" in printed([person()], template, sheet=sheet, first=4999, total=5000).text()


def test_without_a_margin_or_a_sheet_there_is_no_index(printed, a6):
    assert [name for name in list_sheets(TEMPLATES) if not load_sheet(TEMPLATES, name).has_margin] == ["4xa6"]
    for how in ({}, {"sheet": load_sheet(TEMPLATES, "4xa6")}):
        assert printed([person()], a6, total=5000, **how).data == printed([person()], a6, **how).data


@pytest.mark.parametrize("name", ["durable-1445", "8xcr80", "4xa6-cut"])
def test_the_index_of_what_is_printed_later_on_a_sheet_stands_apart_from_the_one_before(name):
    sheet = load_sheet(TEMPLATES, name)
    for side in (0, 1):
        boxes = [sheet.index_box(side, slot) for slot in range(sheet.places)]
        assert all(not boxes[0].overlaps(later) for later in boxes[1:])
        assert not boxes[1].overlaps(boxes[-1])
        for slot, box in enumerate(boxes):
            assert box.width > 30
            assert 4.2 < box.y < box.bottom < sheet.height - 4.2
            for place in range(sheet.places):
                x, bottom = sheet.corner(place, side)
                cell = Box(x, sheet.height - bottom - sheet.cell_height, sheet.cell_width, sheet.cell_height)
                assert not box.overlaps(cell.inset(-1)), (slot, place)


def test_a_half_used_sheet_has_its_index_at_its_foot(printed):
    template, sheet = load_template(TEMPLATES, "card-90x54"), load_sheet(TEMPLATES, "durable-1445")
    how = {"sheet": sheet, "start_at": 8}
    people = [person(nth) for nth in range(4)]
    batch, plain = printed(people, template, total=4, **how), printed(people, template, **how)
    assert ["1-3 / 4" in batch.text(1), "4 / 4" in batch.text(2)] == [True, True]
    rows = [
        np.argwhere((batch.page(n, 100) != plain.page(n, 100)).any(axis=2))[:, 0] / 100 * 25.4 for n in (1, 2)
    ]
    assert rows[0].min() > 282
    assert rows[1].max() < 11


def test_a_sheet_with_a_margin_only_under_its_places_has_its_index_there():
    low = replace(load_sheet(TEMPLATES, "durable-1445"), top=2)
    assert low.index_box(0).y > low.top + 5 * low.cell_height


def test_crop_marks_lie_outside_the_places(printed):
    template, sheet = load_template(TEMPLATES, "card-90x54"), load_sheet(TEMPLATES, "durable-1445")
    page = printed([person()], template, sheet=sheet, start_at=10).page(1, 100)
    cells = page[round(12 / 25.4 * 100) + 2 : round(228 / 25.4 * 100) - 2, round(15 / 25.4 * 100) + 2 : 410]
    assert np.all(cells == 255)
    assert np.any(page[: round(11.2 / 25.4 * 100)] < 128)


def test_both_sides_of_a_badge_smaller_than_its_place_meet_and_so_do_the_marks_of_a_lopsided_sheet(printed):
    cr80 = load_template(TEMPLATES, "cr80")
    template = replace(cr80, back=cr80.front)
    sheet = replace(load_sheet(TEMPLATES, "durable-1445"), left=8)
    batch = printed([person()], template, sheet=sheet, start_at=4)
    (_, front), (_, back) = code_places(template, sheet, batch.result.placed[0])
    inset = template.codes[0][1].x
    assert front.x - inset + template.width == pytest.approx(sheet.width - (back.x - inset))
    assert front.x - inset == pytest.approx(8 + 90 + (90 - 85.6) / 2)
    assert codes_at(batch, template, sheet) == [[person().credential] * 2]
    over = round((sheet.top - 2) / 25.4 * 150)
    marks, mirrored = (np.flatnonzero(batch.page(page)[over].max(axis=1) < 200) for page in (1, 2))
    assert len(marks) >= 3
    assert np.abs(marks - (batch.page(1).shape[1] - 1 - mirrored[::-1])).max() <= 1


@pytest.mark.parametrize("first", [0, 5, -1])
def test_a_place_that_the_sheet_does_not_have_is_refused(printed, a6, first):
    with pytest.raises(KioskError, match="the first place must be from 1 to 4"):
        printed([person()], a6, sheet=load_sheet(TEMPLATES, "4xa6"), start_at=first)


def test_a_template_that_is_larger_than_the_place_is_refused(printed, a6):
    with pytest.raises(KioskError, match="does not fit Durable 1445") as caught:
        printed([person()], a6, sheet=load_sheet(TEMPLATES, "durable-1445"))
    assert caught.value.hint == "its places measure 90 x 54 mm"


def test_the_sheet_that_a_template_names_exists_and_holds_it():
    for name in list_templates(TEMPLATES):
        template = load_template(TEMPLATES, name)
        if template.sheet:
            load_sheet(TEMPLATES, template.sheet).check(template, 0)
    assert list_sheets(TEMPLATES)


@pytest.mark.parametrize("name", ["../a6", "durable", "4xa6\0"])
def test_line_18_an_unknown_sheet_is_refused(name):
    with pytest.raises(KioskError, match="no sheet"):
        load_sheet(TEMPLATES, name)


def test_a_sheet_whose_places_leave_the_paper_is_refused(tmp_path):
    (tmp_path / "sheets").mkdir()
    text = (TEMPLATES / "sheets" / "4xa6.toml").read_text().replace("[2, 2]", "[3, 2]")
    (tmp_path / "sheets" / "wide.toml").write_text(text)
    with pytest.raises(KioskError, match=r"wide\.toml, line 4: sheet: 3 x 2 places do not fit 210 x 297 mm"):
        load_sheet(tmp_path, "wide")


def test_a_template_cannot_include_itself(tmp_path):
    text = 'title="t"\nsize=[60,60]\n[[front]]\nkind="include"\ntemplate="b"\nat=[0,0]\n'
    (tmp_path / "a.toml").write_text(text)
    (tmp_path / "b.toml").write_text(text.replace('"b"', '"a"'))
    with pytest.raises(KioskError, match="would include itself"):
        load_template(tmp_path, "a")


def test_an_included_side_keeps_its_code_free():
    template = load_template(TEMPLATES, "a5-folded")
    boxes = [element.common.box for element in template.front if isinstance(element, Code)]
    assert [round(box.x, 2) for box in boxes] == [25.5, 112.62]


def test_badges_edge_to_edge_have_hairlines_where_they_are_cut(printed, a6):
    sheet = load_sheet(TEMPLATES, "4xa6")
    page = printed([person() for _ in range(4)], a6, sheet=sheet).page(1, 254).mean(axis=2)
    plain = replace(sheet, marking=Marks.NONE)
    bare = printed([person() for _ in range(4)], a6, sheet=plain).page(1, 254).mean(axis=2)
    rows, columns = np.nonzero(np.abs(page - bare) > 40)
    assert rows.size > 40
    on_a_line = (np.abs(columns / 10 - 105) < 0.3) | (np.abs(rows / 10 - 148.5) < 0.3)
    assert on_a_line.all()
    assert {bool((rows < 90).any()), bool((rows > 2920).any()), bool((columns < 50).any())} == {True}


WHITE = 4.3
"""What most office printers leave white along each edge of the paper, in millimetres."""


def test_there_is_a_sheet_whose_a6_badges_and_marks_every_office_printer_reaches(a6):
    sheet = load_sheet(TEMPLATES, "2xa6")
    sheet.check(a6, 0)
    assert {sheet.width, sheet.height} == {210, 297}
    for slot in range(sheet.places):
        for side in (0, 1):
            x, y = sheet.origin(a6, slot, side)
            assert min(x, y) > WHITE
            assert x + a6.width < sheet.width - WHITE
            assert y + a6.height < sheet.height - WHITE
    ends = [float(word) for word in sheet.marks(0).split() if word.replace(".", "").isdigit()]
    assert min(ends[2:]) > WHITE
