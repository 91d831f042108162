"""The SQL of homes: the marks by which each life knows the computer and the file that it is bound to."""

import apsw

from kiosk.domain.home import MarkKind, Marks
from kiosk.store.journal import Journal


def keep_home(connection: apsw.Connection, journal: Journal, marks: Marks) -> None:
    """Write the marks of a life that begins."""
    connection.executemany(
        "INSERT INTO home (life, kind, mark) VALUES (?, ?, ?)",
        ((journal.n, kind.value, mark) for kind, mark in sorted(marks)),
    )


def home_of(connection: apsw.Connection, journal: Journal) -> Marks:
    """Return the marks of a life; none for one that is bound to nothing."""
    rows = connection.execute("SELECT kind, mark FROM home WHERE life = ?", (journal.n,))
    return frozenset((MarkKind(kind), mark) for kind, mark in rows)
