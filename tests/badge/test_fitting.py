from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.badge.fitting import MM_PER_POINT, Fitted, Measure, fit
from kiosk.badge.fonts import Weight

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
