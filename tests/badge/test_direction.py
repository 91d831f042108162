from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.badge.text.direction import is_rtl, levels, visual_runs

ALPHABET = "aB אבمح01٣٤()[]{}-+.,/%$\u0301!&\u200d"
"""One or two of each bidirectional class, so that every rule meets every other."""


def shown(text: str, base: int) -> str:
    runs = visual_runs(levels(text, base))
    return "".join(text[a:b][::-1] if level % 2 else text[a:b] for a, b, level in runs)


@settings(max_examples=1500)
@given(st.text(ALPHABET, max_size=16), st.integers(0, 1))
def test_any_line_is_ordered_as_another_implementation_of_the_standard_orders_it(text, base):
    expected = get_display(text, base_dir="RL"[1 - base])
    assert shown(text, base).replace("\u200d", "") == expected.replace("\u200d", "")


def test_the_first_strong_character_decides():
    assert is_rtl("123 محمد")
    assert not is_rtl("Dr محمد")
    assert not is_rtl("12/11")


def test_numbers_and_latin_inside_arabic_keep_their_order():
    assert shown("محمد ABC 12", 1) == "ABC 12" + " " + "دمحم"


def test_every_character_is_shown_once():
    text = "قربانی‌نژاد (۱۲۳ ABC)"
    assert sorted(shown(text, 1)) == sorted(text)
