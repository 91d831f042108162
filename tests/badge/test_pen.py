import itertools
import string

import numpy as np
import pytest
from badge.inked import ink_of
from badge.paper import TEMPLATES
from badge.people import days, person, portrait

from kiosk.badge.design import elements as el
from kiosk.badge.design.template import parse_template
from kiosk.badge.drawing.artist import Artist
from kiosk.badge.drawing.content import BadgeContent, DayMark
from kiosk.badge.drawing.operators import resolve, whole
from kiosk.badge.drawing.pen import patterns_of


def one_element(element: str):
    text = 'title="t"\nsize=[80, 60]\n[[front]]\nkind="code"\nbox=[6, 6, 28, 28]\n'
    text += f'[[front]]\nname="it"\n{element}'
    return parse_template(TEMPLATES, "t", text.encode())


def band(printed, letters: str) -> np.ndarray:
    """Draw the pattern of a category, without its letters."""
    content = BadgeContent("0" * 20, "0", ("",), "", "x", category_letter=letters, colour="#1b6ca8")
    element = 'kind = "band"\nbox = [0, 45, 80, 9]\nsize = [9, 5]\nletter = 0\npattern = 18'
    return printed([content], one_element(element)).page(1, 100)[180:210, 245:]


def test_no_two_categories_of_one_or_two_letters_have_one_pattern():
    letters = string.ascii_uppercase
    words = [*letters, *map("".join, itertools.product(letters, letters))]
    assert len({patterns_of(word) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("one", "other"), [("S", "SS"), ("SU", "ST"), ("SE", "ST"), ("P", "PR"), ("AB", "BA")]
)
def test_categories_that_share_a_letter_look_different_without_it(printed, one, other):
    difference = np.abs(band(printed, one).astype(int) - band(printed, other)).max(axis=2) > 24
    assert difference.mean() > 0.1


def test_a_pattern_is_seen_on_a_colour_that_is_nearly_black():
    assert resolve(el.CATEGORY_PATTERN, "#111827") > resolve(el.CATEGORY_SHADE, "#111827")
    assert resolve(el.CATEGORY_PATTERN, "#1b6ca8") == resolve(el.CATEGORY_SHADE, "#1b6ca8")


def test_more_days_than_find_room_beside_each_other_take_more_rows():
    element = 'kind = "days"\nbox = [0, 42, 22, 17]\nsize = [8, 5]\ngap = 1'
    template = one_element(element)
    marks = [DayMark(mark.day, f"mar. {nth}", mark.is_allowed) for nth, mark in enumerate(days(0, 1) * 3)]
    drawn = [Artist(template).draw(person(days=tuple(marks[:count])), template.front) for count in (4, 12)]
    assert drawn[0].backdrop.count("BT") == 8
    assert drawn[1].backdrop.count("BT") == 24
    assert len(set(baselines(drawn[0].backdrop))) == 2, "one row: weekdays, days"
    assert len(set(baselines(drawn[1].backdrop))) == 6, "three rows"


def baselines(operators: str) -> list[str]:
    words = operators.split()
    return [words[at - 1] for at, word in enumerate(words) if word == "Tm"]


def test_days_that_find_no_room_in_any_row_are_refused():
    template = one_element('kind = "days"\nbox = [0, 42, 5, 3]\nsize = [8, 5]')
    refused = Artist(template).draw(person(), template.front)
    assert refused.element == "it"
    assert "at 5 pt" in refused.reason


def test_zones_shrink_then_wrap_then_are_listed():
    template = one_element('kind = "zones"\nbox = [0, 42, 40, 8]\nsize = [9, 5]\nstroke = "#000000"')
    artist = Artist(template)
    few = artist.draw(person(zones=("HALL", "CONF")), template.front)
    many = artist.draw(person(zones=tuple(f"ZONE{nth}" for nth in range(12))), template.front)
    assert few.backdrop.count("BT") == 2
    assert many.backdrop.count("BT") == 1
    assert len(set(baselines(many.backdrop))) == 3


def test_a_flat_cell_has_the_weekday_and_the_day_in_one_line():
    template = one_element('kind = "days"\nbox = [0, 42, 54, 4]\nsize = [8, 5]\ngap = 1')
    drawn = Artist(template).draw(person(), template.front)
    assert drawn.backdrop.count("BT") == 4
    assert len(set(baselines(drawn.backdrop))) == 1


FLOW = """title="t"
size=[80, 60]
[[front]]
kind="code"
box=[46, 26, 28, 28]
[[front]]
kind="text"
box=[5, 2, 30, 4]
text="{event}"
size=[12, 12]
[[front]]
kind="text"
box=[5, 20, 30, 12]
text="{given_name}"
size=[30, 8]
[[front]]
kind="text"
box=[5, 40, 30, 10]
text="{family_name}"
size=[20, 8]
follow=2
"""


@pytest.mark.parametrize(
    ("given_name", "top"), [("H", 20 + 30 * 0.3528 * (0.69 + 0.2) + 2), ("HHHHHHHH", 26.7), ("", 22)]
)
def test_a_text_follows_the_one_before_and_an_empty_one_ends_where_it_would_begin(printed, given_name, top):
    content = person(given_name=given_name, family_name="HEH", event_lines=("HEH",))
    page = printed([content], parse_template(TEMPLATES, "t", FLOW.encode())).page(1, 254)
    rows = np.flatnonzero((page[:, 50:350].mean(axis=2) < 128).any(axis=1)) / 10
    assert rows.max() - rows.min() > 20
    last = rows[np.flatnonzero(np.diff(rows) > 0.5)[-1] + 1]
    assert last == pytest.approx(top, abs=1.2)


def test_no_line_runs_through_the_figures_of_a_day_that_is_crossed_out():
    for box, size in (("[0, 42, 40, 11]", 14), ("[0, 42, 54, 4]", 8)):
        template = one_element(f'kind = "days"\nbox = {box}\nsize = [{size}, 5]\ngap = 1')
        drawn = Artist(template).draw(person(days=days()), template.front)
        ink = ink_of(drawn.backdrop)
        hairlines = [one for one in ink if not one.is_text and one.right - one.left < 5]
        assert len(hairlines) == 8
        letters = [one for one in ink if one.is_text]
        assert min(a.gap(b) for a in hairlines for b in letters) > 0.1


def test_days_and_zones_run_from_the_right_where_the_badge_does():
    element = 'kind = "days"\nbox = [0, 42, 40, 8]\nsize = [8, 5]\ngap = 1'
    element += '\n[[front]]\nkind = "zones"\nbox = [0, 52, 60, 6]\nsize = [9, 5]\nstroke = "#000000"'
    template = one_element(element)
    read = {}
    for language in ("fr", "ar"):
        content = person(language=language, zones=("A", "BBB"), days=days(0))
        drawn = Artist(template).draw(content, template.front)
        ink = ink_of(drawn.backdrop)
        read[language] = [one for one in ink if not one.is_text]
    (first, *_), (last, *_) = read["fr"], read["ar"]
    assert (first.left, last.right) == (0, 40), "the first day is allowed, and filled first"
    assert max(one.right for one in read["ar"]) == pytest.approx(60)
    assert min(one.left for one in read["fr"]) == 0


def test_no_tile_of_a_pattern_is_cut_in_half():
    for width, height, pitch in ((105, 2, 2), (7, 66.8, 7), (18, 10.2, 5.1), (6.5, 6.9, 3.45), (1, 1, 5)):
        columns, rows = whole(width, height, pitch)
        assert columns >= 1
        assert rows >= 1
        across, down = width / columns, height / rows
        if min(width, height) >= pitch:
            assert 0.6 < across / pitch < 1.7
            assert 0.6 < down / pitch < 1.7


def test_a_photo_stays_inside_the_round_corners_of_its_frame(printed):
    element = 'kind = "photo"\nbox = [40, 2, 36, 46]\nradius = 6\nframe = "#ff0000"\nframe_width = 1'
    jpeg = portrait(0)
    page = printed([person(photo=jpeg)], one_element(element)).page(1, 254)
    paper = page.min(axis=2) > 245
    grown = paper.copy()
    for by in (1, 2):
        for axis in (0, 1):
            grown |= np.roll(paper, by, axis) | np.roll(paper, -by, axis)
    inked = grown & ~paper
    around = page[inked & (np.arange(page.shape[1]) > 380)].astype(int)
    is_frame = (around[:, 0] - around[:, 1]) > 8
    assert is_frame.mean() > 0.99, "the photo shows outside its frame"
