"""The SQL of tombstones: marks of erased people, which name nobody and keep them from coming back."""

import json
from collections.abc import Iterable

import apsw

from kiosk.domain.tombstone import MARK_BYTES, Mark, Trace
from kiosk.store.search import Value


def write_marks(marks: Iterable[Mark]) -> str:
    """Write marks as the new value of a change of the field `erased`."""
    return json.dumps({"marks": sorted([trace.value, mark.hex()] for trace, mark in marks)})


def read_marks(value: str) -> list[Mark]:
    """Read what `write_marks` wrote; nothing from a change of before, or of a newer Kiosk's other traces."""
    found = json.loads(value)
    pairs = found.get("marks", ()) if isinstance(found, dict) else ()
    return [(Trace(trace), bytes.fromhex(mark)[:MARK_BYTES]) for trace, mark in pairs if trace in set(Trace)]


def keep_tombstone(connection: apsw.Connection, entity: Value, marks: Iterable[Mark], change: int) -> None:
    """Write the marks of somebody erased, the entity's own id among them."""
    connection.executemany(
        "INSERT INTO tombstone (trace, mark, entity, change) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        ((trace.value, mark, entity, change) for trace, mark in ((Trace.ENTITY, entity), *marks)),
    )


def known_marks(connection: apsw.Connection) -> frozenset[Mark]:
    """Return the marks of everybody who was erased."""
    rows = connection.execute("SELECT DISTINCT trace, mark FROM tombstone")
    return frozenset((Trace(trace), mark) for trace, mark in rows)


def any_since(connection: apsw.Connection, change: int) -> bool:
    """Say whether anybody was erased by this change or a later one."""
    query = "SELECT EXISTS (SELECT 1 FROM tombstone WHERE change >= ?)"
    return bool(connection.execute(query, (change,)).get)


def empty_late_copies(connection: apsw.Connection, first: int, last: int, batch: int | None) -> None:
    """Empty the changes of a range that would bring somebody erased back under their id."""
    connection.execute(
        "UPDATE change SET new = NULL WHERE n BETWEEN ? AND ? AND +import IS ? AND field = '*'"
        " AND entity IN (SELECT mark FROM tombstone WHERE trace = 'entity')",
        (first, last, batch),
    )
