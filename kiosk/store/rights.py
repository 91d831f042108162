"""The SQL of sets of rights: each stored once, shared by many people, numbered alike on every station."""

import hashlib

import apsw

from kiosk.domain.model import Rights
from kiosk.domain.rights import parse_rights, write_rights
from kiosk.store.database import StoreError


def rights_number(text: str) -> int:
    """Return the number of the set with this canonical text: 63 bits of its SHA-256."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


def keep_rights(connection: apsw.Connection, rights: Rights) -> int:
    """Return the number of a set, writing the set where it is new.

    Raises:
        StoreError: two sets share a number, which is practically impossible.
    """
    text = write_rights(rights)
    number = rights_number(text)
    connection.execute("INSERT INTO rights (n, rows) VALUES (?, ?) ON CONFLICT DO NOTHING", (number, text))
    if connection.execute("SELECT rows FROM rights WHERE n = ?", (number,)).get != text:
        raise StoreError("two sets of rights share the number {number}", "please report this", number=number)
    return number


def load_rights(connection: apsw.Connection, number: int) -> Rights:
    """Return the (day, zone) rows of a set. A set never changes, so the result may be cached."""
    text: str | None = connection.execute("SELECT rows FROM rights WHERE n = ?", (number,)).get
    if text is None:
        raise StoreError("the rights {number} are missing", "run `kiosk doctor`", number=number)
    return parse_rights(text)
