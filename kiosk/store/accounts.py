"""The account table, and the codes that work once: each station has its own, and no list brings them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

import apsw

from kiosk.domain.journal import micros
from kiosk.domain.model import Subject
from kiosk.domain.roles import Role

Connection = apsw.Connection

AccountId = NewType("AccountId", bytes)
"""16 random bytes."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in.

    Attributes:
        password: its hash; None until its owner chose one.
        pin: its hash; None without one.
        language: of the pages that its owner sees.
        subject: the person whose badge is this account's; None without one.
        is_stopped: whether it may not be used any more.
    """

    id: AccountId
    name: str
    roles: frozenset[Role]
    language: str
    password: str | None = field(default=None, repr=False)
    pin: str | None = field(default=None, repr=False)
    subject: Subject | None = None
    is_stopped: bool = False

    @property
    def operator(self) -> str:
        """What the journal calls it."""
        return self.id.hex()


_COLUMNS = "id, name, roles, language, password, pin, subject, is_stopped"
Value = None | str | bytes | int


def _account(row: Sequence[Value]) -> Account:
    identity, name, roles, language, password, pin, subject, is_stopped = row
    return Account(
        AccountId(bytes(identity) if isinstance(identity, bytes) else b""),
        str(name),
        frozenset(Role(word) for word in str(roles).split()),
        str(language),
        None if password is None else str(password),
        None if pin is None else str(pin),
        Subject(subject) if isinstance(subject, bytes) else None,
        bool(is_stopped),
    )


def _one(connection: Connection, column: str, value: str | bytes) -> Account | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM account WHERE {column} = ?", (value,)).fetchone()  # noqa: S608 (our own words)
    return None if row is None else _account(row)


def by_id(connection: Connection, identity: AccountId) -> Account | None:
    """Return an account; None if there is none such."""
    return _one(connection, "id", identity)


def by_key(connection: Connection, key: str) -> Account | None:
    """Return the account of a name, as logins compare it."""
    return _one(connection, "key", key)


def by_subject(connection: Connection, subject: Subject) -> Account | None:
    """Return the account of a person's badge."""
    return _one(connection, "subject", subject)


def every_account(connection: Connection) -> list[Account]:
    """Return all accounts, by name."""
    return [_account(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM account ORDER BY key")]  # noqa: S608 (our own words)


def has_accounts(connection: Connection) -> bool:
    """Say whether anybody ever chose a password here."""
    found: int = connection.execute("SELECT EXISTS (SELECT 1 FROM account WHERE password IS NOT NULL)").get
    return bool(found)


def add_account(connection: Connection, account: Account, key: str, at: datetime) -> None:
    """Write a new account. Raises apsw.ConstraintError if its name or badge is another's."""
    connection.execute(
        "INSERT INTO account (id, name, key, password, pin, roles, language, subject, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            account.id,
            account.name,
            key,
            account.password,
            account.pin,
            _words(account.roles),
            account.language,
            account.subject,
            micros(at),
        ),
    )


def save_account(connection: Connection, account: Account) -> None:
    """Write everything of an account but its name, which is for good."""
    connection.execute(
        "UPDATE account SET password = ?, pin = ?, roles = ?, language = ?, subject = ?, is_stopped = ?"
        " WHERE id = ?",
        (
            account.password,
            account.pin,
            _words(account.roles),
            account.language,
            account.subject,
            int(account.is_stopped),
            account.id,
        ),
    )


def _words(roles: frozenset[Role]) -> str:
    return " ".join(role for role in Role if role in roles)


@dataclass(frozen=True, slots=True)
class Code:
    """A code that works once.

    Attributes:
        hash: SHA-256 of the code.
        account: whose password and PIN it lets choose; None: makes an account that holds every role.
    """

    hash: bytes
    account: AccountId | None
    until: int


def keep_code(connection: Connection, code: Code) -> None:
    """Write a code; the previous one for the same account works no more."""
    drop_codes(connection, code.account)
    connection.execute("INSERT INTO once_code VALUES (?, ?, ?)", (code.hash, code.account, code.until))


def find_code(connection: Connection, hashed: bytes, now: datetime) -> Code | None:
    """Return a code that still works; None for one that is unknown, used or too old."""
    row = connection.execute(
        "SELECT account, until_at FROM once_code WHERE code = ? AND until_at > ?", (hashed, micros(now))
    ).fetchone()
    return None if row is None else Code(hashed, row[0], row[1])


def drop_codes(connection: Connection, account: AccountId | None) -> None:
    """Forget the codes for an account, or those for the first one."""
    connection.execute("DELETE FROM once_code WHERE account IS ?", (account,))
