"""The SQL of admission besides the list: escorts, and a person's newest badge."""

from datetime import date

import apsw

from kiosk.domain.model import BadgeNumber, GateId, Subject, ZoneId

Connection = apsw.Connection
"""An open connection, for callers that pass it on."""


def newest_badge(connection: Connection, subject: Subject) -> tuple[BadgeNumber, bytes] | None:
    """Return the newest badge of a holder, whatever its state: its number, its credential's SHA-256."""
    query = (
        "SELECT b.number, b.credential_hash FROM holder h JOIN accreditation a ON a.holder = h.n"
        " JOIN badge b ON b.accreditation = a.n WHERE h.subject = ?"
        " ORDER BY b.issue DESC, b.number DESC LIMIT 1"
    )
    row = connection.execute(query, (subject,)).fetchone()
    return None if row is None else (BadgeNumber(row[0]), row[1])


def note_escort(connection: Connection, gate: GateId, at: int) -> None:
    """Remember when an escort last went in at a gate; microseconds UTC."""
    connection.execute(
        "INSERT INTO escort (gate, at) VALUES (?, ?) ON CONFLICT (gate) DO UPDATE SET at = excluded.at",
        (gate, at),
    )


def was_escorted(connection: Connection, gate: GateId, since: int) -> bool:
    """Say whether an escort has gone in at a gate since an instant; microseconds UTC."""
    at: int | None = connection.execute("SELECT at FROM escort WHERE gate = ?", (gate,)).get
    return at is not None and at >= since


def day_of(presence: tuple[ZoneId, str]) -> tuple[ZoneId, date]:
    """Return a presence with its event day as a date."""
    return presence[0], date.fromisoformat(presence[1])


def bearer_row(connection: Connection, subject: Subject) -> tuple[str, ...] | None:
    """Return title, given name, family name, native name, organisation, position, country, category."""
    row = connection.execute(
        "SELECT h.title, h.given_name, h.family_name, h.name_native, h.organisation, h.position, h.country,"
        " a.category FROM holder h JOIN accreditation a ON a.holder = h.n WHERE h.subject = ?",
        (subject,),
    ).fetchone()
    return None if row is None else tuple(str(cell) for cell in row)
