"""Sessions: a browser that somebody is logged in with, or that is the screen of a gate.

1. A session's cookie is 256 random bits, new at each login; the file has only its SHA-256.
2. Whoever proves anew who they are gets a new session, and the old one ends.
3. The screen of a gate is opened by who may open posts; its session belongs to no person.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from kiosk.domain.journal import Kind
from kiosk.domain.roles import Action
from kiosk.domain.sessions import Standing, Times, standing
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.proving import Claim, Refusal, prove
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.station import Station
from kiosk.store.accounts import Account, by_id
from kiosk.store.sessions import (
    Session,
    add_session,
    end_session,
    find_session,
    use_session,
)

TOKEN_BYTES = 32
_NOTED_EVERY = timedelta(seconds=20)
"""A session's last use is written no more often: each time costs a write."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who is logged in now, and the cookie of their session."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class Known:
    """A session that was looked up, with its account and what it is good for now."""

    session: Session
    account: Account
    standing: Standing


def hash_of(token: str) -> bytes:
    """Return what the file has of a cookie."""
    return hashlib.sha256(token.encode()).digest()


def log_in(
    station: Station, passwords: Passwords, claim: Claim, before: str = "", gate: str = ""
) -> Entered | Refusal:
    """Begin the session of a person, or of a gate's screen that this person opens.

    Args:
        station: whose accounts, and whose journal.
        passwords: compares.
        claim: who, and with what.
        before: the cookie of the session that ends thereby; "" for none.
        gate: whose screen the browser becomes; "" for a person's session.

    Raises:
        NotAllowedError: the person is who they say, and may not open posts.
        BusyError: too many are logging in.
    """
    token = station.random(TOKEN_BYTES).hex()

    def enter(work: Work, account: Account) -> None:
        if gate:
            work.needs(Action.OPEN_POST)
        end_session(work.connection, hash_of(before))
        begin(work, account, token, gate)

    proven = prove(station, passwords, claim, enter)
    return proven if isinstance(proven, Refusal) else Entered(proven, token)


def begin(work: Work, account: Account, token: str, gate: str = "") -> None:
    """Write a new session."""
    add_session(work.connection, Session(hash_of(token), account.id, gate, Times(work.now, work.now)))


def known(station: Station, token: str) -> Known | None:
    """Return the session of a cookie; None for one that is over, or whose account is stopped."""
    with station.database.read() as connection:
        session = find_session(connection, hash_of(token))
        account = None if session is None else by_id(connection, session.account)
    if session is None or account is None or account.is_stopped:
        return None
    now_is = standing(session.times, station.clock.now(), is_post=session.is_post)
    return None if now_is is Standing.OVER else Known(session, account, now_is)


def used(station: Station, found: Known) -> None:
    """Take note that the person of an open session did something."""
    now = station.clock.now()
    if found.standing is Standing.OPEN and abs(now - found.session.times.used) >= _NOTED_EVERY:
        with station.database.write() as connection:
            use_session(connection, found.session.token, now)


def log_out(station: Station, token: str) -> None:
    """End a session; its cookie opens nothing any more."""
    with acting(station) as work:
        session = find_session(work.connection, hash_of(token))
        if session is not None:
            end_session(work.connection, session.token)
            work.record(Kind.LOGIN, About(detail={"act": "logout", "gate": session.gate}))
