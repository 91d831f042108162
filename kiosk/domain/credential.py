"""The credential: the 20 characters in a badge's code, their seal, and the number in print.

1. The text is 100 bits in 20 Crockford base32 characters, upper case: 4 of key epoch, 32 of badge
   number, 64 of seal. There is exactly one spelling of each credential, and no guessing of characters.
2. A badge number is not a credential: it finds a person, it opens nothing.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from kiosk.domain.journal import LifeId
from kiosk.domain.model import BadgeNumber, EventId

LENGTH = 20
SEAL_BYTES = 8
KEY_BYTES = 32
EPOCHS = 1 << 4
SERIES = 1 << 10
COUNTERS = 1 << 22

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE32HEX = "0123456789ABCDEFGHIJKLMNOPQRSTUV"  # what int(text, 32) reads
_TO_BASE32HEX = str.maketrans(ALPHABET, _BASE32HEX)
_WELL_FORMED = re.compile(f"[{ALPHABET}]{{{LENGTH}}}").fullmatch
_SHIFTS = tuple(range(5 * LENGTH - 5, -1, -5))

_SEAL_INFO = b"kiosk/v2/seal"
_SEAL_INFO_WITHOUT_LIFE = b"kiosk/v1/seal"
_CREDENTIAL_DOMAIN = b"kiosk/v1/credential\x00"


@dataclass(frozen=True, slots=True)
class Credential:
    """What the text says; whether the seal is genuine is checked separately."""

    epoch: int
    number: BadgeNumber
    seal: bytes


@dataclass(frozen=True, slots=True)
class Series:
    """A series of badge numbers.

    Attributes:
        number: 0 to 1023.
        life: the life that draws from it; None for one that sealed before lives were part of the seal.
    """

    number: int
    life: LifeId | None


def parse(text: str) -> Credential | None:
    """Read a credential; None for any other text. Total on any str, surrogates included."""
    if len(text) != LENGTH or _WELL_FORMED(text) is None:
        return None
    bits = int(text.translate(_TO_BASE32HEX), 32)
    head = bits >> 64
    return Credential(
        head >> 32, BadgeNumber(head & 0xFFFFFFFF), (bits & 0xFFFFFFFFFFFFFFFF).to_bytes(SEAL_BYTES)
    )


def encode(credential: Credential) -> str:
    """Write the 20 characters. Raises ValueError for a field that does not fit its bits."""
    if len(credential.seal) != SEAL_BYTES:
        raise ValueError(f"a seal has {SEAL_BYTES} bytes")
    bits = _head(credential.epoch, credential.number) << 64 | int.from_bytes(credential.seal)
    return "".join([ALPHABET[bits >> shift & 31] for shift in _SHIFTS])


def credential_hash(text: str) -> bytes:
    """Return the SHA-256 that the list holds in place of the credential; 32 bytes. Total on any str."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def is_same(left: bytes, right: bytes) -> bool:
    """Compare two hashes, seals or keys in a time that does not depend on where they differ."""
    return hmac.compare_digest(left, right)


def series_key(secret: bytes, event: EventId, epoch: int, series: Series) -> bytes:
    """Derive the 32-byte key that seals one series of one life in one epoch.

    Two lives that drew the same series seal differently, so no two people have the same 20 characters.

    Args:
        secret: the epoch secret: 32 random bytes, derived from nothing.
        event: salts the derivation, so that no key serves two events.
        epoch: 0 to 15.
        series: with its life.

    Raises:
        ValueError: the epoch or the series does not fit its bits.
    """
    if not 0 <= epoch < EPOCHS or not 0 <= series.number < SERIES:
        raise ValueError(f"no such epoch or series: {epoch}, {series.number}")
    where = epoch.to_bytes(1) + series.number.to_bytes(2)
    if series.life is None:
        return hkdf(secret, event, _SEAL_INFO_WITHOUT_LIFE + where, KEY_BYTES)
    return hkdf(secret, event, _SEAL_INFO + where + series.life, KEY_BYTES)


def seal(key: bytes, event: EventId, epoch: int, number: BadgeNumber) -> bytes:
    """Seal a badge number with its series' key; 8 bytes. Raises ValueError for what does not fit."""
    message = _CREDENTIAL_DOMAIN + event + _head(epoch, number).to_bytes(5)
    return hmac.digest(key, message, "sha256")[:SEAL_BYTES]


def issue(key: bytes, event: EventId, epoch: int, number: BadgeNumber) -> str:
    """Write the sealed credential of a badge number."""
    return encode(Credential(epoch, number, seal(key, event, epoch, number)))


def is_sealed(credential: Credential, key: bytes, event: EventId) -> bool:
    """Say whether the seal is the one that `key`, the key of the credential's series, makes."""
    return is_same(credential.seal, seal(key, event, credential.epoch, credential.number))


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """Derive `length` bytes (at most 8160) with HKDF-SHA256 (RFC 5869, sections 2.2 and 2.3)."""
    extracted = hmac.digest(salt or bytes(32), secret, "sha256")
    block, derived = b"", b""
    for count in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + count.to_bytes(1), "sha256")
        derived += block
    return derived[:length]


def series_of(number: BadgeNumber) -> int:
    """Return the series: the ten upper bits."""
    return number >> 22


def counter_of(number: BadgeNumber) -> int:
    """Return the counter within the series: the twenty-two lower bits."""
    return number & (COUNTERS - 1)


def number_from(series: int, counter: int) -> BadgeNumber:
    """Join a series and a counter. Raises ValueError for one that does not fit its bits."""
    if not 0 <= series < SERIES or not 0 <= counter < COUNTERS:
        raise ValueError(f"no such badge number: series {series}, counter {counter}")
    return BadgeNumber(series << 22 | counter)


# A totally anti-symmetric quasigroup of order 10: H. M. Damm, "Total anti-symmetrische Quasigruppen",
# Marburg 2004. It catches every wrong digit and every swap of neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_PRINTED = re.compile(r"([0-9]{4})-?([0-9]{7})-?([0-9])").fullmatch


def printed(number: BadgeNumber) -> str:
    """Write a badge number as a person reads it: `DDDD-CCCCCCC-K`, K the check digit of Damm."""
    digits = f"{series_of(number):04}{counter_of(number):07}"
    return f"{digits[:4]}-{digits[4:]}-{_check_digit(digits)}"


def parse_printed(text: str) -> BadgeNumber | None:
    """Read a printed number, its two hyphens optional; None for another form or a wrong check digit."""
    found = _PRINTED(text)
    if found is None:
        return None
    series, counter, check = found.groups()
    if int(series) >= SERIES or int(counter) >= COUNTERS or _check_digit(series + counter) != int(check):
        return None
    return number_from(int(series), int(counter))


def _check_digit(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def _head(epoch: int, number: BadgeNumber) -> int:
    """Join epoch and number in the 36 bits that are sealed."""
    if not 0 <= epoch < EPOCHS or not 0 <= number < 1 << 32:
        raise ValueError(f"no such epoch or badge number: {epoch}, {number}")
    return epoch << 32 | number
