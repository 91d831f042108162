"""The SQL of badges: what a gate looks up, and how badges are issued, changed and ended."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import apsw

from kiosk.domain.badge_life import IN_FORCE, NEW
from kiosk.domain.credential import (
    COUNTERS,
    counter_of,
    credential_hash,
    is_same,
    number_from,
    parse,
    series_of,
)
from kiosk.domain.journal import instant, micros
from kiosk.domain.model import (
    AccreditationStatus,
    Badge,
    BadgeNumber,
    BadgeState,
    CategoryId,
    Subject,
    ZoneId,
)
from kiosk.store.list_version import rise
from kiosk.store.search import Value
from kiosk.store.states import in_list

Connection = apsw.Connection
"""What a transaction yields, for callers that keep one open over several acts."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The list's row for a badge number, as one query brings it.

    Attributes:
        rights: the number of a set in `rights`, which never changes once written.
        presence: (zone, event day in ISO form) where the holder is believed to be, or None.
    """

    badge: Badge
    epoch: int
    subject: Subject | None
    category: CategoryId
    status: AccreditationStatus
    rights: int
    valid_from: int | None
    valid_until: int | None
    is_watched: bool
    presence: tuple[ZoneId, str] | None


_LOOK_UP = """
SELECT b.credential_hash, b.state, b.issue, b.superseded_by, b.epoch, h.subject,
       a.category, a.status, a.rights, a.valid_from, a.valid_until, a.is_watched, p.zone, p.day
FROM badge b JOIN accreditation a ON a.n = b.accreditation JOIN holder h ON h.n = a.holder
LEFT JOIN presence p ON p.subject = h.subject
WHERE b.number = ?
"""

_STATES = {state.value: state for state in BadgeState}
_STATUSES = {status.value: status for status in AccreditationStatus}


def look_up(connection: apsw.Connection, number: BadgeNumber, digest: bytes) -> Listed | None:
    """Return what the list and the presence table hold for a badge.

    Args:
        connection: inside a transaction.
        number: the badge's; in two lives there may be two badges with it.
        digest: SHA-256 of its credential, which tells them apart; no badge's takes any with the number.
    """
    rows = connection.execute(_LOOK_UP, (number,))
    row = first = rows.fetchone()
    while row is not None and row[0] != digest:
        row = rows.fetchone()
    row = row or first
    if row is None:
        return None
    listed, state, issue, superseded_by, epoch, subject, category, status, rights, *rest = row
    valid_from, valid_until, is_watched, zone, day = rest
    return Listed(
        Badge(number, listed, _STATES[state], issue, superseded_by),
        epoch,
        subject,
        category,
        _STATUSES[status],
        rights,
        valid_from,
        valid_until,
        bool(is_watched),
        None if zone is None else (zone, day),
    )


def is_listed(connection: apsw.Connection, text: str) -> bool:
    """Return whether a text is a credential on the list."""
    credential = parse(text)
    if credential is None:
        return False
    query, digest = "SELECT credential_hash FROM badge WHERE number = ?", credential_hash(text)
    return any(is_same(listed, digest) for (listed,) in connection.execute(query, (credential.number,)))


def highest(connection: apsw.Connection, series: int) -> int | None:
    """Return the highest counter listed in a series, spares included; None if nothing is listed."""
    within = (number_from(series, 0), number_from(series, COUNTERS - 1))
    query = (
        "SELECT max(number) FROM (SELECT max(number) AS number FROM badge WHERE number BETWEEN ?1 AND ?2"
        " UNION ALL SELECT max(number) FROM spare WHERE number BETWEEN ?1 AND ?2)"
    )
    number: int | None = connection.execute(query, within).get
    return None if number is None else counter_of(BadgeNumber(number))


@dataclass(frozen=True, slots=True)
class NewBadge:
    """A row to be written for a badge that was just sealed."""

    number: BadgeNumber
    epoch: int
    accreditation: int
    credential_hash: bytes
    issue: int


def add(connection: apsw.Connection, badges: Iterable[NewBadge], at: datetime) -> None:
    """Write badges as new ones."""
    fresh = list(badges)
    connection.executemany(
        "INSERT INTO badge (number, epoch, accreditation, credential_hash, state, issue, issued_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((b.number, b.epoch, b.accreditation, b.credential_hash, NEW, b.issue, micros(at)) for b in fresh),
    )
    rise(connection, len(fresh), at)


def set_state(connection: apsw.Connection, number: BadgeNumber, state: BadgeState, at: datetime) -> None:
    """Change the state of one badge; for `printed` also keep when."""
    set_states(connection, (number,), state, at)


def set_states(
    connection: apsw.Connection, numbers: Iterable[BadgeNumber], state: BadgeState, at: datetime
) -> None:
    """Change the state of badges; for `printed` also keep when."""
    changed = list(numbers)
    if state is BadgeState.PRINTED:
        query = "UPDATE badge SET state = ?, printed_at = ? WHERE number = ?"
        connection.executemany(query, ((state, micros(at), number) for number in changed))
    else:
        query = "UPDATE badge SET state = ? WHERE number = ?"
        connection.executemany(query, ((state, number) for number in changed))
    rise(connection, len(changed), at)


def set_successor(connection: apsw.Connection, old: BadgeNumber, new: BadgeNumber) -> None:
    """Keep which badge has taken the place of another one."""
    connection.execute("UPDATE badge SET superseded_by = ? WHERE number = ?", (new, old))


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """One badge with the numbers of the rows it belongs to."""

    number: BadgeNumber
    epoch: int
    accreditation: int
    holder: int
    state: BadgeState
    issue: int
    issued_at: datetime
    superseded_by: BadgeNumber | None

    @property
    def series(self) -> int:
        """The series of its number."""
        return series_of(self.number)


_BADGE = """
SELECT b.number, b.epoch, b.accreditation, a.holder, b.state, b.issue, b.issued_at, b.superseded_by
FROM badge b JOIN accreditation a ON a.n = b.accreditation
"""


_BORNE = """
SELECT h.subject, b.number, b.epoch, b.accreditation, a.holder, b.state, b.issue, b.issued_at, b.superseded_by
FROM badge b JOIN accreditation a ON a.n = b.accreditation JOIN holder h ON h.n = a.holder
WHERE b.number IN (SELECT value FROM json_each(?))
"""


def _badge(row: tuple[Value, ...]) -> BadgeRow:
    number, epoch, accreditation, holder, state, issue, issued_at, superseded_by = row
    return BadgeRow(
        BadgeNumber(int(number or 0)),
        int(epoch or 0),
        int(accreditation or 0),
        int(holder or 0),
        BadgeState(str(state)),
        int(issue or 0),
        instant(int(issued_at or 0)),
        None if superseded_by is None else BadgeNumber(int(superseded_by)),
    )


def find(connection: apsw.Connection, number: BadgeNumber) -> BadgeRow | None:
    """Return one badge by its number."""
    row = connection.execute(f"{_BADGE} WHERE b.number = ?", (number,)).fetchone()
    return None if row is None else _badge(row)


def borne(
    connection: apsw.Connection, numbers: Iterable[BadgeNumber]
) -> dict[BadgeNumber, tuple[BadgeRow, Subject | None]]:
    """Return badges with their holders' subjects (None once erased), by number; unknown ones are left out."""
    chosen = json.dumps(list(numbers))
    found = {}
    for subject, *row in connection.execute(_BORNE, (chosen,)):
        badge = _badge(tuple(row))
        found[badge.number] = badge, None if subject is None else Subject(subject)
    return found


def in_state(connection: apsw.Connection, state: BadgeState) -> list[BadgeNumber]:
    """Return the badges in a state whose holders were not erased, by number."""
    query = (
        "SELECT b.number FROM badge b JOIN accreditation a ON a.n = b.accreditation"
        " JOIN holder h ON h.n = a.holder"
        " WHERE b.state = ? AND h.subject IS NOT NULL ORDER BY b.number"
    )
    return [BadgeNumber(number) for (number,) in connection.execute(query, (state.value,))]


def count_of_epoch(connection: apsw.Connection, epoch: int) -> int:
    """Return how many badges that are in force were sealed in a key epoch."""
    query = f"SELECT count(*) FROM badge WHERE epoch = ? AND state IN {in_list(IN_FORCE)}"  # noqa: S608
    number: int = connection.execute(query, (epoch,)).get
    return number


def is_shared(connection: apsw.Connection, number: BadgeNumber) -> bool:
    """Say whether badges of two lives have this number, so that it names neither."""
    count: int = connection.execute("SELECT count(*) FROM badge WHERE number = ?", (number,)).get
    return count > 1


def of_holder(connection: apsw.Connection, holder: int) -> Iterator[BadgeRow]:
    """Yield the badges of a holder, newest first."""
    for row in connection.execute(f"{_BADGE} WHERE a.holder = ? ORDER BY b.issue DESC", (holder,)):
        yield _badge(row)


@dataclass(frozen=True, slots=True)
class Due:
    """An accreditation as printing needs it, with its badge in force, if there is one.

    Attributes:
        number: of the badge in force, or None.
        issues: how many badges the accreditation has ever had.
        rights: the number of a set in `rights`.
    """

    accreditation: int
    subject: Subject
    category: CategoryId
    status: AccreditationStatus
    delegation: str
    family_name: str
    given_name: str
    number: BadgeNumber | None
    epoch: int
    credential_hash: bytes
    state: BadgeState | None
    issue: int
    issued_at: datetime | None
    issues: int
    rights: int

    @property
    def name(self) -> str:
        """The name in Latin script, or "" where there is none."""
        return f"{self.given_name} {self.family_name}".strip()


_DUE = f"""
SELECT a.n, h.subject, a.category, a.status, h.delegation, h.family_name, h.given_name,
       b.number, b.epoch, b.credential_hash, b.state, b.issue, b.issued_at,
       (SELECT coalesce(max(issue), 0) FROM badge WHERE accreditation = a.n), a.rights
FROM accreditation a JOIN holder h ON h.n = a.holder
LEFT JOIN badge b ON b.accreditation = a.n AND b.state IN {in_list(IN_FORCE)}
WHERE h.subject IS NOT NULL
"""  # noqa: S608 - our own words


def due(connection: apsw.Connection, accreditations: Iterable[int] | None = None) -> Iterator[Due]:
    """Yield the accreditations of these row numbers, or all; erased people are left out."""
    if accreditations is None:
        rows = connection.execute(_DUE)
    else:
        chosen = json.dumps(list(accreditations))
        rows = connection.execute(f"{_DUE} AND a.n IN (SELECT value FROM json_each(?))", (chosen,))  # noqa: S608
    for n, subject, category, status, delegation, family_name, given_name, *badge in rows:
        number, epoch, digest, state, issue, issued_at, issues, rights = badge
        yield Due(
            n,
            subject,
            category,
            _STATUSES[status],
            delegation,
            family_name,
            given_name,
            number,
            epoch or 0,
            digest or b"",
            None if state is None else _STATES[state],
            issue or 0,
            None if issued_at is None else instant(issued_at),
            issues,
            rights,
        )
