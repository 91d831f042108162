"""The SQL of spare badges: unassigned until linked to a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import apsw

from kiosk.domain.journal import micros
from kiosk.domain.model import BadgeNumber


@dataclass(frozen=True, slots=True)
class SpareRow:
    """A number printed ahead: what sealed it, and whether its paper was destroyed or lost."""

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
    """Return a spare number; None for one that never was, or that is somebody's badge by now."""
    query = "SELECT number, epoch, credential_hash, is_void FROM spare WHERE number = ?"
    row = connection.execute(query, (number,)).fetchone()
    return None if row is None else SpareRow(BadgeNumber(row[0]), row[1], row[2], bool(row[3]))


def use_spare(connection: apsw.Connection, number: BadgeNumber) -> None:
    """Take a number out of the spare ones, because it is somebody's badge from now on."""
    connection.execute("DELETE FROM spare WHERE number = ?", (number,))


def void_spare(connection: apsw.Connection, number: BadgeNumber) -> None:
    """Have a spare number never become a badge."""
    connection.execute("UPDATE spare SET is_void = 1 WHERE number = ?", (number,))


def free_spares(connection: apsw.Connection) -> list[BadgeNumber]:
    """Return the spare numbers that can still be linked, in their order."""
    query = "SELECT number FROM spare WHERE is_void = 0 ORDER BY number"
    return [BadgeNumber(number) for (number,) in connection.execute(query)]
