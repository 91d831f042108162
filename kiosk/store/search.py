"""The search for people: by name in any script, organisation, id of a list, or number on a badge.

1. A hit is never a credential: a person looks at the photo and decides.
2. The index holds folded words only (kiosk/domain/folding.py); removing a row must repeat its words.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

import apsw

from kiosk.domain.credential import parse_printed
from kiosk.domain.folding import fold, fold_name

Value: TypeAlias = "apsw.SQLiteValue"
"""The type of a table's cell. Only apsw's stubs name it; what counts as bytes differs by Python version."""

_CACHE_SIZE = 50_000


def _folded(column: str) -> str:
    """Return SQL that folds a column; plain ASCII is left to the tokenizer, which folds it the same way."""
    is_ascii = f"octet_length({column}) = length({column})"
    is_joined = f"instr({column}, char(39)) OR instr({column}, char(96))"  # the two ASCII apostrophes
    return f"CASE WHEN {is_ascii} AND NOT ({is_joined}) THEN {column} ELSE kiosk_fold({column}) END"


_NAME = f"{_folded('given_name')} || ' ' || {_folded('family_name')}"
_WORDS = f"{_NAME}, {_folded('name_native')}, {_folded('organisation')}"
_COLUMNS = "rowid, name, name_native, organisation"
_ADD = f"INSERT INTO person_search ({_COLUMNS}) SELECT n, {_WORDS} FROM holder"  # noqa: S608 - our own words
_REMOVE = (
    f"INSERT INTO person_search (person_search, {_COLUMNS})"  # noqa: S608
    f" SELECT 'delete', n, {_WORDS} FROM holder WHERE n = ?"
)
INDEXED = frozenset({"given_name", "family_name", "name_native", "organisation"})
"""The fields of a holder whose changes require `remove` and `add`."""


def prepare(connection: apsw.Connection) -> None:
    """Give a connection the folding function; needed once before it adds or removes."""
    folded = lru_cache(_CACHE_SIZE)(fold_name)

    def kiosk_fold(*texts: Value) -> str:
        return folded(str(texts[0]))

    connection.create_scalar_function("kiosk_fold", kiosk_fold, 1, deterministic=True)


def add_after(connection: apsw.Connection, n: int) -> None:
    """Add the holders whose row number is above `n`."""
    connection.execute(f"{_ADD} WHERE n > ?", (n,))


def add(connection: apsw.Connection, n: int) -> None:
    """Add one holder, as the row stands now."""
    connection.execute(f"{_ADD} WHERE n = ?", (n,))


def remove(connection: apsw.Connection, n: int) -> None:
    """Remove one holder, before the row changes."""
    connection.execute(_REMOVE, (n,))


def find(connection: apsw.Connection, text: str, limit: int) -> list[int]:
    """Return the row numbers of the holders that `text` may mean, the most likely first.

    Printed badge numbers and ids of a list come first; then people whose names all match in full; then
    people whose names begin with the text; then those whose organisation does.
    """
    found: dict[int, None] = {}
    for holders in _ways(connection, text.strip(), limit):
        for holder in holders:
            found.setdefault(holder)
            if len(found) >= limit:
                return list(found)
    return list(found)


def _ways(connection: apsw.Connection, text: str, limit: int) -> Iterator[Iterator[int]]:
    yield _by_number(connection, text)
    yield _by_external_id(connection, text, limit)
    words = fold(text).split()
    if not words:
        return
    names = "{name name_native} : "
    yield _by_words(connection, names + " AND ".join(f'"{word}"' for word in words), limit)
    yield _by_words(connection, names + " AND ".join(f'"{word}" *' for word in words), limit)
    yield _by_words(connection, " AND ".join(f'"{word}" *' for word in words), limit)


def _by_number(connection: apsw.Connection, text: str) -> Iterator[int]:
    number = parse_printed(text)
    if number is not None:
        query = (
            "SELECT a.holder FROM badge b JOIN accreditation a ON a.n = b.accreditation WHERE b.number = ?"
        )
        yield from (holder for (holder,) in connection.execute(query, (number,)))


def _by_external_id(connection: apsw.Connection, text: str, limit: int) -> Iterator[int]:
    for spelt in dict.fromkeys((text, text.upper(), text.lower())) if text else ():
        query = (
            "SELECT holder FROM accreditation WHERE external_id >= ?1 AND external_id < ?1 || char(1114111)"
            " AND external_id IS NOT NULL ORDER BY length(external_id), external_id LIMIT ?2"
        )
        yield from (holder for (holder,) in connection.execute(query, (spelt, limit)))


def _by_words(connection: apsw.Connection, query: str, limit: int) -> Iterator[int]:
    rows = connection.execute(
        "SELECT rowid FROM person_search WHERE person_search MATCH ? ORDER BY rank LIMIT ?", (query, limit)
    )
    return (holder for (holder,) in rows)
