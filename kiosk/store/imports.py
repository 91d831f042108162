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
    """Begin to stage an import."""
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
        StoreError: another import was switched meanwhile: what this one took for new may exist now.
    """
    if connection.execute(_SWITCHED).get != batch.before:
        raise StoreError("another import was applied meanwhile", "run this one again")
    connection.execute(
        "UPDATE import SET state = 'applying', folded = first - 1 WHERE n = ? AND state = 'staging'",
        (batch.n,),
    )
    if connection.changes() != 1:
        raise StoreError("this import was given up by another command", "run it again")


def fold_some(connection: apsw.Connection, n: int, size: int, at: datetime) -> tuple[int, int]:
    """Fold up to `size` changes; return how many were folded, and how many remain.

    Needs `search.prepare` on the connection.
    """
    row = connection.execute(
        "SELECT first, folded, last FROM import WHERE n = ? AND state = 'applying'", (n,)
    ).fetchone()
    if row is None:
        return 0, 0  # another command has finished it
    first, folded, last = row
    until = min(folded + size, last)
    changes.fold(connection, folded + 1, until, n)
    connection.execute("UPDATE import SET folded = ? WHERE n = ?", (until, n))
    if until == last:
        connection.execute("UPDATE import SET state = 'applied', ended_at = ? WHERE n = ?", (micros(at), n))
    return until - first + 1, last - until


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
