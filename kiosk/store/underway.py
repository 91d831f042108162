"""The lock of running prints, beside the database: it ends with the process that holds it.

1. Any number of prints are under way at once; each shares the lock until it ends, or its process does.
2. Who finds nobody else clears up what ended unseen, alone, before it or anybody begins.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from kiosk.store.database import BUSY_TIMEOUT_MS, explained


def locked_by(database: Path) -> Path:
    """Return the file whose lock the prints of a database share."""
    return database.with_name("prints.lock")


@contextmanager
def under_way(lock: Path, clear_up: Callable[[], None]) -> Iterator[None]:
    """Be under way for the length of a block; clear up first, where no other print is.

    Raises:
        StoreError: the lock cannot be had.
    """
    with explained(str(lock)):
        connection = apsw.Connection(str(lock))
    try:
        _alone(connection, lock, clear_up)
        with explained(str(lock)):
            connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_schema")  # from here on it is shared
        yield
    finally:
        connection.close()


def when_alone(lock: Path, clear_up: Callable[[], None]) -> None:
    """Clear up where no print is under way, and do nothing else. Raises StoreError as `under_way`."""
    with explained(str(lock)):
        connection = apsw.Connection(str(lock))
    try:
        _alone(connection, lock, clear_up)
    finally:
        connection.close()


def _alone(connection: apsw.Connection, lock: Path, clear_up: Callable[[], None]) -> None:
    with explained(str(lock)):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError:
            return
    try:
        clear_up()
    finally:
        connection.execute("ROLLBACK")
