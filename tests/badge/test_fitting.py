from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.badge.text.fitting import MM_PER_POINT, Fitted, Measure, fit
from kiosk.badge.text.fonts import Weight

ROOM = Measure(60, 16, 24, 14, 2, 1.1, Weight.BOLD)
WORDS = st.sampled_from(
    ["Ba", "Sy", "Ouédraogo", "Traoré-Keïta", "محمد", "عبدالرحمن", "Nguyễn", "de", "ΠΑΠΑΣ", "ШАХ"]
)


def test_a_short_name_takes_the_largest_size():
    fitted = fit("Ba", ROOM)
    assert isinstance(fitted, Fitted)
    assert (fitted.size, len(fitted.lines)) == (24, 1)


def test_a_longer_name_shrinks_before_it_wraps():
    fitted = fit("OUÉDRAOGO DIALLO", ROOM)
    assert isinstance(fitted, Fitted)
    assert len(fitted.lines) == 1
    assert 14 <= fitted.size < 24


def test_a_name_that_would_be_too_small_wraps_and_grows_again():
    fitted = fit("OUÉDRAOGO DIALLO KONATÉ", ROOM)
    assert isinstance(fitted, Fitted)
    assert [line.text for line in fitted.lines] == ["OUÉDRAOGO", "DIALLO KONATÉ"]
    assert fitted.size > 14


def test_arabic_lines_are_wrapped_in_the_order_in_which_they_are_read():
    name = "محمد عبد الرحمن بن سلمان الفهد الطويل"
    fitted = fit(name, ROOM)
    assert isinstance(fitted, Fitted)
    assert len(fitted.lines) == 2
    assert " ".join(line.text for line in fitted.lines) == name


def test_a_name_may_break_at_its_hyphen():
    fitted = fit("Papakonstantinou-Hatzigeorgiou", ROOM)
    assert isinstance(fitted, Fitted)
    assert [line.text for line in fitted.lines] == ["Papakonstantinou-", "Hatzigeorgiou"]


def test_one_endless_word_is_refused_with_its_width():
    assert fit("x" * 60, ROOM) == f"{'x' * 60!r} is 151.7 mm wide at 14 pt; the box has 60.0 mm"


def test_too_many_words_are_refused():
    refusal = fit("Konaté " * 12, ROOM)
    assert isinstance(refusal, str)
    assert "does not fit in 2 lines of 60.0 mm at 14 pt" in refusal


def test_a_missing_glyph_is_refused_by_its_name():
    assert fit("Zo中", ROOM) == "no font has the character 中 (U+4E2D CJK UNIFIED IDEOGRAPH-4E2D)"


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
def test_whatever_fits_is_whole_and_inside_its_box(text):
    fitted = fit(text, ROOM)
    if isinstance(fitted, str):
        assert "does not fit" in fitted or "mm wide" in fitted
        return
    assert "".join(line.text for line in fitted.lines).replace(" ", "") == text.replace(" ", "")
    assert ROOM.smallest <= fitted.size <= ROOM.largest
    assert all(line.width * fitted.size * MM_PER_POINT <= ROOM.width + 0.01 for line in fitted.lines)
    assert len(fitted.lines) <= ROOM.lines


def test_lines_stand_as_far_apart_as_their_own_tails_and_accents_need():
    plain, stacked = fit("KONATE DIALLO MAIGA TOURE", ROOM), fit("NGUỵỆT ỖNG ẴN ĐẶNG QUỳNHỢ Ễ", ROOM)
    assert isinstance(plain, Fitted)
    assert isinstance(stacked, Fitted)
    assert len(plain.lines) == len(stacked.lines) == 2
    em = stacked.size * MM_PER_POINT
    assert stacked.pitch >= (stacked.lines[0].depth + stacked.lines[1].rise) * em
    assert plain.pitch == pytest.approx(plain.size * MM_PER_POINT * ROOM.leading)


def test_accents_and_tails_reach_no_farther_than_the_room_around_the_box():
    free = Measure(60, 10, 60, 6, 1, 1, Weight.BOLD)
    tight = replace(free, above=1, under=0.5)
    for text in ("Ẵgq", "HEH", "محمد"):
        fitted = fit(text, tight)
        assert isinstance(fitted, Fitted)
        (line,) = fitted.lines
        assert (line.rise + line.depth) * fitted.size * MM_PER_POINT <= 11.5
    assert fit("HEH", tight).size == fit("HEH", free).size
    assert fit("Ẵgq", tight).size < fit("Ẵgq", free).size
    assert "does not fit" in fit("Ẵgq", replace(tight, height=2, smallest=8))


def test_a_name_that_would_be_small_on_one_line_takes_two_where_the_template_says_so():
    name = "Cheick Oumar Abdoulaye"
    wide = Measure(60, 16, 40, 8, 2, 1.1, Weight.BOLD)
    assert len(fit(name, wide).lines) == 1
    two = fit(name, replace(wide, wrap_under=18))
    assert len(two.lines) == 2
    assert two.size > fit(name, wide).size
    assert len(fit("Awa", replace(wide, wrap_under=18)).lines) == 1
    assert len(fit("Abdoulayediallokonate", replace(wide, wrap_under=18)).lines) == 1, "no place to break"


def test_no_line_ends_with_a_dot_between_two_words():
    fitted = fit("HALL · CONF · TRIBUNE · PRESSE · TERRAIN", replace(ROOM, largest=12, smallest=12, lines=3))
    assert [line.text for line in fitted.lines if line.text.endswith("·")] == []
    assert len(fitted.lines) > 1
