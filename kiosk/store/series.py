"""The SQL of series: which life draws its badge numbers from which series, and how far it came.

1. A life has one series; a counter is never given twice.
2. Another life may have drawn the same series by chance: then a number alone names no badge (see `shared`).
"""

from collections.abc import Sequence

import apsw

from kiosk.domain.credential import COUNTERS, SERIES, Series, number_from
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import LifeId
from kiosk.domain.model import BadgeNumber


def own_series(connection: apsw.Connection, life: bytes) -> int | None:
    """Return the series of a life, or None while it has issued nothing."""
    number: int | None = connection.execute("SELECT series FROM series WHERE life = ?", (life,)).get
    return number


def begin_series(connection: apsw.Connection, life: bytes, wanted: int) -> int:
    """Give a life a series of its own: `wanted` (0 to 1023) or the next that no life here has used.

    Raises:
        KioskError: all 1024 are used.
    """
    used = {int(row[0]) for row in connection.execute("SELECT series FROM series")}
    free = next((s for s in ((wanted + i) % SERIES for i in range(SERIES)) if s not in used), None)
    if free is None:
        raise KioskError("all 1024 series of badge numbers are used", "begin a new event with `kiosk init`")
    query = "INSERT INTO series (series, life, next_counter, seal) VALUES (?, ?, 1, 2)"
    connection.execute(query, (free, life))
    return free


def take_numbers(connection: apsw.Connection, life: bytes, count: int) -> list[BadgeNumber]:
    """Take the next `count` numbers of a life's series; they are never given again.

    Raises:
        KioskError: the series does not have that many left.
    """
    query = "SELECT series, next_counter FROM series WHERE life = ?"
    series, first = next(iter(connection.execute(query, (life,))))
    if first + count > COUNTERS:
        raise KioskError(
            "series {series} has no badge numbers left", "begin a new life of this station", series=series
        )
    connection.execute("UPDATE series SET next_counter = ? WHERE life = ?", (first + count, life))
    return [number_from(series, counter) for counter in range(first, first + count)]


def lives_of_series(connection: apsw.Connection) -> dict[int, Sequence[Series]]:
    """Return the lives that each series is known to belong to, as they seal."""
    found: dict[int, list[Series]] = {}
    for number, life, seal in connection.execute(
        "SELECT series, life, seal FROM series ORDER BY series, life"
    ):
        found.setdefault(number, []).append(Series(number, LifeId(life) if seal == 2 else None))
    return dict(found)


def shared(connection: apsw.Connection) -> list[int]:
    """Return the series that more than one life has drawn."""
    query = "SELECT series FROM series GROUP BY series HAVING count(*) > 1 ORDER BY series"
    return [number for (number,) in connection.execute(query)]
