"""The SQL of changes that could not be folded: kept with the reason, until a person settles each."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import apsw

from kiosk.domain.journal import micros
from kiosk.store.database import StoreError


class Obstacle(StrEnum):
    """Why a change could not be folded; words are added, never changed.

    `taken`: another person has the id of the list. `unknown`: a field, or a value, of a newer Kiosk.
    `absent`: the person is not here. `missing`: something that it names is not here. `refused`: else.
    """

    TAKEN = "taken"
    UNKNOWN = "unknown"
    ABSENT = "absent"
    MISSING = "missing"
    REFUSED = "refused"


class Settled(StrEnum):
    """What became of a change that had been set aside."""

    APPLIED = "applied"
    DROPPED = "dropped"


class UnknownFieldError(StoreError):
    """A change of a field that this version does not know."""


class AbsentError(StoreError):
    """A change of somebody who is not here."""


CannotFold = (apsw.ConstraintError, UnknownFieldError, AbsentError)
"""What stops one change from being folded, and no other."""


def obstacle(error: BaseException) -> Obstacle:
    """Return the reason for an error that stopped a change."""
    if isinstance(error, UnknownFieldError) or "CHECK" in str(error):
        return Obstacle.UNKNOWN
    if isinstance(error, AbsentError):
        return Obstacle.ABSENT
    if "UNIQUE" in str(error):
        return Obstacle.TAKEN
    return Obstacle.MISSING if "FOREIGN KEY" in str(error) else Obstacle.REFUSED


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that was set aside and not settled.

    Attributes:
        n: the number of the change.
        batch: of the import that it belongs to; None for none.
        field: as in `Edit` of changes.py.
        value: the new value; "" where it was erased since.
        name: of the person, as far as the change or the list says.
        external_id: of the person in the list that brings it; "" for none.
        holder: of that id now, by name; "" for nobody.
    """

    n: int
    batch: int | None
    reason: Obstacle
    field: str
    value: str
    name: str
    external_id: str
    holder: str


def set_aside(connection: apsw.Connection, change: int, reason: Obstacle, at: datetime) -> None:
    """Note that a change could not be folded."""
    connection.execute(
        "INSERT INTO set_aside (change, reason, set_at) VALUES (?, ?, ?) ON CONFLICT (change)"
        " DO UPDATE SET reason = excluded.reason, settled = NULL, settled_at = NULL",
        (change, reason.value, micros(at)),
    )


def settle(connection: apsw.Connection, change: int, outcome: Settled, at: datetime) -> None:
    """Note what became of a change that had been set aside."""
    connection.execute(
        "UPDATE set_aside SET settled = ?, settled_at = ? WHERE change = ?",
        (outcome.value, micros(at), change),
    )


def count_waiting(connection: apsw.Connection) -> int:
    """Return how many changes wait for somebody to settle them."""
    number: int = connection.execute("SELECT count(*) FROM set_aside WHERE settled IS NULL").get
    return number


def waiting_for(connection: apsw.Connection, reason: Obstacle) -> list[tuple[int, int | None]]:
    """Return the changes that wait for one reason, each with the import that it belongs to."""
    rows = connection.execute(
        "SELECT s.change, c.import FROM set_aside s JOIN change c ON c.n = s.change"
        " WHERE s.settled IS NULL AND s.reason = ? ORDER BY s.change",
        (reason.value,),
    )
    return [(n, batch) for n, batch in rows]


_WAITING = """
SELECT c.n, c.import, s.reason, c.field, coalesce(c.new, ''),
    coalesce(h.given_name || ' ' || h.family_name, '')
FROM set_aside s JOIN change c ON c.n = s.change
LEFT JOIN accreditation a ON a.id = c.entity
LEFT JOIN holder h ON h.n = coalesce(a.holder, (SELECT n FROM holder WHERE id = c.entity))
WHERE s.settled IS NULL ORDER BY c.n
"""
_GIVEN, _FAMILY, _SOURCE, _ID = 3, 4, 24, 25
"""Where a new person's array has these (NEW_PERSON of changes.py)."""


def waiting(connection: apsw.Connection) -> list[Waiting]:
    """Return the changes that wait for somebody to settle them, oldest first."""
    found = []
    for n, batch, reason, field, value, name in connection.execute(_WAITING).fetchall():
        external_id, holder, said = "", "", str(name).strip()
        if field == "*" and value:
            row = json.loads(str(value))
            said = f"{row[_GIVEN]} {row[_FAMILY]}".strip()
            external_id = str(row[_ID] or "")
            holder = _holder_of(connection, str(row[_SOURCE]), external_id)
        elif field == "external_id":
            external_id = str(value)
        batch_n = None if batch is None else int(batch)
        told = (str(field), str(value), said, external_id, holder)
        found.append(Waiting(int(n or 0), batch_n, Obstacle(str(reason)), *told))
    return found


def _holder_of(connection: apsw.Connection, source: str, external_id: str) -> str:
    row = connection.execute(
        "SELECT h.given_name || ' ' || h.family_name FROM accreditation a JOIN holder h ON h.n = a.holder"
        " WHERE a.external_id = ? AND a.source = ?",
        (external_id, source),
    ).fetchone()
    return "" if row is None else str(row[0]).strip()
