"""The verification of exported files: the manifest beside them, and the leaves and proofs of JSON Lines.

1. CSV is verified as a file: its digest is in the manifest, which the station's key signed.
2. JSON Lines are also verified line by line: each leaf against the tree of the signed head, by the whole
   tree if every record is there, by its inclusion proof if some were left out.
3. Only the manifest can show that nothing was left out of a selection.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.domain.head import Head, parse_head, signed_head
from kiosk.domain.journal import LeafError, Life, Plain, decode
from kiosk.domain.merkle import Frontier, is_included, leaf_hash
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase
from kiosk.keys.signing import fingerprint, is_signature
from kiosk.service.evidence.journal_lines import FORMAT, described
from kiosk.service.evidence.manifest import Manifest, manifest_of, parse_manifest
from kiosk.service.evidence.verdict import Account, Discovery, Trouble, Verdict
from kiosk.service.evidence.verify_database import NO_TRUST, Trust, read_head, verify_database

_SQLITE = b"SQLite format 3\x00"


def verify(path: Path, trust: Trust = NO_TRUST) -> Verdict:
    """Verify any file given to `log verify`: a database, JSON Lines, or a file with its manifest.

    Raises:
        KioskError: it is missing, or cannot be verified.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_SQLITE))
    except OSError as denied:
        raise KioskError(
            "{path} cannot be read: {strerror}", "check the name", path=path, strerror=denied.strerror
        ) from denied
    if beginning == _SQLITE:
        return verify_database(path, trust)
    manifest = _manifest(path)
    if beginning[:1] == b"{":
        return _verify_lines(path, manifest, trust)
    if manifest is None:
        raise KioskError(
            "{path} has no manifest beside it",
            "keep {path2} with it: only that can vouch for it",
            path=path,
            path2=manifest_of(path).name,
        )
    findings = (*_file_findings(path, manifest, trust),)
    return Verdict(_accounts(manifest, trust), findings)


def _manifest(path: Path) -> Manifest | None:
    beside = manifest_of(path)
    if not beside.exists():
        return None
    try:
        manifest = parse_manifest(beside.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        manifest = None
    if manifest is None:
        raise KioskError("{beside} is no manifest", "take it from the export again", beside=beside)
    return manifest


def _key(manifest: Manifest) -> bytes:
    try:
        return bytes.fromhex(str(manifest.values.get("key")))
    except ValueError:
        return b""


def _file_findings(path: Path, manifest: Manifest, trust: Trust) -> Iterator[Discovery]:
    """Yield where the file differs from the manifest, and the manifest from the trust."""
    public = _key(manifest)
    if not manifest.is_signed_by(public):
        yield Discovery(Trouble.HEAD, "the manifest is not signed by the key that it names")
    elif trust.names(public) is False:
        says = Phrase(
            "the manifest is signed with {fingerprint}, which is not the key expected",
            fingerprint=fingerprint(public),
        )
        yield Discovery(Trouble.KEY, says)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != manifest.sha256:
        yield Discovery(Trouble.FILE, "the file is not the one that was exported: its SHA-256 differs")


def _accounts(manifest: Manifest, trust: Trust) -> tuple[Account, ...]:
    public, accounts = _key(manifest), []
    for part in manifest.parts:
        head = signed_head(str(part.get("head")), public, is_signature)
        if head:
            count = part.get("count")
            records = count if isinstance(count, int) else 0
            is_confirmed = bool(trust.names(public))
            accounts.append(Account(head.life, records, records, 0, public, is_confirmed))
    return tuple(accounts)


@dataclass(slots=True)
class _Reading:
    """One journal's lines while they are being read."""

    life: Life
    head: Head | None
    public: bytes
    size: int
    count: int
    is_complete: bool
    frontier: Frontier = field(default_factory=Frontier)
    seen: int = 0
    last: int = -1
    proven: int = 0
    vouched: int = 0
    outside: dict[int, bytes] = field(default_factory=dict)
    findings: list[Discovery] = field(default_factory=list)

    def note(self, trouble: Trouble, says: str, seq: int | None = None) -> None:
        """Note a finding about a record, or about the journal as a whole."""
        told = Phrase("life {life}: {says}", life=self.life.id.hex()[:8], says=Phrase(says))
        self.findings.append(Discovery(trouble, told, self.life, seq, seq))


def _verify_lines(path: Path, manifest: Manifest | None, trust: Trust) -> Verdict:
    findings = list(_file_findings(path, manifest, trust)) if manifest else []
    readings: list[_Reading] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            values = _object(line)
            if values is None:
                findings.append(
                    Discovery(Trouble.FILE, Phrase("line {number} is no JSON object", number=number))
                )
            elif values.get("format") == FORMAT:
                readings.append(_begin(values, number, trust))
            elif readings:
                _take(readings[-1], values, number)
            else:
                raise KioskError(
                    "{path} is no exported journal", "its first line names no journal", path=path
                )
    if not readings:
        raise KioskError("{path} is no exported journal", "its first line names no journal", path=path)
    accounts = []
    for reading in readings:
        accounts.append(_finish(reading, trust))
        findings += reading.findings
    if manifest is None and any(not reading.is_complete for reading in readings):
        findings.append(
            Discovery(Trouble.UNSIGNED, "without its manifest, nothing says that no line was removed")
        )
    return Verdict(tuple(accounts), tuple(findings))


def _object(line: bytes) -> Mapping[str, Plain] | None:
    try:
        values: Plain = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _begin(values: Mapping[str, Plain], number: int, trust: Trust) -> _Reading:
    """Read the line that begins a journal. Raises KioskError if it names none."""
    named = parse_head(f"{values.get('origin')}\n0\n{base64.b64encode(bytes(32)).decode()}\n")
    size, count = values.get("size"), values.get("count")
    if named is None or type(size) is not int or type(count) is not int:
        raise KioskError(
            "line {number} names no journal", "take the file from the export again", number=number
        )
    try:
        public = bytes.fromhex(str(values.get("key")))
    except ValueError:
        public = b""
    head = signed_head(str(values.get("head")), public, is_signature)
    reading = _Reading(named.life, head, public, size, count, is_complete=size == count)
    if values.get("head") and (head is None or head.life != named.life or head.size > size):
        reading.note(Trouble.HEAD, "its head is not one that the station signed for these records")
        reading.head = None
    for written in trust.heads:
        kept = signed_head(written, public, is_signature)
        if kept and kept.life == named.life:
            reading.outside[kept.size] = kept.root
        elif read_head(written).life == named.life:
            reading.note(Trouble.KEY, "the head from outside was signed with another key")
    return reading


def _take(reading: _Reading, values: Mapping[str, Plain], number: int) -> None:
    """Compare one line with its leaf, and the leaf with the tree."""
    try:
        leaf = base64.b64decode(str(values.get("leaf")), validate=True)
        entry = decode(leaf)
    except (LeafError, binascii.Error, ValueError):
        reading.note(Trouble.CHANGED, Phrase("line {number} has no leaf of a record", number=number))
        return
    reading.seen += 1
    seq = entry.seq
    if entry.life != reading.life:
        reading.note(
            Trouble.CHANGED, Phrase("line {number} is a record of another journal", number=number), seq
        )
        return
    shown = {name: value for name, value in values.items() if name not in ("leaf", "proof")}
    if shown != described(entry):
        reading.note(Trouble.CHANGED, Phrase("record {seq} does not say what its leaf says", seq=seq), seq)
    if seq <= reading.last:
        reading.note(Trouble.CHANGED, Phrase("record {seq} is out of order or there twice", seq=seq), seq)
    elif reading.is_complete and seq != reading.last + 1:
        reading.note(
            Trouble.MISSING,
            Phrase("records {first} to {last} are missing", first=reading.last + 1, last=seq - 1),
            reading.last + 1,
        )
    reading.last = max(reading.last, seq)
    if reading.is_complete:
        _grow(reading, leaf)
    elif reading.head and seq < reading.head.size:
        proof = _proof(values)
        if is_included(leaf_hash(leaf), seq, reading.head.size, proof, reading.head.root):
            reading.proven += 1
        else:
            reading.note(
                Trouble.CHANGED, Phrase("record {seq} is not proven to be in the journal", seq=seq), seq
            )


def _grow(reading: _Reading, leaf: bytes) -> None:
    reading.frontier = reading.frontier.appended(leaf_hash(leaf))
    size = reading.frontier.size
    if reading.head and size == reading.head.size:
        if reading.frontier.root == reading.head.root:
            reading.proven = size
        else:
            reading.note(
                Trouble.REWRITTEN, Phrase("records 0 to {last} disagree with their head", last=size - 1), 0
            )
    if size in reading.outside:
        if reading.frontier.root == reading.outside[size]:
            reading.vouched = size
        else:
            reading.note(
                Trouble.REWRITTEN,
                Phrase("records 0 to {last} disagree with the head from outside", last=size - 1),
                0,
            )


def _proof(values: Mapping[str, Plain]) -> list[bytes]:
    written = values.get("proof")
    if not isinstance(written, list):
        return []
    try:
        return [base64.b64decode(str(one), validate=True) for one in written]
    except (binascii.Error, ValueError):
        return []


def _finish(reading: _Reading, trust: Trust) -> Account:
    if reading.seen != reading.count:
        says = Phrase(
            "{records} exported, {seen:,} here",
            records=counted(reading.count, "record was", "records were"),
            seen=reading.seen,
        )
        reading.note(Trouble.MISSING, says)
    if reading.proven < reading.seen and not any(one.trouble.is_tampering for one in reading.findings):
        reading.note(
            Trouble.UNSIGNED,
            Phrase(
                "{records} not covered by any head",
                records=counted(reading.seen - reading.proven, "record is", "records are"),
            ),
        )
    newest = max(reading.outside, default=0)
    if newest > reading.size:
        says = Phrase(
            "records {first} to {last} are not here: a newer head exists",
            first=reading.size,
            last=newest - 1,
        )
        reading.note(Trouble.LOST, says, reading.size)
    is_named = trust.names(reading.public)
    if is_named is False:
        says = Phrase(
            "signed with {fingerprint}, which is not the key expected",
            fingerprint=fingerprint(reading.public),
        )
        reading.note(Trouble.KEY, says)
    is_confirmed = bool(is_named) or (is_named is None and reading.vouched > 0)
    return Account(reading.life, reading.seen, reading.proven, reading.vouched, reading.public, is_confirmed)
