"""The owner of a row: a known id in a list means the same person only while part of the name agrees.

1. An id counts within its source. If nothing of the known name is left, the row is another person's: it is
   refused or, if the user asked for that, sets the known person aside and adds a new one.
2. A row number (a header such as "N°", or ids that just count) means nothing in another file. If most known
   ids of such a list have other names, a name that only partly agrees counts as another person's unless
   something else about the person agrees, and rows with new numbers are held back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

import kiosk.store.people as people_store
from kiosk.domain.folding import fold
from kiosk.domain.names import Likeness, likeness
from kiosk.domain.wording import Phrase
from kiosk.service.lists.cells import Cells
from kiosk.service.lists.columns import COLUMNS, is_row_number
from kiosk.service.lists.csv_file import ListFile
from kiosk.store.database import Database
from kiosk.store.people import Accredited, Holder

_AT = {name: index for index, name in enumerate(COLUMNS)}
_LATIN = ("given_name", "family_name")
_NAMES = (*_LATIN, "name_native")
_FACTS = ("birth_date", "id_document", "email", "phone", "organisation", "delegation")
"""Further facts that may show that a row is the known person's."""
_COUNTING = 3
"""Ids that count 1, 2, 3 at the start of a list are row numbers, whatever their header."""
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Whose:
    """Decides whose a row is.

    Attributes:
        source: ids count within it.
        file: the list's name, used in suggestions.
        given: the columns that the list has.
        may_replace: the user said that people of this list replace others.
        is_foreign: ids are row numbers, and most known ones are other people's here.
    """

    source: str
    file: str
    given: frozenset[str]
    may_replace: bool = False
    is_foreign: bool = False

    def is_same(self, person: Accredited, cells: Cells) -> bool:
        """Say whether a row under a known id is about the person known by it."""
        found = _compared(person.holder, cells, self.given)
        if found is Likeness.PARTLY and self.is_foreign:
            return any(
                cells[_AT[fact]] and fold(cells[_AT[fact]]) == fold(str(getattr(person.holder, fact)))
                for fact in _FACTS
            )
        return found is not Likeness.NONE

    def says_other(self, person: Accredited, cells: Cells) -> str:
        """Say who would become whom, and what to do about it."""
        return Phrase(
            "{source} {external_id} is {name}, here {name_here}; another list? use --source {proposed}",
            source=self.source,
            external_id=person.external_id,
            name=person.holder.name,
            name_here=name_in(cells),
            proposed=self.proposed(),
        )

    def says_replaced(self, person: Accredited, cells: Cells) -> str:
        """Say who replaces whom."""
        return Phrase(
            "{name_here} takes the place of {name} ({source} {external_id})",
            name_here=name_in(cells),
            name=person.holder.name,
            source=self.source,
            external_id=person.external_id,
        )

    def says_held(self) -> str:
        """Say why a new row of a foreign list is not taken."""
        return Phrase(
            "held back: its numbers are other people's in the source {source}; another list? use --source"
            " {proposed}",
            source=self.source,
            proposed=self.proposed(),
        )

    def proposed(self) -> str:
        """Suggest a name for the source that this list may really have."""
        stem = "-".join(fold(PurePath(self.file).stem).split()) or "list"
        return f"{stem}-2" if stem == self.source else stem


def name_in(cells: Cells) -> str:
    """Return the name of a row, as `Holder.name` would."""
    return f"{cells[_AT['given_name']]} {cells[_AT['family_name']]}".strip() or cells[_AT["name_native"]]


def _compared(holder: Holder, cells: Cells, given: frozenset[str]) -> Likeness:
    """Compare a row's name with the known one; a script that only one of them has is ignored."""
    old, new = holder.name_native, cells[_AT["name_native"]]
    if not given.isdisjoint(_LATIN):
        old = f"{holder.given_name} {holder.family_name} {old}"
        new = f"{cells[_AT['given_name']]} {cells[_AT['family_name']]} {new}"
    return likeness(old, new)


def counts_rows(listed: ListFile) -> bool:
    """Say whether the ids of a list are row numbers."""
    column = listed.columns.get("external_id")
    if column is None:
        return False
    if is_row_number(listed.headers[column]):
        return True
    firsts = (record.cells or [] for record in islice(listed.rows(), _COUNTING))
    ids = [cells[column].strip() for cells in firsts if len(cells) > column]
    return len(ids) == _COUNTING and all(map(str.isdecimal, ids)) and _count_up([int(text) for text in ids])


def _count_up(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_foreign(database: Database, source: str, listed: ListFile) -> bool:
    """Say whether most known ids of a list, whose ids are row numbers, have other names there.

    For this the list is read again, in bounded memory.
    """
    given = frozenset(listed.columns)
    alike = otherwise = 0
    for rows in _in_batches(_named_rows(listed)):
        with database.read() as connection:
            known = people_store.by_external_ids(
                connection, source, [cells[_AT["external_id"]] for cells in rows]
            )
        for cells in rows:
            person = known.get(cells[_AT["external_id"]])
            if person is not None:
                found = _compared(person.holder, cells, given)
                alike += found is Likeness.SAME
                otherwise += found is Likeness.NONE
    return otherwise > alike


def _named_rows(listed: ListFile) -> Iterator[Cells]:
    """Yield the ids and names of a list, in the layout of rows, without any check."""
    wanted = {_AT[name]: listed.columns[name] for name in ("external_id", *_NAMES) if name in listed.columns}
    for _, row, *_ in listed.rows():
        if row is not None and len(row) <= listed.width:
            cells = [""] * len(COLUMNS)
            for at, column in wanted.items():
                cells[at] = row[column].strip() if column < len(row) else ""
            yield tuple(cells)


def _in_batches(rows: Iterable[Cells]) -> Iterator[list[Cells]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _AT_ONCE)):
        yield batch
