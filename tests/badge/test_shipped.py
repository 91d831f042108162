"""The tests of every shipped template: each badge of the sample event fits on it, legibly."""

import re
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
from badge.fair import CATEGORIES, ZONES, holder
from badge.inked import ink_of
from badge.paper import TEMPLATES
from badge.people import crowd, person

from kiosk.badge.countries import countries
from kiosk.badge.design import elements as el
from kiosk.badge.design.template import list_templates, load_template
from kiosk.badge.drawing.artist import Artist, Refusal
from kiosk.badge.drawing.content import BadgeContent
from kiosk.badge.text.fitting import MM_PER_POINT

NAMES = list_templates(TEMPLATES)
LEGIBLE = 5.0
"""Letters smaller than this are not read on a badge that hangs."""
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
    assert "do not fit at 5 pt" in refused.reason


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


def sizes(name: str, element: str, content: BadgeContent) -> list[float]:
    """Return the sizes in points in which an element is set on the front of a badge."""
    template = load_template(TEMPLATES, name)
    drawn = {one.common.name: stroke for one, stroke in Artist(template).strokes(content, template.front)}
    return [
        float(em) / MM_PER_POINT for em in re.findall(r"([\d.]+) 0 0 \1 \S+ \S+ Tm", drawn[element].operators)
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("a6")])
def test_the_large_name_is_read_from_far_and_the_other_one_from_three_metres(name):
    base = (TEMPLATES / f"{name}.toml").read_text(encoding="utf-8")
    is_family = 'base = "a6-family"' in base or name == "a6-family"
    large, other = ("family name", "given name") if is_family else ("given name", "family name")
    for given, family in (("Awa", "BA"), ("Ali", "SY"), ("Léa", "Ndiaye")):
        one = person(given_name=given, family_name=family)
        assert sizes(name, large, one)[0] >= 40
        assert sizes(name, other, one)[0] >= 20
    assert sizes(name, large, person(given_name="Awa", family_name="BA"))[0] >= 42


@pytest.mark.parametrize("name", [f"a6-{category}" for category in CATEGORIES])
def test_dates_and_places_are_at_least_8_points(name):
    names = {element.common.name for element in load_template(TEMPLATES, name).front}
    (element,) = names & {"dates and places", "dates in the band"}
    assert min(sizes(name, element, holder(person(), name.removeprefix("a6-")))) >= 7.95


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("country", ["ML", "CD", "Wakanda"])
def test_without_an_organisation_the_country_stands_once(printed, name, country):
    one = person(organisation="", position="", country=country)
    word = {"ML": "Mali", "CD": "Congo (R"}.get(country, country)
    batch = printed([replace(one, event_note="2025")], load_template(TEMPLATES, name))
    assert batch.text().count(word) == 1


def test_the_letters_field_stands_as_far_from_the_edge_as_all_else(a6):
    one = person()
    boxes = {element.common.name: element.common.box for element in a6.front}
    (band,) = (
        stroke for element, stroke in Artist(a6).strokes(one, a6.front) if isinstance(element, el.Band)
    )
    field = [ink for ink in ink_of(band.operators) if not ink.is_text and 5 < ink.right - ink.left < 10]
    assert field[-1].left == pytest.approx(boxes["given name"].x) == boxes["photo"].x
