"""Erasing beyond the list: texts kept beside the journal, and the write-ahead log."""

from collections.abc import Iterable

import apsw

from kiosk.domain.model import Subject
from kiosk.store.database import Database, explained


def texts_about(connection: apsw.Connection, subject: Subject) -> list[int]:
    """Return the rows of the free texts beside the records about a person. Reads the whole journal."""
    query = "SELECT t.n FROM journal_text t JOIN journal j ON j.n = t.n WHERE j.subject = ?"
    return [n for (n,) in connection.execute(query, (subject,))]


def drop_texts(connection: apsw.Connection, rows: Iterable[int]) -> None:
    """Remove free texts and their salts; the records keep their commitments, which now reveal nothing."""
    connection.executemany("DELETE FROM journal_text WHERE n = ?", ((n,) for n in rows))


def empty_log(database: Database) -> bool:
    """Copy the write-ahead log back and truncate it; False while a reader still uses it."""
    with explained(str(database.path)):
        try:
            database.connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except (apsw.BusyError, apsw.LockedError):
            return False
        return True
