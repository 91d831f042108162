"""The station's key: the Ed25519 pair that signs its heads and manifests."""

import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.domain.clock import RandomBytes

SEED_BYTES = 32
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FINGERPRINT_BITS = 100
#: Crockford's base32: letters that are read as digits, and what people put between groups.
_READ_AS = str.maketrans("OIL", "011", "- \t")


@dataclass(frozen=True, slots=True)
class StationKey:
    """The private key of one station; its seed is never shown in a repr."""

    seed: bytes = field(repr=False)
    public: bytes

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature (RFC 8032) of a message; 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def station_key(seed: bytes) -> StationKey:
    """Make the key pair of a seed of 32 bytes. Raises ValueError for another length."""
    return StationKey(seed, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def new_station_key(random: RandomBytes) -> StationKey:
    """Draw the key of a new station."""
    return station_key(random(SEED_BYTES))


def is_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature of a message is valid for a public key; total on any bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return the fingerprint that people compare: 100 bits of SHA-256 in five groups of Crockford base32."""
    bits = int.from_bytes(hashlib.sha256(b"kiosk/v1/fingerprint\x00" + public).digest()) >> (
        256 - _FINGERPRINT_BITS
    )
    return _grouped("".join(_ALPHABET[bits >> shift & 31] for shift in range(_FINGERPRINT_BITS - 5, -1, -5)))


def read_fingerprint(written: str) -> str | None:
    """Read a fingerprint as people copy it off paper, in any case, with or without its hyphens.

    Returns:
        What `fingerprint` writes; None for what cannot be one.
    """
    text = written.upper().translate(_READ_AS)
    is_whole = 5 * len(text) == _FINGERPRINT_BITS and set(text) <= set(_ALPHABET)
    return _grouped(text) if is_whole else None


def _grouped(text: str) -> str:
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))
