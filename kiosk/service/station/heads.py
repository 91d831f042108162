"""Heads: when a journal is signed, the copy of the newest head outside the file, and how a life begins.

1. A head is signed every 100 records or 10 s, and at shutdown; never while a scan waits for its light.
2. The newest head is copied beside the database. A file that knows less than that copy was restored from
   an older one (see kiosk/service/station/lives.py, which decides what a file goes on with).
"""

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.domain.head import Head, parse_head, parse_note, sign_head, signed_head
from kiosk.domain.home import Home, marks_of
from kiosk.domain.journal import Act, Kind, Life, Plain, micros, write_detail
from kiosk.domain.model import EventId
from kiosk.keys.signing import StationKey, is_signature
from kiosk.service.station import shared_file
from kiosk.service.station.station import Station
from kiosk.store.database import Database, StoreError, StoreFault
from kiosk.store.events import current_digest
from kiosk.store.homes import keep_home
from kiosk.store.journal import Journal, append, frontier_at, journals, own_journals, size_of
from kiosk.store.journal_heads import keep_head, last_head

RECORDS = 100
SECONDS = 10.0


def sidecar_of(database: Path) -> Path:
    """Return the path of the copy of a database's newest head."""
    return database.with_name(f"{database.name}.head")


@dataclass(frozen=True, slots=True)
class Begun:
    """How a life begins.

    Attributes:
        now: microseconds since 1970 in UTC.
        home: the computer and the file that it is bound to; None for a life that is bound to nothing.
        because: one word, why the life before is not gone on with; "" for the first.
        is_alarming: whether that is worth an alarm, which is then record 1.
        seen: how many lives there were when this was decided; None to begin one whatever happened since.
        remembered: heads of the life before that are kept elsewhere.
    """

    now: int
    operator: str
    home: Home | None = None
    because: str = ""
    is_alarming: bool = False
    seen: int | None = None
    remembered: tuple[str, ...] = ()


def begin_life(database: Database, life: Life, key: StationKey, begun: Begun) -> Journal:
    """Begin a life of this file: its row, its home, its record 0, its first head.

    Record 0 names the key, the event document in force, and the newest head of the life before, if there was
    one: the copy's if that is newer than the file's, so that it stays known what a restored file lost. The
    life's id is one that no earlier life had. Where another process was faster, its life is returned.
    """
    with database.write() as connection:
        earlier = own_journals(connection)
        if begun.seen is not None and len(earlier) != begun.seen:
            return earlier[-1]
        previous = _newest_head(database, earlier[-1], key.public, begun.remembered) if earlier else None
        connection.execute(
            "INSERT INTO life (id, event, station, public_key, started_at) VALUES (?, ?, ?, ?, ?)",
            (life.id, life.event, life.station, key.public, begun.now),
        )
        journal = next(one for one in journals(connection) if one.life == life)
        if begun.home is not None:
            keep_home(connection, journal, marks_of(begun.home, life.id))
        detail: dict[str, Plain] = {"key": key.public.hex(), "previous": previous}
        if begun.because:
            detail["because"] = begun.because
        document = current_digest(connection)
        if document is not None:
            detail["policy"] = document.hex()
        record = Act(Kind.LIFE, begun.now, begun.now, operator=begun.operator, detail=write_detail(detail))
        append(connection, journal, record)
        if begun.is_alarming:
            alarm = write_detail({begun.because: True})
            append(connection, journal, replace(record, kind=Kind.ALARM, detail=alarm))
    sign_journal(database, journal, key, begun.now)
    return journal


def sign_journal(database: Database, journal: Journal, key: StationKey, now: int) -> Head | None:
    """Sign all the journal's records, keep the head and copy it; None for an empty journal."""
    with database.write() as connection:
        size = size_of(connection, journal)
        if size == 0:
            return None
        head = Head(journal.life, size, frontier_at(connection, journal, size).root)
        kept = last_head(connection, journal)
        note = kept[1] if kept and kept[0] == size else sign_head(head, key.public, key.sign)
        keep_head(connection, journal, size, note, now)
    _copy(sidecar_of(database.path), head, note)
    return head


def heads_beside(database: Path) -> list[str]:
    """Return the heads beside a database: the copy of its newest, and those kept from before."""
    newest = sidecar_of(database)
    found = []
    for path in (newest, *sorted(newest.parent.glob(f"{newest.name}-*"))):
        with suppress(OSError, UnicodeDecodeError):
            found.append(shared_file.read(path))
    return found


def keep_beside(database: Database) -> None:
    """Keep the head beside a file under a name of its own, if it proves records that the file does not have.

    Otherwise the first head of the life that begins would take its place, and nothing would show the loss.
    """
    path = sidecar_of(database.path)
    try:
        written = shared_file.read(path)
    except (OSError, UnicodeDecodeError):
        return
    head = parsed_head(written)
    if head is None:
        return
    with database.read() as connection:
        journal = next((one for one in journals(connection) if one.life == head.life), None)
        if journal is not None and head.size <= size_of(connection, journal):
            return
    kept = path.with_name(f"{path.name}-{head.life.id.hex()[:8]}")
    with suppress(OSError, UnicodeDecodeError):
        before = parsed_head(shared_file.read(kept))
        if before is not None and before.size >= head.size:
            return
    _write(kept, written)


def parsed_head(written: str) -> Head | None:
    """Read a head, whoever signed it; None for what is not one."""
    note = parse_note(written)
    return parse_head(note.text) if note else None


def event_of_head(database: Path) -> EventId | None:
    """Return the event that the head copied beside a database names, whoever signed it; None without one."""
    try:
        head = parsed_head(shared_file.read(sidecar_of(database)))
    except (OSError, UnicodeDecodeError):
        return None
    return head.life.event if head else None


def copied_head(database: Database, public: bytes) -> Head | None:
    """Return the head that was copied beside a database; None without one that this station signed."""
    copied = _copied(sidecar_of(database.path), public)
    return copied[0] if copied else None


class HeadKeeper:
    """Signs the station's journal on time. Call `after` when a light is on, `tick` when nothing happens."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._clock = station.clock
        self._signed = 0
        self._waiting_since: float | None = None
        self.sign()

    def after(self, seq: int) -> None:
        """Note a record that was just committed, and sign when it is time."""
        if self._waiting_since is None:
            self._waiting_since = self._clock.monotonic()
        if seq + 1 - self._signed >= RECORDS:
            self.sign()
        else:
            self.tick()

    def tick(self) -> None:
        """Sign when a record has waited for ten seconds."""
        if self._waiting_since is not None and self._clock.monotonic() - self._waiting_since >= SECONDS:
            self.sign()

    def sign(self) -> None:
        """Sign now, as at shutdown."""
        station = self._station
        head = sign_journal(station.database, station.journal, station.key, micros(self._clock.now()))
        self._signed = head.size if head else 0
        self._waiting_since = None


def _newest_head(
    database: Database, journal: Journal, public: bytes, remembered: tuple[str, ...]
) -> str | None:
    """Return the note of the newest head of a journal: from the file, the copy beside it, or remembered."""
    newest = last_head(database.connection, journal)
    copied = _copied(sidecar_of(database.path), public)
    for written in (*((copied[1],) if copied else ()), *remembered):
        head = signed_head(written, public, is_signature)
        if head and head.life == journal.life and (newest is None or head.size > newest[0]):
            newest = head.size, written
    return newest[1] if newest else None


def _copied(path: Path, public: bytes) -> tuple[Head, str] | None:
    """Read the copy of the newest head; None if it is missing, damaged or not signed by this station."""
    try:
        written = shared_file.read(path)
    except (OSError, UnicodeDecodeError):
        return None
    head = signed_head(written, public, is_signature)
    return (head, written) if head else None


def _copy(path: Path, head: Head, written: str) -> None:
    """Replace the copy, unless another process has copied a newer head of the same life.

    Raises:
        StoreError: it cannot be written; the head itself is in the database.
    """
    try:
        present = parsed_head(shared_file.read(path))
    except (OSError, UnicodeDecodeError):
        present = None
    if present and present.life == head.life and present.size >= head.size:
        return
    _write(path, written)


def _write(path: Path, written: str) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        shared_file.replace(new, path)
    except OSError as denied:
        new.unlink(missing_ok=True)
        raise StoreError(
            "{path} cannot be written: {strerror}",
            "it is the copy of the newest head: check the folder, its rights and the free space",
            StoreFault.DISK,
            path=path,
            strerror=denied.strerror,
        ) from denied
