"""The names of accounts: how they are compared, and which one somebody means.

1. Upper and lower case do not count, nor does how letters are composed; accents do.
2. A badge names the account of its holder as long as a gate would take it for genuine: never by its number.
"""

import hashlib
import unicodedata
from dataclasses import dataclass

from kiosk.domain.badge_life import IN_FORCE
from kiosk.domain.credential import credential_hash, is_same, parse
from kiosk.domain.model import AccreditationStatus, Subject
from kiosk.service.station.station import Station
from kiosk.store.accounts import Account, AccountId, by_id, by_key, by_subject
from kiosk.store.badges import look_up
from kiosk.store.database import Connection


@dataclass(frozen=True, slots=True)
class Claimed:
    """The account that somebody says is theirs.

    Attributes:
        account: None for one that is not there, or is stopped: nothing opens it.
        counted: what wrong tries are counted under; the same for every way to name an account.
    """

    account: Account | None
    counted: str


def key_of(name: str) -> str:
    """Return a name as logins compare it."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def named(station: Station, name: str) -> Claimed:
    """Return the account of a name that was typed."""
    key = key_of(name)
    with station.database.read() as connection:
        return _claimed(by_key(connection, key), key)


def with_badge(station: Station, text: str) -> Claimed:
    """Return the account of whose badge was scanned.

    Args:
        station: whose list knows the badge.
        text: what its code says.
    """
    with station.database.read() as connection:
        account = _of_badge(connection, text)
    return _claimed(account, text)


def with_id(station: Station, identity: AccountId) -> Claimed:
    """Return the account of a session."""
    with station.database.read() as connection:
        return _claimed(by_id(connection, identity), identity.hex())


def _claimed(account: Account | None, typed: str) -> Claimed:
    usable = account if account is not None and not account.is_stopped else None
    counted = key_of(account.name) if account is not None else typed
    # A password that was typed for a name must not stand in the file.
    return Claimed(usable, "name:" + hashlib.sha256(counted.encode("utf-8", "surrogatepass")).hexdigest())


def subject_of(station: Station, text: str) -> Subject | None:
    """Return whose badge a code is; None unless it is genuine, in force, and its holder is accredited."""
    with station.database.read() as connection:
        return _subject(connection, text)


def _of_badge(connection: Connection, text: str) -> Account | None:
    subject = _subject(connection, text)
    return None if subject is None else by_subject(connection, subject)


def _subject(connection: Connection, text: str) -> Subject | None:
    credential = parse(text)
    listed = None if credential is None else look_up(connection, credential.number, credential_hash(text))
    if listed is None:
        return None
    is_ours = is_same(listed.badge.credential_hash, credential_hash(text))
    is_good = listed.badge.state in IN_FORCE and listed.status is AccreditationStatus.ACTIVE
    return listed.subject if is_ours and is_good else None
