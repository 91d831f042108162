"""The SQL of the event document: every version that was ever in force on this station."""

from datetime import datetime

import apsw

from kiosk.domain.document import canonical, digest, parse_document, to_document
from kiosk.domain.event import Event
from kiosk.domain.journal import instant, micros


def save_event(connection: apsw.Connection, event: Event, at: datetime) -> int:
    """Keep the event as the newest version and return its number; an unchanged event keeps its version."""
    document = to_document(event)
    newest = connection.execute(
        "SELECT version, digest FROM event_document ORDER BY version DESC LIMIT 1"
    ).fetchone()
    if newest is not None and newest[1] == digest(document):
        return int(newest[0])
    version = 1 if newest is None else int(newest[0]) + 1
    connection.execute(
        "INSERT INTO event_document (version, document, digest, loaded_at) VALUES (?, ?, ?, ?)",
        (version, canonical(document), digest(document), micros(at)),
    )
    return version


def current_version(connection: apsw.Connection) -> int:
    """Return the number of the version in force; 0 where none was loaded."""
    version: int | None = connection.execute("SELECT max(version) FROM event_document").get
    return version or 0


def current_digest(connection: apsw.Connection) -> bytes | None:
    """Return the digest of the document in force; None where none was loaded."""
    query = "SELECT digest FROM event_document ORDER BY version DESC LIMIT 1"
    digest_of: bytes | None = connection.execute(query).get
    return digest_of


def loaded_at(connection: apsw.Connection) -> datetime | None:
    """Return when the document in force was loaded; None where none was."""
    query = "SELECT loaded_at FROM event_document ORDER BY version DESC LIMIT 1"
    at: int | None = connection.execute(query).get
    return None if at is None else instant(at)


def load_event(connection: apsw.Connection, version: int | None = None) -> Event | None:
    """Return the event in force, or the version asked for; None if there is none."""
    wanted = current_version(connection) if version is None else version
    query = "SELECT document FROM event_document WHERE version = ?"
    document: str | None = connection.execute(query, (wanted,)).get
    return None if document is None else parse_document(document)
