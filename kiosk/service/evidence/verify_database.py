"""The verification of a database file: what is intact, what was changed, and what vouches for it.

1. The file is opened read-only, and nothing in it is trusted (kiosk/service/evidence/replay.py).
2. The file cannot vouch for itself: only a key, a fingerprint or a head from outside it can.
3. Records missing at the end without a trace in the file are incompleteness, not tampering: an older copy
   looks the same, and only a head kept elsewhere can tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import kiosk.store.journal_heads as heads_store
from kiosk.domain.errors import KioskError
from kiosk.domain.head import Head, parse_head, parse_note, signed_head
from kiosk.domain.journal import LeafError, Life, read_detail
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase
from kiosk.keys.signing import fingerprint, is_signature, read_fingerprint
from kiosk.service.evidence.replay import Replay, Source
from kiosk.service.evidence.verdict import Account, Discovery, Trouble, Verdict
from kiosk.service.station.heads import sidecar_of
from kiosk.store.database import Database, StoreError, open_copy
from kiosk.store.journal import Journal, journals
from kiosk.store.journal_reading import entry_at, rows


@dataclass(frozen=True, slots=True)
class Trust:
    """What the verifier knows from outside the file.

    Attributes:
        public: the station's public key.
        fingerprint: of that key, as printed on paper.
        heads: signed heads kept elsewhere: on a stick, on paper, at another station.
    """

    public: bytes | None = None
    fingerprint: str | None = None
    heads: tuple[str, ...] = ()

    def names(self, public: bytes) -> bool | None:
        """Say whether the key is the expected one; None if none is expected."""
        if self.public is None and self.fingerprint is None:
            return None
        is_printed = self.fingerprint is None or read_fingerprint(self.fingerprint) == fingerprint(public)
        return self.public in (None, public) and is_printed


NO_TRUST = Trust()
"""Verification with nothing but the file."""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The contents of a life's record 0: the key, and the last head of the life before."""

    public: bytes
    previous: str | None


def verify_database(path: Path, trust: Trust = NO_TRUST) -> Verdict:
    """Verify every journal in a database file.

    Raises:
        KioskError: it is missing, not one of Kiosk's databases, or a head given from outside is unreadable.
    """
    outside = [read_head(written) for written in trust.heads]
    database = open_copy(path)
    try:
        findings = list(_file_findings(database))
        with database.read() as connection:
            every = journals(connection)
            beginnings = {journal.life: _beginning(database, journal) for journal in every}
        kept_nearby = [*_sidecar(path), *(one.previous for one in beginnings.values() if one.previous)]
        accounts = []
        for journal in every:
            beginning = beginnings[journal.life]
            account, found = _examine(database, journal, beginning.public, _Kept(kept_nearby, trust))
            accounts.append(account)
            findings += found
    finally:
        database.close()
    known = {journal.life for journal in every}
    findings += _lives_absent([*outside, *map(_parsed, kept_nearby)], known)
    return Verdict(tuple(accounts), tuple(dict.fromkeys(findings)))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Heads that are not in the head table: those kept nearby, and those given by the verifier."""

    nearby: list[str]
    trust: Trust


def _examine(
    database: Database, journal: Journal, public: bytes, kept: _Kept
) -> tuple[Account, tuple[Discovery, ...]]:
    """Replay one journal."""
    replay = Replay(journal)
    found = _expect_kept(replay, journal, public, kept)
    try:
        with database.read() as connection:
            for size, written in heads_store.heads(connection, journal):
                head = signed_head(written, public, is_signature)
                if head and (head.life, head.size) == (journal.life, size):
                    replay.expect(head, Source.FILE)
                else:
                    says = Phrase(
                        "the head of {records} is not one that the station signed",
                        records=counted(size, "record"),
                    )
                    found.append(_about(journal, Trouble.HEAD, says))
            for row in rows(connection, journal):
                replay.take(row)
    except StoreError as broken:
        says = Phrase("unreadable behind record {last}: {broken}", last=replay.size - 1, broken=broken)
        found.append(_about(journal, Trouble.FILE, says))
    found += replay.close()
    vouched = replay.agreed(Source.OUTSIDE)
    is_named = kept.trust.names(public)
    if not public:
        found.append(_about(journal, Trouble.KEY, "its record 0 is gone or names no key"))
    elif is_named is False:
        says = Phrase(
            "signed with {fingerprint}, which is not the key expected", fingerprint=fingerprint(public)
        )
        found.append(_about(journal, Trouble.KEY, says))
    is_confirmed = bool(is_named) or (is_named is None and vouched > 0)
    account = Account(journal.life, replay.size, replay.agreed(Source.FILE), vouched, public, is_confirmed)
    return account, tuple(found)


def _expect_kept(replay: Replay, journal: Journal, public: bytes, kept: _Kept) -> list[Discovery]:
    """Have the replay check the heads that are not in the head table."""
    found = []
    for written in kept.trust.heads:
        head = signed_head(written, public, is_signature)
        if head and head.life == journal.life:
            replay.expect(head, Source.OUTSIDE)
        elif read_head(written).life == journal.life:
            found.append(_about(journal, Trouble.KEY, "the head from outside was signed with another key"))
    for written in kept.nearby:
        head = signed_head(written, public, is_signature)
        if head and head.life == journal.life:
            replay.expect(head, Source.BESIDE)
    return found


def _beginning(database: Database, journal: Journal) -> _Beginning:
    """Read record 0 of a life; without it there is no key that could have signed anything."""
    try:
        entry = entry_at(database.connection, journal, 0)
        detail = read_detail(entry.act.detail) if entry else {}
        public = bytes.fromhex(str(detail.get("key", "")))
    except (LeafError, ValueError):
        return _Beginning(b"", None)
    previous = detail.get("previous")
    return _Beginning(public, previous if isinstance(previous, str) else None)


def _file_findings(database: Database) -> Iterator[Discovery]:
    """Yield what is wrong with the file as a whole: its guards, its lives."""
    with database.read() as connection:
        yield from _guard_findings(heads_store.guards(connection), heads_store.guards_expected())
        if not journals(connection):
            yield Discovery(Trouble.LOST, "this file has no journal")
    try:
        with database.read() as connection:
            strays = heads_store.strays(connection)
    except StoreError as broken:
        yield Discovery(Trouble.FILE, Phrase("parts of the file cannot be read: {broken}", broken=broken))
        return
    if strays:
        says = Phrase(
            "{records} to no life of this file", records=counted(strays, "record belongs", "records belong")
        )
        yield Discovery(Trouble.FILE, says)


def _guard_findings(present: Mapping[str, str], expected: Mapping[str, str]) -> Iterator[Discovery]:
    for name in sorted(present.keys() | expected.keys()):
        if present.get(name) != expected.get(name):
            how = Phrase("was changed")
            if name not in expected:
                how = Phrase("was added")
            elif name not in present:
                how = Phrase("is gone")
            yield Discovery(
                Trouble.GUARD,
                Phrase("{name} {how}: somebody has changed the file's guards", name=name, how=how),
            )


def _lives_absent(heads: Iterable[Head | None], known: set[Life]) -> Iterator[Discovery]:
    for head in heads:
        if head and head.life not in known:
            name, size = head.life.id.hex()[:8], counted(head.size, "record")
            says = Phrase(
                "life {name} is not in this file; a head of its {size} exists", name=name, size=size
            )
            yield Discovery(Trouble.LOST, says, head.life, 0, head.size - 1)


def _sidecar(path: Path) -> list[str]:
    try:
        return [sidecar_of(path).read_text(encoding="utf-8")]
    except (OSError, UnicodeDecodeError):
        return []


def _parsed(written: str) -> Head | None:
    note = parse_note(written)
    return parse_head(note.text) if note else None


def read_head(written: str) -> Head:
    """Read a head given from outside. Raises KioskError if it is not one."""
    head = _parsed(written)
    if head is None:
        raise KioskError(
            "the head from outside is no head of a journal", "give the whole note, as it was saved"
        )
    return head


def _about(journal: Journal, trouble: Trouble, says: str) -> Discovery:
    return Discovery(
        trouble,
        Phrase("life {life}: {says}", life=journal.life.id.hex()[:8], says=Phrase(says)),
        journal.life,
    )
