"""The SQL of imports: staged under a number, switched at once, folded in short transactions.

1. Until the switch no reader sees an import; after it, the whole import will be folded, by any command.
2. Progress is recorded in the transaction that folds: nothing is folded twice or left out.
3. A command that stages records a heartbeat with each batch; one that stays silent was killed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import apsw

from kiosk.domain.journal import micros
from kiosk.store import changes, search
from kiosk.store.database import CHECKPOINT_PAGES, Database, StoreError, explained
from kiosk.store.list_version import rise
from kiosk.store.tombstones import any_since
from kiosk.store.unfinished import to_fold


@dataclass(frozen=True, slots=True)
class StagedImport:
    """One import.

    Attributes:
        n: the row's number in this file.
        before: the newest import that was switched when this one began; 0 for none.
        first: the lowest number that a change of this import can have.
    """

    n: int
    id: bytes
    before: int
    first: int


@dataclass(frozen=True, slots=True)
class ListName:
    """Where an import comes from: the source within which ids are unique, the file, and its SHA-256."""

    source: str
    file: str
    digest: bytes


_BULK_CACHE_KIB = 32_000
"""Page cache during bulk writes: the leaves of the indexes stay in memory. The default is 2 MiB."""


_COPY_EVERY = 16
"""Transactions between copies: a page written repeatedly is copied once, with few waits for the disk."""


class _Copier:
    """Copies the write-ahead log back into the file on its own thread and connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wanted = Event()
        self._asked = 0
        self._is_over = False
        self._thread = Thread(target=self._run, name="copy back", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def copy(self) -> None:
        """Start a copy after every _COPY_EVERY-th transaction."""
        self._asked += 1
        if self._asked % _COPY_EVERY == 0:
            self._wanted.set()

    def stop(self) -> None:
        self._is_over = True
        self._wanted.set()
        self._thread.join()

    def _run(self) -> None:
        connection = apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            while self._wanted.wait() and not self._is_over:
                self._wanted.clear()
                # The writer reports a full disk; a busy one is retried with the next batch.
                with suppress(apsw.Error):
                    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        finally:
            connection.close()


@contextmanager
def in_bulk(database: Database) -> Iterator[Callable[[], None]]:
    """Prepare a connection for bulk staging and folding; yield a function to call after each transaction.

    Its commits do not wait for the disk: a power cut may undo what was staged, or folded since the last
    checkpoint, and that is then staged or folded again. The switch itself waits (`durable`). The
    write-ahead log is copied back in the background, so that no commit has to.
    """
    with explained(str(database.path)):
        connection = database.connection
        search.prepare(connection)
        usual = connection.pragma("cache_size")
        connection.pragma("cache_size", -_BULK_CACHE_KIB)
        connection.pragma("synchronous", "NORMAL")
        connection.wal_autocheckpoint(0)
        copier = _Copier(database.path)
        copier.start()
        try:
            yield copier.copy
        finally:
            copier.stop()
            connection.pragma("synchronous", "FULL")
            connection.pragma("cache_size", usual)
            connection.wal_autocheckpoint(CHECKPOINT_PAGES)


@contextmanager
def durable(database: Database) -> Iterator[None]:
    """Inside `in_bulk`, make the commits of a block, and all before them, wait for the disk."""
    with explained(str(database.path)):
        database.connection.pragma("synchronous", "FULL")
        try:
            yield
        finally:
            database.connection.pragma("synchronous", "NORMAL")


_SWITCHED = "SELECT coalesce(max(n), 0) FROM import WHERE state IN ('applying', 'applied')"


def files_of(connection: apsw.Connection, source: str) -> tuple[str, ...]:
    """Return the names of the files imported as this source, the newest first."""
    query = (
        "SELECT file FROM import WHERE source = ? AND state IN ('applying', 'applied')"
        " GROUP BY file ORDER BY max(n) DESC"
    )
    return tuple(file for (file,) in connection.execute(query, (source,)))


def begin(connection: apsw.Connection, identifier: bytes, named: ListName, at: datetime) -> StagedImport:
    """Begin to stage an import.

    Raises:
        StoreError: another one was switched and is not folded yet: its people would be new to this one.
    """
    if to_fold(connection):
        raise _overtaken()
    first = changes.newest(connection) + 1
    before: int = connection.execute(_SWITCHED).get
    connection.execute(
        "INSERT INTO import (id, source, file, digest, state, first, last, folded, beat_at, started_at)"
        " VALUES (?1, ?2, ?3, ?4, 'staging', ?5, ?5 - 1, ?5 - 1, ?6, ?6)",
        (identifier, named.source, named.file, named.digest, first, micros(at)),
    )
    return StagedImport(connection.last_insert_rowid(), identifier, before, first)


def beat(connection: apsw.Connection, batch: StagedImport, last: int, at: datetime) -> None:
    """Record that changes up to `last` are staged, and that the command is alive."""
    connection.execute("UPDATE import SET last = ?, beat_at = ? WHERE n = ?", (last, micros(at), batch.n))


def switch(connection: apsw.Connection, batch: StagedImport) -> None:
    """Make the import part of the list.

    Raises:
        StoreError: another import was switched meanwhile: what this one took for new may exist now; or
            somebody was erased, whom this one may bring back.
    """
    if connection.execute(_SWITCHED).get != batch.before:
        raise _overtaken()
    if any_since(connection, batch.first):
        raise StoreError("somebody was erased meanwhile", "run this import again, so that it leaves them out")
    connection.execute(
        "UPDATE import SET state = 'applying', folded = first - 1 WHERE n = ? AND state = 'staging'",
        (batch.n,),
    )
    if connection.changes() != 1:
        raise StoreError("this import was given up by another command", "run it again")


def note_photos(connection: apsw.Connection, batch: StagedImport) -> None:
    """Note that pictures come with an import, and will have to be settled."""
    connection.execute("UPDATE import SET has_photos = 1 WHERE n = ?", (batch.n,))


def settle_photos(connection: apsw.Connection, n: int) -> None:
    """Note that the pictures of an import are settled."""
    connection.execute("UPDATE import SET has_photos = 0 WHERE n = ?", (n,))


def _overtaken() -> StoreError:
    return StoreError("another import was applied meanwhile", "run this one again")


@dataclass(frozen=True, slots=True)
class Folded:
    """How far an import is folded: changes done, changes that remain, and those just set aside."""

    done: int
    left: int
    set_aside: int


def fold_some(connection: apsw.Connection, n: int, size: int, at: datetime) -> Folded:
    """Fold up to `size` changes. Needs `search.prepare` on the connection."""
    row = connection.execute(
        "SELECT first, folded, last FROM import WHERE n = ? AND state = 'applying'", (n,)
    ).fetchone()
    if row is None:
        return Folded(0, 0, 0)  # another command has finished it
    first, folded, last = row
    until = min(folded + size, last)
    set_aside = changes.fold(connection, folded + 1, until, n, at)
    connection.execute("UPDATE import SET folded = ? WHERE n = ?", (until, n))
    rise(connection, _count(connection, folded + 1, until, n) - set_aside, at)
    if until == last:
        changes.fold_absent(connection, at)
        connection.execute("UPDATE import SET state = 'applied', ended_at = ? WHERE n = ?", (micros(at), n))
    return Folded(until - first + 1, last - until, set_aside)


def _count(connection: apsw.Connection, first: int, last: int, n: int) -> int:
    query = "SELECT count(*) FROM change WHERE n BETWEEN ? AND ? AND +import = ?"
    number: int = connection.execute(query, (first, last, n)).get
    return number


def abandon(connection: apsw.Connection, n: int, at: datetime) -> None:
    """Abandon an import that was not switched; `clear_some` then removes what it staged."""
    connection.execute(
        "UPDATE import SET state = 'abandoned', ended_at = ? WHERE n = ? AND state = 'staging'",
        (micros(at), n),
    )


def clear_some(connection: apsw.Connection, n: int, size: int) -> bool:
    """Remove up to `size` changes of an abandoned import; return whether there may be more."""
    row = connection.execute(
        "SELECT first, last FROM import WHERE n = ? AND state = 'abandoned'", (n,)
    ).fetchone()
    if row is None or row[1] < row[0]:
        return False
    first, last = row
    until = max(last - size, first - 1)
    connection.execute("DELETE FROM change WHERE n > ? AND n <= ? AND +import = ?", (until, last, n))
    connection.execute("UPDATE import SET last = ? WHERE n = ?", (until, n))
    return bool(until >= first)
