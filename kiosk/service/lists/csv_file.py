"""The reading of list files: bytes to rows of cells, in bounded memory, whatever Excel made of them.

1. UTF-8 (with or without BOM), UTF-16 with BOM, else the code page that makes words of its bytes; if that
   is unclear the user is asked. A UTF-8 file with a few broken bytes is still UTF-8, and only the rows that
   hold them are refused. Text that was encoded twice is mended, and reported (docs/decisions/0041).
2. `;`, `,` or tab: the one that yields the most known headers.
3. The head may follow title lines; it is the line with the most known headers.
"""

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import nearest
from kiosk.domain.wording import Phrase
from kiosk.service.lists.code_pages import HeadWords, is_plain, telling
from kiosk.service.lists.columns import COLUMNS, recognised
from kiosk.service.lists.heads import assign, demand_people, is_field
from kiosk.service.lists.mending import is_suspect, mend
from kiosk.service.lists.records import Record, records

_BLOCK = 1 << 18
_HEAD_LINES = 20
"""Title lines allowed above the head."""
_LONGEST_LINE = 200_000
"""Characters kept of one line: more than the csv module accepts in a cell, so that it complains."""
_FORGEABLE = 4
"""Good multi-byte letters for each broken byte, from which a file counts as damaged UTF-8."""
_ENCODINGS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_REPLACED = "\ufffd".encode()
_NOT_LISTS = {
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}
_ALSO_CALLED = {"ansi": "cp1252", "mac": "mac_roman", "macintosh": "mac_roman", "dos": "cp850"}
_CELL_ENDS = re.compile(r"[;,\t\"]")
_SHOWN = 3
"""Words, and ways to read them, shown to a user."""
_SAVE_AS = 'open it in Excel or LibreOffice and save it as "CSV UTF-8"'


class Mended:
    """Text that was encoded twice in a list: how many lines, and its first word, before and after."""

    def __init__(self) -> None:
        self.lines = 0
        self.example = ("", "")

    def mend(self, line: str) -> str:
        """Return a line as it was before it was encoded twice."""
        mended = mend(line)
        if mended != line:
            self.lines += 1
            if self.lines == 1:
                words = (_CELL_ENDS.split(line), _CELL_ENDS.split(mended))
                self.example = next(pair for pair in zip(*words, strict=True) if pair[0] != pair[1])
        return mended


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that can be read.

    Attributes:
        digest: SHA-256 of the file.
        lines: how many the file has, including the head and blank ones.
        columns: for each of COLUMNS the number of the file's column, or None.
        headers: of each column of the file, as written.
        notices: columns skipped.
        samples: some words of a list that is not Unicode, as read: do they look right?
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
    samples: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the file has."""
        return len(self.headers)

    def rows(self, mended: Mended | None = None) -> Iterator[Record]:
        """Yield the records below the head that are not blank; tell `mended` what was encoded twice."""
        with _open(self.path, self.encoding) as text:
            lines = _lines(text, mended or Mended())
            for number, record in enumerate(records(lines, self.delimiter, self.width)):
                if number > self.head and (record.cells is None or any(record.cells)):
                    yield record


def open_list(
    path: Path,
    renamed: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> ListFile:
    """Find out how to read a list.

    Args:
        path: the file.
        renamed: for headers that cannot be guessed, the column that each means.
        fixed: fields that the user gives for every row.
        encoding: as named by the user; None to find out.

    Raises:
        KioskError: it cannot be read, is empty or not a list, or its meaning is unclear; nothing was done.
    """
    meant = dict(renamed or {})
    for header, column in meant.items():
        if not is_field(column):
            hint = (
                Phrase('did you mean "{closest}"?', closest=nearest(column, COLUMNS))
                if nearest(column, COLUMNS)
                else ""
            )
            raise KioskError(
                '"{header}={column}": there is no column {column}', hint, header=header, column=column
            )
    try:
        found, digest, lines = _examine(path, encoding)
        page, samples = (found, ()) if found else _code_page(path)
        delimiter, head, headers = _head(path, page, meant)
    except OSError as error:
        raise KioskError(
            "{path} cannot be read: {strerror}",
            "check its name and its rights",
            path=path,
            strerror=error.strerror,
        ) from error
    draft = ListFile(path, page, digest, lines, delimiter, head, {}, tuple(headers), (), samples)
    columns, notices = assign(headers, meant, draft.rows)
    for field in (fixed or {}).keys() & columns.keys():
        notices = (
            *notices,
            Phrase(
                'column "{header}" was passed over: --{field} says it for all',
                header=headers[columns.pop(field)],
                field=field,
            ),
        )
    demand_people(str(path), columns, headers, fixed or {})
    return replace(draft, columns=columns, notices=notices)


def _examine(path: Path, told: str | None) -> tuple[str | None, bytes, int]:
    """Return encoding (None: some code page), SHA-256 and number of lines, in one pass over the file."""
    wanted = None if told is None else _encoding(told)
    hashed, lines, good, broken = hashlib.sha256(), 0, 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    start = end = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            start = start or block[:64]
            hashed.update(block)
            lines += block.count(b"\n")
            text = decoder.decode(block)
            before, end = end, block[-2:]
            if not text.isascii():
                # The replacement character itself, as written by a program that lost a letter, is good UTF-8.
                bad = max(0, text.count("\ufffd") - (before + block).count(_REPLACED))
                broken += bad
                good += max(0, len(block) - len(text)) if not bad else sum(c > "\x7f" for c in text) - bad
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise KioskError("{path} is empty", "choose another file", path=path)
    for magic, kind in _NOT_LISTS.items():
        if start.startswith(magic):
            raise KioskError("{path} is {kind}, not a list in CSV", _SAVE_AS, path=path, kind=kind)
    named = next((name for bom, name in _ENCODINGS.items() if start.startswith(bom)), None)
    if named is None and wanted is None and b"\x00" in start:
        raise KioskError("{path} is not a text file", _SAVE_AS, path=path)
    is_utf8 = not broken or good > _FORGEABLE * broken
    return wanted or named or ("utf-8" if is_utf8 else None), hashed.digest(), lines


def _encoding(told: str) -> str:
    """Return Python's name of an encoding. Raises KioskError for an unknown one."""
    name = told.strip().lower().replace("windows-", "cp")
    try:
        found = codecs.lookup(_ALSO_CALLED.get(name, name))
        "a;b".encode(found.name)
    except LookupError:
        known = "utf-8, utf-16, cp1250 to cp1258 (Windows), iso8859-1 to -16, mac_roman, cp850, koi8-r"
        raise KioskError(
            'there is no encoding "{told}"', "known are {known} and more", told=told, known=known
        ) from None
    return "utf-8-sig" if found.name == "utf-8" else found.name


def _code_page(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the code page of a list that is not Unicode, and some of its words. Raises KioskError to ask."""
    words, rest = HeadWords(), b""
    head: list[bytes] = []
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole, _, rest = (rest + block).rpartition(b"\n")
            head = head or whole.splitlines()[:_HEAD_LINES]
            words.gather(whole)
            rest = rest[-_LONGEST_LINE:]
        words.gather(rest)
    ranked = words.rank(head or rest.splitlines()[:_HEAD_LINES])
    if not is_plain(ranked):
        told = "; ".join(f"as {page}: {', '.join(words)}" for page, words in telling(ranked, _SHOWN))
        said = Phrase(
            "say it, for example --encoding {page}, and look at the names with --dry-run", page=ranked[0].page
        )
        raise KioskError(
            "{path} is not UTF-8, and its letters do not tell how it was saved ({told})",
            "{said}; or {save_as}",
            path=path,
            told=told,
            said=said,
            save_as=_SAVE_AS,
        )
    in_head = b"\n".join(head[:1]).decode(ranked[0].page, "replace")
    samples = [word for word in ranked[0].words if word not in in_head and word[:1].isalpha()]
    return ranked[0].page, tuple(samples[:_SHOWN])


def _open(path: Path, encoding: str) -> TextIO:
    """Open a list as text; an undecodable byte becomes U+FFFD, and its row is refused for it."""
    return path.open(encoding=encoding, errors="replace")


def _lines(text: TextIO, mended: Mended) -> Iterator[str]:
    """Yield the lines with their ends; a line longer than any in a list is cut."""
    tail = ""
    while block := text.read(_BLOCK):
        *whole, tail = (tail + block).split("\n")
        if whole and is_suspect(block):
            whole = [mended.mend(line) for line in whole]
        for line in whole:
            yield line[:_LONGEST_LINE] + "\n"
        tail = tail[:_LONGEST_LINE]
    if tail:
        yield mended.mend(tail) if is_suspect(tail) else tail


def _head(path: Path, encoding: str, renamed: Mapping[str, str]) -> tuple[str, int, list[str]]:
    """Return the delimiter, the number of the head record, and its headers."""
    with _open(path, encoding) as text:
        sample = list(islice(_lines(text, Mended()), _HEAD_LINES))
    best: tuple[int, int, str, int, list[str]] = (0, 0, "", 0, [])
    for delimiter in (";", ",", "\t"):
        for number, record in enumerate(_records(sample, delimiter)):
            known = recognised([renamed.get(header.strip(), header) for header in record])
            if (known, len(record)) > best[:2] and known > best[0]:
                best = (known, len(record), delimiter, number, record)
    if best[0] < 2:
        raise KioskError(
            "{path} has no line that names the columns",
            "the first line must name them, for example: external_id;family_name;given_name;category",
            path=path,
        )
    return best[2], best[3], [header.strip() for header in best[4]]


def _records(sample: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a sample, up to one that cannot be read."""
    with suppress(csv.Error):
        yield from csv.reader(sample, delimiter=delimiter)
