"""The lock that running prints share, in a file beside the database; it ends with its process.

1. Any number of prints may run at once; each shares the lock until it, or its process, ends.
2. A print that finds no other running first settles what crashed prints left, while it alone holds the lock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from kiosk.store.database import BUSY_TIMEOUT_MS, explained


def lock_file(database: Path) -> Path:
    """Return the file whose lock the prints of a database share."""
    return database.with_name("prints.lock")


@contextmanager
def print_lock(lock: Path, clean_up: Callable[[], None]) -> Iterator[None]:
    """Hold the lock during a block; first clean up if no other print is running.

    Raises:
        StoreError: the lock cannot be had.
    """
    with explained(str(lock)):
        connection = apsw.Connection(str(lock))
    try:
        _alone(connection, lock, clean_up)
        with explained(str(lock)):
            connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_schema")  # from here on it is shared
        yield
    finally:
        connection.close()


def clean_if_idle(lock: Path, clean_up: Callable[[], None]) -> None:
    """Clean up if no print is running, and do nothing else. Raises StoreError as `print_lock`."""
    with explained(str(lock)):
        connection = apsw.Connection(str(lock))
    try:
        _alone(connection, lock, clean_up)
    finally:
        connection.close()


def _alone(connection: apsw.Connection, lock: Path, clean_up: Callable[[], None]) -> None:
    with explained(str(lock)):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError:
            return
    try:
        clean_up()
    finally:
        connection.execute("ROLLBACK")
