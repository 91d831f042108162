"""The SQL that finds what a command did not finish: imports and erasures. Every command asks it first."""

from datetime import datetime

import apsw

from kiosk.domain.journal import micros
from kiosk.domain.model import Subject


def to_fold(connection: apsw.Connection) -> list[int]:
    """Return the numbers of the imports that were switched but are not fully folded."""
    return [n for (n,) in connection.execute("SELECT n FROM import WHERE state = 'applying' ORDER BY n")]


def silent(connection: apsw.Connection, since: datetime) -> list[int]:
    """Return the numbers of the staging imports without a heartbeat since an instant."""
    query = "SELECT n FROM import WHERE state = 'staging' AND beat_at < ? ORDER BY n"
    return [n for (n,) in connection.execute(query, (micros(since),))]


def to_clear(connection: apsw.Connection) -> list[int]:
    """Return the numbers of the abandoned imports that still have staged changes."""
    query = "SELECT n FROM import WHERE state = 'abandoned' AND last >= first ORDER BY n"
    return [n for (n,) in connection.execute(query)]


def with_photos_to_settle(connection: apsw.Connection) -> list[tuple[int, bytes]]:
    """Return the imports, with their ids, that are over and whose pictures are not settled."""
    query = "SELECT n, id FROM import WHERE has_photos = 1 AND state IN ('applied', 'abandoned') ORDER BY n"
    return [(n, identifier) for n, identifier in connection.execute(query)]


def half_erased(connection: apsw.Connection) -> list[tuple[bytes, Subject | None]]:
    """Return the holders of whom something is left, each with their subject in the journal."""
    rows = connection.execute("SELECT entity, subject FROM erasing ORDER BY entity")
    return [(entity, None if subject is None else Subject(subject)) for entity, subject in rows]


def doomed_photos(connection: apsw.Connection) -> list[bytes]:
    """Return the pictures to be removed from the photo file."""
    return [bytes(digest) for (digest,) in connection.execute("SELECT digest FROM photo_erasing")]
