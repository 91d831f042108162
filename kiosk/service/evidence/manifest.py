"""The manifest: the signed statement of an export's contents, kept beside its file.

It is a C2SP signed note in the name of the journal that made the export: a first line naming the format,
then one line of canonical JSON (docs/formats.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.head import Note, Signature, is_signed, key_id, origin, parse_note, write_note
from kiosk.domain.journal import Life, Plain, read_detail, write_detail
from kiosk.keys.signing import StationKey, is_signature

FIRST_LINE = "kiosk/v1/manifest"


@dataclass(frozen=True, slots=True)
class Part:
    """One journal's share of an export.

    Attributes:
        count: records in the export.
        first: seq of the first of them; None if there are none.
        last: seq of the last.
        size: number of records in the journal.
        head: the newest signed head of the journal, as a note; "" if it has none.
    """

    life: Life
    count: int
    first: int | None
    last: int | None
    size: int
    head: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a manifest, and its signer."""

    values: Mapping[str, Plain]
    note: Note

    @property
    def sha256(self) -> str:
        """The digest of the exported file, in hexadecimal."""
        return str(self.values.get("sha256"))

    @property
    def parts(self) -> tuple[Mapping[str, Plain], ...]:
        """What it says about each journal."""
        parts = self.values.get("journals")
        if not isinstance(parts, list):
            return ()
        return tuple(part for part in parts if isinstance(part, dict))

    def is_signed_by(self, public: bytes) -> bool:
        """Say whether the key signed it, in the name of one of the journals that it covers."""
        return any(is_signed(self.note, str(part.get("origin")), public, is_signature) for part in self.parts)


def manifest_of(file: Path) -> Path:
    """Return the path of an exported file's manifest."""
    return file.with_name(f"{file.name}.manifest")


def write_manifest(values: Mapping[str, Plain], parts: tuple[Part, ...], key: StationKey) -> str:
    """Write and sign a manifest, in the name of the last journal."""
    journals: list[Plain] = [
        {
            "origin": origin(part.life),
            "count": part.count,
            "first": part.first,
            "last": part.last,
            "size": part.size,
            "head": part.head,
        }
        for part in parts
    ]
    content = write_detail({**values, "journals": journals, "key": key.public.hex()}).decode()
    text = f"{FIRST_LINE}\n{content}\n"
    name = origin(parts[-1].life)
    signature = Signature(name, key_id(name, key.public), key.sign(text.encode()))
    return write_note(Note(text, (signature,)))


def parse_manifest(written: str) -> Manifest | None:
    """Read a manifest; None if it is not one. The signature is not checked here."""
    note = parse_note(written)
    if note is None:
        return None
    first, _, content = note.text.removesuffix("\n").partition("\n")
    if first != FIRST_LINE:
        return None
    try:
        return Manifest(read_detail(content.encode()), note)
    except (ValueError, RecursionError):
        return None
