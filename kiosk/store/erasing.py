"""The SQL of erasing a person beyond the list: older changes, texts beside the journal, pictures, the log.

1. Once a person is erased in the list, `erasing` names them until nothing of them is left in this file.
2. Changes are emptied in slices; the photos that they name are noted before the slice is emptied.
"""

import json
from collections.abc import Iterable

import apsw

from kiosk.domain.model import Subject
from kiosk.store.database import Database, explained
from kiosk.store.search import Value

_ENTITIES = (
    "(SELECT ?1 UNION ALL SELECT a.id FROM accreditation a JOIN holder h ON h.n = a.holder WHERE h.id = ?1)"
)
CHANGES_OF = (
    "SELECT n, field, old, new FROM change WHERE entity IN "  # noqa: S608 - our own words
    f"{_ENTITIES} AND field <> 'erased' AND (old IS NOT NULL OR new IS NOT NULL) LIMIT ?2"
)
_PHOTO_OF_NEW = 18
"""Where a new person's array has the photo (NEW_PERSON of changes.py)."""


def begin(connection: apsw.Connection, holder: int) -> None:
    """Note a holder whose row is about to be emptied, and the photo in it."""
    connection.execute(
        "INSERT INTO erasing (entity, subject) SELECT id, subject FROM holder WHERE n = ?"
        " ON CONFLICT DO NOTHING",
        (holder,),
    )
    photo = connection.execute("SELECT photo FROM holder WHERE n = ?", (holder,)).get
    if photo is not None:
        doom_photos(connection, [photo])


def is_erased(connection: apsw.Connection, entity: Value) -> bool:
    """Say whether a holder, or the holder of an accreditation, is known and was erased."""
    query = (
        "SELECT EXISTS (SELECT 1 FROM holder WHERE id = ?1 AND subject IS NULL) OR EXISTS (SELECT 1"
        " FROM accreditation a JOIN holder h ON h.n = a.holder WHERE a.id = ?1 AND h.subject IS NULL)"
    )
    return bool(connection.execute(query, (entity,)).get)


def empty_some(connection: apsw.Connection, entity: bytes, size: int) -> bool:
    """Empty up to `size` changes about an erased person; say whether there may be more."""
    rows = connection.execute(CHANGES_OF, (entity, size)).fetchall()
    doom_photos(connection, photos_in((field, value) for _, field, *values in rows for value in values))
    connection.executemany(
        "UPDATE change SET old = NULL, new = NULL WHERE n = ?", ((n,) for n, _, _, _ in rows)
    )
    return len(rows) == size


def photos_in(values: Iterable[tuple[Value, Value]]) -> set[bytes]:
    """Return the photos that values of changes name, each given with its field."""
    found = set()
    for field, value in values:
        if field == "photo" and value:
            found.add(bytes.fromhex(str(value)))
        elif field == "*" and value and (named := json.loads(str(value))[_PHOTO_OF_NEW]):
            found.add(bytes.fromhex(str(named)))
    return found


def finish_entity(connection: apsw.Connection, entity: bytes) -> None:
    """Note that nothing of a holder is left in this file."""
    connection.execute("DELETE FROM erasing WHERE entity = ?", (entity,))


def doom_photos(connection: apsw.Connection, digests: Iterable[bytes]) -> None:
    """Note pictures to be removed from the photo file, unless somebody has them."""
    query = "INSERT INTO photo_erasing (digest) VALUES (?) ON CONFLICT DO NOTHING"
    connection.executemany(query, ((digest,) for digest in digests))


def forget_doomed(connection: apsw.Connection, digests: Iterable[bytes]) -> None:
    """Note that pictures were removed from the photo file, or are somebody's after all."""
    connection.executemany("DELETE FROM photo_erasing WHERE digest = ?", ((digest,) for digest in digests))


_PRINTS = """
SELECT DISTINCT p.file FROM print p JOIN paper ON paper.print = p.n
WHERE p.file <> '' AND paper.badge IN
    (SELECT b.number FROM badge b JOIN accreditation a ON a.n = b.accreditation WHERE a.holder = ?)
ORDER BY p.n
"""
_EXPORTS = """
SELECT DISTINCT detail ->> 'file' FROM journal WHERE kind = 'export' AND detail ->> 'file' IS NOT NULL
AND recorded_at >= (SELECT min(made_at) FROM change WHERE entity = (SELECT id FROM holder WHERE n = ?))
"""


def handed_out(connection: apsw.Connection, holder: int) -> tuple[str, ...]:
    """Return the names of files made here that may name a person: their badges, exports since they came.

    Reads the whole journal.
    """
    found = [*connection.execute(_PRINTS, (holder,)), *connection.execute(_EXPORTS, (holder,))]
    return tuple(str(file) for (file,) in found)


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
