"""The export of the journal: which file, which records, what is signed, and its own record.

1. A file appears under its name only when complete; a failure before that leaves nothing behind.
2. The export's record is committed before the file appears: no export without a record.
3. The head that vouches for the records is signed first, and of the current journal only what it covers is
   exported; an ended life is exported to its last record.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import Kind, Plain, instant, micros
from kiosk.domain.merkle import inclusion_proof
from kiosk.domain.roles import Action
from kiosk.service.evidence import journal_lines
from kiosk.service.evidence.local_time import locale_of
from kiosk.service.evidence.manifest import Part, manifest_of, write_manifest
from kiosk.service.station.acting import About, acting
from kiosk.service.station.heads import sign_journal
from kiosk.service.station.station import Station
from kiosk.store import journal_csv
from kiosk.store.database import Database
from kiosk.store.journal import Journal, journals, roots_of, size_of
from kiosk.store.journal_heads import last_head
from kiosk.store.journal_reading import Selection, entries, span_of


class Format(StrEnum):
    """The forms of an export; `excel` is CSV as a French Excel opens it."""

    CSV = "csv"
    EXCEL = "excel"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Request:
    """The parameters of an export.

    Attributes:
        out: the file to make, or an existing folder in which to make one with the usual name.
    """

    out: Path
    format: Format = Format.CSV
    selection: Selection = field(default_factory=Selection)


@dataclass(frozen=True, slots=True)
class Exported:
    """The result of an export."""

    file: Path
    manifest: Path
    count: int


@dataclass(frozen=True, slots=True)
class _Chapter:
    """One journal's share of the export."""

    journal: Journal
    selection: Selection
    part: Part
    signed: int


def export(station: Station, request: Request) -> Exported:
    """Export the journal with its manifest, and record that it was done.

    Raises:
        KioskError: there is no event, or the file already exists or cannot be written.
        NotAllowedError: the actor may not export; nothing was made or recorded.
    """
    station.actor.needs(Action.EXPORT)
    database, event, at = station.database, station.event(), station.clock.now()
    sign_journal(database, station.journal, station.key, micros(at))
    with database.read() as connection:
        found = journals(connection)
    file = _file(database, event, request, found)
    with _whole(file) as (body, statement):
        with database.read():
            chapters = [_chapter(station, journal, request.selection) for journal in found]
            digest, size = _write(body, _content(station, event, request, chapters))
        count = sum(chapter.part.count for chapter in chapters)
        values: dict[str, Plain] = {
            "file": file.name,
            "bytes": size,
            "sha256": digest,
            "made_at": journal_lines.moment(micros(at)),
            "operator": station.operator,
            "query": _query(request),
            "count": count,
        }
        parts = tuple(chapter.part for chapter in chapters)
        _write(statement, iter([write_manifest(values, parts, station.key).encode()]))
        detail = {name: values[name] for name in ("file", "sha256", "query", "count")}
        with acting(station) as work:
            work.record(Kind.EXPORT, About(detail=detail))
    return Exported(file, manifest_of(file), count)


def file_name(event: Event, request: Request, seen: tuple[int, int]) -> str:
    """Return the usual name, `{event}_journal_{from}_{to}.csv`; `seen` is the first and the last moment."""
    first = seen[0] if request.selection.since is None else request.selection.since
    last = seen[1] if request.selection.until is None else request.selection.until
    short = event.name["fr"].split("·")[0]  # "BAMEX'25 · Salon international …"
    plain = unicodedata.normalize("NFKD", short).encode("ascii", "ignore").decode().lower()
    title = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or event.id.hex()[:8]
    suffix = "jsonl" if request.format is Format.JSONL else "csv"
    return f"{title}_journal_{_stamp(first)}_{_stamp(last)}.{suffix}"


def _stamp(at: int) -> str:
    try:
        return f"{instant(at):%Y%m%dT%H%M%SZ}"
    except OverflowError:
        return str(at)


def _file(database: Database, event: Event, request: Request, found: tuple[Journal, ...]) -> Path:
    file = request.out
    if file.is_dir():
        seen = [span for journal in found if (span := span_of(database.connection, journal))]
        file /= file_name(event, request, (seen[0][0], seen[-1][1]))
    for path in (file, manifest_of(file)):
        if path.exists():
            raise KioskError("{path} exists already", "choose another name, or move it away", path=path)
    return file


def _chapter(station: Station, journal: Journal, selection: Selection) -> _Chapter:
    """Decide, inside the reading transaction, which part of a journal is exported."""
    connection = station.database.connection
    head = last_head(connection, journal)
    signed, note = head or (0, "")
    is_living = journal == station.journal
    size = signed if is_living else size_of(connection, journal)
    chosen = replace(selection, before=size)
    counted = journal_csv.counted(connection, journal, chosen)
    count, first, last = counted or (0, None, None)
    return _Chapter(journal, chosen, Part(journal.life, count, first, last, size, note), signed)


def _content(station: Station, event: Event, request: Request, chapters: list[_Chapter]) -> Iterator[bytes]:
    database = station.database
    if request.format is Format.JSONL:
        for chapter in chapters:
            yield journal_lines.heading(chapter.part, station.key.public, _query(request)).encode()
            yield from _records(database, chapter)
        return
    form = journal_csv.EXCEL if request.format is Format.EXCEL else journal_csv.PLAIN
    yield journal_csv.header(form)
    for chapter in chapters:
        span = span_of(database.connection, chapter.journal)
        local = locale_of(event, *(span or (0, 0)))
        yield from journal_csv.lines(database.connection, chapter.journal, chapter.selection, local, form)


def _records(database: Database, chapter: _Chapter) -> Iterator[bytes]:
    roots = roots_of(database.connection, chapter.journal)
    for entry in entries(database.connection, chapter.journal, chapter.selection):
        is_proven = not chapter.selection.is_everything and entry.seq < chapter.signed
        proof = inclusion_proof(entry.seq, chapter.signed, roots) if is_proven else None
        yield journal_lines.record(entry, proof).encode()


def _query(request: Request) -> dict[str, Plain]:
    chosen = request.selection
    return {
        "format": request.format.value,
        "from": None if chosen.since is None else journal_lines.moment(chosen.since),
        "to": None if chosen.until is None else journal_lines.moment(chosen.until),
        "gate": chosen.gate,
        "decision": chosen.outcome,
    }


def _write(path: Path, chunks: Iterator[bytes]) -> tuple[str, int]:
    """Write a file to the disk and return its SHA-256 and its size."""
    hashed, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            hashed.update(chunk)
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return hashed.hexdigest(), size


@contextmanager
def _whole(file: Path) -> Iterator[tuple[Path, Path]]:
    """Yield two hidden names to write to, for file and manifest; at the end rename both, or neither."""
    hidden = [path.with_name(f".{path.name}.part") for path in (file, manifest_of(file))]
    try:
        yield hidden[0], hidden[1]
        hidden[1].replace(manifest_of(file))
        hidden[0].replace(file)
    except OSError as denied:
        raise KioskError(
            "{file} cannot be written: {strerror}",
            "check the folder, its rights and the free space",
            file=file,
            strerror=denied.strerror,
        ) from denied
    finally:
        for path in hidden:
            path.unlink(missing_ok=True)
