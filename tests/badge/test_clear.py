"""Nothing on a badge touches what it should not: every template with the names that break badges."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from badge.fair import CATEGORIES, ZONES, holder
from badge.inked import Ink, ink_of
from badge.paper import TEMPLATES
from badge.people import crowd, days, person, portrait

from kiosk.badge.design import elements as el
from kiosk.badge.design.template import list_templates, load_template, parse_template
from kiosk.badge.drawing.artist import Artist
from kiosk.badge.drawing.content import BadgeContent

NAMES = list_templates(TEMPLATES)
APART, INSIDE, OFF_THE_CUT = 0.25, 0.2, 2.0
"""Millimetres: between two inks, between a letter and the edge of what it lies on, and from the cutting
line."""
BETWEEN = 0.08
"""Between two lines of one text."""
LANGUAGES = (("fr", "en"), ("tr", "fr"), ("ar", "fr"), ("en", "fr"))
HARD = (
    ("Awa", "BA", ""),
    ("Guy", "ÉGÈDE-GNANGUY", ""),
    ("Nguyễn Thị Quỳnh", "ẨNH NGUYỆT ỖNG ĐẶNG", ""),
    ("Çağdaş Ümit", "ÖZGÜÇLÜĞİL", ""),
    ("جبريل", "Ngangy-Ébǫgǫ", "إبراهيم يحيى الغزّي"),
    ("Ṣàngó-gbèmí", "ỌLÁYÍ Ẹ̀GBÁ", ""),
    ("Юрий Йожефович", "ЩЁКИН-ДЖУГАЙ", ""),
    ("", "Jpg", ""),
    ("Cheick Oumar Abdoulaye Boubacar", "COULIBALY-DIAKITÉ DE LA FALAISE", ""),
)


def hard_badges() -> Iterator[BadgeContent]:
    """Badges with accents over tails in every field, in every language, with every zone and mark."""
    places = itertools.cycle(LANGUAGES)
    for nth, (given, family, native) in enumerate(HARD):
        for category, languages in zip(list(CATEGORIES)[nth % 6 :: 6], places, strict=False):
            one = person(
                nth,
                given_name=given,
                family_name=family,
                name_native=native,
                title="Égyptologue, Dr" if nth % 2 else "",
                organisation=""
                if nth % 3 == 0
                else "Ẩn Độ gông ty — Çağ Öğüt, agence d'études géographiques",
                position="Ingénieur géologue, Ḡ" if nth % 4 == 3 else "Ingénieur géologue",
                country="CD" if nth % 2 else "VN",
                days=days(nth % 2, nth % 2 + 2),
                photo=portrait(nth) if nth % 2 else None,
            )
            made = holder(one, category, languages)
            zones = made.zones if nth % 2 else ZONES
            yield replace(made, zones=zones, needs_escort=nth % 2 == 0, is_demo=nth % 3 == 0)
    yield from crowd()


def touching(template: el.Template, content: BadgeContent) -> Iterator[str]:
    """Say what touches on a badge, side by side."""
    artist = Artist(template)
    for side in (template.front, template.back):
        drawn = []
        for element, stroke in artist.strokes(content, side):
            assert not stroke.reason, (element.common.name, stroke.reason)
            found = ink_of(stroke.operators)
            drawn.append((element, [i for i in found if i.is_text], [i for i in found if not i.is_text]))
            yield from within_itself(element, *drawn[-1][1:])
            yield from off_the_cut(template, *drawn[-1][:2])
        for one, other in itertools.combinations(drawn, 2):
            yield from between(template.height, one, other)


def within_itself(element: el.Element, letters: list[Ink], shapes: list[Ink]) -> Iterator[str]:
    name = element.common.name
    apart = BETWEEN if isinstance(element, el.Text) else INSIDE
    lines = {one.line: [] for one in letters}
    for one in letters:
        lines[one.line].append(one)
    apart_lines = itertools.combinations(lines.values(), 2)
    for one, other in (pair for two in apart_lines for pair in itertools.product(*two)):
        if one.gap(other) < apart:
            yield f"{name}: a line runs into the next, {one.gap(other):.2f} mm"
    for letter, shape in itertools.product(letters, shapes):
        if max(letter.gap(shape), letter.within(shape)) < 0.1:
            yield f"{name}: a letter meets its ground, {max(letter.gap(shape), letter.within(shape)):.2f} mm"


def off_the_cut(template: el.Template, element: el.Element, letters: list[Ink]) -> Iterator[str]:
    page = Ink(0, 0, template.width, template.height)
    for letter in letters:
        if letter.within(page) < OFF_THE_CUT:
            yield f"{element.common.name}: {letter.within(page):.2f} mm from the edge of the badge"


def between(height: float, one: tuple, other: tuple) -> Iterator[str]:
    for (element, letters, shapes), (upper, above, grounds) in ((one, other), (other, one)):
        names = f"{element.common.name} / {upper.common.name}"
        if element is one[0]:
            gaps = [a.gap(b) for a, b in itertools.product(letters, above)]
            if gaps and min(gaps) < APART:
                yield f"{names}: {min(gaps):.2f} mm"
        has_ground = isinstance(element, el.Text) and element.fill
        for shape in grounds:
            ground = [*shapes[:1]] if has_ground else letters
            lies_on = box_of(element, height).within(shape) > -0.05
            apart = [letter.within(shape) if lies_on else letter.gap(shape) for letter in ground]
            if apart and not has_ground and min(apart) < INSIDE:
                yield f"{names}: {'edge' if lies_on else 'shape'} at {min(apart):.2f} mm"


def box_of(element: el.Element, height: float) -> Ink:
    box = element.common.box
    return Ink(box.x, height - box.bottom, box.right, height - box.y)


@pytest.mark.parametrize("name", NAMES)
def test_no_ink_touches_another_on_any_template_with_any_name(name):
    template = load_template(TEMPLATES, name)
    found = {
        f"{content.person} [{content.language}] {said}"
        for content in hard_badges()
        for said in touching(template, content)
    }
    assert sorted(found) == []


CLOSE = """title = "t"
size = [80, 60]
[[front]]
name = "code"
kind = "code"
box = [46, 26, 28, 28]
[[front]]
name = "ground"
kind = "rectangle"
box = [2, 2, 40, 12]
fill = "#000000"
[[front]]
name = "upper"
kind = "text"
box = [4, 5, 36, 5]
text = "{given_name}"
size = [20, 6]
[[front]]
name = "lower"
kind = "text"
box = [4, 15, 36, 6]
text = "{family_name}"
size = [24, 6]
lines = 2
leading = 0.8
"""


def test_ink_that_would_touch_is_set_apart_whatever_the_template_asks():
    template = parse_template(TEMPLATES, "t", CLOSE.encode())
    assert list(touching(template, person(given_name="Ẵgqj", family_name="gjpq ẴỂ Qgj ẴỖ"))) == []


def test_the_measure_sees_what_touches():
    """Two texts in one place, which the template asks for, and one at the edge."""
    touched = CLOSE.replace("box = [4, 15, 36, 6]", "box = [0.5, 5.5, 36, 6]")
    template = parse_template(TEMPLATES, "t", touched.encode())
    found = list(touching(template, person(given_name="HEH", family_name="HEH")))
    assert any("upper / lower: -" in said for said in found)
    assert any("from the edge" in said for said in found)
    assert any("lower / ground" in said for said in found)
