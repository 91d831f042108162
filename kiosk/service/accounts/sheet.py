"""Accounts from a sheet: a CSV file with a name, roles and a language in each row.

1. Every bad row is reported, with its line; then no account is made.
2. The head names the columns, in English, French or Turkish; roles are named likewise, several in one cell.
"""

import csv
import re
from collections.abc import Iterator, Mapping

from kiosk.domain.errors import KioskError
from kiosk.domain.folding import fold
from kiosk.domain.roles import Role
from kiosk.service.accounts.choosing import LONGEST_NAME
from kiosk.service.accounts.keeping import LANGUAGES, NewAccount
from kiosk.service.accounts.naming import key_of

MOST_ROWS = 1000
_FAULTS_SHOWN = 5
_COLUMNS: Mapping[str, str] = {
    "name": "name", "nom": "name", "ad": "name", "compte": "name", "account": "name",
    "roles": "roles", "role": "roles", "roller": "roles", "rol": "roles",
    "language": "language", "langue": "language", "dil": "language",
}  # fmt: skip
_ROLES: Mapping[str, Role] = {
    **{role.value: role for role in Role},
    "accueil": Role.DESK, "guichet": Role.DESK, "kayit": Role.DESK,
    "porte": Role.GATE, "kapi": Role.GATE,
    "superviseur": Role.SUPERVISOR, "responsable": Role.SUPERVISOR, "sorumlu": Role.SUPERVISOR,
    "securite": Role.SECURITY, "guvenlik": Role.SECURITY,
    "administrateur": Role.ADMIN, "yonetici": Role.ADMIN,
}  # fmt: skip


def read_sheet(sheet: bytes) -> list[NewAccount]:
    """Return the accounts that a sheet asks for.

    Args:
        sheet: a CSV file in UTF-8, UTF-16 or the code page of a Western Windows; `,`, `;` or tab.

    Raises:
        KioskError: it has no column for names, no row, too many of them, or rows with faults.
    """
    text = _text(sheet)
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        raise KioskError("the sheet is no CSV: {error}", "save it as CSV UTF-8", error=error) from error
    columns = [_COLUMNS.get(fold(cell), "") for cell in rows[0]] if rows else []
    if "name" not in columns:
        raise KioskError("the sheet has no column for the name", "its first line is: name;roles;language")
    if len(rows) > MOST_ROWS:
        raise KioskError("the sheet has more than {most} rows", "make several of it", most=MOST_ROWS)
    read = [(line, dict(zip(columns, row, strict=False))) for line, row in enumerate(rows, 1)]
    asked = [(line, row) for line, row in read[1:] if any(cell.strip() for cell in row.values())]
    faults = [f"{line}: {fault}" for line, row in asked for fault in _faults(row)]
    faults += _doubles(asked)
    if faults:
        raise KioskError(
            "no account was made; lines with faults: {faults}",
            "roles: {roles}; languages: {languages}",
            faults="; ".join(faults[:_FAULTS_SHOWN]),
            roles=", ".join(Role),
            languages=", ".join(LANGUAGES),
        )
    if not asked:
        raise KioskError("the sheet has no account", "one row for each, below the head")
    return [
        NewAccount(row["name"].strip(), frozenset(_roles(row)), row.get("language", "").strip() or "fr")
        for _, row in asked
    ]


def _text(sheet: bytes) -> str:
    if sheet.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sheet.decode("utf-16", "replace")
    try:
        return sheet.decode("utf-8-sig")
    except UnicodeDecodeError:
        return sheet.decode("cp1252", "replace")


def _words(row: Mapping[str, str]) -> list[str]:
    return [
        word for word in re.split(r"[\s,;/+]+", fold(re.sub(r"[,;/+]", " ", row.get("roles", "")))) if word
    ]


def _roles(row: Mapping[str, str]) -> Iterator[Role]:
    yield from (_ROLES[word] for word in _words(row))


def _faults(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a row."""
    name, language = row.get("name", "").strip(), row.get("language", "").strip()
    if not name:
        yield "no name"
    if len(name) > LONGEST_NAME:
        yield f"the name is longer than {LONGEST_NAME}"
    if "\N{REPLACEMENT CHARACTER}" in name:
        yield f'"{name}" has lost letters'
    if not _words(row):
        yield "no role"
    yield from (f'no role "{word}"' for word in _words(row) if word not in _ROLES)
    if language and language not in LANGUAGES:
        yield f'no language "{language}"'


def _doubles(asked: list[tuple[int, dict[str, str]]]) -> list[str]:
    """Say which names stand twice in the sheet."""
    seen: dict[str, int] = {}
    found = []
    for line, row in asked:
        first = seen.setdefault(key_of(row.get("name", "")), line)
        if first != line and row.get("name", "").strip():
            found.append(f"{line}: the same name as in line {first}")
    return found
