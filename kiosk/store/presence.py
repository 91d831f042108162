"""The presence table: the fold of kiosk.domain.presence, kept up to date in each transaction."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

import apsw

from kiosk.domain.event import Event
from kiosk.domain.journal import Act
from kiosk.domain.model import Subject, ZoneId
from kiosk.domain.presence import Closing, Whereabouts, after

CLOSING_BATCH = 500
"""Rows that one transaction may close, so that the write lock stays short."""


def place_of(connection: apsw.Connection, subject: Subject) -> Whereabouts | None:
    """Return where a holder is believed to be."""
    query = "SELECT zone, day, since FROM presence WHERE subject = ?"
    row = connection.execute(query, (subject,)).fetchone()
    return None if row is None else Whereabouts(row[0], date.fromisoformat(row[1]), row[2])


def follow(connection: apsw.Connection, act: Act, event: Event) -> None:
    """Move the subject of a record as the fold would, in the transaction that appends the record."""
    if act.subject is None:
        return
    before = place_of(connection, act.subject)
    place = after(before, act, event)
    if place == before:
        return
    if before is not None:
        _add(connection, before, -1)
    if place is None:
        connection.execute("DELETE FROM presence WHERE subject = ?", (act.subject,))
        return
    connection.execute(
        "INSERT INTO presence (subject, zone, day, since) VALUES (?, ?, ?, ?) ON CONFLICT (subject)"
        " DO UPDATE SET zone = excluded.zone, day = excluded.day, since = excluded.since",
        (act.subject, place.zone, place.day.isoformat(), place.since),
    )
    _add(connection, place, 1)


def _add(connection: apsw.Connection, place: Whereabouts, people: int) -> None:
    connection.execute(
        "INSERT INTO occupancy (zone, day, holders) VALUES (?, ?, ?)"
        " ON CONFLICT (zone, day) DO UPDATE SET holders = holders + excluded.holders",
        (place.zone, place.day.isoformat(), people),
    )


def occupancy(connection: apsw.Connection, event: Event, day: date) -> Mapping[ZoneId, int]:
    """Return how many people are inside each zone on a day, its sub-zones included."""
    counts: dict[ZoneId, int] = {}
    query = "SELECT zone, holders FROM occupancy WHERE day = ?"
    for zone, holders in connection.execute(query, (day.isoformat(),)):
        for enclosing in event.path.get(zone, ()):
            counts[enclosing] = counts.get(enclosing, 0) + holders
    return counts


def has_earlier(connection: apsw.Connection, zones: tuple[ZoneId, ...], before: date) -> bool:
    """Say whether a person is still counted in one of these zones from a day before `before`."""
    query = "SELECT zone FROM occupancy WHERE day < ? AND holders > 0"
    return any(row[0] in zones for row in connection.execute(query, (before.isoformat(),)))


def close_batch(connection: apsw.Connection, closing: Closing, event: Event) -> int:
    """End up to CLOSING_BATCH presences that a closing ends, and return how many there were."""
    zones = [zone.id for zone in event.zones if event.is_within(zone.id, closing.zone)]
    query = (
        "SELECT subject, zone, day FROM presence WHERE day < ?1"
        " AND zone IN (SELECT value FROM json_each(?2)) LIMIT ?3"
    )
    rows = list(connection.execute(query, (closing.before.isoformat(), json.dumps(zones), CLOSING_BATCH)))
    connection.executemany("DELETE FROM presence WHERE subject = ?", ((row[0],) for row in rows))
    connection.executemany(
        "UPDATE occupancy SET holders = holders - 1 WHERE zone = ? AND day = ?",
        ((row[1], row[2]) for row in rows),
    )
    return len(rows)


def everybody(connection: apsw.Connection) -> Iterator[tuple[Subject, Whereabouts]]:
    """Yield every holder who is believed to be inside."""
    for subject, zone, day, since in connection.execute("SELECT subject, zone, day, since FROM presence"):
        yield subject, Whereabouts(zone, date.fromisoformat(day), since)
