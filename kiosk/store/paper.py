"""The SQL of prints: each print, its badges, where they are filed, and what was printed on them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.badge_life import FAILED
from kiosk.domain.journal import instant, micros
from kiosk.domain.model import BadgeNumber, BadgeState
from kiosk.store.badges import Connection
from kiosk.store.filed import NEWEST, Filed
from kiosk.store.search import Value

ERASED = (bytes(32), "{}")
"""Digest and facts of the paper of an erased person."""


@dataclass(frozen=True, slots=True)
class NewPrint:
    """A print about to be made.

    Attributes:
        file: the name of the PDF; "" for one that is not kept.
        sheet: "" for one badge a page.
        printer: "" for a PDF file.
        first: the place of its first badge, from 1.
        total: the place of its last one.
        last_carton: the last carton that it starts, or None.
    """

    file: str
    sha256: bytes
    sheet: str
    printer: str
    first: int
    total: int
    last_carton: int | None


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print as stored, with the spooler's name for its job."""

    n: int
    batch: NewPrint
    job: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """One badge in a print.

    Attributes:
        place: in the print, as in "2314 / 5000".
        digest: of what it shows; 32 zeros once its holder was erased.
        facts: JSON, the name of each fact shown -> the first 8 bytes of its SHA-256, hexadecimal.
        filed: None for what is not filed.
    """

    print: int
    place: int
    badge: BadgeNumber
    state: BadgeState
    template: str
    digest: bytes
    facts: str
    filed: Filed | None


def add_print(connection: Connection, new: NewPrint, at: datetime) -> int:
    """Write a print; return its number."""
    connection.execute(
        "INSERT INTO print (file, sha256, sheet, printer, job, first, total, last_carton, made_at)"
        " VALUES (?, ?, ?, ?, '', ?, ?, ?, ?)",
        (new.file, new.sha256, new.sheet, new.printer, new.first, new.total, new.last_carton, micros(at)),
    )
    return connection.last_insert_rowid()


def set_job(connection: Connection, number: int, job: str) -> None:
    """Keep the spooler's name for the job of a print."""
    connection.execute("UPDATE print SET job = ? WHERE n = ?", (job, number))


def add_papers(connection: Connection, papers: Iterable[Paper]) -> None:
    """Write badges of a print."""
    connection.executemany(
        "INSERT INTO paper (print, place, badge, state, template, digest, facts, carton, position)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(one.print, one.place, one.badge, one.state.value, one.template, one.digest, one.facts),
                *((one.filed.carton, one.filed.position) if one.filed else (None, None)),
            )
            for one in papers
        ),
    )


def mark_paper(connection: Connection, paper: Paper, state: BadgeState) -> None:
    """Record what became of a badge in a print."""
    mark_papers(connection, (paper,), state)


def mark_papers(connection: Connection, papers: Iterable[Paper], state: BadgeState) -> None:
    """Record what became of badges in a print."""
    query = "UPDATE paper SET state = ? WHERE print = ? AND place = ?"
    connection.executemany(query, ((state.value, paper.print, paper.place) for paper in papers))


def unfile(connection: Connection, paper: Paper) -> None:
    """Record that a badge of a print was never filed."""
    query = "UPDATE paper SET carton = NULL, position = NULL WHERE print = ? AND place = ?"
    connection.execute(query, (paper.print, paper.place))


def mark_newest(connection: Connection, badge: BadgeNumber, state: BadgeState) -> None:
    """Record what became of the newest paper of a badge, if it has any."""
    connection.execute(
        "UPDATE paper SET state = ?1 WHERE badge = ?2"
        " AND +print = (SELECT max(print) FROM paper WHERE badge = ?2)",
        (state.value, badge),
    )


def take_out(connection: Connection, badge: BadgeNumber) -> None:
    """Record that the paper of a badge is no longer in a carton."""
    connection.execute("UPDATE paper SET carton = NULL, position = NULL WHERE badge = ?", (badge,))


def forget_facts(connection: Connection, holder: int) -> None:
    """Empty the facts of a person's paper; its place in a carton stays, so that it can be destroyed."""
    connection.execute(
        "UPDATE paper SET digest = zeroblob(32), facts = '{}' WHERE badge IN (SELECT b.number FROM badge b"
        " JOIN accreditation a ON a.n = b.accreditation WHERE a.holder = ?)",
        (holder,),
    )


def next_carton(connection: Connection) -> int:
    """Return the number of the first carton not yet started, ignoring prints that failed completely."""
    query = (
        "SELECT coalesce(max(last_carton), 0) + 1 FROM print"
        " WHERE EXISTS (SELECT 1 FROM paper WHERE print = print.n AND state <> ?)"
    )
    number: int = connection.execute(query, (FAILED,)).get
    return number


def last_position(connection: Connection, carton: int) -> int:
    """Return the last position in a carton that was given to a badge and not cleared since; 0 for none."""
    query = "SELECT coalesce(max(position), 0) FROM paper WHERE carton = ?"
    number: int = connection.execute(query, (carton,)).get
    return number


_PRINT = "SELECT n, file, sha256, sheet, printer, first, total, last_carton, job, made_at FROM print"


def find_print(connection: Connection, number: int | None = None) -> PrintRow | None:
    """Return a print by its number, or the newest."""
    where = "WHERE n = ?1" if number is not None else "WHERE n = (SELECT max(n) FROM print)"
    row = connection.execute(f"{_PRINT} {where}", () if number is None else (number,)).fetchone()
    return None if row is None else _print(row)


def newest_prints(connection: Connection, limit: int) -> list[tuple[PrintRow, dict[BadgeState, int]]]:
    """Return the newest prints, the newest first, each with the number of its badges in each state."""
    counted = "SELECT state, count(*) FROM paper WHERE print = ? GROUP BY state ORDER BY state"
    found = []
    for row in connection.execute(f"{_PRINT} ORDER BY n DESC LIMIT ?", (limit,)).fetchall():
        batch = _print(row)
        states = {BadgeState(state): count for state, count in connection.execute(counted, (batch.n,))}
        found.append((batch, states))
    return found


def _print(row: tuple[Value, ...]) -> PrintRow:
    n, file, sha256, sheet, printer, first, total, last_carton, job, made_at = row
    return PrintRow(
        int(n or 0),
        NewPrint(
            str(file),
            sha256 if isinstance(sha256, bytes) else b"",
            str(sheet),
            str(printer),
            int(first or 0),
            int(total or 0),
            None if last_carton is None else int(last_carton),
        ),
        str(job),
        instant(int(made_at or 0)),
    )


_PAPER = "SELECT print, place, badge, state, template, digest, facts, carton, position FROM paper"


def _paper(row: tuple[Value, ...]) -> Paper:
    number, place, badge, state, template, digest, facts, carton, position = row
    return Paper(
        int(number or 0),
        int(place or 0),
        BadgeNumber(int(badge or 0)),
        BadgeState(str(state)),
        str(template),
        digest if isinstance(digest, bytes) else bytes(32),
        str(facts),
        None if carton is None or position is None else Filed(int(carton), int(position)),
    )


def last_print(connection: Connection) -> int:
    """Return the number of the newest print; 0 before the first."""
    number: int = connection.execute("SELECT coalesce(max(n), 0) FROM print").get
    return number


def papers_of(connection: Connection, number: int) -> Iterator[Paper]:
    """Yield the badges of a print, in their order."""
    for row in connection.execute(f"{_PAPER} WHERE print = ? ORDER BY place", (number,)):
        yield _paper(row)


def paper_of(connection: Connection, badge: BadgeNumber) -> Paper | None:
    """Return the paper of a badge that was printed, or may have been; None if there is none."""
    row = connection.execute(f"{_PAPER} WHERE badge = ? AND {NEWEST}", (badge,)).fetchone()
    return None if row is None else _paper(row)


def newest_print(connection: Connection, badge: BadgeNumber) -> int | None:
    """Return the last print that a badge was in."""
    number: int | None = connection.execute("SELECT max(print) FROM paper WHERE badge = ?", (badge,)).get
    return number


def newest_prints_of(connection: Connection, badges: Iterable[BadgeNumber]) -> dict[BadgeNumber, int]:
    """Return the last print that each of these badges was in; badges never in a print are left out."""
    chosen = json.dumps(list(badges))
    query = (
        "SELECT badge, max(print) FROM paper WHERE badge IN (SELECT value FROM json_each(?)) GROUP BY badge"
    )
    return {BadgeNumber(badge): number for badge, number in connection.execute(query, (chosen,))}


def all_paper(connection: Connection) -> dict[BadgeNumber, Paper]:
    """Return the paper of each badge that was printed, or may have been."""
    rows = connection.execute(f"{_PAPER} WHERE {NEWEST}")
    return {one.badge: one for one in map(_paper, rows)}
