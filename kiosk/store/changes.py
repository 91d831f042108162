"""Writing people: immutable changes, and their fold into holders and accreditations.

1. No other module writes `holder`, `accreditation` or `person_search`; every edit is a change first.
2. A change is folded once, in the order of its number, in the transaction that records it as folded. One that
   cannot be folded is set aside: the list goes on without it.
3. Field '*' brings a person: holder and accreditation, both under the entity's id. Its JSON array is laid
   out by NEW_PERSON; the first element is its format, and later formats only grow at the end.
4. Field 'erased' removes a person's data; its value has the marks of their tombstone. Their older changes are
   emptied after it, in slices (erasing.py), and what still comes of them is emptied instead of folded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import apsw

from kiosk.domain.journal import Life, micros
from kiosk.store import erasing, search
from kiosk.store.list_version import rise
from kiosk.store.search import Value
from kiosk.store.set_aside import (
    AbsentError,
    CannotFold,
    Obstacle,
    Settled,
    UnknownFieldError,
    obstacle,
    set_aside,
    settle,
    waiting_for,
)
from kiosk.store.tombstones import empty_late_copies, keep_tombstone, read_marks

FORMAT = 1
HOLDER_TEXTS = (
    "title", "given_name", "family_name", "name_native", "organisation", "position", "country", "nationality",
    "delegation", "language", "id_document", "birth_date", "email", "phone", "host", "notes",
)  # fmt: skip
NEW_PERSON = (
    "format", "subject", *HOLDER_TEXTS, "photo",
    "category", "status", "rights", "valid_from", "valid_until", "source", "external_id",
)  # fmt: skip
"""The elements of a new person's array; `subject` and `photo` are hexadecimal."""
NEW = "*"
ERASED = "erased"

_AT = {name: index for index, name in enumerate(NEW_PERSON)}
_ADD_HOLDERS = (
    f"INSERT INTO holder (id, subject, photo, {', '.join(HOLDER_TEXTS)})"  # noqa: S608 - our own words, as below
    f" SELECT entity, unhex(new ->> {_AT['subject']}), unhex(new ->> {_AT['photo']}),"
    f" {', '.join(f'new ->> {_AT[name]}' for name in HOLDER_TEXTS)}"
    " FROM change WHERE n BETWEEN ?1 AND ?2 AND +import IS ?3 AND field = '*' AND new IS NOT NULL"
    " ORDER BY n ON CONFLICT (id) DO NOTHING"
)
_COPIED = ("category", "status", "rights", "valid_from", "valid_until", "source", "external_id")
_ADD_ACCREDITATIONS = (
    f"INSERT INTO accreditation (id, holder, {', '.join(_COPIED)}) SELECT c.entity, h.n,"  # noqa: S608
    f" {', '.join(f'c.new ->> {_AT[name]}' for name in _COPIED)}"
    " FROM change c CROSS JOIN holder h ON h.id = c.entity"
    " WHERE c.n BETWEEN ?1 AND ?2 AND +c.import IS ?3 AND c.field = '*' AND c.new IS NOT NULL AND h.n > ?4"
    " ORDER BY c.n"
)
_OTHERS = (
    "SELECT n, entity, field, new FROM change"
    " WHERE n BETWEEN ? AND ? AND +import IS ? AND field <> '*' AND new IS NOT NULL ORDER BY n"
)
_INSERT = (
    "INSERT INTO change (station, life, entity, field, old, new, base, import, made_at, operator)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_INTEGER, _BYTES = "CAST(? AS INTEGER)", "unhex(?)"
_HOLDER_SET = {name: f"UPDATE holder SET {name} = ? WHERE id = ?" for name in HOLDER_TEXTS} | {  # noqa: S608
    "photo": f"UPDATE holder SET photo = {_BYTES} WHERE id = ?",  # noqa: S608
}
_ACCREDITATION_SET = {
    "category": "UPDATE accreditation SET category = ? WHERE id = ?",
    "status": "UPDATE accreditation SET status = ? WHERE id = ?",
    "source": "UPDATE accreditation SET source = ? WHERE id = ?",
    "external_id": "UPDATE accreditation SET external_id = nullif(?, '') WHERE id = ?",
} | {
    name: f"UPDATE accreditation SET {name} = {_INTEGER} WHERE id = ?"  # noqa: S608
    for name in ("rights", "valid_from", "valid_until", "is_watched")
}


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a change: this life of this station, and the operator's account."""

    life: Life
    operator: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to change.

    Attributes:
        entity: the id of a holder or an accreditation; the field says which.
        field: a column of theirs, or `NEW` or `ERASED`.
        old: the value that the author saw; integers in decimal, bytes in hexadecimal, None for nothing.
        new: the new value; "" empties.
        base: the newest change that the author saw, where it matters.
    """

    entity: bytes
    field: str
    old: str | None
    new: str
    base: int | None = None


def newest(connection: apsw.Connection) -> int:
    """Return the number of the newest change, staged ones included."""
    number: int | None = connection.execute("SELECT max(n) FROM change").get
    return number or 0


def stage(
    connection: apsw.Connection, author: Author, at: datetime, edits: Iterable[Edit], batch: int | None
) -> int:
    """Write changes without folding them, for the import `batch`; return the number of the last."""
    life, made_at = author.life, micros(at)
    connection.executemany(
        _INSERT,
        (
            (life.station, life.id, e.entity, e.field, e.old, e.new, e.base, batch, made_at, author.operator)
            for e in edits
        ),
    )
    return newest(connection)


_INSERT_NEW = (
    "INSERT INTO change (station, life, entity, field, new, import, made_at, operator)"
    " SELECT ?1, ?2, unhex(?3 || printf('%012x', ?4 + key)), '*', value, ?5, ?6, ?7 FROM json_each(?8)"
)


@dataclass(frozen=True, slots=True)
class NewPeople:
    """Many new people at once.

    Attributes:
        prefix: 10 bytes with which their ids begin; a number of 6 bytes follows.
        first: the number of the first.
        rows: a JSON array of arrays laid out by NEW_PERSON.
    """

    prefix: bytes
    first: int
    rows: str


def stage_new(
    connection: apsw.Connection, author: Author, at: datetime, people: NewPeople, batch: int | None
) -> int:
    """Write the changes that bring new people, for the import `batch`; return the number of the last."""
    life = author.life
    connection.execute(
        _INSERT_NEW,
        (
            *(life.station, life.id, people.prefix.hex(), people.first, batch, micros(at), author.operator),
            people.rows,
        ),
    )
    return newest(connection)


def act(connection: apsw.Connection, author: Author, at: datetime, edits: Iterable[Edit]) -> int:
    """Write changes and fold them, inside the caller's transaction; return the number of the last.

    Raises:
        StoreError: one of them cannot be folded; nothing may be kept of any.
    """
    before = newest(connection)
    last = stage(connection, author, at, edits, None)
    search.prepare(connection)
    fold_all(connection, before + 1, last, None)
    rise(connection, last - before, at)
    return last


def fold(connection: apsw.Connection, first: int, last: int, batch: int | None, at: datetime) -> int:
    """Fold the changes from number `first` to `last` of an import, or of no import, into the tables.

    Those that cannot be folded are set aside, each with its reason. Needs `search.prepare` on the connection.
    Runs in the caller's transaction, which also records how far the fold came: nothing is folded twice.

    Returns:
        how many were set aside.
    """
    try:
        with connection:  # a savepoint
            fold_all(connection, first, last, batch)
    except CannotFold as error:
        if first == last:
            set_aside(connection, first, obstacle(error), at)
            return 1
        middle = (first + last) // 2
        return fold(connection, first, middle, batch, at) + fold(connection, middle + 1, last, batch, at)
    return 0


def fold_absent(connection: apsw.Connection, at: datetime) -> None:
    """Fold the changes that were set aside because their person was not here, as far as they are here now."""
    for n, batch in waiting_for(connection, Obstacle.ABSENT):
        fold_again(connection, n, batch, at)


def fold_again(connection: apsw.Connection, n: int, batch: int | None, at: datetime) -> Obstacle | None:
    """Fold one change that was set aside; return what is still in its way, or None where it is folded now."""
    try:
        with connection:
            fold_all(connection, n, n, batch)
    except CannotFold as error:
        return obstacle(error)
    settle(connection, n, Settled.APPLIED, at)
    rise(connection, 1, at)
    return None


def fold_all(connection: apsw.Connection, first: int, last: int, batch: int | None) -> None:
    """Fold changes as `fold` does, all or none.

    Raises:
        apsw.ConstraintError, StoreError: one of them cannot be folded.
    """
    span = (first, last, batch)
    empty_late_copies(connection, *span)
    others = connection.execute(_OTHERS, span).fetchall()
    for _, entity, field, new in others:
        if field == "external_id" and not new:  # freed before a new person takes it in the same range
            connection.execute(_ACCREDITATION_SET[field], (None, entity))
    known: int = connection.execute("SELECT coalesce(max(n), 0) FROM holder").get
    connection.execute(_ADD_HOLDERS, span)
    if connection.changes():
        connection.execute(_ADD_ACCREDITATIONS, (*span, known))
        search.add_after(connection, known)
    for n, entity, field, new in others:
        if erasing.is_erased(connection, entity):
            connection.execute("UPDATE change SET old = NULL, new = NULL WHERE n = ?", (n,))
        elif field == ERASED:
            _erase(connection, entity, int(n or 0), str(new))
        else:
            _set(connection, entity, str(field), str(new))


def _set(connection: apsw.Connection, entity: Value, field: str, new: str) -> None:
    if field in _ACCREDITATION_SET:
        connection.execute(_ACCREDITATION_SET[field], (new or None, entity))
        if not connection.changes():
            raise _absent(field)
        return
    holder: int | None = connection.execute("SELECT n FROM holder WHERE id = ?", (entity,)).get
    if holder is None:
        raise _absent(field)
    if field in search.INDEXED:
        search.remove(connection, holder)
        connection.execute(_HOLDER_SET[field], (new, entity))
        search.add(connection, holder)
    elif field in _HOLDER_SET:
        connection.execute(_HOLDER_SET[field], (new, entity))
    else:
        raise UnknownFieldError(
            "a change of an unknown field: {field}", "install the newer version on this station", field=field
        )


def _absent(field: str) -> AbsentError:
    return AbsentError("a change of somebody who is not here: {field}", "look again", field=field)


_EMPTY = ", ".join(f"{name} = ''" for name in HOLDER_TEXTS)


def _erase(connection: apsw.Connection, entity: Value, n: int, new: str) -> None:
    """Empty the holder's row and its accreditations' ids; what else there is of the person is to follow."""
    keep_tombstone(connection, entity, read_marks(new), n)
    holder: int | None = connection.execute("SELECT n FROM holder WHERE id = ?", (entity,)).get
    if holder is None:
        return  # a late copy of the person will not come in
    erasing.begin(connection, holder)
    search.remove(connection, holder)
    connection.execute(
        f"UPDATE holder SET subject = NULL, photo = NULL, {_EMPTY} WHERE n = ?",  # noqa: S608
        (holder,),
    )
    connection.execute(
        "UPDATE accreditation SET status = 'blocked', external_id = NULL WHERE holder = ?", (holder,)
    )
