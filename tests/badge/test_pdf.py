import io
import re
import zlib
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from badge.paper import MADE_AT, Print
from badge.people import crowd, person, portrait
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.badge.design.elements import Box, Code, Common, Condition, Picture, Text
from kiosk.badge.drawing.content import Placed, Unfit
from kiosk.badge.pdf.render import Printing, render
from kiosk.badge.text.fonts import Weight
from kiosk.domain.errors import KioskError


def test_print_then_scan_every_code_is_read_back_from_its_page(a6, printed):
    people = crowd()
    batch = printed(people, a6)
    assert batch.result.unfit == ()
    for page, content in enumerate(people, 1):
        (code,) = zxingcpp.read_barcodes(batch.page(page, 120))
        assert code.text == content.credential


def test_the_same_input_gives_the_same_bytes(a6, printed):
    assert printed(crowd(), a6).data == printed(crowd(), a6).data


def test_two_workers_write_the_same_bytes_as_one(a6, printed):
    people = [person(nth, family_name=f"NOM{nth}", photo=portrait(nth % 4)) for nth in range(70)]
    assert printed(people, a6, workers=2).data == printed(people, a6).data


def test_html_in_a_name_is_shown_literally(a6, printed):
    text = printed([crowd()[7]], a6).text()
    assert "<script>alert(1)</script>" in text
    assert "{{7*7}}<img src=x>" in text


@pytest.mark.parametrize(
    "name",
    [
        "İSMAİL IŞIKOĞLU",
        "Nguyễn Ánh Nguyệt",
        "ΡΑΦΑΉΛ",
        "Преображенская",
        "محمدرضا قربانی‌نژاد",
        "فاطمة الزهراء",
    ],
)
def test_a_name_in_any_script_can_be_searched_and_copied(a6, printed, name):
    text = printed([person(family_name=name)], a6).text()
    # pdfium hands out the words of a line from right to left in the order of the page: each word is compared.
    assert all(word in text for word in name.replace("\u200c", " ").split())


def test_a_missing_glyph_is_refused_by_person_and_character_and_the_others_are_printed(a6, printed):
    bad = person(2, given_name="Abebe", name_native="አበበ")
    batch = printed([person(1), bad, person(3)], a6)
    assert batch.result.unfit == (
        Unfit(
            "0007-0000002-2",
            "Abebe TRAORÉ (0007-0000002-2)",
            "native name",
            "no font has the character አ (U+12A0 ETHIOPIC SYLLABLE GLOTTAL A)",
        ),
    )
    assert [(placed.number, placed.page) for placed in batch.result.placed] == [
        ("0007-0000001-1", 1),
        ("0007-0000003-3", 2),
    ]


def test_what_does_not_fit_is_refused_and_never_cut(a6, printed):
    (unfit,) = printed([person(family_name="W" * 60)], a6).result.unfit
    assert unfit.element == "family name"
    assert "mm wide at 10 pt" in unfit.reason


def test_without_a_photo_a_silhouette_stands_in_its_box(a6, printed):
    box = next(element.common.box for element in a6.front if element.common.name == "photo")
    page = printed([person()], a6).page(dpi=100)
    inside = page[int((box.y + box.height / 2) / 25.4 * 100), int((box.x + box.width / 2) / 25.4 * 100)]
    assert inside.tolist() == [0xB4, 0xBC, 0xC4]


def test_a_photo_is_passed_through_byte_for_byte(a6, printed):
    photo = portrait(2)
    assert photo in printed([person(photo=photo)], a6).data


def test_a_photo_that_is_no_jpeg_is_refused_by_name(a6, printed):
    (unfit,) = printed([person(photo=b"GIF89a")], a6).result.unfit
    assert unfit.element == "photo"


def test_a_badge_takes_at_most_two_kilobytes_beyond_its_photo(a6, printed):
    def size(count: int) -> int:
        people = [
            person(
                nth,
                photo=portrait(nth % 4),
                name_native="فاطمة الزهراء العلوي المدغري",
                given_name=f"Awa {nth}",
            )
            for nth in range(count)
        ]
        return len(printed(people, a6).data) - sum(len(one.photo) for one in people)

    assert (size(60) - size(20)) / 40 < 2048


def test_the_progress_follows_the_input(a6):
    seen: list[Placed | Unfit] = []
    people = [person(1), person(2, family_name="W" * 60), person(3)]
    render(people, {"": a6}, io.BytesIO(), Printing(MADE_AT, watch=seen.append))
    assert [type(one).__name__ for one in seen] == ["Placed", "Unfit", "Placed"]


def test_contents_are_read_as_they_are_needed(a6):
    asked = 0

    def endless():
        nonlocal asked
        for nth in range(400):
            asked = nth
            yield person(nth)

    first: list[int] = []
    render(endless(), {"": a6}, io.BytesIO(), Printing(MADE_AT, watch=lambda _: first.append(asked)))
    assert first[0] < 100


def test_the_file_carries_the_date_given_and_asks_to_be_printed_at_its_true_size(a6, printed):
    data = printed([person()], a6).data
    assert b"/CreationDate (D:20251110183000Z)" in data
    assert b"/PrintScaling/None" in data


def test_the_cross_reference_table_points_at_every_object(a6, printed):
    data = printed(crowd()[:2], a6).data
    start = int(re.search(rb"startxref\n(\d+)", data)[1])
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", data[start:])]
    assert places
    for number, place in enumerate(places, 1):
        assert data[place:].startswith(b"%d 0 obj" % number)


def test_each_font_is_embedded_as_what_its_outlines_are(a6, printed):
    """A printer refuses, or prints as dots, a font whose program is not of the type that the file says."""
    first = next(element for element in a6.front if isinstance(element, Text))
    texts = [
        replace(
            first,
            common=replace(first.common, place=("front", 100 + nth)),
            style=replace(first.style, weight=weight),
        )
        for nth, weight in enumerate(Weight)
    ]
    data = printed([person()], replace(a6, front=(*a6.front, *texts))).data
    objects = dict(re.findall(rb"(?s)\n(\d+) 0 obj\n(.*?)\nendobj", data))
    fonts = [body for body in objects.values() if b"/Type/Font/Subtype/CIDFontType" in body]
    assert len(fonts) == len(Weight)
    kinds = set()
    for font in fonts:
        descriptor = objects[re.search(rb"/FontDescriptor (\d+)", font)[1]]
        entry, number = re.search(rb"/(FontFile\d) (\d+)", descriptor).groups()
        head, packed = objects[number].split(b"stream\n", 1)
        magic = zlib.decompress(packed.removesuffix(b"\nendstream"))[:4]
        kind = re.search(rb"/Subtype/(CIDFontType\d)", font)[1]
        is_bare = b"/Subtype/CIDFontType0C" in head
        kinds.add((kind, entry, is_bare, b"/CIDToGIDMap" in font, magic[:2]))
    assert kinds == {
        (b"CIDFontType2", b"FontFile2", False, True, b"\0\1"),
        (b"CIDFontType0", b"FontFile3", True, False, b"\1\0"),
    }


def test_escort_and_demonstration_are_marked(a6, printed):
    plain = printed([person()], a6).text()
    marked = printed([person(needs_escort=True, is_demo=True)], a6).text()
    assert "ESCORT" not in plain
    assert "ACCOMPAGNEMENT OBLIGATOIRE · ESCORT REQUIRED" in marked
    assert "DÉMONSTRATION" in marked


def test_a_day_that_is_not_allowed_looks_different(a6, printed):
    box = next(element.common.box for element in a6.front if element.common.name == "days")
    page = printed([person()], a6).page(dpi=100)
    row = page[int((box.bottom - 0.7) / 25.4 * 100)]
    wide = box.width / 4
    tones = [row[int((box.x + wide * (nth + 0.5)) / 25.4 * 100)].mean() for nth in range(4)]
    assert [tone < 80 for tone in tones] == [True, True, False, True]


def test_no_file_is_needed_for_an_empty_batch_to_be_valid(a6, printed):
    batch = printed([], a6)
    assert batch.result.pages == 0
    assert batch.data.endswith(b"%%EOF\n")


def test_the_longest_names_leave_the_margins_free(a6, printed):
    names = slice(int(54 / 25.4 * 100), int(82 / 25.4 * 100))
    page = printed([crowd()[8]], a6).page(dpi=100)[names]
    assert np.all(page[:, :20] == 255)
    assert np.all(page[:, -20:] == 255)


@settings(max_examples=120)
@given(st.text(max_size=30), st.text("\u0627\u062812 ()-\u200d\u0301\U0001f600\ud800\x00\n", max_size=20))
def test_any_text_is_printed_or_refused_and_never_breaks_a_batch(a6, name, native):
    batch = Print([person(1, family_name=name, given_name=native, name_native=native), person(2)], a6)
    assert len(batch.result.placed) + len(batch.result.unfit) == 2
    assert batch.result.placed[-1].number == "0007-0000002-2"


def test_a_name_of_a_hundred_thousand_letters_is_refused_in_one_short_line(a6, printed):
    (unfit,) = printed([person(family_name="Na" * 50_000)], a6).result.unfit
    assert len(unfit.reason) < 200
    assert len(unfit.person) < 200


def test_line_28_a_name_cannot_write_lines_or_colours_into_a_message():
    assert person(1, family_name="A\nok\x1b[31m", given_name="").person == "A ok [31m (0007-0000001-1)"


def test_badges_of_several_designs_are_in_one_file_each_in_its_own(a6, printed):
    other = replace(a6, name="press", front=tuple(e for e in a6.front if e.common.name != "category"))
    people = [person(nth, template=("press", "a6")[nth % 2]) for nth in range(1, 5)]
    batch = printed(people, {"a6": a6, "press": other})
    assert [placed.template for placed in batch.result.placed] == ["a6", "press", "a6", "press"]
    assert ["Exposant" in batch.text(page) for page in range(1, 5)] == [True, False, True, False]


def test_several_designs_by_two_workers_give_the_same_bytes_as_one_share_backdrops_and_say_their_titles(
    a6, printed
):
    designs = {"": a6, "press": replace(a6, name="press", title="Press")}
    people = [person(nth, template=("", "press")[nth // 50]) for nth in range(70)]
    data = printed(people, designs).data
    assert printed(people, designs, workers=2).data == data
    assert len(data) < len(printed([replace(one, template="") for one in people], {"": a6}).data) + 200
    document = pdfium.PdfDocument(data)
    assert document.get_metadata_value("Title") == f"{a6.title} · Press"
    document.close()


def test_designs_of_different_pictures_in_the_same_place_each_show_their_own(a6, printed, tmp_path):
    designs = {}
    for name, colour in (("red", (255, 0, 0)), ("blue", (0, 0, 255))):
        Image.new("RGB", (8, 8), colour).save(tmp_path / f"{name}.png")
        box = Box(60, 20, 20, 20)
        picture = Picture(Common("logo", ("front", 90), box, Condition.ALWAYS), tmp_path / f"{name}.png")
        code = next(element for element in a6.front if isinstance(element, Code))
        designs[name] = replace(a6, name=name, front=(picture, code))
    batch = printed([person(nth, template=name) for nth, name in enumerate(designs)], designs)
    middle = (round(30 / 25.4 * 100), round(70 / 25.4 * 100))
    assert [batch.page(page, 100)[middle].tolist() for page in (1, 2)] == [[255, 0, 0], [0, 0, 255]]


@pytest.mark.parametrize("other", [{"width": 104.0}, {"back": "front"}])
def test_designs_of_another_size_or_number_of_sides_cannot_share_a_file(a6, printed, other):
    changes = {"back": a6.front} if "back" in other else other
    with pytest.raises(KioskError, match=r"a6 .* and odd .* cannot be in one file") as caught:
        printed([person()], {"a6": a6, "odd": replace(a6, name="odd", **changes)})
    assert "--category" in caught.value.hint


def test_a_badge_whose_design_is_not_there_is_told_by_its_number(a6, printed):
    with pytest.raises(KioskError, match=r"badge 0007-0000003-3: there is no design 'lost'"):
        printed([person(1), person(3, template="lost")], {"": a6})
