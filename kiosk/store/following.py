"""The SQL of rights that follow the event: how many people share a set of rights, and which."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import apsw

from kiosk.domain.badge_life import ON_PAPER
from kiosk.domain.journal import micros
from kiosk.domain.model import AccreditationId, CategoryId
from kiosk.store.states import in_list

Connection = apsw.Connection
"""What a transaction yields, for callers that keep one open."""


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one category with one set of rights.

    Attributes:
        rights: the number of the set.
        badges: how many of their badges are printed, possibly printed, or handed over.
    """

    category: CategoryId
    rights: int
    people: int
    badges: int


def groups(connection: apsw.Connection) -> list[Group]:
    """Return everyone who was not erased, by category and rights."""
    rows = connection.execute(
        "SELECT a.category, a.rights, count(*), sum((SELECT count(*) FROM badge b"  # noqa: S608 - our own words
        f"   WHERE b.accreditation = a.n AND b.state IN {in_list(ON_PAPER)}))"
        " FROM accreditation a JOIN holder h ON h.n = a.holder WHERE h.subject IS NOT NULL"
        " GROUP BY a.category, a.rights ORDER BY a.category, a.rights"
    )
    return [Group(CategoryId(str(c)), int(r), int(n), int(b or 0)) for c, r, n, b in rows]


def never_valid_between(connection: apsw.Connection, first: datetime, last: datetime) -> int:
    """Return how many people's validity begins after `last` or has ended by `first`."""
    number: int = connection.execute(
        "SELECT count(*) FROM accreditation a JOIN holder h ON h.n = a.holder WHERE h.subject IS NOT NULL"
        " AND (a.valid_until <= ? OR a.valid_from >= ?)",
        (micros(first), micros(last)),
    ).get
    return number


def zones_with_people(connection: apsw.Connection) -> Iterator[tuple[str, int]]:
    """Yield each zone in which people are believed to be, and how many."""
    yield from connection.execute("SELECT zone, count(*) FROM presence GROUP BY zone ORDER BY zone")


def members(connection: apsw.Connection, group: Group) -> list[AccreditationId]:
    """Return the accreditations of a group, oldest first."""
    rows = connection.execute(
        "SELECT a.id FROM accreditation a JOIN holder h ON h.n = a.holder"
        " WHERE h.subject IS NOT NULL AND a.category = ? AND a.rights = ? ORDER BY a.n",
        (group.category, group.rights),
    )
    return [AccreditationId(identifier) for (identifier,) in rows]


def is_list_as_of(connection: apsw.Connection, number: int, batch: int) -> bool:
    """Say whether no category or rights changed, and no person was added, since change `number`."""
    query = (
        "SELECT NOT EXISTS (SELECT 1 FROM change WHERE n > ?1 AND import IS NOT ?2"
        " AND field IN ('*', 'category', 'rights', 'erased'))"
    )
    return bool(connection.execute(query, (number, batch)).get)
