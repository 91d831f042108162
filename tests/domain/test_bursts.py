"""Bursts: a scanner's code told from a person's keys, by nothing but the silence between bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.bursts import HALF_KEPT, MOST, STRAY_KEPT, Assembler, Burst, Keys, Line

CODE = "00E0000P38XQQPNWGTHJ"
PAUSE = 0.3


def assemble(*parts, every=PAUSE):
    """Return what typed groups come to; a number is a longer pause before the next one."""
    assembler, at, found = Assembler(), 100.0, []
    for part in parts:
        if isinstance(part, float):
            at += part
            continue
        at += every
        data = part if isinstance(part, bytes) else part.encode()
        # A scanner's keys come one by one, and no silence is between them.
        for byte in data:
            at += 0.004
            found += assembler.feed(bytes([byte]), at)
        found += assembler.silence()
    return found


def lines(*parts):
    return [line.text for typed in assemble(*parts) if isinstance(typed, Burst) for line in typed.lines]


def burst(*texts, is_by_hand=False):
    return Burst(tuple(map(Line, texts)), is_by_hand)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", ""], ids=["CR", "LF", "CRLF", "Tab", "silence"])
def test_a_code_ends_with_enter_with_tab_or_with_silence(end):
    (typed,) = assemble(CODE + end)
    assert typed == burst(CODE)
    assert typed.lines[0].end == end[:1]
    assert typed.at - typed.began == pytest.approx(0.004 * (len(CODE + end) - 1))


def test_a_code_of_which_nobody_knows_how_it_is_cut_into_reads_is_one_code():
    assembler = Assembler()
    found = [*assembler.feed(CODE[:3].encode(), 1.0), *assembler.feed(CODE[3:].encode() + b"\r", 9.0)]
    found += assembler.silence()
    assert found == [burst(CODE)], "no silence was between them, however long the reader was busy"


def test_codes_of_one_trigger_belong_together_and_an_endless_row_of_them_is_taken_to_pieces():
    assert assemble(f"WIFI:S:fair;;\r{CODE}\rhttp://x.example/") == [
        burst("WIFI:S:fair;;", CODE, "http://x.example/")
    ]
    assert assemble(CODE + "\r", CODE + "\r") == [burst(CODE)] * 2
    assert [len(typed.lines) for typed in assemble("x\r" * (2 * MOST + 1))] == [MOST, MOST, 1]


PAD = ["2~", "F", "B", "6~", "D", "E", "C", "H", "A", "5~"]  # the keys 0 to 9


@pytest.mark.parametrize("begin", ["\x1b[", "\x1bO"], ids=["cursor keys", "application cursor keys"])
def test_a_numeric_pad_without_num_lock_leaves_the_digits_to_be_read_from_its_keys(begin):
    keys = [(begin if len(key) == 1 else "\x1b[") + key for key in PAD]
    typed = "".join(keys[int(char)] if char.isdigit() else char for char in CODE)
    (found,) = assemble(typed + "\r")
    assert found.lines == (Line("".join(char for char in CODE if char.isalpha()), CODE),)


def test_the_keypad_of_a_vt100_is_read_as_digits_and_a_function_key_as_nothing():
    (found,) = assemble("\x1bOp\x1bOyABCDEF\x1bOP\r")
    assert found.lines == (Line("ABCDEF", "09ABCDEF"),)


@pytest.mark.parametrize("stray", ["a", "é", "\x1b", "\x1b[A", "\x1bOP", "\x1b[[A", "-", "\x03", "ab"])
def test_a_stray_key_before_a_code_does_not_spoil_it(stray):
    assert lines(stray, CODE + "\r") == [CODE]


def test_scrolling_with_a_touchpad_is_nothing_even_in_the_middle_of_a_code():
    assert assemble("\x1b[A" * 60 + "\x1b[B" * 3) == []
    assert lines("\x1b[A" * 6 + CODE[:5] + "\x1b[B" * 3 + CODE[5:] + "\r") == [CODE]


@pytest.mark.parametrize("control", ["\x1a", "\x03", "\x04", "\x1c", "\x13", "\x16", "\x0f", "\x1b", "\x00"])
def test_a_control_character_is_a_part_of_the_code_that_has_it_and_a_key_alone_is_nothing(control):
    assert lines(f"{control}touch x\r") == [f"{control}touch x"]
    assert lines(f"{control}\r") == [control]
    assert lines(control, control, control) == []
    assert lines(control, "\r") == []


def test_a_code_typed_by_hand_is_a_line():
    assert assemble(*CODE, "\r")[-1] == burst(CODE, is_by_hand=True)
    assert lines(*CODE[:5], 2.0, *CODE[5:], "\r") == [CODE], "whoever types may look at the paper"
    assert lines("0", "0E", "0X", "\x7f", *CODE[4:], "\r") == [CODE], "two at once, and a mistake taken back"


def test_half_a_line_is_dropped_after_a_pause():
    assert lines("abc", STRAY_KEPT, *CODE, "\r") == [CODE]
    assert lines(*"half a line", HALF_KEPT, *CODE, "\r") == [CODE]
    assert lines("a", STRAY_KEPT, "\r") == []


def test_a_code_drops_what_was_typed_by_hand_before_it():
    assert lines(*"half", CODE + "\r", "x", "\r") == [CODE, "x"]


def test_a_short_code_with_its_enter_is_a_burst_and_not_a_key():
    assert assemble("-\r") == [burst("-")]
    assert assemble("q\r\n") == [burst("q")]


def test_what_comes_with_a_code_is_no_key():
    assert assemble(CODE + "\rq") == [burst(CODE, "q")]
    assert assemble("\r" * 40 + "q") == [burst("q")]


def test_a_key_alone_says_when_it_came_and_what_was_before_it():
    first, second = assemble("q", "é")
    assert (first.text, first.before) == ("q", "")
    assert (second.text, second.before) == ("é", "q")
    assert second.at - first.at > PAUSE


def test_a_key_alone_cannot_be_had_by_holding_it():
    assert [typed for typed in assemble("qqqq") if isinstance(typed, Keys) and len(typed.text) == 1] == []


def test_a_flood_without_an_end_is_one_line_of_bounded_length():
    (text,) = lines(b"x" * 100_000)
    assert len(text) < 20_000


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_no_bytes_without_a_silence_are_ever_a_key(parts):
    assembler = Assembler()
    found = [typed for part in parts for typed in assembler.feed(part, 1.0)]
    assert all(isinstance(typed, Burst) for typed in found)
    found += assembler.silence()
    bursts = [typed for typed in found if isinstance(typed, Burst)]
    assert all(line.text for typed in bursts for line in typed.lines)
    assert len(found) - len(bursts) <= 1, "only what stands behind the last Enter"


@given(st.text("q-!0123456789\r\t\x1b[A\x03", min_size=2, max_size=12))
def test_of_several_keys_at_once_none_is_a_key_alone(text):
    keys = [typed for typed in assemble(text) if isinstance(typed, Keys) and len(typed.text) == 1]
    assert keys == []
