"""The SQL that selects people for a print: by typed ids, and by when they last changed."""

import json
from collections.abc import Iterable
from datetime import datetime

from kiosk.domain.journal import micros
from kiosk.domain.model import BadgeNumber
from kiosk.store.badges import Connection

_TOUCHED = """
WITH touched (id) AS (
    SELECT entity FROM change WHERE made_at >= ?1
    AND (import IS NULL OR import IN (SELECT n FROM import WHERE state = 'applied'))
)
SELECT n FROM accreditation WHERE id IN (SELECT id FROM touched)
UNION SELECT a.n FROM accreditation a JOIN holder h ON h.n = a.holder WHERE h.id IN (SELECT id FROM touched)
UNION SELECT accreditation FROM badge WHERE issued_at >= ?1
"""


def touched_since(connection: Connection, since: datetime) -> frozenset[int]:
    """Return the accreditations that changed, or got a badge, since an instant."""
    return frozenset(n for (n,) in connection.execute(_TOUCHED, (micros(since),)))


def of_external_ids(connection: Connection, ids: Iterable[str]) -> dict[str, list[int]]:
    """Return the accreditations with these ids in lists, by id; an id may be in several lists."""
    query = (
        "SELECT external_id, n FROM accreditation"
        " WHERE external_id IN (SELECT value FROM json_each(?)) ORDER BY n"
    )
    found: dict[str, list[int]] = {}
    for external_id, n in connection.execute(query, (json.dumps(list(ids)),)):
        found.setdefault(external_id, []).append(n)
    return found


def of_numbers(connection: Connection, numbers: Iterable[BadgeNumber]) -> dict[BadgeNumber, int]:
    """Return the accreditation of each badge number that exists."""
    query = "SELECT number, accreditation FROM badge WHERE number IN (SELECT value FROM json_each(?))"
    rows = connection.execute(query, (json.dumps(list(numbers)),))
    return {BadgeNumber(number): n for number, n in rows}
