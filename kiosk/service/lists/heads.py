"""The columns of a list: which header means what, and when only the user can say.

1. The user's word comes first; a column may also be left out (`--map "HEADER=-"`).
2. "Name" alone is the family name (or the whole one), next to a family name it is the given name, next to
   both it is the whole name and is skipped.
3. Of two columns for one field the first counts. If the second has values of its own and the field matters
   on a badge or at a gate, the import stops and asks.
4. Half a name is not a name: a list of given names without family names, or the reverse, stops if an unknown
   column has a header like the other half and holds text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kiosk.domain.errors import KioskError
from kiosk.domain.folding import fold
from kiosk.domain.nearest import nearest
from kiosk.domain.wording import Phrase
from kiosk.service.lists.columns import COLUMNS, LEFT_OUT, column_of, nearest_column
from kiosk.service.lists.records import Record

Rows = Callable[[], Iterator[Record]]
_WHOLE_NAMES = frozenset({"name", "names"})
_HARMLESS = frozenset({"phone", "email", "notes"})
"""Fields whose second column may be dropped with a notice: they are on no badge and decide nothing."""
_HALVES = (
    (
        "given_name",
        "family_name",
        re.compile(r"(\w*nom|noms|\w*names?|soyad\w*|soyisim|famille|apellidos?|apelidos?|cognome)\b"),
    ),
    ("family_name", "given_name", re.compile(r"(prenoms?|given|forename|first ?names?|vorname|on ?ad)\b")),
)
"""For each half of a name: the other half, and typical headers of that, folded."""


def assign(
    headers: Sequence[str], renamed: Mapping[str, str], rows: Rows
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the column of each field, and what was skipped.

    Args:
        headers: of the list.
        renamed: for headers the field that the user says they mean, or LEFT_OUT.
        rows: gives the rows below the head; they are read only when needed.

    Raises:
        KioskError: it is unclear which column is meant.
    """
    meant, notices = _meant(headers, renamed)
    columns: dict[str, int] = {}
    doubled: list[tuple[int, int, str]] = []
    # The user's word comes first, so that a column guessed to mean the same gives way.
    for index, header in sorted(enumerate(headers), key=lambda item: item[1] not in renamed):
        field = meant[index]
        if field is None or field == LEFT_OUT:
            if header and field is None:
                closest = nearest_column(header)
                hint = Phrase('; did you mean "{closest}"?', closest=closest) if closest else ""
                notices.append(
                    Phrase(
                        'column "{header}" is not known and was passed over{hint}', header=header, hint=hint
                    )
                )
        elif field in columns:
            first = headers[columns[field]]
            notices.append(
                Phrase(
                    'column "{header}" was passed over: "{first}" is {field} already',
                    header=header,
                    first=first,
                    field=field,
                )
            )
            if first not in renamed and field not in _HARMLESS:
                doubled.append((columns[field], index, field))
        else:
            columns[field] = index
    _demand_one_column(headers, doubled, rows)
    _demand_whole_names(headers, meant, rows)
    return columns, tuple(notices)


def _meant(headers: Sequence[str], renamed: Mapping[str, str]) -> tuple[list[str | None], list[str]]:
    """Return what each header means, given the others, and what to report about it."""
    notices: list[str] = []
    for header in renamed:
        if header not in headers:
            closest = nearest(header, headers)
            notices.append(
                Phrase(
                    'the list has no column "{header}"; did you mean "{closest}"?',
                    header=header,
                    closest=closest,
                )
                if closest
                else Phrase('the list has no column "{header}"', header=header)
            )
    meant = [renamed.get(header) or column_of(header) for header in headers]
    whole = [
        index
        for index, header in enumerate(headers)
        if header not in renamed and fold(header) in _WHOLE_NAMES
    ]
    beside = {field for index, field in enumerate(meant) if index not in whole}
    for index in whole:
        if {"given_name", "family_name"} <= beside:
            meant[index] = LEFT_OUT
            notices.append(
                Phrase(
                    'column "{header}" was passed over: given and family names stand beside it',
                    header=headers[index],
                )
            )
        elif "family_name" in beside:
            meant[index] = "given_name"
    return meant, notices


def _demand_one_column(headers: Sequence[str], doubled: Sequence[tuple[int, int, str]], rows: Rows) -> None:
    """Stop if a column that would be skipped differs from the one that counts."""
    if not doubled:
        return
    for record in rows():
        cells = record.cells or []
        for first, second, field in doubled:
            one, other = (cells[at].strip() if at < len(cells) else "" for at in (first, second))
            if other and fold(one) != fold(other):
                raise KioskError(
                    'two columns are {field}, "{headers}" and "{headers2}", and differ:'
                    ' line {line} has "{one}" and "{other}"',
                    'say which counts, for example --map "{headers2}={field}";'
                    ' or leave one out: --map "{headers2}={left_out}"',
                    field=field,
                    headers=headers[first],
                    headers2=headers[second],
                    line=record.line,
                    one=one[:40],
                    other=other[:40],
                    left_out=LEFT_OUT,
                )


def _demand_whole_names(headers: Sequence[str], meant: Sequence[str | None], rows: Rows) -> None:
    """Stop if half of each name would be lost."""
    for known, lost, words in _HALVES:
        if known not in meant or lost in meant:
            continue
        alike = [
            index
            for index, header in enumerate(headers)
            if meant[index] is None and words.search(fold(header))
        ]
        filled = _filled(alike, rows) if alike else []
        if filled:
            named = ", ".join(f'"{headers[index]}"' for index in filled)
            raise KioskError(
                "the list has a column for {known} and none that is known for {lost}; there is text in "
                "{named}",
                'say which it is: --map "{headers}={lost}"; or leave it out: --map "{headers}={left_out}"',
                known=known,
                lost=lost,
                named=named,
                headers=headers[filled[0]],
                left_out=LEFT_OUT,
            )


def _filled(columns: Sequence[int], rows: Rows) -> list[int]:
    """Return those of some columns that are not empty."""
    filled: set[int] = set()
    for record in rows():
        cells = record.cells or []
        filled |= {index for index in columns if index < len(cells) and cells[index].strip()}
        if len(filled) == len(columns):
            break
    return sorted(filled)


def demand_people(
    path: str, columns: Mapping[str, int], headers: Sequence[str], fixed: Mapping[str, str]
) -> None:
    """Refuse a list that cannot be a list of people.

    Args:
        path: of the list, for the message.
        columns: the ones it has.
        headers: as written.
        fixed: fields that the user gives for every row.

    Raises:
        KioskError: there are no names or no category.
    """
    listed = ", ".join(header for header in headers if header)
    if not {"given_name", "family_name", "name_native"} & columns.keys():
        raise KioskError(
            "{path} has no column for names (it has: {listed})",
            "name one with --map COLUMN=family_name",
            path=path,
            listed=listed,
        )
    if "category" not in columns and "category" not in fixed:
        raise KioskError(
            "{path} has no column for the category (it has: {listed})",
            "give one to all with --category CATEGORY, or name the column with --map COLUMN=category",
            path=path,
            listed=listed,
        )


def is_field(name: str) -> bool:
    """Say whether this is a possible meaning of a column: a field of COLUMNS, or LEFT_OUT."""
    return name in COLUMNS or name == LEFT_OUT
