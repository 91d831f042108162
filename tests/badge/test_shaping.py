# ruff: noqa: RUF001  (names in many scripts)
import pytest

from kiosk.badge.text.direction import is_rtl
from kiosk.badge.text.fonts import Weight, missing
from kiosk.badge.text.shaping import MissingGlyph, clean, shape_line, shape_word, width


def glyphs(text: str) -> list[int]:
    return [
        glyph.number
        for word in shape_line(text, Weight.REGULAR, "rtl" if is_rtl(text) else "ltr").words
        for glyph in word.glyphs
    ]


def test_arabic_letters_join():
    alone = {glyphs(letter)[0] for letter in "محمد"}
    assert not alone & set(glyphs("محمد")[1:])
    assert len(glyphs("محمد")) == 4


def test_a_non_joiner_breaks_a_persian_word_without_a_mark_of_its_own():
    with_break, without = (
        shape_line("قربانی‌نژاد", Weight.REGULAR, "rtl"),
        shape_line("قربانینژاد", Weight.REGULAR, "rtl"),
    )
    assert with_break.width != without.width
    assert is_rtl(with_break.text)


def test_words_of_an_arabic_line_run_from_right_to_left():
    line = shape_line("محمد علي", Weight.REGULAR, "rtl")
    assert [word.glyphs[-1].text[:1] for word in line.words] == ["ع", " ", "م"]


def test_turkish_dots_survive_beside_an_f():
    assert len(glyphs("fi")) == 2
    assert glyphs("fi") != glyphs("fı")


def test_decomposed_and_composed_names_are_one():
    assert shape_word(clean("Nguye\u0302\u0303n"), Weight.BOLD, "ltr") == shape_word(
        "Nguyễn", Weight.BOLD, "ltr"
    )


@pytest.mark.parametrize(
    "name", ["Ẹniọlá", "Đặng", "Ørsted", "Łukasz", "Ɓooro", "Seƴni", "Ŋgalla", "Ḥasan", "Çağrı"]
)
def test_latin_letters_of_every_delegation_have_glyphs(name):
    assert width(name, Weight.REGULAR) > 1
    assert width(name, Weight.BOLD) > 1


def test_a_character_without_a_glyph_is_named():
    assert missing("አበበ Bekele") == ("አ", "በ")
    with pytest.raises(MissingGlyph, match=r"አ \(U\+12A0 ETHIOPIC SYLLABLE GLOTTAL A\)"):
        shape_word("አበበ", Weight.BOLD, "ltr")


def test_an_override_in_a_name_is_removed():
    assert clean("Ali\u202eKIZIL\u2066") == "AliKIZIL"


def test_control_characters_become_blanks():
    assert clean(" Awa\t\x00 DIOP\x1b \n\n") == "Awa DIOP"
