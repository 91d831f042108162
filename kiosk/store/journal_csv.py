r"""The journal as CSV: one SELECT in plain SQL, and the same with each row joined into a line.

1. Every cell is text. One that a spreadsheet could take for a formula begins with an apostrophe; one with
   a line break shows it as \n, so that a record is always one line.
2. Names come from the list through `subject`: an erased person has none. No column holds a credential, its
   hash, or the text of a code.
3. Lines are joined inside SQLite: 1 M records in the time that its shell takes (benchmarks/export.py).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

import apsw

from kiosk.domain.model import GateId
from kiosk.store.journal import Journal
from kiosk.store.journal_reading import Selection, where

LINES_AT_ONCE = 2_000

_Cell = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Offset:
    """How local time runs from one moment on.

    Attributes:
        since: microseconds since 1970 in UTC; 0 for the first of a zone.
        seconds: east of UTC.
    """

    since: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Locale:
    """What the event adds to its records.

    Attributes:
        elsewhere: offsets, the earliest first, for records without a gate or of an unknown one.
        gates: offsets by gate.
        words: ids of gates and zones, known to be safe, so that they need no search for unsafe characters.
    """

    elsewhere: tuple[Offset, ...] = (Offset(0, 0),)
    gates: Mapping[GateId, tuple[Offset, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Form:
    """How a CSV file is written.

    Attributes:
        separator: between cells.
        mark: what the file begins with.
    """

    separator: str = ","
    mark: bytes = b""


PLAIN = Form()
EXCEL = Form(";", b"\xef\xbb\xbf")
"""What a French Excel opens by a double click: semicolons and a byte order mark."""

# The totally anti-symmetric quasigroup of kiosk/domain/credential.py, row after row.
_DAMM = "0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790"
_IDS = ("j.gate", "j.zone_from", "j.zone_to")
_HARMLESS = re.compile(r"[A-Za-z0-9_:.][A-Za-z0-9_:. -]*").fullmatch
_UNSAFE_START = "[-=+@\t\r]*"
_BREAKS = {"\r": "\\r", "\n": "\\n", "\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": " ", "\u2029": " "}


def header(form: Form) -> bytes:
    """Return the file's first line."""
    names = [name for name, _ in _columns(_raw, b"", Locale())]
    return form.mark + form.separator.join(names).encode() + b"\r\n"


def select(journal: Journal, selection: Selection, local: Locale) -> str:
    """Return the SELECT: one column for each cell; SQLite's own shell can run it."""
    columns = ",\n  ".join(f"{cell} AS {name}" for name, cell in _columns(_raw, journal.life.id, local))
    return f"{_people(_raw)}SELECT {columns}\n{_source(journal, selection)}"


def lines(
    connection: apsw.Connection, journal: Journal, selection: Selection, local: Locale, form: Form = PLAIN
) -> Iterator[bytes]:
    """Yield the records as lines of CSV (RFC 4180), many at once."""
    words = [apsw.format_sql_value(word) for word in sorted(local.words) if _HARMLESS(word)]

    def cell(expression: str) -> str:
        safe = _safe(expression, form.separator)
        if words and expression in _IDS:  # a quarter of the time of searching each for unsafe characters
            return f"CASE WHEN {expression} IN ({', '.join(words)}) THEN {expression} ELSE {safe} END"
        return safe

    cells = f", '{form.separator}', ".join(value for _, value in _columns(cell, journal.life.id, local))
    sql = f"{_people(cell)}SELECT concat({cells})\n{_source(journal, selection)}"
    found = chain.from_iterable(connection.execute(sql))
    while batch := list(islice(found, LINES_AT_ONCE)):
        yield ("\r\n".join(batch) + "\r\n").encode()


def counted(
    connection: apsw.Connection, journal: Journal, selection: Selection
) -> tuple[int, int, int] | None:
    """Return (count, first seq, last seq) of the records selected; None for no record."""
    sql = f"SELECT count(*), min(j.n), max(j.n) FROM journal j WHERE {where(journal, selection)}"  # noqa: S608 (quoted in `where`)
    count, first, last = next(iter(connection.execute(sql)))
    return (count, first - journal.first, last - journal.first) if count else None


def _columns(cell: _Cell, life: bytes, local: Locale) -> Sequence[tuple[str, str]]:
    """Return (name, expression) of each column; `cell` makes an expression fit for a cell."""
    return (
        ("life", f"'{life.hex()[:8]}'"),
        ("seq", "(j.n & 0xFFFFFFFFFF)"),
        ("kind", "j.kind"),
        ("occurred_at", _when("j.occurred_at", local)),
        ("recorded_at", _when("j.recorded_at", local)),
        ("clock", "j.clock"),
        ("gate", cell("j.gate")),
        ("direction", "j.direction"),
        ("zone_from", cell("j.zone_from")),
        ("zone_to", cell("j.zone_to")),
        ("method", "j.method"),
        ("badge", f"coalesce(issued.printed, {_printed('j.badge')})"),
        ("match", "j.match"),
        ("decision", "j.outcome"),
        ("reason", "j.reason"),
        ("notices", "j.notices"),
        ("alerts", "j.alerts"),
        ("name", "person.name"),
        ("organisation", "person.organisation"),
        ("category", "issued.category"),
        ("operator", cell("j.operator")),
        ("list_version", "j.list_version"),
        ("policy_version", "j.policy_version"),
        ("answers", _reference("j.answers")),
        ("detail", cell("j.detail")),
    )


def _people(cell: _Cell) -> str:
    """Return the people and the badges as SQL; each is made safe for cells once, not once a record."""
    name = cell("trim(given_name || ' ' || family_name)")
    return (
        f"WITH person AS MATERIALIZED (\n"  # noqa: S608
        f"  SELECT subject, {name} AS name, {cell('organisation')} AS organisation\n"
        f"  FROM holder WHERE subject IS NOT NULL\n"
        f"), issued AS MATERIALIZED (\n"
        f"  SELECT b.number, {_printed('b.number')} AS printed,\n"
        f"    iif(count(*) = 1, {cell('a.category')}, NULL) AS category\n"  # two lives may have one number
        f"  FROM badge b JOIN accreditation a ON a.n = b.accreditation GROUP BY b.number\n"
        f")\n"
    )


def _source(journal: Journal, selection: Selection) -> str:
    return (
        "FROM journal j LEFT JOIN person ON person.subject = j.subject"
        " LEFT JOIN issued ON issued.number = j.badge\n"
        f"WHERE {where(journal, selection)} ORDER BY j.n"
    )


def _raw(expression: str) -> str:
    return expression


def _safe(expression: str, separator: str) -> str:
    """Quote where needed, neutralise what looks like a formula, show line breaks as text."""
    shown = expression
    for mark, instead in _BREAKS.items():
        shown = f"replace({shown}, '{mark}', '{instead}')"
    start = f"{expression} GLOB '{_UNSAFE_START}'"
    return (
        f"CASE WHEN {expression} GLOB '*[\"{separator}{''.join(_BREAKS)}]*' OR {start}"
        f" THEN '\"' || iif({start}, '''', '') || replace({shown}, '\"', '\"\"') || '\"'"
        f" ELSE {expression} END"
    )


def _when(moment: str, local: Locale) -> str:
    """Write a moment in ISO 8601, to the microsecond, with the offset of the gate's site."""
    east = _by_gate(moment, local, lambda offset: str(offset.seconds))
    suffix = _by_gate(moment, local, lambda offset: f"'{_offset(offset.seconds)}'")
    # date() and time() cost a fifth of strftime(). Division rounds towards zero: before 1970 it needs care.
    second, fraction = f"{moment} / 1000000 + {east}", f"{moment} % 1000000"
    early = f"({moment} - 999999) / 1000000 + {east}"
    return (
        f"CASE WHEN {moment} >= 0 THEN printf('%sT%s.%06d%s', date({second}, 'unixepoch'),"
        f" time({second}, 'unixepoch'), {fraction}, {suffix})"
        f" ELSE printf('%sT%s.%06d%s', date({early}, 'unixepoch'), time({early}, 'unixepoch'),"
        f" ({fraction} + 1000000) % 1000000, {suffix}) END"
    )


def _by_gate(moment: str, local: Locale, write: Callable[[Offset], str]) -> str:
    def steps(offsets: tuple[Offset, ...]) -> str:
        if len(offsets) == 1:
            return write(offsets[0])
        cases = [
            f"WHEN {moment} < {later.since:d} THEN {write(offset)}" for offset, later in pairwise(offsets)
        ]
        return f"CASE {' '.join(cases)} ELSE {write(offsets[-1])} END"

    other = {gate: offsets for gate, offsets in local.gates.items() if offsets != local.elsewhere}
    if not other:
        return steps(local.elsewhere)
    cases = [
        f"WHEN {apsw.format_sql_value(str(gate))} THEN {steps(offsets)}" for gate, offsets in other.items()
    ]
    return f"CASE j.gate {' '.join(cases)} ELSE {steps(local.elsewhere)} END"


def _offset(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _printed(number: str) -> str:
    """Write a badge number as it stands in print, check digit and all (`credential.printed`)."""
    digits = [f"{number} / {10**power << 22} % 10" for power in (3, 2, 1, 0)]
    digits += [f"({number} & 4194303) / {10**power} % 10" for power in range(6, -1, -1)]

    def steps(interim: str, some: Sequence[str]) -> str:
        for digit in some:
            interim = f"substr('{_DAMM}', 1 + 10 * {interim} + {digit}, 1)"
        return interim

    # In three steps: the shell's parser refuses eleven nested calls.
    return (
        f"(SELECT printf('%04d-%07d-', {number} >> 22, {number} & 4194303) || {steps('second', digits[8:])}"  # noqa: S608
        f" FROM (SELECT {steps('first', digits[4:8])} AS second"
        f" FROM (SELECT {steps('0', digits[:4])} AS first)) WHERE {number} IS NOT NULL)"
    )


def _reference(answers: str) -> str:
    """Write what a record answers: the beginning of the life's id, and the seq (its lower four bytes)."""
    digits = [
        f"(instr('0123456789ABCDEF', substr(hex({answers}), {73 + place}, 1)) - 1) * {16 ** (7 - place)}"
        for place in range(8)
    ]
    return (
        f"CASE WHEN {answers} IS NOT NULL"
        f" THEN lower(substr(hex({answers}), 33, 8)) || ':' || ({' + '.join(digits)}) END"
    )
