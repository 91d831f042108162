"""The connection: how the file is opened, migrated, written to and read from.

1. Every write begins with BEGIN IMMEDIATE, so that it waits for its turn instead of failing.
2. A commit is on the disk when it returns (WAL, synchronous=FULL).
3. A migration and its record are one transaction.
4. SQLite's errors leave this floor as StoreError, each with something that the user can do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import sleep

import apsw

from kiosk.domain.errors import KioskError

Connection = apsw.Connection
BUSY_TIMEOUT_MS = 5_000
CHECKPOINT_PAGES = 1_000
"""SQLite's default: copy the write-ahead log back when it holds this many pages."""
APPLICATION_ID = 0x4B494F53  # "KIOS"
_HERE = Path(__file__).parent


class StoreFault(StrEnum):
    """Why a file cannot be used, as a code for screens in other languages."""

    FULL = "full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    DAMAGED = "damaged"
    DISK = "disk"
    MISSING = "missing"
    OTHER = "other"


class StoreError(KioskError):
    """The disk or the file failed; nothing of the transaction was kept."""

    def __init__(
        self, message: str, hint: str = "", fault: StoreFault = StoreFault.OTHER, **values: object
    ) -> None:
        super().__init__(message, hint, **values)
        self.fault = fault


_SAYINGS: tuple[tuple[type[apsw.Error] | tuple[type[apsw.Error], ...], StoreFault, str, str], ...] = (
    (
        apsw.FullError,
        StoreFault.FULL,
        "the disk of {path} is full",
        "free some space; nothing was recorded meanwhile",
    ),
    (
        apsw.ReadOnlyError,
        StoreFault.READ_ONLY,
        "{path} cannot be written",
        "check the rights of the file and of its folder",
    ),
    (
        (apsw.BusyError, apsw.LockedError),
        StoreFault.BUSY,
        "{path} is busy",
        "another program holds it; try again",
    ),
    (
        (apsw.CorruptError, apsw.NotADBError),
        StoreFault.DAMAGED,
        "{path} is damaged: {error}",
        "stop, copy the folder away, then run `kiosk doctor`",
    ),
    (
        apsw.CantOpenError,
        StoreFault.READ_ONLY,
        "{path} cannot be opened for writing",
        "check the rights of its folder, and that its disk is not mounted read-only",
    ),
    (
        apsw.IOError,
        StoreFault.DISK,
        "the disk of {path} failed or is full: {error}",
        "free some space, or copy the folder to another disk; nothing was recorded meanwhile",
    ),
    (
        apsw.ConstraintError,
        StoreFault.OTHER,
        "the database refused: {error}",
        "this is a fault of Kiosk; please report it",
    ),
    (apsw.Error, StoreFault.OTHER, "{path}: {error}", "run `kiosk doctor`"),
)


def _explain(error: apsw.Error, path: str) -> StoreError:
    """Turn SQLite's error into a message and a hint."""
    fault, message, hint = next((f, m, h) for kinds, f, m, h in _SAYINGS if isinstance(error, kinds))
    return StoreError(message.format(path=path, error=error), hint, fault)


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn SQLite's errors inside the block into StoreError."""
    try:
        yield
    except apsw.Error as error:
        raise _explain(error, path) from error


class Database:
    """One connection to one SQLite file. A connection belongs to one thread at a time.

    Attributes:
        connection: the apsw connection, for the modules of this floor only.
        path: the file.
    """

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """Run the block as one write transaction; when this returns, it is on the disk.

        Raises:
            StoreError: nothing of the block was kept.
        """
        with explained(str(self.path)):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def read(self) -> Iterator[apsw.Connection]:
        """Run the block on one snapshot of the file.

        Raises:
            StoreError: the file could not be read.
        """
        with explained(str(self.path)):
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.execute("ROLLBACK")

    def checkpoint(self) -> None:
        """Copy the write-ahead log back into the file as far as readers allow."""
        with explained(str(self.path)):
            self.connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def quick_check(self) -> str:
        """Return "ok", or the first thing that SQLite finds wrong with the file."""
        with explained(str(self.path)):
            return str(self.connection.execute("PRAGMA quick_check(1)").get)

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the file, as of now."""
        with explained(str(self.path)):
            self.connection.execute("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self.connection.close()


def _is_patient(times: int) -> bool:
    """Wait a millisecond for a lock, up to BUSY_TIMEOUT_MS in all.

    SQLite's own handler sleeps longer and longer and starves beside a program that writes continually: a
    gate would wait for seconds while a list is imported.
    """
    sleep(0.001)
    return times < BUSY_TIMEOUT_MS


def _configure(connection: apsw.Connection) -> None:
    connection.set_busy_handler(_is_patient)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",
        "temp_store = MEMORY",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
        # On macOS fsync leaves pages in the disk's cache, which a power cut empties; elsewhere no change.
        "fullfsync = ON",
        "checkpoint_fullfsync = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(database: Database, package: str) -> None:
    scripts = sorted(
        (int(entry.name[:4]), entry) for entry in (_HERE / package).iterdir() if entry.name.endswith(".sql")
    )
    connection = database.connection
    done = int(connection.pragma("user_version") or 0)
    if done > scripts[-1][0]:
        raise StoreError(
            "{path} was written by a newer Kiosk (schema {done}, known here {scripts})",
            "install the newer version on this station too",
            path=database.path,
            done=done,
            scripts=scripts[-1][0],
        )
    for number, script in scripts:
        if number <= done:
            continue
        with database.write() as writer:
            if int(writer.pragma("user_version") or 0) >= number:
                continue  # another process was faster
            writer.execute(script.read_text(encoding="utf-8"))
            writer.execute(f"PRAGMA user_version = {number}")
            writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def create_database(path: Path, migrations: str = "migrations") -> Database:
    """Open the file, making and migrating it as needed.

    Args:
        path: the SQLite file; its folder must exist.
        migrations: the folder of numbered scripts beside this module.

    Raises:
        StoreError: it cannot be opened or written, is damaged, or comes from a newer version.
    """
    with explained(str(path)):
        connection = apsw.Connection(str(path))
        database = Database(connection, path)
        _configure(connection)
        _migrate(database, migrations)
        return database


def open_database(path: Path, migrations: str = "migrations") -> Database:
    """Open an existing file; otherwise like `create_database`."""
    if not path.exists():
        raise StoreError(
            "there is no database at {path}",
            "name the right folder; put a lost file back from a copy; for a new station `kiosk init`",
            StoreFault.MISSING,
            path=path,
        )
    return create_database(path, migrations)


def open_copy(path: Path) -> Database:
    """Open any database file for reading only, without touching it (evidence, a stick)."""
    if not path.exists():
        raise StoreError("there is no file {path}", "check the name", path=path)
    # Without a log beside it the file is not open elsewhere, and SQLite need not create files beside it.
    is_live = path.with_name(f"{path.name}-wal").exists()
    name = f"{path.resolve().as_uri()}?mode=ro{'' if is_live else '&immutable=1'}"
    with explained(str(path)):
        connection = apsw.Connection(name, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT count(*) FROM sqlite_schema")
        return Database(connection, path)
