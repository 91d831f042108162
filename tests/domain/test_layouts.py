"""Layouts: what a scanner types on each of them, with and without caps lock, is read as what it sent."""

import random

import keyboards
import pytest
from keyboards import CAPS_LOCKS, LAYOUTS, NUMERIC_PAD

from kiosk.domain.bursts import Assembler
from kiosk.domain.credential import ALPHABET, LENGTH
from kiosk.domain.layouts import TABLES, Hypothesis, Layout, meant
from kiosk.domain.typed import Scanner, typings

CODES = ["".join(random.Random(seed).choices(ALPHABET, k=LENGTH)) for seed in range(200)]
KNOWN = frozenset(CODES)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("caps_lock", CAPS_LOCKS)
@pytest.mark.parametrize("digits", [None, "0123456789"], ids=["row of digits", "numeric pad"])
def test_of_all_readings_only_the_right_one_is_on_the_list(layout, caps_lock, digits):
    for code in CODES:
        readings = [typing.text for typing in typings(keyboards.typed(code, layout, caps_lock, digits))]
        assert [text for text in readings if text in KNOWN] == [code], keyboards.typed(code, layout)
        assert len(readings) <= 7


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_that_is_known_is_read_first(layout):
    for code in CODES:
        line = keyboards.typed(code, layout)
        right = next(typing for typing in typings(line) if typing.text == code)
        assert typings(line, Scanner(right.hypothesis.layout))[0].text == code


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_numeric_pad_without_num_lock_is_read_too(layout):
    code = CODES[0]
    assembler = Assembler()
    typed = keyboards.typed(code, layout, digits=NUMERIC_PAD)
    assert list(assembler.feed(typed.encode() + b"\r", 1.0)) == []
    (burst,) = assembler.silence()
    assert code in [typing.text for typing in typings(burst.lines[0].keypad)]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("caps_lock", CAPS_LOCKS)
def test_an_identifier_before_a_code_is_known_on_every_layout(layout, caps_lock):
    code = CODES[1]
    line = keyboards.typed(f"]Q1{code};", layout, caps_lock)
    assert code in [typing.text for typing in typings(line)]


@pytest.mark.parametrize("width", [2, 3, 4])
def test_alt_codes_of_any_width_are_read(width):
    code = CODES[2]
    numbers = "".join(f"{ord(char):0{width}}" for char in code)
    line = "".join(f"\x1b{digit}" for digit in numbers) + "\r"
    assert [typing.text for typing in typings(line)][:1] == [code]


def test_what_a_scanner_is_known_to_add_is_taken_off_where_it_is_there():
    code, scanner = CODES[3], Scanner(Layout.FRENCH, "GATE7:", "/X")
    typed = f"{keyboards.typed('GATE7', 'French')}.{keyboards.typed(code, 'French')}!X"
    assert typings(typed) == ()
    us = Scanner(Layout.US, "Q7", "")
    assert [typing.text for typing in typings(f"Q7{code}", us)][:1] == [code]
    assert [typing.text for typing in typings(code, us)][:1] == [code], "typed by hand"
    assert scanner.without_additions(f"GATE7:{code}/X") == code


def test_every_hypothesis_has_a_name_of_its_own_and_the_older_ones_have_kept_theirs():
    names = [hypothesis.name for hypothesis in TABLES]
    assert len(set(names)) == len(names)
    assert names[:2] == ["as_typed", "caps_lock"]
    assert {"shifted_digits", "both", "qwertz", "turkish_f_caps_lock"} <= set(names)


def test_no_layout_types_two_keys_alike_that_codes_are_made_of():
    for hypothesis in TABLES:
        typed = [char for char, us in TABLES[hypothesis].items() if us in ALPHABET]
        assert {meant(char, hypothesis) for char in typed} == set(ALPHABET), hypothesis


def test_a_very_long_line_is_no_code():
    assert typings("A" * 10_000) == ()
    assert meant("A\u0410", Hypothesis(Layout.US)) == "A\N{REPLACEMENT CHARACTER}"
