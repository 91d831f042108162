"""The SQL of heads, and of the triggers that guard the journal against accidental changes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import apsw

from kiosk.store.journal import SEQ_MASK, Journal

_GUARDED = "('journal', 'head')"
_SCHEMA = f"""
SELECT type || ' ' || name, sql FROM sqlite_schema
WHERE tbl_name IN {_GUARDED} AND type IN ('table', 'trigger') ORDER BY name
"""  # noqa: S608 (our own words)


def keep_head(connection: apsw.Connection, journal: Journal, size: int, note: str, signed_at: int) -> None:
    """Keep the signed head of the first `size` records, unless there is one already."""
    connection.execute(
        "INSERT INTO head (n, note, signed_at)"
        " SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM head WHERE n = ?1)",
        (journal.first + size, note, signed_at),
    )


def heads(connection: apsw.Connection, journal: Journal) -> Iterator[tuple[int, str]]:
    """Yield (size, note) of each head of a journal, smallest first."""
    for n, note in connection.execute(
        "SELECT n, note FROM head WHERE n BETWEEN ? AND ? ORDER BY n", (journal.first, journal.last)
    ):
        yield n & SEQ_MASK, note


def last_head(connection: apsw.Connection, journal: Journal) -> tuple[int, str] | None:
    """Return (size, note) of the newest head; None before the first."""
    row = connection.execute(
        "SELECT n, note FROM head WHERE n BETWEEN ? AND ? ORDER BY n DESC LIMIT 1",
        (journal.first, journal.last),
    ).fetchone()
    return None if row is None else (row[0] & SEQ_MASK, row[1])


def guards(connection: apsw.Connection) -> Mapping[str, str]:
    """Return the tables and triggers of the journal and its heads, by name, as the file declares them."""
    return dict(connection.execute(_SCHEMA))


def guards_expected() -> Mapping[str, str]:
    """Return what `guards` finds in an untampered file."""
    connection = apsw.Connection(":memory:")
    try:
        script = Path(__file__).parent / "migrations" / "0002-journal.sql"
        connection.execute(script.read_text(encoding="utf-8"))
        return guards(connection)
    finally:
        connection.close()


def strays(connection: apsw.Connection) -> int:
    """Return how many records belong to no life of this file."""
    found: int = connection.execute(
        "SELECT count(*) FROM journal WHERE n >> 40 NOT IN (SELECT n FROM life)"
    ).get
    return found
