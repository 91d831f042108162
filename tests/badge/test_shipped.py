"""Own what holds for every template that is shipped: each badge of the salon finds room on it, legibly."""

import re
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
from badge.fair import CATEGORIES, ZONES, holder
from badge.paper import TEMPLATES
from badge.people import crowd, person

from kiosk.badge import elements as el
from kiosk.badge.content import BadgeContent
from kiosk.badge.countries import countries
from kiosk.badge.drawing import Artist, Refusal
from kiosk.badge.template import list_templates, load_template

NAMES = list_templates(TEMPLATES)
#: Letters smaller than this are not read on a badge that hangs.
LEGIBLE = 5.0
LANGUAGES = (("fr", "en"), ("tr", "fr"), ("ar", "fr"), ("fr", "en", "tr"))


def holders(languages: tuple[str, ...]) -> list[BadgeContent]:
    """Give every category of the salon two names that break badges, and every zone that there is."""
    names = crowd()
    return [
        replace(
            holder(names[nth % len(names)], category, languages), zones=ZONES, needs_escort=True, is_demo=True
        )
        for nth, category in enumerate([*CATEGORIES] * 2)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_category_prints_with_all_zones_and_marks_in_every_language(name):
    template = load_template(TEMPLATES, name)
    artist = Artist(template)
    for languages in LANGUAGES:
        for content in holders(languages):
            for side in (template.front, template.back):
                drawn = artist.draw(content, side)
                assert not isinstance(drawn, Refusal), (content.person, content.category_names, drawn)


@pytest.mark.parametrize("name", NAMES)
def test_every_country_finds_room(name):
    template = load_template(TEMPLATES, name)
    artist = Artist(template)
    refused = [
        (code, drawn)
        for code in countries()
        for side in (template.front, template.back)
        if isinstance(drawn := artist.draw(person(country=code, organisation=""), side), Refusal)
    ]
    assert refused == []


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_is_too_small_to_be_read(name):
    template = load_template(TEMPLATES, name)
    artist = Artist(template)
    for element in (*template.front, *template.back):
        if isinstance(element, el.Text | el.Band | el.Zones | el.Days):
            assert element.style.smallest >= LEGIBLE, element.common.name
    for content in holders(("fr", "en", "tr")):
        for side in (template.front, template.back):
            drawn = artist.draw(content, side)
            ems = re.findall(r"([\d.]+) 0 0 \1 \S+ \S+ Tm", drawn.backdrop + drawn.person)
            assert all(float(em) / 25.4 * 72 > LEGIBLE - 0.06 for em in ems)
            assert ems or not side


def test_many_zones_are_listed_whole_on_a_card(printed):
    template = load_template(TEMPLATES, "cr80")
    text = printed([person(zones=ZONES)], template).text()
    assert all(re.search(rf"\b{zone}\b", text) for zone in ZONES)


def test_zones_that_find_no_room_are_refused_and_never_cut(printed):
    many = tuple(f"ZONE-{nth}" for nth in range(60))
    (refused,) = printed([person(zones=many)], load_template(TEMPLATES, "cr80")).result.unfit
    assert refused.element == "zones"
    assert "find no room at 5 pt" in refused.reason


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_of_the_salon_has_a_design_of_its_own(category):
    assert f"a6-{category}" in NAMES


def test_the_designs_of_the_categories_differ_without_their_colours(printed):
    """Draw one person of one grey category on each: what is left is layout, words aside."""
    one = replace(holder(crowd()[0], "visitor"), colour="#777777")
    pages = [
        printed([one], load_template(TEMPLATES, f"a6-{name}")).page(1, 40).mean(axis=2) for name in CATEGORIES
    ]
    for nth, page in enumerate(pages):
        for other in pages[nth + 1 :]:
            assert (np.abs(page - other) > 40).mean() > 0.004


def test_a_country_is_named_for_the_gate_and_for_the_holder_and_labels_follow_the_holder(a6, printed):
    turkish = printed([person(country="DE", language="tr")], a6).text()
    assert "Allemagne · Almanya" in turkish
    assert "GEÇERLİ · VALID" in turkish
    assert "GİRİŞ İZNİ · ACCESS" in turkish
    arabic = printed([person(country="DE", language="ar")], a6).text()
    assert all(word in arabic for word in ("ألمانيا", "Allemagne", "حية", "VALID", "الدخول", "ACCESS"))


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_category_is_read_from_three_metres(printed, category):
    """Sharp eyes resolve letters of five minutes of arc: 4.4 mm from three metres; roles are larger still."""
    one = holder(person(given_name="A", family_name="B"), category)
    batch = printed([one], load_template(TEMPLATES, f"a6-{category}"))
    height = height_of(batch.data, one.category_names[0])
    assert height > (6.0 if category in {"press", "staff", "security", "contractor"} else 4.4)


def height_of(data: bytes, word: str) -> float:
    """Measure the first letter of a word on the first page, in millimetres; the largest of several."""
    document = pdfium.PdfDocument(data)
    text = document[0].get_textpage()
    found = []
    search = text.search(word, match_case=True)
    while (place := search.get_next()) is not None:
        _, bottom, _, top = text.get_charbox(place[0])
        found.append((top - bottom) / 72 * 25.4)
    document.close()
    return max(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_long_title_with_its_given_name_finds_room(name):
    template = load_template(TEMPLATES, name)
    guest = person(title="Son Excellence Monsieur le Général de division", given_name="Mamadou Lamine")
    drawn = [Artist(template).draw(guest, side) for side in (template.front, template.back)]
    assert not any(isinstance(side, Refusal) for side in drawn), drawn
