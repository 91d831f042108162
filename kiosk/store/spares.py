"""The SQL of spare badges: unassigned until linked to a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import apsw

from kiosk.domain.journal import micros
from kiosk.domain.model import BadgeNumber


@dataclass(frozen=True, slots=True)
class SpareRow:
    """A number printed ahead: its key epoch, and whether it was voided as lost or destroyed."""

    number: BadgeNumber
    epoch: int
    credential_hash: bytes
    is_void: bool = False


def add_spares(connection: apsw.Connection, spares: Iterable[SpareRow], at: datetime) -> None:
    """Write new spare numbers."""
    connection.executemany(
        "INSERT INTO spare (number, epoch, credential_hash, made_at) VALUES (?, ?, ?, ?)",
        ((one.number, one.epoch, one.credential_hash, micros(at)) for one in spares),
    )


def find_spare(connection: apsw.Connection, number: BadgeNumber) -> SpareRow | None:
    """Return a spare number; None if it never existed or has been linked to a person."""
    query = "SELECT number, epoch, credential_hash, is_void FROM spare WHERE number = ?"
    row = connection.execute(query, (number,)).fetchone()
    return None if row is None else SpareRow(BadgeNumber(row[0]), row[1], row[2], bool(row[3]))


def use_spare(connection: apsw.Connection, number: BadgeNumber) -> None:
    """Remove a number from the spares, because it has been linked to a person."""
    connection.execute("DELETE FROM spare WHERE number = ?", (number,))


def void_spare(connection: apsw.Connection, number: BadgeNumber) -> None:
    """Void a spare number: it can never become a badge."""
    connection.execute("UPDATE spare SET is_void = 1 WHERE number = ?", (number,))


def free_spares(connection: apsw.Connection) -> list[BadgeNumber]:
    """Return the spare numbers that can still be linked, in order."""
    query = "SELECT number FROM spare WHERE is_void = 0 ORDER BY number"
    return [BadgeNumber(number) for (number,) in connection.execute(query)]
