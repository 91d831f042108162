"""The head: a signed statement of a journal's size and root, as text that others can check too.

1. The text is a C2SP tlog-checkpoint: origin, size in decimal, root in base64, one a line.
2. It travels as a C2SP signed-note; signatures by unknown keys are kept and ignored.
3. The origin names event, station and life; it is also the name of the key that signs.
4. Strict: there is one spelling, and only what `write_note` could have written is read.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.journal import Life, LifeId
from kiosk.domain.model import EventId, StationId

Sign = Callable[[bytes], bytes]
"""message -> Ed25519 signature, 64 bytes."""
Check = Callable[[bytes, bytes, bytes], bool]
"""(32-byte public key, message, signature) -> whether the signature is valid."""

_ED25519 = b"\x01"  # C2SP signed-note, "signature types"
_MOST_SIGNATURES = 16
_SIGNATURE = re.compile(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
# No control character but the newline, nothing that UTF-8 cannot carry (C2SP signed-note, "format").
_CLEAN = re.compile(r"[^\x00-\x09\x0b-\x1f\ud800-\udfff]*").fullmatch
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ORIGIN = re.compile(r"kiosk/v1/([0-9a-f]{32})/([0-9a-f]{32})/([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Head:
    """The first `size` records of a life have this root."""

    life: Life
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of a note: the signer's name, the four bytes that identify the key, the signature."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and who signed it."""

    text: str
    signatures: tuple[Signature, ...]


def origin(life: Life) -> str:
    """Return the name of a journal, unique among all events."""
    return f"kiosk/v1/{life.event.hex()}/{life.station.hex()}/{life.id.hex()}"


def write_head(head: Head) -> str:
    """Write the checkpoint's text: three lines."""
    return f"{origin(head.life)}\n{head.size}\n{base64.b64encode(head.root).decode()}\n"


def parse_head(text: str) -> Head | None:
    """Read a checkpoint's text; None for what is not one of ours."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        return None
    named, size, root = _ORIGIN.fullmatch(lines[0]), _SIZE.fullmatch(lines[1]), _unbase64(lines[2])
    if named is None or size is None or root is None or len(root) != 32:
        return None
    event, station, life = (bytes.fromhex(part) for part in named.groups())
    return Head(Life(EventId(event), StationId(station), LifeId(life)), int(lines[1]), root)


def key_id(name: str, public_key: bytes) -> bytes:
    """Return the four bytes that identify an Ed25519 key among those of one name."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def sign_head(head: Head, public_key: bytes, sign: Sign) -> str:
    """Write the signed note of a head, in the name of its journal."""
    text, name = write_head(head), origin(head.life)
    return write_note(Note(text, (Signature(name, key_id(name, public_key), sign(text.encode())),)))


def write_note(note: Note) -> str:
    """Write a signed note: the text, a blank line, one line for each signature."""
    lines = [
        f"\u2014 {one.name} {base64.b64encode(one.key_id + one.signature).decode()}\n"
        for one in note.signatures
    ]
    return f"{note.text}\n{''.join(lines)}"


def parse_note(written: str) -> Note | None:
    """Read a signed note; None for a malformed one. Total on any str."""
    if not _CLEAN(written):
        return None
    text, blank, tail = written.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or not text or lines.pop() or not 0 < len(lines) <= _MOST_SIGNATURES:
        return None
    signatures = []
    for line in lines:
        found = _SIGNATURE.fullmatch(line)
        mark = _unbase64(found[2]) if found else None
        if found is None or mark is None or len(mark) < 5:
            return None
        signatures.append(Signature(found[1], mark[:4], mark[4:]))
    return Note(text + "\n", tuple(signatures))


def is_signed(note: Note, name: str, public_key: bytes, check: Check) -> bool:
    """Say whether the key has signed the note under this name (for a head, the journal's origin)."""
    mark = key_id(name, public_key)
    return any(
        one.name == name and one.key_id == mark and check(public_key, note.text.encode(), one.signature)
        for one in note.signatures
    )


def signed_head(written: str, public_key: bytes, check: Check) -> Head | None:
    """Read a head that the key has signed; None for any other text."""
    note = parse_note(written)
    head = parse_head(note.text) if note else None
    if note is None or head is None or not is_signed(note, origin(head.life), public_key, check):
        return None
    return head


def _unbase64(text: str) -> bytes | None:
    """Read standard base64 in its one spelling (RFC 4648, sections 3.5 and 4)."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if base64.b64encode(value).decode() == text else None
