"""The backup: every key of a station under one passphrase, as text for a file and for paper.

1. The keys are packed, then sealed with ChaCha20-Poly1305 under a key that scrypt draws from the passphrase.
2. The text is lines of twenty Crockford base32 characters, each with its number and its own check,
   so that a mistyped line of the sheet is named.
3. The salt is new each time, so each cipher key is used once and the nonce can be zero.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from struct import Struct, error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kiosk.domain.clock import RandomBytes
from kiosk.domain.credential import Series
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import LifeId
from kiosk.domain.model import EpochState, EventId
from kiosk.keys.keyring import Epoch, Keyring, SeriesKey
from kiosk.keys.signing import StationKey, fingerprint, station_key

SHORTEST_PASSPHRASE = 12
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LINE_BYTES, _LINE_CHARACTERS = 12, 20  # 96 bits, padded to 100
_LINE = re.compile(r"\s*([0-9]{1,3})\s*/\s*([0-9]{1,3})\s*:\s*([0-9A-Za-z \-]+?)\s*")
_TYPED = str.maketrans("OIL", "011")  # as Crockford's base32 reads similar letters

_WITHOUT_LIVES, _WITH_LIVES = 1, 2  # versions; they differ in the keys handed over, and in nothing else
_HEADER = Struct(">BBBBH16s")  # version, log2 of scrypt's N, r, p, bytes that follow, salt
_EPOCH = Struct(">BB32s")
_SERIES = Struct(">BH32s")
_SERIES_OF_LIFE = Struct(">BH16s32s")
_TAG_BYTES = 16
_NONCE = bytes(12)
_STATES = (EpochState.SEALING, EpochState.OPEN, EpochState.CLOSED)


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a guess: scrypt's N as a power of two, r and p (RFC 7914); the defaults take 128 MiB."""

    log_n: int = 17
    r: int = 8
    p: int = 1


@dataclass(frozen=True, slots=True)
class StationKeys:
    """The keys that a station must not lose."""

    keyring: Keyring
    station: StationKey


def digest(keys: StationKeys) -> bytes:
    """Return a digest by which a backup's receipt recognises these keys."""
    return hashlib.sha256(b"kiosk/v1/receipt\x00" + _pack(keys)).digest()


def backup(keys: StationKeys, passphrase: str, random: RandomBytes, cost: Cost = Cost()) -> str:
    """Write every key, sealed under a passphrase, as lines of text.

    Raises:
        KioskError: the passphrase is shorter than twelve characters.
    """
    version = _WITH_LIVES if keys.keyring.derived else _WITHOUT_LIVES
    return _lock(version, _pack(keys), passphrase, (random, cost))


def lock(packed: bytes, passphrase: str, random: RandomBytes, cost: Cost = Cost()) -> str:
    """Seal at most 10,000 bytes under a passphrase, as lines of text.

    Raises:
        KioskError: the passphrase is shorter than twelve characters.
    """
    return _lock(_WITHOUT_LIVES, packed, passphrase, (random, cost))


def _lock(version: int, packed: bytes, passphrase: str, how: tuple[RandomBytes, Cost]) -> str:
    random, cost = how
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise KioskError(
            "the passphrase is shorter than {shortest_passphrase} characters",
            "four or five words that do not belong together are easy to keep",
            shortest_passphrase=SHORTEST_PASSPHRASE,
        )
    header = _HEADER.pack(version, cost.log_n, cost.r, cost.p, len(packed) + _TAG_BYTES, random(16))
    sealed = _cipher(passphrase, header).encrypt(_NONCE, packed, header)
    return "".join(f"{line}\n" for line in _lines(header + sealed))


def restore(text: str, passphrase: str) -> StationKeys:
    """Read a backup, from its file or typed from paper; everything except its lines is ignored.

    Raises:
        KioskError: a line is missing or mistyped, which is named, or the passphrase is wrong.
    """
    packed, version = _unlock(text, passphrase)
    return _unpack(packed, version)


def unlock(text: str, passphrase: str) -> bytes:
    """Return what `lock` sealed. Raises KioskError as `restore` does."""
    return _unlock(text, passphrase)[0]


def _unlock(text: str, passphrase: str) -> tuple[bytes, int]:
    written = _unlines(text)
    header = written[: _HEADER.size]
    try:
        version, log_n, r, p, length, _ = _HEADER.unpack(header)
    except error as short:
        raise KioskError("this is not a backup of keys", "check the name of the file") from short
    if version not in (_WITHOUT_LIVES, _WITH_LIVES) or not (
        10 <= log_n <= 20 and 1 <= r <= 16 and 1 <= p <= 4
    ):
        raise KioskError(
            "this backup comes from another version", "restore it with the version that wrote it"
        )
    try:
        packed = _cipher(passphrase, header).decrypt(_NONCE, written[_HEADER.size :][:length], header)
    except InvalidTag as refused:
        raise KioskError(
            "the passphrase does not open this backup",
            "mind capitals and the keyboard's layout; every line is as it was printed",
        ) from refused
    return packed, version


def paper(text: str, keys: StationKeys) -> str:
    """Lay a backup out as the sheet to print and lock away; French first."""
    return (
        "KIOSK — SAUVEGARDE DES CLÉS / KEYS BACKUP\n\n"
        f"Empreinte de la station / station fingerprint:  {fingerprint(keys.station.public)}\n"
        f"Événement / event:  {keys.keyring.event.hex()}\n\n"
        "À garder sous clé, séparée de la phrase secrète. Pour restaurer : `kiosk keys restore`, puis\n"
        "taper les lignes ci-dessous (majuscules ou minuscules, espaces sans importance).\n"
        "Keep it locked away, apart from the passphrase. To restore: `kiosk keys restore`, then type\n"
        "the lines below (upper or lower case, spaces do not matter).\n\n"
        f"{text}"
    )


def _cipher(passphrase: str, header: bytes) -> ChaCha20Poly1305:
    _, log_n, r, p, _, salt = _HEADER.unpack(header)
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return ChaCha20Poly1305(Scrypt(salt, length=32, n=1 << log_n, r=r, p=p).derive(secret))


def _pack(keys: StationKeys) -> bytes:
    ring = keys.keyring
    parts = [ring.event, keys.station.seed, len(ring.epochs).to_bytes(1)]
    # An epoch without its secret is packed as zeros, which no random source will ever draw.
    parts += [
        _EPOCH.pack(one.number, _STATES.index(one.state), one.secret or bytes(32)) for one in ring.epochs
    ]
    parts += [
        _SERIES_OF_LIFE.pack(one.epoch, one.series.number, one.series.life or bytes(16), one.key)
        for one in ring.derived
    ]
    return b"".join(parts)


def _unpack(packed: bytes, version: int) -> StationKeys:
    event, seed, count = packed[:16], packed[16:48], packed[48]
    middle = 49 + count * _EPOCH.size
    epochs = tuple(
        Epoch(number, _STATES[state], secret if any(secret) else None)
        for number, state, secret in _EPOCH.iter_unpack(packed[49:middle])
    )
    derived: tuple[SeriesKey, ...]
    if version == _WITHOUT_LIVES:
        derived = tuple(
            SeriesKey(epoch, Series(number, None), key)
            for epoch, number, key in _SERIES.iter_unpack(packed[middle:])
        )
    else:
        derived = tuple(
            SeriesKey(epoch, Series(number, LifeId(life) if any(life) else None), key)
            for epoch, number, life, key in _SERIES_OF_LIFE.iter_unpack(packed[middle:])
        )
    return StationKeys(Keyring(EventId(event), epochs, derived), station_key(seed))


def _lines(sealed: bytes) -> list[str]:
    chunks = [sealed[at : at + _LINE_BYTES] for at in range(0, len(sealed), _LINE_BYTES)]
    lines = []
    for number, chunk in enumerate(chunks, 1):
        characters = _base32(int.from_bytes(chunk.ljust(_LINE_BYTES, b"\0")), _LINE_CHARACTERS)
        groups = " ".join(characters[at : at + 5] for at in range(0, _LINE_CHARACTERS, 5))
        lines.append(f"{number:02}/{len(chunks):02}: {groups} {_check(number, characters)}")
    return lines


def _unlines(text: str) -> bytes:
    found: dict[int, bytes] = {}
    count = 0
    for line in text.splitlines():
        matched = _LINE.fullmatch(line)
        if matched is None:
            continue
        number, count = int(matched[1]), max(count, int(matched[2]))
        typed = re.sub(r"[ \-]", "", matched[3]).upper().translate(_TYPED)
        characters, check = typed[:_LINE_CHARACTERS], typed[_LINE_CHARACTERS:]
        if len(characters) < _LINE_CHARACTERS or "U" in characters or check != _check(number, characters):
            raise KioskError(
                "line {number} is not as it was printed",
                "compare it with the sheet, letter by letter",
                number=number,
            )
        bits = 0
        for character in characters:
            bits = bits << 5 | _ALPHABET.index(character)
        found[number] = (bits & (1 << 8 * _LINE_BYTES) - 1).to_bytes(_LINE_BYTES)
    missing = [number for number in range(1, count + 1) if number not in found]
    if not found or missing:
        raise KioskError(
            f"line {missing[0]} of {count} is missing" if found else "this is not a backup of keys",
            "type every line of the sheet" if found else "check the name of the file",
        )
    return b"".join(found[number] for number in range(1, count + 1))


def _base32(bits: int, length: int) -> str:
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(5 * length - 5, -1, -5))


def _check(number: int, characters: str) -> str:
    """Return the two characters that check a line: ten bits of SHA-256 of its number and text."""
    hashed = hashlib.sha256(f"{number}:{characters}".encode()).digest()
    return _base32(int.from_bytes(hashed[:2]) >> 6, 2)
