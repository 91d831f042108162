"""The doors of a demonstration: one click makes a session, without a password.

1. A door opens on a station whose event was made as a demonstration, and on no other.
2. What it opens is an ordinary session of an ordinary account, recorded like a login; the account has no
   password, so that nothing else opens it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.roles import Actor, Role
from kiosk.service.accounts.keeping import LANGUAGES
from kiosk.service.accounts.naming import key_of
from kiosk.service.accounts.sessions import TOKEN_BYTES, begin, hash_of
from kiosk.service.station.acting import About, acting
from kiosk.service.station.station import Station
from kiosk.store.accounts import Account, AccountId, add_account, by_key, save_account
from kiosk.store.sessions import end_session


@dataclass(frozen=True, slots=True)
class Door:
    """One door.

    Attributes:
        account: the name of the account that goes through it.
        gate: whose screen the browser becomes; "" for a person's session.
        leads_to: the page behind it.
    """

    account: str
    roles: frozenset[Role]
    gate: str
    leads_to: str


DOORS: Mapping[str, Door] = {
    "gate": Door("Démo porte A", frozenset({Role.SUPERVISOR}), "A", "/gate/A"),
    "admin": Door("Démo admin", frozenset({Role.ADMIN}), "", "/accounts"),
}
"""A door for each role that has pages."""


def refuse_real(station: Station) -> None:
    """Refuse a station that is no demonstration. Raises KioskError."""
    if not station.event().is_demo:
        raise KioskError(
            "only a demonstration has doors without a password",
            "`kiosk demo --serve` makes one",
        )


def go_through(station: Station, door: Door, language: str, before: str = "") -> str:
    """Go through a door; return the cookie of the session that begins.

    Args:
        station: of a demonstration.
        door: which.
        language: of the pages from now on.
        before: the cookie of the session that ends thereby; "" for none.

    Raises:
        KioskError: the station is no demonstration.
    """
    refuse_real(station)
    token = station.random(TOKEN_BYTES).hex()
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    key = key_of(door.account)
    with station.database.read() as connection:
        known = by_key(connection, key)
    account = known or Account(AccountId(station.random(16)), door.account, door.roles, spoken)
    with acting(station.acting_as(Actor(account.operator, door.roles))) as work:
        if known is None:
            add_account(work.connection, account, key, work.now)
        else:
            save_account(work.connection, replace(account, roles=door.roles, language=spoken))
        end_session(work.connection, hash_of(before))
        begin(work, account, token, door.gate)
        work.record(Kind.LOGIN, About(detail={"act": "door", "gate": door.gate}))
    return token
