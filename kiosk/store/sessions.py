"""The session table, and wrong tries: who is logged in, and who must wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import apsw

from kiosk.domain.attempts import Attempts
from kiosk.domain.journal import instant, micros
from kiosk.domain.sessions import LONGEST, Times
from kiosk.store.accounts import AccountId

Connection = apsw.Connection

_KEPT = timedelta(days=1)
"""How long wrong tries are kept, at least."""


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that somebody is logged in with.

    Attributes:
        token: SHA-256 of its cookie.
        account: whose it is; of a gate's screen, who opened it.
        gate: whose screen the browser is; "" for a person's session.
    """

    token: bytes
    account: AccountId
    gate: str
    times: Times

    @property
    def is_post(self) -> bool:
        """Whether it is the screen of a gate."""
        return self.gate != ""


def find_session(connection: Connection, token: bytes) -> Session | None:
    """Return the session of a cookie's SHA-256; None if there is none such."""
    row = connection.execute(
        "SELECT account, gate, begun_at, used_at FROM session WHERE token = ?", (token,)
    ).fetchone()
    if row is None:
        return None
    account, gate, begun, used = row
    return Session(token, account, gate or "", Times(instant(begun), instant(used)))


def add_session(connection: Connection, session: Session) -> None:
    """Write a session; those that are over go, and so do old wrong tries."""
    begun = session.times.begun
    connection.execute("DELETE FROM session WHERE begun_at < ?", (micros(begun - LONGEST),))
    connection.execute("DELETE FROM attempt WHERE last_at < ?", (micros(begun - _KEPT),))
    connection.execute(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?)",
        (session.token, session.account, session.gate or None, micros(begun), micros(session.times.used)),
    )


def use_session(connection: Connection, token: bytes, at: datetime) -> None:
    """Take note that the person of a session did something."""
    connection.execute("UPDATE session SET used_at = ? WHERE token = ?", (micros(at), token))


def end_session(connection: Connection, token: bytes) -> None:
    """End a session."""
    connection.execute("DELETE FROM session WHERE token = ?", (token,))


def end_sessions_of(connection: Connection, account: AccountId, but: bytes = b"") -> None:
    """End the sessions of a person, except one; the gates' screens that they opened stay."""
    connection.execute(
        "DELETE FROM session WHERE account = ? AND gate IS NULL AND token <> ?", (account, but)
    )


def end_everything_of(connection: Connection, account: AccountId) -> None:
    """End the sessions of an account, and the gates' screens that it opened."""
    connection.execute("DELETE FROM session WHERE account = ?", (account,))


def attempts_of(connection: Connection, whose: str) -> Attempts | None:
    """Return the wrong tries in a row of a name or a place."""
    row = connection.execute(
        "SELECT wrong, last_at, until_at FROM attempt WHERE whose = ?", (whose,)
    ).fetchone()
    return None if row is None else Attempts(row[0], instant(row[1]), instant(row[2]))


def keep_attempts(connection: Connection, whose: str, attempts: Attempts) -> None:
    """Write the wrong tries of a name or a place."""
    connection.execute(
        "INSERT INTO attempt VALUES (?, ?, ?, ?) ON CONFLICT (whose) DO UPDATE SET wrong = excluded.wrong,"
        " last_at = excluded.last_at, until_at = excluded.until_at",
        (whose, attempts.wrong, micros(attempts.last_at), micros(attempts.until)),
    )


def forget_attempts(connection: Connection, whose: str) -> None:
    """End a row of wrong tries."""
    connection.execute("DELETE FROM attempt WHERE whose = ?", (whose,))
