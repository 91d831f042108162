"""Keeping accounts: new ones, their roles, badges and languages; stopping them.

1. Somebody who keeps accounts never learns a password or a PIN: they hand over a code that works once.
2. The last account that keeps accounts can be neither stopped nor stripped of its role.
3. An account is stopped, never removed: the journal names it by its id for ever.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.roles import Action, Role, who_may
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.choosing import Choice, ChoiceError, choose
from kiosk.service.accounts.codes import CARD_LASTS, SETUP_LASTS, issue_code, name_fault, refuse_missing
from kiosk.service.accounts.naming import key_of, subject_of
from kiosk.service.accounts.proving import Claim, Refusal, prove
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.station import Station
from kiosk.service.words.translation import Language
from kiosk.store.accounts import (
    Account,
    AccountId,
    add_account,
    by_id,
    by_key,
    by_subject,
    every_account,
    save_account,
)
from kiosk.store.sessions import end_everything_of, end_sessions_of

LANGUAGES = tuple(language.value for language in Language)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that is asked for."""

    name: str
    roles: frozenset[Role]
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Handed:
    """An account, and the code to hand to its owner."""

    account: Account
    code: str


def listed(station: Station) -> list[Account]:
    """Return all accounts, by name. Raises NotAllowedError."""
    station.actor.needs(Action.KEEP_ACCOUNTS)
    with station.database.read() as connection:
        return every_account(connection)


def find_account(station: Station, name: str) -> Account:
    """Return the account of a name. Raises KioskError if there is none."""
    station.actor.needs(Action.KEEP_ACCOUNTS)
    with station.database.read() as connection:
        return refuse_missing(by_key(connection, key_of(name)), name)


def add(station: Station, wanted: NewAccount) -> Handed:
    """Make an account; return it with the code that its owner begins with.

    Raises:
        ChoiceError: the name is empty, too long or taken.
    """
    (made,) = add_all(station, (wanted,))
    return made


def add_all(station: Station, wanted: Iterable[NewAccount]) -> list[Handed]:
    """Make accounts, all or none; return them with their codes. Raises like `add`."""
    handed = []
    with acting(station) as work:
        work.needs(Action.KEEP_ACCOUNTS)
        for one in wanted:
            key = key_of(one.name)
            fault = name_fault(one.name, is_taken=by_key(work.connection, key) is not None)
            if fault is not None:
                raise ChoiceError({"name": fault})
            name = " ".join(one.name.split())
            account = Account(AccountId(station.random(16)), name, one.roles, _language(one.language))
            add_account(work.connection, account, key, work.now)
            _record(work, "made", account)
            handed.append(Handed(account, issue_code(work, account, CARD_LASTS)))
    return handed


def set_roles(station: Station, identity: AccountId, roles: frozenset[Role]) -> Account:
    """Give an account other roles; its sessions go on with them.

    Raises:
        KioskError: nobody would be left who keeps accounts.
    """
    return _change(station, identity, "roles", lambda account: replace(account, roles=roles))


def stop(station: Station, identity: AccountId) -> Account:
    """Stop an account: its sessions and the gates' screens that it opened end. Raises like `set_roles`."""
    return _change(station, identity, "stopped", lambda account: replace(account, is_stopped=True))


def resume(station: Station, identity: AccountId) -> Account:
    """Let a stopped account be used again."""
    return _change(station, identity, "resumed", lambda account: replace(account, is_stopped=False))


def set_language(station: Station, identity: AccountId, language: str) -> None:
    """Show the pages of an account in another language; its owner's own choice, and not recorded.

    Raises:
        KioskError: there is no such language.
    """
    _language(language)
    with station.database.write() as connection:
        account = refuse_missing(by_id(connection, identity), identity.hex())
        save_account(connection, replace(account, language=language))


def link_badge(station: Station, identity: AccountId, text: str) -> Account:
    """Make the badge that was scanned the account's own, so that it opens shifts and goes with the PIN.

    Raises:
        KioskError: no gate here would take it for genuine, or it is another account's.
    """
    subject = subject_of(station, text)
    if subject is None:
        raise KioskError(
            "that is no badge in force", "scan the code of the badge that was handed over to its owner"
        )
    with station.database.read() as connection:
        other = by_subject(connection, subject)
    if other is not None and other.id != identity:
        raise KioskError(
            "that badge is of the account {name}", "each account has a badge of its own", name=other.name
        )
    return _change(station, identity, "badge", lambda account: replace(account, subject=subject))


def hand_code(station: Station, identity: AccountId) -> Handed:
    """Return a new code for an account whose owner forgot password or PIN; both work until it is used."""
    with acting(station) as work:
        account = refuse_missing(by_id(work.connection, identity), identity.hex())
        return Handed(account, issue_code(work, account, CARD_LASTS))


def reset(station: Station, identity: AccountId) -> Handed:
    """Return a code for an account as `hand_code` does; its password and PIN work no more from now on."""
    with acting(station) as work:
        work.needs(Action.KEEP_ACCOUNTS)
        account = refuse_missing(by_id(work.connection, identity), identity.hex())
        save_account(work.connection, replace(account, password=None, pin=None, is_stopped=False))
        end_everything_of(work.connection, identity)
        _record(work, "reset", account)
        return Handed(account, issue_code(work, account, SETUP_LASTS))


def choose_anew(
    station: Station, passwords: Passwords, claim: Claim, choice: Choice, token: bytes
) -> Account | Refusal:
    """Give an account another password, and another PIN if one was chosen, by its owner.

    Other sessions of this person end; this one goes on.

    Args:
        station: whose accounts.
        passwords: compares and hashes.
        claim: the owner, with the present password.
        choice: what they choose now.
        token: SHA-256 of the cookie of the session that goes on.

    Raises:
        ChoiceError: what was chosen is refused.
        BusyError: too many are logging in.
    """
    name = "" if claim.who.account is None else claim.who.account.name
    chosen = choose(station, passwords, choice, name)

    def keep(work: Work, account: Account) -> None:
        pin = account.pin if chosen.pin is None else chosen.pin
        save_account(work.connection, replace(account, password=chosen.password, pin=pin))
        end_sessions_of(work.connection, account.id, token)
        _record(work, "chosen", account)

    return prove(station, passwords, claim, keep)


def _change(station: Station, identity: AccountId, act: str, change: Callable[[Account], Account]) -> Account:
    """Change an account and record it, unless nobody would be left who keeps accounts."""
    with acting(station) as work:
        work.needs(Action.KEEP_ACCOUNTS)
        before = every_account(work.connection)
        account = change(refuse_missing(by_id(work.connection, identity), identity.hex()))
        after = [account if one.id == identity else one for one in before]
        if any(map(_keeps_accounts, before)) and not any(map(_keeps_accounts, after)):
            raise KioskError(
                "{name} is the last who keeps accounts",
                "give the role admin to another one first",
                name=account.name,
            )
        save_account(work.connection, account)
        if account.is_stopped:
            end_everything_of(work.connection, identity)
        _record(work, act, account)
    return account


def _keeps_accounts(account: Account) -> bool:
    able = who_may(Action.KEEP_ACCOUNTS)
    return not account.is_stopped and account.password is not None and not able.isdisjoint(account.roles)


def _record(work: Work, act: str, account: Account) -> None:
    detail: dict[str, Plain] = {"act": act, "account": account.operator, "roles": sorted(account.roles)}
    work.record(Kind.ACCOUNT, About(detail=detail))


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise KioskError(
            'there is no language "{language}"',
            "known: {known}",
            language=language,
            known=", ".join(LANGUAGES),
        )
    return language
