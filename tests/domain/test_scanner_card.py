"""The scanner's card: what the typing of two known codes tells of scanner, keyboard and computer."""

import keyboards
import pytest
from keyboards import CAPS_LOCKS, LAYOUTS, NUMERIC_PAD

from kiosk.domain.bursts import SILENCE, Assembler, Burst, Line
from kiosk.domain.credential import parse
from kiosk.domain.layouts import Hypothesis, Layout
from kiosk.domain.scanner_card import CODES, Digits, has_changed, read_sample, scanner_of
from kiosk.domain.typed import Scanner

TOLD = {
    "English (US)": Layout.US,
    "French": Layout.FRENCH,
    "Belgian": Layout.BELGIAN,
    "French (AFNOR)": Layout.FRENCH_AFNOR,
    "German": Layout.QWERTZ,
    "Swiss French": Layout.QWERTZ,
    "Swiss German": Layout.QWERTZ,
    "Czech": Layout.CZECH,
    "Czech (QWERTY)": Layout.CZECH_QWERTY,
    "Slovak": Layout.SLOVAK,
    "Turkish Q": Layout.US,
    "Turkish F": Layout.TURKISH_F,
    "Spanish": Layout.US,
    "Italian": Layout.US,
}


def sample(text, end="\r", pace=0.004):
    """Type a code and return what it tells."""
    assembler, at = Assembler(), 10.0
    for byte in (text + end).encode():
        assert list(assembler.feed(bytes([byte]), at)) == []
        at += pace
    (burst,) = assembler.silence()
    return read_sample(burst)


@pytest.mark.parametrize("code", CODES)
def test_the_codes_are_no_credentials(code):
    assert len(code) == 20
    assert parse(code) is None


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("code", CODES)
def test_either_code_tells_the_layout(layout, code):
    told = sample(keyboards.typed(code, layout))
    assert told.code == code
    assert told.hypothesis == Hypothesis(TOLD[layout])
    assert (told.prefix, told.suffix, told.end, told.digits) == ("", "", "\r", Digits.KEYS)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("caps_lock", CAPS_LOCKS[1:])
@pytest.mark.parametrize("code", CODES)
def test_caps_lock_is_seen_whatever_the_layout(layout, caps_lock, code):
    told = sample(keyboards.typed(code, layout, caps_lock))
    assert told.hypothesis.has_caps_lock
    assert told.hypothesis.layout.value.split("_")[0] in {TOLD[layout].value.split("_")[0], "french"}


@pytest.mark.parametrize("digits", [None, "0123456789"])
def test_a_prefix_and_a_suffix_are_told_as_on_a_us_keyboard(digits):
    for layout in ("English (US)", "French", "German", "Turkish Q"):
        told = sample(keyboards.typed(f"]Q1{CODES[0]};X", layout, digits=digits), end="\t")
        assert (told.prefix, told.suffix, told.end) == ("]Q1", ";X", "\t")


def test_control_characters_are_no_prefix():
    told = sample(f"\x02{CODES[0]}\x03")
    assert (told.prefix, told.suffix) == ("", "")


def test_digits_from_a_pad_without_num_lock_and_alt_codes_are_told():
    pad = sample(keyboards.typed(CODES[1], "French", digits=NUMERIC_PAD))
    assert (pad.digits, pad.hypothesis.layout) == (Digits.NUMERIC_PAD, Layout.FRENCH_KEYPAD)
    alt = sample("".join(f"\x1b{digit}" for char in CODES[0] for digit in f"{ord(char):03}"))
    assert alt.digits is Digits.ALT_CODES


def test_the_pace_is_measured():
    assert sample(CODES[0], pace=0.01).pace == pytest.approx(0.01)
    assert sample(CODES[0], pace=0.0).pace == 0.0
    assert sample(CODES[0], end="", pace=0.01).end == ""
    by_hand = Burst((Line(CODES[0]),), is_by_hand=True)
    assert read_sample(by_hand).pace == SILENCE


def test_what_is_no_code_of_the_card_tells_nothing():
    assert sample("https://example.org/") is None
    assert read_sample(Burst((Line(CODES[0]), Line(CODES[1])))) is None


def test_what_stays_around_both_codes_is_kept_and_a_date_is_not():
    first, second = sample(f"]Q1{CODES[0]}"), sample(f"]Q1{CODES[1]}")
    assert not has_changed([first, second])
    assert scanner_of([first, second]) == Scanner(Layout.US, "]Q1", "")
    later = sample(f"]Q1{CODES[1]} 10")
    assert has_changed([first, later])
    assert scanner_of([first, later]) == Scanner(Layout.US)
    dead = sample(f"\u0410{CODES[0]}")
    assert scanner_of([dead]) == Scanner(Layout.US), "a key that no table has"
