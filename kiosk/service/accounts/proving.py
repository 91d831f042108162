"""Proving who one is: a password, or one's own badge with its PIN; and the wait after wrong tries.

1. Nothing tells an unknown name from a wrong secret: same answer, same record, same time.
2. Secrets are compared outside every transaction: no login holds up a gate's.
3. What became of a try is settled inside: of tries made at once, none after the fifth wrong one counts.
4. During a wait nothing is compared, and nothing recorded: a flood costs neither time nor disk.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from math import ceil

from kiosk.domain.attempts import ALLOWED, ALLOWED_AT_ADDRESS, after_wrong, wait_left
from kiosk.domain.journal import Kind
from kiosk.domain.passwords import password_as_one
from kiosk.domain.roles import Actor
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.naming import Claimed
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.station import Station
from kiosk.store.accounts import Account, by_id
from kiosk.store.database import Connection
from kiosk.store.sessions import attempts_of, forget_attempts, keep_attempts

_NOTHING = timedelta(0)
_HERE = frozenset({"127.0.0.1", "::1"})


class Proof(StrEnum):
    """What somebody proves with who they are."""

    PASSWORD = "password"  # noqa: S105 - a word of the journal
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody types.

    Attributes:
        counted: what wrong tries are counted under.
        allowed: wrong tries that cost no wait.
        told: what the journal calls it: no address of a person's computer.
    """

    counted: str
    allowed: int
    told: str


def at_gate(gate: str) -> Place:
    """Return the screen of a gate as a place."""
    return Place(f"gate:{gate}", ALLOWED, f"gate {gate}")


def at_address(address: str) -> Place:
    """Return a browser's address as a place; several people may share it."""
    told = "this computer" if address in _HERE else "network"
    return Place(f"address:{address}", ALLOWED_AT_ADDRESS, told)


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody who wants to be taken for an account.

    Attributes:
        act: what for, as the journal says it: login, unlock, post, ...
    """

    who: Claimed
    proof: Proof
    secret: str = field(repr=False)
    place: Place
    act: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A try that opened nothing; `wait_s` is how many seconds no other is taken, 0 for none."""

    wait_s: int = 0


def prove(
    station: Station, passwords: Passwords, claim: Claim, then: Callable[[Work, Account], None]
) -> Account | Refusal:
    """Compare a secret, count a wrong one, and do what it was for after the right one.

    Args:
        station: the act is recorded in its journal, as the account's if it was proven.
        passwords: compares.
        claim: who, with what, where and what for.
        then: done in the same transaction as the record, once it is proven.

    Raises:
        BusyError: too many are logging in; the try does not count.
    """
    with station.database.read() as connection:
        left = _wait(connection, claim, station)
    if left > _NOTHING:
        return _refused(left)
    account = claim.who.account
    hashed = None
    if account is not None:
        hashed = account.password if claim.proof is Proof.PASSWORD else account.pin
    is_right = passwords.matches(hashed, password_as_one(claim.secret))
    if account is None or not is_right:
        with acting(station) as work:
            return _count(work, claim)
    with acting(station.acting_as(Actor(account.operator, account.roles))) as work:
        left = _wait(work.connection, claim, station)
        if left > _NOTHING:
            return _refused(left)
        if by_id(work.connection, account.id) != account:
            return Refusal()  # it was changed or stopped meanwhile
        forget_attempts(work.connection, claim.who.counted)
        forget_attempts(work.connection, claim.place.counted)
        then(work, account)
        work.record(
            Kind.LOGIN,
            About(detail={"act": claim.act, "proof": claim.proof.value, "place": claim.place.told}),
        )
    return account


def _wait(connection: Connection, claim: Claim, station: Station) -> timedelta:
    now = station.clock.now()
    return max(
        wait_left(attempts_of(connection, whose), now) for whose in (claim.who.counted, claim.place.counted)
    )


def _count(work: Work, claim: Claim) -> Refusal:
    """Count a wrong try under the account and under the place, and record it."""
    left = _NOTHING
    for whose, allowed in ((claim.who.counted, ALLOWED), (claim.place.counted, claim.place.allowed)):
        before = attempts_of(work.connection, whose)
        if wait_left(before, work.now) > _NOTHING:  # the fifth wrong try was faster
            return _refused(wait_left(before, work.now))
        attempts = after_wrong(before, work.now, allowed)
        keep_attempts(work.connection, whose, attempts)
        left = max(left, wait_left(attempts, work.now))
    work.record(
        Kind.LOGIN,
        About(
            detail={
                "act": claim.act,
                "proof": claim.proof.value,
                "place": claim.place.told,
                "refused": True,
                "account": "" if claim.who.account is None else claim.who.account.operator,
                "wait_s": ceil(left.total_seconds()),
            }
        ),
    )
    return _refused(left)


def _refused(left: timedelta) -> Refusal:
    return Refusal(ceil(left.total_seconds()))
