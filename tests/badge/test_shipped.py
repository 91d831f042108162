"""Own what holds for every template that is shipped: each badge of the salon finds room on it, legibly."""

import re
import tomllib
from dataclasses import replace

import pytest
from badge.paper import TEMPLATES
from badge.people import crowd, person

from kiosk.badge import elements as el
from kiosk.badge.content import BadgeContent
from kiosk.badge.countries import countries
from kiosk.badge.drawing import Artist, Refusal
from kiosk.badge.template import list_templates, load_template

EVENT = tomllib.loads((TEMPLATES.parent / "config.toml").read_text(encoding="utf-8"))["event"]
ZONES = tuple(zone["id"] for zone in EVENT["zones"])
NAMES = list_templates(TEMPLATES)
#: Letters smaller than this are not read on a badge that hangs.
LEGIBLE = 5.0
LANGUAGES = (("fr", "en"), ("tr", "fr"), ("ar", "fr"), ("fr", "en", "tr"))


def holders(languages: tuple[str, ...]) -> list[BadgeContent]:
    """Give every category of the salon a name that breaks badges, and every zone that there is."""
    names = crowd()
    return [
        replace(
            names[nth % len(names)],
            event_lines=(EVENT["name"]["fr"],),
            event_note="11\u201314 novembre 2025\nParc des Expositions de Bamako\nTerrain de Koulikoro",
            category_names=tuple(dict.fromkeys(category["name"][code] for code in languages)),
            category_letter=category["letter"],
            colour=category["colour"],
            zones=ZONES,
            needs_escort=True,
            is_demo=True,
            language=languages[0],
        )
        for nth, category in enumerate([*EVENT["categories"]] * 2)
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
    for element in (*template.front, *template.back):
        if isinstance(element, el.Text | el.Band | el.Zones | el.Days):
            assert element.style.smallest >= LEGIBLE, element.common.name


def test_many_zones_are_listed_whole_on_a_card(printed):
    template = load_template(TEMPLATES, "cr80")
    text = printed([person(zones=ZONES)], template).text()
    assert all(re.search(rf"\b{zone}\b", text) for zone in ZONES)


def test_zones_that_find_no_room_are_refused_and_never_cut(printed):
    many = tuple(f"ZONE-{nth}" for nth in range(60))
    (refused,) = printed([person(zones=many)], load_template(TEMPLATES, "cr80")).result.unfit
    assert refused.element == "zones"
    assert "find no room at 5 pt" in refused.reason
