"""No quotation mark makes lines of a list disappear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.lists.records import records

WIDTH = 4


def read(*lines: str) -> list[tuple[int, list[str] | None]]:
    return [(r.line, r.cells) for r in records([line + "\n" for line in lines], ";", WIDTH)]


def faults(*lines: str) -> dict[int, str]:
    return {r.line: r.reason for r in records([line + "\n" for line in lines], ";", WIDTH) if r.cells is None}


def test_a_cell_of_several_lines_is_one_cell():
    lines = ("a;b;c;d", '1;"Rue 12', "", 'Bamako";x;y', '2;z;"last;', 'cell"', "3;x;y;z")
    assert read(*lines) == [
        (1, ["a", "b", "c", "d"]),
        (2, ["1", "Rue 12\n\nBamako", "x", "y"]),
        (5, ["2", "z", "last;\ncell"]),
        (7, ["3", "x", "y", "z"]),
    ]


def test_a_mark_that_is_open_where_the_file_ends_costs_its_line_only():
    lines = ("a;b;c;d", '1;x;y;"open', "2;x;y;z", "3;x;y;z", "4;x;y;z")
    assert [line for line, cells in read(*lines) if cells] == [1, 3, 4, 5]
    said = "a quotation mark opens here and is not closed; lines 3-5 would be lost, and were read one by one"
    assert faults(*lines) == {2: said}


def test_a_mark_that_another_mark_closes_costs_the_lines_with_the_marks_only():
    opened_twice = ("a;b;c;d", '1;x;"y;z', "2;x;y;z", '3;x;"y;z', "4;x;y;z")
    assert [line for line, cells in read(*opened_twice) if cells] == [1, 3, 5]
    assert list(faults(*opened_twice)) == [2, 4]
    opened_and_closed = ("a;b;c;d", '1;x;"y;z', "2;x;y;z", '3;x;y";z', "4;x;y;z")
    assert [line for line, cells in read(*opened_and_closed) if cells] == [1, 3, 5]
    assert "stands alone" in faults(*opened_and_closed)[4]


def test_a_cell_of_several_lines_behind_an_open_mark_is_still_one_cell():
    lines = ('1;x;"y;z', "2;x;y;z", '3;"x', 'w";y;z', "4;x;y;z")
    assert read(*lines) == [
        (1, None),
        (2, ["2", "x", "y", "z"]),
        (3, ["3", "x\nw", "y", "z"]),
        (5, ["4", "x", "y", "z"]),
    ]


def test_an_open_mark_in_the_last_line_is_said():
    assert faults("a;b;c;d", '1;x;"y;z') == {2: "a quotation mark opens here and is not closed"}


def test_a_mark_inside_a_cell_is_a_letter():
    assert read('1;5" screen;y;z', '2;"a ""b"" c";y;z') == [
        (1, ["1", '5" screen', "y", "z"]),
        (2, ["2", 'a "b" c', "y", "z"]),
    ]


@pytest.mark.parametrize("rows", [600, 30_000])
def test_one_open_mark_among_many_rows_costs_one_row(rows):
    lines = [f"{n};x;y;z" for n in range(rows)]
    lines[100] = '100;x;"y;z'
    found = read(*lines)
    assert len(found) == rows
    assert [line for line, cells in found if cells is None] == [101]


@given(
    st.lists(
        st.sampled_from(["a;b;c;d", 'a;"b;c;d', 'a;b";c;d', '"a"";b;c;d', 'a;b;c;"d', ";;;", ""]), max_size=12
    )
)
def test_every_line_belongs_to_a_record(lines):
    line = 1
    for record in records([text + "\n" for text in lines], ";", WIDTH):
        assert record.line == line
        line += record.lines
    assert line == len(lines) + 1
