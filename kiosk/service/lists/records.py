"""The records of a list: lines to cells, in bounded memory; no quotation mark makes lines disappear.

1. A quoted cell may span several lines (an address typed into one cell).
2. A quotation mark that opens and never closes swallows the lines after it. This shows if the file ends
   inside quotes, if the cell grows beyond what the csv module accepts, or if its first line and one that it
   swallowed (of two columns: most) have as many separators as the head: then the line on which it opens is
   given up, and reading goes on with the next one.
3. Every line of the file belongs to a record: lines given up are reported, with their numbers.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from kiosk.domain.wording import Phrase

_END = "\x1e\x1eend of the list\x1e\x1e"
"""A line after the last one: a quotation mark still open swallows it."""
_QUOTE = '"'
_NARROW = 2
"""Columns up to which a line of prose may by chance have as many separators as a row."""
_TOO_LONG = "a cell is too long; the line is left out"
_OPEN = "a quotation mark opens here and is not closed"
_ALONE = "a quotation mark stands alone here; take it away, or double it"


class Record(NamedTuple):
    """One record, or why there is none.

    Attributes:
        line: the line on which it begins, counted from 1.
        cells: None if it cannot be read.
        reason: why not; "" if it was read.
        lines: how many it has.
    """

    line: int
    cells: list[str] | None
    reason: str = ""
    lines: int = 1


class _Again:
    """Lines, some of which can be given back to be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()

    def __iter__(self) -> "_Again":
        return self

    def __next__(self) -> str:
        return self._back.popleft() if self._back else next(self._lines)

    def give_back(self, lines: list[str]) -> None:
        """Read these first."""
        self._back.extendleft(reversed(lines))


def records(lines: Iterable[str], delimiter: str, width: int) -> Iterator[Record]:
    """Yield the records of a list, including blank ones.

    Args:
        lines: with their ends.
        delimiter: between cells.
        width: how many columns the head names.
    """
    source: Iterator[str] = chain(lines, [_END])
    again: _Again | None = None
    own: list[str] = []
    line, swallowed = 1, 0
    while True:
        try:
            for cells in csv.reader(_kept(source, own), delimiter=delimiter):
                if len(own) == 1:
                    if own[0] is _END:
                        return
                    if line <= swallowed and own[0].count(_QUOTE) % 2:
                        yield Record(line, None, _ALONE)
                    else:
                        yield Record(line, cells)
                    line += 1
                elif own[-1] is _END or _swallows(own, delimiter, width):
                    break
                else:
                    yield Record(line, cells, lines=len(own))
                    line += len(own)
                own.clear()
        except csv.Error:
            pass
        # Only lists with such a mark pay for the ability to give lines back.
        source = again = again or _Again(source)
        others = own[1:]
        again.give_back(others)
        yield _given_up(line, own[0], sum(text is not _END for text in others))
        swallowed = max(swallowed, line + len(others))
        line += 1
        own.clear()


def _kept(lines: Iterable[str], own: list[str]) -> Iterator[str]:
    """Pass lines on, and keep those of the record being read."""
    keep = own.append
    for line in lines:
        keep(line)
        yield line


def _given_up(line: int, text: str, others: int) -> Record:
    """Return the report on a line with an opening quotation mark that swallowed others."""
    if not others:
        is_open = text.count(_QUOTE) % 2
        return Record(line, None, _OPEN if is_open else _TOO_LONG)
    between = (
        Phrase("line {line}", line=line + 1)
        if others == 1
        else Phrase("lines {line}-{last}", line=line + 1, last=line + others)
    )
    reason = Phrase(
        "a quotation mark opens here and is not closed; {between} would be lost, and were read one by one",
        between=between,
    )
    return Record(line, None, reason)


def _swallows(own: list[str], delimiter: str, width: int) -> bool:
    """Say whether a record of several lines is really several records after an unpaired quotation mark."""
    first, *others = [line.count(delimiter) >= width - 1 for line in own if line.strip()]
    most = len(others) // 2 if width <= _NARROW else 0
    return first and sum(others) > most
