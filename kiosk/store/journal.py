"""The SQL of the journal: appending records, reading them back, and the free texts beside them.

1. `append` runs inside the caller's write transaction; the next number and the frontier are read there.
2. Rows are never changed or removed: not by this module, and not through this connection (triggers).
3. The leaf is a function of the row's columns; the hash is the only thing stored about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import apsw

from kiosk.domain.journal import Act, Entry, Life, LifeId, commit, encode, pack_reference
from kiosk.domain.merkle import HASH_BYTES, Frontier, Roots, leaf_hash, node_hash
from kiosk.domain.model import EventId, StationId
from kiosk.store.database import StoreError

SEQ_BITS = 40
SEQ_MASK = (1 << SEQ_BITS) - 1

COLUMNS = (
    "kind, occurred_at, recorded_at, clock, hybrid, gate, direction, zone_from, zone_to, method, badge,"
    " match, subject, outcome, reason, notices, alerts, operator, list_version, policy_version, answers,"
    " commitment, detail"
)
_INSERT = f"INSERT INTO journal (n, {COLUMNS}, hash) VALUES ({'?, ' * 24}?)"  # noqa: S608 (our own words)
_LAST = "SELECT n, hash FROM journal WHERE n BETWEEN ? AND ? ORDER BY n DESC LIMIT 1"
_HASH = "SELECT hash FROM journal WHERE n = ?"


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one life in this file.

    Attributes:
        n: the number of the life in this file.
    """

    n: int
    life: Life

    @property
    def first(self) -> int:
        """The row of record 0."""
        return self.n << SEQ_BITS

    @property
    def last(self) -> int:
        """The last row that the life can have."""
        return self.first | SEQ_MASK


def journals(connection: apsw.Connection) -> tuple[Journal, ...]:
    """Return all journals in this file, in the order in which they came into it."""
    rows = connection.execute("SELECT n, event, station, id FROM life ORDER BY n")
    return tuple(
        Journal(n, Life(EventId(event), StationId(station), LifeId(life))) for n, event, station, life in rows
    )


def own_journals(connection: apsw.Connection) -> tuple[Journal, ...]:
    """Return the journals of this file's own station, the newest last.

    A file begins with the life of the station that made it; another station's journal comes later, or never.
    """
    found = journals(connection)
    return tuple(journal for journal in found if journal.life.station == found[0].life.station)


def append(connection: apsw.Connection, journal: Journal, act: Act) -> int:
    """Append a record inside the caller's write transaction and return its seq.

    Raises:
        ValueError: the act does not fit a leaf.
    """
    row = connection.execute(_LAST, (journal.first, journal.last)).fetchone()
    n, previous = (row[0] + 1, row[1]) if row else (journal.first, b"")
    seq: int = n & SEQ_MASK
    hashed = leaf_hash(encode(Entry(journal.life, seq, act)))
    if seq & 1:
        hashed = _completed(connection, n, hashed, previous)
    connection.execute(_INSERT, (n, *row_of(act), hashed))
    return seq


def append_all(connection: apsw.Connection, journal: Journal, acts: Iterable[Act]) -> None:
    """Append records in order, as `append` does; the frontier is read once for all of them.

    Raises:
        ValueError: the act does not fit a leaf.
    """
    frontier = frontier_at(connection, journal, size_of(connection, journal))
    rows = []
    for act in acts:
        seq = frontier.size
        hashed = leaf_hash(encode(Entry(journal.life, seq, act)))
        rows.append((journal.first + seq, *row_of(act), frontier.completed(hashed)))
        frontier = frontier.appended(hashed)
    connection.executemany(_INSERT, rows)


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text that the journal only commits to, so that it can be erased.

    Attributes:
        salt: 16 random bytes.
        expires_at: microseconds since 1970 in UTC; None to keep the text until it is erased.
    """

    text: str
    salt: bytes
    expires_at: int | None = None


def append_with_text(connection: apsw.Connection, journal: Journal, act: Act, words: FreeText) -> int:
    """Append a record with a commitment to free text, and keep the text beside it."""
    seq = append(connection, journal, replace(act, commitment=commit(words.salt, words.text)))
    connection.execute(
        "INSERT INTO journal_text (n, salt, text, expires_at) VALUES (?, ?, ?, ?)",
        (journal.first + seq, words.salt, words.text.encode("utf-8", "surrogatepass"), words.expires_at),
    )
    return seq


def erase_texts(connection: apsw.Connection, now: int) -> int:
    """Erase the expired texts, salts included, and return how many; the records stay."""
    connection.execute("DELETE FROM journal_text WHERE expires_at <= ?", (now,))
    return connection.changes()


def erase_text(connection: apsw.Connection, journal: Journal, seq: int) -> bool:
    """Erase one record's text and salt; False where there is none."""
    connection.execute("DELETE FROM journal_text WHERE n = ?", (journal.first + seq,))
    return connection.changes() == 1


def text_of(connection: apsw.Connection, journal: Journal, seq: int) -> tuple[bytes, str] | None:
    """Return (salt, text) of a record; None if it has none or it was erased."""
    row = connection.execute(
        "SELECT salt, text FROM journal_text WHERE n = ?", (journal.first + seq,)
    ).fetchone()
    return None if row is None else (row[0], row[1].decode("utf-8", "surrogatepass"))


def size_of(connection: apsw.Connection, journal: Journal) -> int:
    """Return how many records the journal has."""
    row = connection.execute(_LAST, (journal.first, journal.last)).fetchone()
    return 0 if row is None else (row[0] & SEQ_MASK) + 1


def began_at(connection: apsw.Connection, journal: Journal) -> int:
    """Return when a life of this file began; microseconds since 1970 in UTC."""
    at: int = connection.execute("SELECT started_at FROM life WHERE n = ?", (journal.n,)).get
    return at


def detail_at(connection: apsw.Connection, journal: Journal, seq: int) -> bytes:
    """Return the detail of one record, as it is in the file, for who needs nothing else; b"" for none."""
    query = "SELECT detail FROM journal WHERE n = ?"
    detail: str | None = connection.execute(query, (journal.first + seq,)).get
    return b"" if detail is None else detail.encode()


def frontier_at(connection: apsw.Connection, journal: Journal, size: int) -> Frontier:
    """Return the frontier of the first `size` records, from the stored roots.

    Raises:
        StoreError: a record that it needs is missing or damaged.
    """
    roots, end = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            end += 1 << level
            roots.append(_root(connection, journal.first + end - 1, level))
    return Frontier(size, b"".join(roots))


def roots_of(connection: apsw.Connection, journal: Journal) -> Roots:
    """Return a function that gives the root of any range that a proof asks for."""

    def root(start: int, end: int) -> bytes:
        size = end - start
        level = size.bit_length() - 1
        if size == 1 << level:
            return _root(connection, journal.first + end - 1, level)
        middle = start + (1 << level)
        return node_hash(root(start, middle), root(middle, end))

    return root


def row_of(act: Act) -> tuple[str | int | bytes | None, ...]:
    """Return an act as the columns hold it, in the order of COLUMNS."""
    return (
        act.kind,
        act.occurred_at,
        act.recorded_at,
        act.clock,
        act.hybrid,
        act.gate,
        act.direction,
        act.zone_from,
        act.zone_to,
        act.method,
        act.badge,
        act.match,
        act.subject,
        act.outcome,
        act.reason,
        " ".join(act.notices) if act.notices else None,
        " ".join(act.alerts) if act.alerts else None,
        act.operator,
        act.list_version,
        act.policy_version,
        None if act.answers is None else pack_reference(act.answers),
        act.commitment,
        act.detail.decode() if act.detail else None,
    )


def _completed(connection: apsw.Connection, n: int, hashed: bytes, previous: bytes) -> bytes:
    """Return the roots of all the subtrees that row n ends, smallest first; `previous` is row n - 1's."""
    node = node_hash(previous[:HASH_BYTES], hashed)
    roots, level, seq = hashed + node, 1, n & SEQ_MASK
    while seq >> level & 1:
        node = node_hash(_root(connection, n - (1 << level), level), node)
        roots += node
        level += 1
    return roots


def _root(connection: apsw.Connection, n: int, level: int) -> bytes:
    """Return the root of the complete subtree of 2 ** level records that row n ends."""
    row = connection.execute(_HASH, (n,)).fetchone()
    root: bytes = row[0][level * HASH_BYTES : (level + 1) * HASH_BYTES] if row else b""
    if len(root) != HASH_BYTES:
        raise StoreError(
            "record {n} of the journal is missing or damaged", "run `kiosk log verify`", n=n & SEQ_MASK
        )
    return root
