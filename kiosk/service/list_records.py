"""The records of a list: lines to cells, in bounded memory; no quotation mark makes lines disappear.

1. A quoted cell may run over several lines (an address typed into one cell).
2. A quotation mark that opens and never closes swallows the lines behind it. It shows where the file ends
   inside quotes, where the cell grows beyond what the csv module takes, or where its first line and one that
   it swallowed (of two columns: most) have as many separators as the head: then the line on which it opens
   is given up, and reading goes on with the next one.
3. Every line of the file belongs to a record: what is given up is said, with its line.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_END = "\x1e\x1eend of the list\x1e\x1e"
"""A line behind the last one: a quotation mark that is still open swallows it."""
_QUOTE = '"'
_NARROW = 2
"""Columns up to which a line of prose has as many separators as a row by chance."""
_TOO_LONG = "a cell is too long; the line is left out"
_ALONE = "a quotation mark stands alone here; take it away, or double it"


class Record(NamedTuple):
    """One record, or why there is none.

    Attributes:
        line: on which it begins, counted from 1.
        cells: None for one that cannot be read.
        reason: why not; "" for one that was read.
        lines: how many it has.
    """

    line: int
    cells: list[str] | None
    reason: str = ""
    lines: int = 1


class _Lines:
    """The lines of a list; those of the record that is being read can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.own: list[str] = []
        self.line = 1
        self.swallowed = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, _END)
        if line is _END and self.own and self.own[-1] is _END:
            raise StopIteration
        self.own.append(line)
        return line

    def go_on(self) -> None:
        """Go on to the next record."""
        self.line += len(self.own)
        self.own.clear()

    def give_up(self) -> Record:
        """Give up the first line of a record, and give back the others."""
        first, *others = self.own
        if others and others[-1] is _END:
            del others[-1]
        last = self.line + len(others)
        reason = "a quotation mark opens here and is not closed"
        if others:
            between = f"line {last}" if len(others) == 1 else f"lines {self.line + 1}-{last}"
            reason += f"; {between} would be lost, and were read one by one"
        elif first.count(_QUOTE) % 2 == 0:
            reason = _TOO_LONG
        given_up = Record(self.line, None, reason)
        self._again.extendleft(reversed(others))
        self.line += 1
        self.swallowed = max(self.swallowed, last)
        self.own.clear()
        return given_up


def records(lines: Iterable[str], delimiter: str, width: int) -> Iterator[Record]:
    """Yield the records of a list, blank ones included.

    Args:
        lines: with their ends.
        delimiter: between cells.
        width: how many columns the head names.
    """
    source = _Lines(lines)
    own = source.own
    while True:
        try:
            for cells in csv.reader(source, delimiter=delimiter):
                if len(own) == 1:
                    if own[0] is _END:
                        return
                    if source.line <= source.swallowed and own[0].count(_QUOTE) % 2:
                        yield Record(source.line, None, _ALONE)
                    else:
                        yield Record(source.line, cells)
                elif own[-1] is _END or _swallows(own, delimiter, width):
                    break
                else:
                    yield Record(source.line, cells, lines=len(own))
                source.go_on()
        except csv.Error:
            pass
        yield source.give_up()


def _swallows(own: list[str], delimiter: str, width: int) -> bool:
    """Say whether a record of several lines is several records behind a quotation mark without its pair."""
    first, *others = [line.count(delimiter) >= width - 1 for line in own if line.strip()]
    most = len(others) // 2 if width <= _NARROW else 0
    return first and sum(others) > most
