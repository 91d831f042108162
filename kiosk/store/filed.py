"""The SQL of cartons: where the paper of each badge is filed."""

from dataclasses import dataclass

from kiosk.domain.badge_life import LYING, RENDERED
from kiosk.domain.model import BadgeNumber
from kiosk.store.database import Connection
from kiosk.store.states import in_list

# The plus keeps SQLite from reading a whole print for one of its badges.
NEWEST = (
    "+print = (SELECT max(print) FROM paper AS later WHERE later.badge = paper.badge"  # noqa: S608 - our own words
    f" AND later.state IN {in_list(LYING)})"
)
"""Condition: the newest paper of its badge that was printed, or may have been."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a badge is filed: the carton, and its position in it, both from 1."""

    carton: int
    position: int


def filed_of(connection: Connection, badge: BadgeNumber) -> Filed | None:
    """Return where the paper of a badge is filed; None if it is not."""
    query = f"SELECT carton, position FROM paper WHERE badge = ? AND {NEWEST}"  # noqa: S608 - our own words
    row = connection.execute(query, (badge,)).fetchone()
    return None if row is None or None in row else Filed(row[0], row[1])


def all_filed(connection: Connection) -> dict[BadgeNumber, Filed]:
    """Return where each badge was last filed, or was to be filed when its paper failed."""
    # Whether an interrupted print was printed is unknown: its places count if there are no others.
    query = "SELECT badge, carton, position FROM paper WHERE carton IS NOT NULL ORDER BY state <> ?, print"
    rows = connection.execute(query, (RENDERED,))
    return {BadgeNumber(n): Filed(carton, position) for n, carton, position in rows}
