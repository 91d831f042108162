"""Reading the journal back: as entries, and as raw rows for verification, which trusts nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from struct import error
from typing import TypeVar

import apsw

from kiosk.domain.foreign import Words
from kiosk.domain.journal import Act, Detail, Entry, Kind, LeafError, Life, encode, read_reference
from kiosk.domain.model import (
    Alert,
    BadgeNumber,
    ClockState,
    Direction,
    GateId,
    Match,
    Method,
    Notice,
    Outcome,
    Reason,
    Subject,
    ZoneId,
)
from kiosk.store.journal import COLUMNS, SEQ_MASK, Journal, journals, row_of

Cell = None | int | float | str | bytes

LOOKED_BACK = 5_000
"""Records among which the last ones of a gate are looked for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are wanted; a None asks for all.

    Attributes:
        since: first moment (`occurred_at`), microseconds in UTC.
        until: first moment after.
        before: the seq at which to stop, even if the journal grows meanwhile.
        subject: whose records; the ends of days, which move everyone, are included.
    """

    since: int | None = None
    until: int | None = None
    gate: GateId | None = None
    outcome: Outcome | None = None
    before: int | None = None
    subject: Subject | None = None

    @property
    def is_everything(self) -> bool:
        """Whether no record of those before `before` is left out."""
        return self == Selection(before=self.before)


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it is in the file, unverified.

    Attributes:
        cells: the columns, in the order of COLUMNS.
        hash: leaf hash, then the roots of the larger subtrees that end here.
    """

    seq: int
    cells: tuple[Cell, ...]
    hash: bytes


def where(journal: Journal, selection: Selection) -> str:
    """Return the condition on `j`, the journal table, in plain SQL."""
    last = journal.last if selection.before is None else journal.first + selection.before - 1
    parts = [f"j.n BETWEEN {journal.first:d} AND {last:d}"]
    if selection.since is not None:
        parts.append(f"j.occurred_at >= {selection.since:d}")
    if selection.until is not None:
        parts.append(f"j.occurred_at < {selection.until:d}")
    if selection.gate is not None:
        parts.append(f"j.gate = {apsw.format_sql_value(str(selection.gate))}")
    if selection.outcome is not None:
        parts.append(f"j.outcome = {apsw.format_sql_value(selection.outcome.value)}")
    if selection.subject is not None:
        whose = apsw.format_sql_value(bytes(selection.subject))
        parts.append(f"(j.subject = {whose} OR j.kind = '{Kind.PRESENCE_CLOSED}')")
    return " AND ".join(parts)


def rows(connection: apsw.Connection, journal: Journal, selection: Selection = Selection()) -> Iterator[Row]:
    """Yield the rows of a journal in their order, as they are."""
    sql = f"SELECT j.n, {COLUMNS}, j.hash FROM journal j WHERE {where(journal, selection)} ORDER BY j.n"  # noqa: S608 (quoted in `where`)
    for n, *cells, hashed in connection.execute(sql):
        yield Row(n & SEQ_MASK, tuple(cells), hashed)


def entries(
    connection: apsw.Connection, journal: Journal, selection: Selection = Selection()
) -> Iterator[Entry]:
    """Yield the records of a journal in their order. Raises LeafError for a damaged one."""
    for row in rows(connection, journal, selection):
        yield entry_of(journal.life, row)


def merged(connection: apsw.Connection, selection: Selection = Selection()) -> Iterator[Entry]:
    """Yield the records of all journals by when they happened; each journal's own stay in its order.

    Raises:
        LeafError: for a damaged one.
    """
    found = [entries(connection, journal, selection) for journal in journals(connection)]
    return merge(*found, key=lambda entry: (entry.act.occurred_at, entry.act.recorded_at))


def tail(connection: apsw.Connection, journal: Journal, count: int) -> tuple[Entry, ...]:
    """Return the last `count` records, the newest last."""
    sql = f"SELECT n, {COLUMNS}, hash FROM journal WHERE n BETWEEN ? AND ? ORDER BY n DESC LIMIT ?"  # noqa: S608 (our own words)
    found = list(connection.execute(sql, (journal.first, journal.last, count)))
    return tuple(
        entry_of(journal.life, Row(n & SEQ_MASK, tuple(cells), hashed)) for n, *cells, hashed in found[::-1]
    )


def tail_at(connection: apsw.Connection, journal: Journal, gate: GateId, count: int) -> tuple[Entry, ...]:
    """Return the last `count` scans of a gate, and what undid them, the newest first.

    It looks back over LOOKED_BACK records and no further, so that a gate that nobody uses costs a busy
    station nothing.
    """
    newest = connection.execute(
        "SELECT max(n) FROM journal WHERE n BETWEEN ? AND ?", (journal.first, journal.last)
    ).get
    if newest is None:
        return ()
    sql = (
        f"SELECT n, {COLUMNS}, hash FROM journal WHERE n BETWEEN ? AND ? AND gate = ?"  # noqa: S608 (our own words)
        " AND kind IN (?, ?) ORDER BY n DESC LIMIT ?"
    )
    first = max(journal.first, int(newest) - LOOKED_BACK)
    values = (first, newest, gate, Kind.SCAN, Kind.TURNED_BACK, count)
    return tuple(
        entry_of(journal.life, Row(n & SEQ_MASK, tuple(cells), hashed))
        for n, *cells, hashed in connection.execute(sql, values)
    )


def newest_of(connection: apsw.Connection, journal: Journal, kinds: tuple[Kind, ...]) -> tuple[Entry, ...]:
    """Return the records of some kinds among the last LOOKED_BACK ones, the newest last."""
    newest = connection.execute(
        "SELECT max(n) FROM journal WHERE n BETWEEN ? AND ?", (journal.first, journal.last)
    ).get
    if newest is None:
        return ()
    marks = ", ".join("?" for _ in kinds)
    sql = (
        f"SELECT n, {COLUMNS}, hash FROM journal WHERE n BETWEEN ? AND ?"  # noqa: S608 (our own words)
        f" AND kind IN ({marks}) ORDER BY n"
    )
    values = (max(journal.first, int(newest) - LOOKED_BACK), newest, *kinds)
    return tuple(
        entry_of(journal.life, Row(n & SEQ_MASK, tuple(cells), hashed))
        for n, *cells, hashed in connection.execute(sql, values)
    )


def span_of(connection: apsw.Connection, journal: Journal) -> tuple[int, int] | None:
    """Return when the first and the last record were made (`recorded_at`); None for an empty journal."""
    sql = (
        "SELECT (SELECT recorded_at FROM journal WHERE n BETWEEN ?1 AND ?2 ORDER BY n LIMIT 1),"
        " (SELECT recorded_at FROM journal WHERE n BETWEEN ?1 AND ?2 ORDER BY n DESC LIMIT 1)"
    )
    first, last = next(iter(connection.execute(sql, (journal.first, journal.last))))
    return None if first is None else (first, last)


def entry_at(connection: apsw.Connection, journal: Journal, seq: int) -> Entry | None:
    """Return one record; None if the journal does not have it."""
    sql = f"SELECT {COLUMNS}, hash FROM journal WHERE n = ?"  # noqa: S608 (our own words)
    row = connection.execute(sql, (journal.first + seq,)).fetchone()
    return None if row is None else entry_of(journal.life, Row(seq, tuple(row[:-1]), row[-1]))


def leaf_of(life: Life, row: Row) -> bytes:
    """Return the leaf that a row stands for. Raises LeafError for a row that stands for none."""
    entry = entry_of(life, row)
    try:
        return encode(entry)
    except ValueError as broken:
        raise LeafError(f"record {row.seq} is damaged: {broken}") from broken


def entry_of(life: Life, row: Row) -> Entry:
    """Read a row. Raises LeafError for one that `append` would have written differently."""
    try:
        act = _act(row.cells)
        is_canonical = row_of(act) == row.cells
    except (ValueError, TypeError, KeyError, error) as broken:
        raise LeafError(f"record {row.seq} is damaged: {type(broken).__name__}") from broken
    if not is_canonical:
        raise LeafError(f"record {row.seq} is spelt in another way than it is written")
    return Entry(life, row.seq, act)


_Word = TypeVar("_Word", bound=StrEnum)


def _words(words: Iterable[_Word]) -> dict[str | None, _Word]:
    return {word.value: word for word in words}


def _words_or_none(words: Iterable[_Word]) -> dict[str | None, _Word | None]:
    return {None: None, **_words(words)}


_KINDS = Words(Kind)
_CLOCKS = _words(ClockState)
_DIRECTIONS = _words_or_none(Direction)
_METHODS = Words(Method)
_MATCHES = Words(Match)
_OUTCOMES = _words_or_none(Outcome)
_REASONS = Words(Reason)
_ALERTS = Words(Alert)
_NOTICES = Words(Notice)


def _act(cells: tuple[Cell, ...]) -> Act:
    (kind, occurred_at, recorded_at, clock, hybrid, gate, direction, zone_from, zone_to) = cells[:9]
    (method, badge, match, subject, outcome, reason, notices, alerts, operator) = cells[9:18]
    (list_version, policy_version, answers, commitment, detail) = cells[18:]
    return Act(
        kind=_KINDS[_text(kind)],
        occurred_at=_number(occurred_at),
        recorded_at=_number(recorded_at),
        clock=_CLOCKS[_text(clock)],
        hybrid=_number(hybrid),
        gate=None if gate is None else GateId(_name(gate)),
        direction=_DIRECTIONS[_text(direction)],
        zone_from=None if zone_from is None else ZoneId(_name(zone_from)),
        zone_to=None if zone_to is None else ZoneId(_name(zone_to)),
        method=None if method is None else _METHODS[_text(method)],
        badge=None if badge is None else BadgeNumber(_number(badge)),
        match=None if match is None else _MATCHES[_text(match)],
        subject=None if subject is None else Subject(_bytes(subject)),
        outcome=_OUTCOMES[_text(outcome)],
        reason=None if reason is None else _REASONS[_text(reason)],
        notices=() if notices is None else tuple([_notice(word) for word in str(notices).split(" ")]),
        alerts=() if alerts is None else tuple([_ALERTS[word] for word in str(alerts).split(" ")]),
        operator=str(operator),
        list_version=_number(list_version),
        policy_version=_number(policy_version),
        answers=None if answers is None else read_reference(_bytes(answers)),
        commitment=None if commitment is None else _bytes(commitment),
        detail=Detail(b"" if detail is None else _name(detail).encode()),
    )


def _notice(word: str) -> Reason | Notice:
    return _REASONS[word] if word in _REASONS else _NOTICES[word]


def _text(cell: Cell) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    raise TypeError("not a text")


def _name(cell: Cell) -> str:
    if isinstance(cell, str) and cell:
        return cell
    raise TypeError("not a name")


def _number(cell: Cell) -> int:
    if isinstance(cell, int):
        return cell
    raise TypeError("not a whole number")


def _bytes(cell: Cell) -> bytes:
    if isinstance(cell, bytes):
        return cell
    raise TypeError("not bytes")
