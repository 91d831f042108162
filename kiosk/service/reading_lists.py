"""Own the reading of list files: bytes to rows of cells, in bounded memory, whatever Excel made of them.

1. UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252; a UTF-8 file with a few broken bytes is
   still UTF-8, and only the rows that hold them are refused (docs/decisions/0041).
2. `;`, `,` or tab: the one by which the most headers are known.
3. The head may come after title lines; it is the line with the most known headers.
"""

import codecs
import csv
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import nearest
from kiosk.service.columns import COLUMNS, recognised
from kiosk.service.list_columns import assign, demand_people, is_field
from kiosk.service.list_records import Record, records

_BLOCK = 1 << 18
_HEAD_LINES = 20
"""Title lines that may stand above the head."""
_LONGEST_LINE = 200_000
"""Characters of one line that are kept: more than the csv module takes for a cell, so that it complains."""
_FORGEABLE = 4
"""Good multi-byte letters to one broken byte, from which on a file is taken for damaged UTF-8."""
_ENCODINGS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NOT_LISTS = {
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}
_SAVE_AS = 'open it in Excel or LibreOffice and save it as "CSV UTF-8"'


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that can be read.

    Attributes:
        digest: SHA-256 of the file.
        lines: how many the file has, the head and blank ones included.
        columns: for each of COLUMNS the number of the file's column, or None.
        headers: of each column of the file, as written.
        notices: columns passed over.
    """

    path: Path
    encoding: str
    digest: bytes
    lines: int
    delimiter: str
    head: int
    columns: Mapping[str, int]
    headers: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns the file has."""
        return len(self.headers)

    def rows(self) -> Iterator[Record]:
        """Yield the records under the head that are not blank."""
        with _open(self.path, self.encoding) as text:
            for number, record in enumerate(records(_lines(text), self.delimiter, self.width)):
                if number > self.head and (record.cells is None or any(record.cells)):
                    yield record


def open_list(
    path: Path, renamed: Mapping[str, str] | None = None, fixed: Mapping[str, str] | None = None
) -> ListFile:
    """Find out how to read a list.

    Args:
        path: the file.
        renamed: for headers that nobody would guess, the column that each means.
        fixed: fields that the user gives for every row.

    Raises:
        KioskError: it cannot be read, is empty or no list; nothing was done.
    """
    meant = dict(renamed or {})
    for header, column in meant.items():
        if not is_field(column):
            hint = f'did you mean "{nearest(column, COLUMNS)}"?' if nearest(column, COLUMNS) else ""
            raise KioskError(f'"{header}={column}": there is no column {column}', hint)
    try:
        encoding, digest, lines = _examine(path)
        delimiter, head, headers = _head(path, encoding, meant)
    except OSError as error:
        raise KioskError(
            f"{path} cannot be read: {error.strerror}", "check its name and its rights"
        ) from error
    draft = ListFile(path, encoding, digest, lines, delimiter, head, {}, tuple(headers), ())
    columns, notices = assign(headers, meant, draft.rows)
    demand_people(str(path), columns, headers, fixed or {})
    return replace(draft, columns=columns, notices=notices)


def _examine(path: Path) -> tuple[str, bytes, int]:
    """Return encoding, SHA-256 and number of lines, in one pass over the file."""
    hashed, lines, good, broken = hashlib.sha256(), 0, 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    start = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            start = start or block[:64]
            hashed.update(block)
            lines += block.count(b"\n")
            text = decoder.decode(block)
            if not text.isascii():
                bad = text.count("\ufffd")
                broken += bad
                good += max(0, len(block) - len(text)) if not bad else sum(c > "\x7f" for c in text) - bad
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise KioskError(f"{path} is empty", "choose another file")
    for magic, kind in _NOT_LISTS.items():
        if start.startswith(magic):
            raise KioskError(f"{path} is {kind}, not a list in CSV", _SAVE_AS)
    named = next((name for bom, name in _ENCODINGS.items() if start.startswith(bom)), None)
    if named is None and b"\x00" in start:
        raise KioskError(f"{path} is not a text file", _SAVE_AS)
    is_utf8 = not broken or good > _FORGEABLE * broken
    return named or ("utf-8" if is_utf8 else "cp1252"), hashed.digest(), lines


def _open(path: Path, encoding: str) -> TextIO:
    """Open a list as text; a byte that is no letter becomes U+FFFD, and its row is refused for it."""
    return path.open(encoding=encoding, errors="replace")


def _lines(text: TextIO) -> Iterator[str]:
    """Yield the lines with their ends; what is longer than any line of a list is cut."""
    tail = ""
    while block := text.read(_BLOCK):
        *whole, tail = (tail + block).split("\n")
        for line in whole:
            yield line[:_LONGEST_LINE] + "\n"
        tail = tail[:_LONGEST_LINE]
    if tail:
        yield tail


def _head(path: Path, encoding: str, renamed: Mapping[str, str]) -> tuple[str, int, list[str]]:
    """Return the delimiter, the number of the record that is the head, and its headers."""
    with _open(path, encoding) as text:
        sample = list(islice(_lines(text), _HEAD_LINES))
    best: tuple[int, int, str, int, list[str]] = (0, 0, "", 0, [])
    for delimiter in (";", ",", "\t"):
        for number, record in enumerate(_records(sample, delimiter)):
            known = recognised([renamed.get(header.strip(), header) for header in record])
            if (known, len(record)) > best[:2] and known > best[0]:
                best = (known, len(record), delimiter, number, record)
    if best[0] < 2:
        raise KioskError(
            f"{path} has no line that names the columns",
            "the first line must name them, for example: external_id;family_name;given_name;category",
        )
    return best[2], best[3], [header.strip() for header in best[4]]


def _records(sample: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a sample, up to one that cannot be read."""
    with suppress(csv.Error):
        yield from csv.reader(sample, delimiter=delimiter)
