"""Tombstones: what keeps an erased person from coming back with the next list, and names nobody.

1. Each thing by which a list could bring the person back is hashed apart, under a key of the event: without
   the key nobody can try names or numbers against it. Gates never have the key.
2. The same id of a list, document, e-mail or telephone is the same person; the same name only may be.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.folding import fold

MARK_BYTES = 16
_PHONE_DIGITS = 8
"""Last digits of a telephone number that count: with or without the country code."""


class Trace(StrEnum):
    """What a mark was made of; words are added, never changed."""

    ENTITY = "entity"
    LIST = "list"
    DOCUMENT = "document"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


Mark = tuple[Trace, bytes]
"""A trace, and 16 bytes: a hash, or for `entity` the random id itself."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a list or the desk knows of who somebody is; "" for what is not known."""

    source: str = ""
    external_id: str = ""
    document: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    name_native: str = ""
    birth_date: str = ""
    organisation: str = ""


def marks(identity: Identity, key: bytes) -> dict[Mark, str]:
    """Return the marks of a person, each with what it was made of as the list spells it."""
    return {(trace, _hash(key, trace, parts)): told for trace, parts, told in _traces(identity)}


def _traces(identity: Identity) -> Iterator[tuple[Trace, tuple[str, ...], str]]:
    if identity.external_id:
        yield Trace.LIST, (identity.source, identity.external_id), identity.external_id
    document = "".join(fold(identity.document).split())
    if document:
        yield Trace.DOCUMENT, (document,), identity.document
    if email := identity.email.strip().casefold():
        yield Trace.EMAIL, (email,), identity.email
    digits = "".join(character for character in identity.phone if character.isdecimal())
    if len(digits) >= _PHONE_DIGITS:
        yield Trace.PHONE, (digits[-_PHONE_DIGITS:],), identity.phone
    organisation = fold(identity.organisation)
    for name in (identity.name, identity.name_native):
        folded = " ".join(sorted(fold(name).split()))
        if folded and identity.birth_date:
            yield Trace.NAME, (folded, "born", identity.birth_date), name
        if folded and organisation:
            yield Trace.NAME, (folded, "of", organisation), name


def _hash(key: bytes, trace: Trace, parts: tuple[str, ...]) -> bytes:
    encoded = [part.encode("utf-8", "surrogatepass") for part in (trace.value, *parts)]
    message = b"".join(len(part).to_bytes(4) + part for part in encoded)
    return hmac.digest(key, b"kiosk/v1/tombstone\x00" + message, "sha256")[:MARK_BYTES]
