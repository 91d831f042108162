"""Codes that work once: the setup code of a station, and the one with which an account begins.

1. A code is 80 random bits in four groups of four characters; the file has only its SHA-256.
2. A setup code makes an account that holds every role. Only the computer itself makes one, for an hour.
3. The code of an account lets its owner choose password and PIN; nobody else ever knows them. It works for
   a week, so that cards can be printed ahead; after `reset` on the computer itself for an hour.
4. A new code for the same replaces the old one; a used one is gone.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil

from kiosk.domain.attempts import after_wrong, wait_left
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain, micros
from kiosk.domain.passwords import PasswordFault
from kiosk.domain.roles import ALL_ROLES, Action, Actor, Role, who_may
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.choosing import LONGEST_NAME, Choice, ChoiceError, Chosen, FormFault, choose
from kiosk.service.accounts.naming import key_of
from kiosk.service.accounts.proving import Place, Refusal
from kiosk.service.accounts.sessions import TOKEN_BYTES, Entered, begin
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.station import Station
from kiosk.store.accounts import (
    Account,
    AccountId,
    Code,
    add_account,
    by_id,
    by_key,
    drop_codes,
    find_code,
    has_accounts,
    keep_code,
    save_account,
)
from kiosk.store.sessions import attempts_of, end_everything_of, forget_attempts, keep_attempts

SETUP_LASTS = timedelta(hours=1)
CARD_LASTS = timedelta(days=7)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BYTES = 10
_GROUP = 4
_READ_AS = str.maketrans("OIL", "011", "- \t")


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A code, and what its owner chose.

    Attributes:
        name: of the account that a setup code makes; not looked at for one that is there.
        language: likewise.
        is_first: whether it is a setup code: neither kind of code works in the place of the other.
    """

    code: str = field(repr=False)
    choice: Choice
    name: str = ""
    language: str = "fr"
    is_first: bool = False


def is_new(station: Station) -> bool:
    """Say whether nobody has ever chosen a password on this station."""
    with station.database.read() as connection:
        return not has_accounts(connection)


def new_setup_code(station: Station) -> str:
    """Return a code that makes an account with every role; called on the computer itself alone.

    Raises:
        NotAllowedError: the actor does not keep accounts.
    """
    with acting(station) as work:
        return issue_code(work, None, SETUP_LASTS)


def issue_code(work: Work, account: Account | None, lasts: timedelta) -> str:
    """Return a code that works once, for an account or for the first one; it is recorded."""
    work.needs(Action.KEEP_ACCOUNTS)
    code = _written(work.station.random(_BYTES))
    until = micros(work.now + lasts)
    keep_code(work.connection, Code(_hashed(code), None if account is None else account.id, until))
    whose = "" if account is None else account.operator
    work.record(Kind.ACCOUNT, About(detail={"act": "code", "account": whose, "until": until}))
    return code


def account_of(station: Station, code: str) -> Account | None:
    """Return whose code it is; None for a setup code, and for one that does not work."""
    with station.database.read() as connection:
        found = find_code(connection, _hashed(code), station.clock.now())
        return None if found is None or found.account is None else by_id(connection, found.account)


def redeem(station: Station, passwords: Passwords, told: Redeemed, place: Place) -> Entered | Refusal:
    """Use a code: make the account or give it what its owner chose, and log them in.

    Args:
        station: whose accounts.
        passwords: hashes.
        told: the code, and what was chosen.
        place: where wrong codes are counted.

    Raises:
        ChoiceError: the name, the password or the PIN is refused; the code still works.
        BusyError: too many are logging in.
    """
    with station.database.read() as connection:
        left = wait_left(attempts_of(connection, place.counted), station.clock.now())
        found = find_code(connection, _hashed(told.code), station.clock.now())
        owner = None if found is None or found.account is None else by_id(connection, found.account)
        is_taken = by_key(connection, key_of(told.name)) is not None
    if left > timedelta(0):
        return Refusal(ceil(left.total_seconds()))
    is_wanted = found is not None and (found.account is None) is told.is_first
    if found is None or not is_wanted or (owner is not None and owner.is_stopped):
        return _wrong(station, place)
    name = told.name if owner is None else owner.name
    if owner is None:
        _check_name(name, is_taken=is_taken)
    if not told.choice.pin and needs_pin(ALL_ROLES if owner is None else owner.roles):
        raise ChoiceError({"pin": PasswordFault.NOT_A_PIN})
    chosen = choose(station, passwords, told.choice, name)
    account = _made(station, told, chosen) if owner is None else _given(owner, chosen)
    token = station.random(TOKEN_BYTES).hex()
    with acting(station.acting_as(Actor(account.operator, account.roles))) as work:
        if find_code(work.connection, found.hash, work.now) is None:
            return Refusal()  # somebody else was faster
        drop_codes(work.connection, found.account)
        if owner is None:
            add_account(work.connection, account, key_of(name), work.now)
        else:
            end_everything_of(work.connection, account.id)
            save_account(work.connection, account)
        forget_attempts(work.connection, place.counted)
        begin(work, account, token)
        act = "made" if owner is None else "chosen"
        detail: dict[str, Plain] = {"act": act, "account": account.operator, "roles": sorted(account.roles)}
        work.record(Kind.ACCOUNT, About(detail=detail))
    return Entered(account, token)


def needs_pin(roles: frozenset[Role]) -> bool:
    """Say whether an account needs a PIN: who may overrule a gate confirms it with one."""
    return not who_may(Action.OVERRIDE).isdisjoint(roles)


def _made(station: Station, told: Redeemed, chosen: Chosen) -> Account:
    identity = AccountId(station.random(16))
    name = " ".join(told.name.split())
    return Account(identity, name, ALL_ROLES, told.language, chosen.password, chosen.pin)


def _given(owner: Account, chosen: Chosen) -> Account:
    return replace(owner, password=chosen.password, pin=chosen.pin)


def _check_name(name: str, *, is_taken: bool) -> None:
    """Refuse a name that no account can have. Raises ChoiceError."""
    fault = name_fault(name, is_taken=is_taken)
    if fault is not None:
        raise ChoiceError({"name": fault})


def name_fault(name: str, *, is_taken: bool) -> FormFault | None:
    """Say why a name is refused; None for a good one."""
    if not key_of(name):
        return FormFault.EMPTY
    if len(name) > LONGEST_NAME:
        return FormFault.TOO_LONG
    return FormFault.TAKEN if is_taken else None


def _wrong(station: Station, place: Place) -> Refusal:
    """Count and record a code that does not work."""
    with acting(station) as work:
        attempts = after_wrong(attempts_of(work.connection, place.counted), work.now, place.allowed)
        keep_attempts(work.connection, place.counted, attempts)
        wait_s = ceil(wait_left(attempts, work.now).total_seconds())
        work.record(
            Kind.LOGIN,
            About(detail={"act": "code", "place": place.told, "refused": True, "wait_s": wait_s}),
        )
    return Refusal(wait_s)


def _written(random: bytes) -> str:
    bits = int.from_bytes(random)
    text = "".join(_ALPHABET[bits >> shift & 31] for shift in range(8 * _BYTES - 5, -1, -5))
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _hashed(code: str) -> bytes:
    return hashlib.sha256(code.upper().translate(_READ_AS).encode("utf-8", "surrogatepass")).digest()


def refuse_missing(account: Account | None, name: str) -> Account:
    """Return an account that is there. Raises KioskError for one that is not."""
    if account is None:
        raise KioskError('there is no account "{name}"', "`kiosk accounts list` shows them all", name=name)
    return account
