"""The version of the list: how many changes were applied on this station, and when the last one was.

It counts what a gate can see: changes of people once they are folded, badges issued and their states.
"""

from datetime import datetime

import apsw

from kiosk.domain.journal import micros


def list_version(connection: apsw.Connection) -> int:
    """Return the version of the list, for the journal."""
    version: int = connection.execute("SELECT version FROM list_version").get
    return version


def list_age(connection: apsw.Connection) -> int | None:
    """Return when the list last changed; microseconds UTC, None for a list that never did."""
    at: int | None = connection.execute("SELECT changed_at FROM list_version").get
    return at


def rise(connection: apsw.Connection, changes: int, at: datetime) -> None:
    """Note that some changes were applied, in the transaction that applies them."""
    if changes:
        query = "UPDATE list_version SET version = version + ?, changed_at = max(coalesce(changed_at, 0), ?)"
        connection.execute(query, (changes, micros(at)))
