"""The journal's record: what it says, and the bytes that are hashed for it (the leaf).

1. A record has exactly one spelling: `decode` refuses whatever `encode` would not have written.
2. A record names no person: `subject` is random, the operator is an account, free text is a commitment.
3. Fields of variable length carry their length; an empty field has length 0.
4. The layout never changes: a new one gets a new number in the first byte (docs/formats.md).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from struct import Struct, error
from typing import NewType, TypeVar

from kiosk.domain.errors import KioskError
from kiosk.domain.foreign import Words
from kiosk.domain.model import (
    Alert,
    BadgeNumber,
    ClockState,
    Direction,
    EventId,
    GateId,
    Match,
    Method,
    Notice,
    Outcome,
    Reason,
    StationId,
    Subject,
    ZoneId,
)

LifeId = NewType("LifeId", bytes)
"""16 random bytes, drawn whenever a station's file starts a life: two restored copies cannot collide."""

Plain = None | bool | int | str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a record's detail may hold; no fractions, which have more than one spelling."""

Detail = NewType("Detail", bytes)
"""Canonical JSON, as `write_detail` writes it; b"" for none."""

FORMAT = 1


class Kind(StrEnum):
    """What a record is about. `life` is record 0 of a life, and no other."""

    LIFE = "life"
    SCAN = "scan"
    TURNED_BACK = "turned_back"
    PARTY = "party"
    PRESENCE_CLOSED = "presence_closed"
    SET_ASIDE = "set_aside"
    SETTLED = "settled"
    OVERRIDE = "override"
    PARDON = "pardon"
    ISSUE = "issue"
    PRINT = "print"
    HANDOVER = "handover"
    STATUS = "status"
    MERGE = "merge"
    IMPORT = "import"
    EXPORT = "export"
    ERASE = "erase"
    LOGIN = "login"
    ACCOUNT = "account"
    POLICY = "policy"
    CLOCK = "clock"
    FAULT = "fault"
    TEST = "test"
    EVACUATION = "evacuation"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Life:
    """One uninterrupted life of one station's file: the identity of one journal."""

    event: EventId
    station: StationId
    id: LifeId

    def __post_init__(self) -> None:
        if not len(self.event) == len(self.station) == len(self.id) == 16:
            raise ValueError("ids have 16 bytes")


@dataclass(frozen=True, slots=True)
class Reference:
    """A record anywhere among the stations of the event."""

    station: StationId
    life: LifeId
    seq: int

    def __post_init__(self) -> None:
        if not len(self.station) == len(self.life) == 16:
            raise ValueError("ids have 16 bytes")


@dataclass(frozen=True, slots=True)
class Act:
    """All that a record says, except its place in the journal.

    Attributes:
        occurred_at: when it happened; microseconds since 1970 in UTC.
        recorded_at: when it was entered; differs for what comes from paper.
        hybrid: hybrid logical clock; 0 without a hub.
        operator: account id in hexadecimal, or `cli:<os user>` before there are accounts; never a name.
        list_version: of the list that the station held.
        policy_version: of the event document.
        answers: the record that this one corrects, overrides or completes.
        commitment: SHA-256 of salt and free text; see `commit`.
        detail: what only some kinds have, as `write_detail` writes it; never personal data.
    """

    kind: Kind
    occurred_at: int
    recorded_at: int
    clock: ClockState = ClockState.TRUSTED
    hybrid: int = 0
    gate: GateId | None = None
    direction: Direction | None = None
    zone_from: ZoneId | None = None
    zone_to: ZoneId | None = None
    method: Method | None = None
    badge: BadgeNumber | None = None
    match: Match | None = None
    subject: Subject | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    notices: tuple[Reason | Notice, ...] = ()
    alerts: tuple[Alert, ...] = ()
    operator: str = ""
    list_version: int = 0
    policy_version: int = 0
    answers: Reference | None = None
    commitment: bytes | None = None
    detail: Detail = Detail(b"")


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in its place: record `seq` of a life, counted from 0."""

    life: Life
    seq: int
    act: Act


class LeafError(KioskError):
    """Bytes that no journal of this version writes."""


# Format, event, station, life, seq, occurred_at, recorded_at, hybrid, list_version, policy_version.
_FIXED = Struct(">B16s16s16sQqqQQQ")
_REFERENCE = Struct(">16s16sQ")
_LENGTHS = tuple(length.to_bytes(1) for length in range(256))


def encode(entry: Entry) -> bytes:
    """Write the leaf (layout in docs/formats.md). Raises ValueError for what does not fit its field."""
    life, act = entry.life, entry.act
    _check(entry)
    try:
        parts = [
            _FIXED.pack(
                FORMAT,
                life.event,
                life.station,
                life.id,
                entry.seq,
                act.occurred_at,
                act.recorded_at,
                act.hybrid,
                act.list_version,
                act.policy_version,
            )
        ]
        for field in _fields(act):
            parts += (_LENGTHS[len(field)], field)
        parts += (len(act.detail).to_bytes(4), act.detail)
    except (error, IndexError, OverflowError) as too_large:
        raise ValueError(f"a field does not fit: {too_large}") from too_large
    return b"".join(parts)


def decode(leaf: bytes) -> Entry:
    """Read a leaf. Raises LeafError unless `encode` would write exactly these bytes."""
    try:
        entry = _read(leaf)
        read_detail(entry.act.detail)
        is_canonical = encode(entry) == leaf
    except (error, ValueError, OverflowError, KeyError, IndexError, RecursionError) as broken:
        raise LeafError(f"not a record of this journal's format: {type(broken).__name__}") from broken
    if not is_canonical:
        raise LeafError("a record in another spelling than the one that is written")
    return entry


def write_detail(values: Mapping[str, Plain]) -> Detail:
    """Write a detail: JSON in UTF-8, keys sorted, no white space, no fractions; b"" for nothing at all.

    Raises:
        ValueError: it holds a fraction, or text that is not Unicode.
    """
    if not values:
        return Detail(b"")
    text = _WRITER.encode(dict(values))
    _READER.decode(text)
    return Detail(text.encode())


def read_detail(detail: bytes) -> Mapping[str, Plain]:
    """Read a detail. Raises ValueError unless `write_detail` would write exactly these bytes."""
    if not detail:
        return {}
    values: Plain = json.loads(detail, parse_float=_refuse, parse_constant=_refuse)
    if not isinstance(values, dict) or write_detail(values) != detail:
        raise ValueError("not a detail in its one spelling")
    return values


def pack_reference(reference: Reference) -> bytes:
    """Write a reference: station, life and seq; 40 bytes."""
    return _REFERENCE.pack(reference.station, reference.life, reference.seq)


def read_reference(field: bytes) -> Reference:
    """Read what `pack_reference` wrote. Raises struct.error for another length."""
    station, life, seq = _REFERENCE.unpack(field)
    return Reference(StationId(station), LifeId(life), seq)


def commit(salt: bytes, text: str) -> bytes:
    """Return the commitment to a free text, or to the text of an invalid code; 32 bytes.

    Without the salt (16 random bytes), which is erased with the text, it tells nothing.
    """
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).digest()


def micros(at: datetime) -> int:
    """Return microseconds since 1970 in UTC for an aware instant."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: int) -> datetime:
    """Return the instant in UTC for microseconds since 1970. Raises OverflowError beyond year 9999."""
    return _EPOCH + at * _MICROSECOND


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_Word = TypeVar("_Word", bound=StrEnum)


def _words(words: Iterable[_Word]) -> dict[bytes, _Word]:
    return {word.encode(): word for word in words}


def _words_or_none(words: Iterable[_Word]) -> dict[bytes, _Word | None]:
    return {b"": None, **_words(words)}


_KINDS = Words(Kind)
_CLOCKS = _words(ClockState)
_DIRECTIONS = _words_or_none(Direction)
_METHODS = Words(Method)
_MATCHES = Words(Match)
_OUTCOMES = _words_or_none(Outcome)
_REASONS = Words(Reason)
_ALERTS = Words(Alert)
_NOTICES = Words(Notice)


def _notice(word: str) -> Reason | Notice:
    return _REASONS[word] if word in _REASONS else _NOTICES[word]


def _check(entry: Entry) -> None:
    """Refuse a record that could be written but not read back."""
    act = entry.act
    if (act.kind is Kind.LIFE) != (entry.seq == 0):
        raise ValueError("record 0 of a life, and no other, has kind `life`")
    if act.subject is not None and len(act.subject) != 16:
        raise ValueError("a subject has 16 bytes")
    if act.commitment is not None and len(act.commitment) != 32:
        raise ValueError("a commitment has 32 bytes")


def _fields(act: Act) -> tuple[bytes, ...]:
    """Return the fields that carry their length, in the order of the leaf."""
    return (
        act.kind.encode(),
        act.clock.encode(),
        (act.gate or "").encode(),
        (act.direction or "").encode(),
        (act.zone_from or "").encode(),
        (act.zone_to or "").encode(),
        (act.method or "").encode(),
        b"" if act.badge is None else act.badge.to_bytes(4),
        (act.match or "").encode(),
        act.subject or b"",
        (act.outcome or "").encode(),
        (act.reason or "").encode(),
        _list(act.notices) if act.notices else b"",
        _list(act.alerts) if act.alerts else b"",
        act.operator.encode(),
        b"" if act.answers is None else pack_reference(act.answers),
        act.commitment or b"",
    )


def _list(words: Iterable[StrEnum]) -> bytes:
    return b"".join([_LENGTHS[len(word)] + word.encode() for word in words])


def _split(field: bytes) -> list[bytes]:
    items, at = [], 0
    while at < len(field):
        end = at + 1 + field[at]
        items.append(field[at + 1 : end])
        at = end
    return items


def _read(leaf: bytes) -> Entry:
    """Read without checking the spelling; truncated input gives shorter values."""
    version, event, station, life, seq, occurred_at, recorded_at, hybrid, list_version, policy_version = (
        _FIXED.unpack_from(leaf)
    )
    if version != FORMAT:
        raise ValueError("another format")
    fields, at = [], _FIXED.size
    for _ in range(17):
        end = at + 1 + leaf[at]
        fields.append(leaf[at + 1 : end])
        at = end
    (kind, clock, gate, direction, zone_from, zone_to, method, badge, match) = fields[:9]
    (subject, outcome, reason, notices, alerts, operator, answers, commitment) = fields[9:]
    act = Act(
        kind=_KINDS[kind.decode()],
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        clock=_CLOCKS[clock],
        hybrid=hybrid,
        gate=GateId(gate.decode()) if gate else None,
        direction=_DIRECTIONS[direction],
        zone_from=ZoneId(zone_from.decode()) if zone_from else None,
        zone_to=ZoneId(zone_to.decode()) if zone_to else None,
        method=_METHODS[method.decode()] if method else None,
        badge=BadgeNumber(int.from_bytes(badge)) if badge else None,
        match=_MATCHES[match.decode()] if match else None,
        subject=Subject(subject) if subject else None,
        outcome=_OUTCOMES[outcome],
        reason=_REASONS[reason.decode()] if reason else None,
        notices=tuple([_notice(notice.decode()) for notice in _split(notices)]),
        alerts=tuple([_ALERTS[alert.decode()] for alert in _split(alerts)]),
        operator=operator.decode(),
        list_version=list_version,
        policy_version=policy_version,
        answers=read_reference(answers) if answers else None,
        commitment=commitment or None,
        detail=Detail(leaf[at + 4 :]),
    )
    return Entry(Life(EventId(event), StationId(station), LifeId(life)), seq, act)


def _refuse(text: str) -> None:
    raise ValueError(f"{text} has too many spellings")


# Made once: a record is written in less time than it takes to make them.
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_READER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
