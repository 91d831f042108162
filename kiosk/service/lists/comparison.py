"""The comparison of a list's rows with the people already known: what is new, what changed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter, itemgetter

import kiosk.store.people as people_store
from kiosk.domain.event import Approval, Event
from kiosk.domain.journal import micros
from kiosk.domain.model import AccreditationStatus
from kiosk.domain.wording import Phrase
from kiosk.service.lists.columns import COLUMNS
from kiosk.service.lists.doubles import Doubles
from kiosk.service.lists.report import ImportTally, Problem
from kiosk.service.lists.rows import ListRow
from kiosk.service.lists.whose import Whose, name_in
from kiosk.store.changes import FORMAT, HOLDER_TEXTS, Edit, NewPeople
from kiosk.store.database import Database
from kiosk.store.people import Accredited

_TEXTS = itemgetter(*(COLUMNS.index(name) for name in HOLDER_TEXTS))
_HOLDER_TEXTS = attrgetter(*HOLDER_TEXTS)
_EXTERNAL_ID = COLUMNS.index("external_id")
_CHANGES = "people changed"
_NUMBERS = frozenset({"photo", "rights", "valid_from", "valid_until"})
"""Fields whose values are numbers or digests."""
_TOLD = 40
"""Characters of a value that a report of changes shows."""
_WINDOW = 4_096
"""People whose subjects begin with the same three random bytes: an import then writes to a few leaves of
the index rather than all of them, and a subject reveals no more than that about a place in a list
(docs/decisions/0040)."""
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Ids:
    """The source of ids for new people.

    Attributes:
        prefix: 10 random bytes of this import; a counter follows, so that indexes grow at their end
            (docs/decisions/0040).
        random: gives the subjects, which must not be traceable to a place in a list.
    """

    prefix: bytes
    random: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Step:
    """What to write for some rows."""

    edits: Sequence[Edit]
    people: NewPeople | None


class Plan:
    """Turns rows into edits, a handful at a time, and counts each kind."""

    def __init__(self, database: Database, event: Event, whose: Whose, ids: Ids) -> None:
        self._database = database
        self._event = event
        self._whose = whose
        self._source = whose.source
        self._given = whose.given
        self._ids = ids
        self._made = 0
        self._window = ids.random(3).hex()
        with database.read() as connection:
            self.has_known: bool = people_store.has_source(connection, whose.source)
        self._seen: dict[int, int] | None = None
        self._doubles = Doubles(database)

    def draw(self, entries: Sequence[tuple[ListRow, str | None]], tally: ImportTally) -> Step:
        """Return what to write for some rows.

        Args:
            entries: each with the SHA-256 of its photo in hexadecimal, or None to leave the photo alone.
            tally: counts each row.
        """
        known = self._known(entries) if self.has_known else {}
        window, subjects = self._window, self._ids.random(13 * len(entries)).hex()
        first = self._made
        has_anybody, is_watched = self._doubles.has_anybody, self._whose.is_foreign
        edits: list[Edit] = []
        people: list[tuple[str | int | None, ...]] = []
        for index, (entry, photo) in enumerate(entries):
            person = known.get(entry.cells[_EXTERNAL_ID])
            if person is not None and self._whose.is_same(person, entry.cells):
                edits += self._updated(person, entry, photo, tally)
                continue
            if (person is not None or is_watched or not entry.cells[_EXTERNAL_ID]) and self._is_left_out(
                person, entry, tally
            ):
                continue
            if person is not None:
                tally.example(
                    "people replaced",
                    Phrase(
                        "line {line}: {told}",
                        line=entry.line,
                        told=self._whose.says_replaced(person, entry.cells),
                    ),
                )
                tally.replaced += 1
                edits += _set_aside(person)
            elif has_anybody and (double := self._doubles.found(entry.cells)):
                tally.example(
                    "people who may come twice",
                    Phrase("line {line}: {double}", line=entry.line, double=double),
                )
            subject = window + subjects[26 * index : 26 * index + 26]
            people.append(self._new(entry, photo, subject))
        self._made += len(people)
        if self._made // _WINDOW != first // _WINDOW:
            self._window = self._ids.random(3).hex()
        tally.new += len(people)
        return Step(edits, NewPeople(self._ids.prefix, first, _write(people)) if people else None)

    @property
    def reads(self) -> bool:
        """Whether drawing reads from the list in the store."""
        return self.has_known or self._doubles.has_anybody

    def _known(self, entries: Sequence[tuple[ListRow, str | None]]) -> dict[str, Accredited]:
        wanted = [entry.cells[_EXTERNAL_ID] for entry, _ in entries if entry.cells[_EXTERNAL_ID]]
        with self._database.read() as connection:
            return people_store.by_external_ids(connection, self._source, wanted)

    def _updated(
        self, person: Accredited, entry: ListRow, photo: str | None, tally: ImportTally
    ) -> list[Edit]:
        changed = self._changed(person, entry, photo)
        tally.updated += bool(changed)
        tally.unchanged += not changed
        if changed and tally.wants(_CHANGES):
            told = "; ".join(_told(edit) for edit in changed)
            tally.example(
                _CHANGES,
                Phrase(
                    "line {line}: {name}: {told}",
                    line=entry.line,
                    name=name_in(entry.cells) or person.holder.name,
                    told=told,
                ),
            )
        return changed

    def _is_left_out(self, person: Accredited | None, entry: ListRow, tally: ImportTally) -> bool:
        """Say whether a row that updates no known person is left out as well; and count it."""
        external_id = entry.cells[_EXTERNAL_ID]
        if not external_id:
            return self._is_repeated(entry, tally)
        if self._whose.may_replace or (person is None and not self._whose.is_foreign):
            return False
        if person is None:
            tally.refuse([Problem(entry.line, "external_id", external_id, self._whose.says_held())])
        else:
            reason = self._whose.says_other(person, entry.cells)
            tally.mistake(Problem(entry.line, "external_id", external_id, reason))
        return True

    def _new(self, entry: ListRow, photo: str | None, subject: str) -> tuple[str | int | None, ...]:
        """Return a row in the layout of NEW_PERSON."""
        _, cells, (category, rights, status), valid_from, valid_until = entry
        granted = (category, status, rights, valid_from, valid_until)
        return (FORMAT, subject, *_TEXTS(cells), photo, *granted, self._source, cells[_EXTERNAL_ID] or None)

    def _changed(self, person: Accredited, entry: ListRow, photo: str | None) -> list[Edit]:
        """Return an edit for each field of the list that differs."""
        holder, grant = person.holder, entry.grant
        pairs = [
            (name, old, new)
            for name, old, new in zip(HOLDER_TEXTS, _HOLDER_TEXTS(holder), _TEXTS(entry.cells), strict=True)
            if old != new and name in self._given
        ]
        edits = [Edit(holder.id, name, old, new) for name, old, new in pairs]
        if photo is not None and photo != (holder.photo or b"").hex():
            edits.append(Edit(holder.id, "photo", (holder.photo or b"").hex(), photo))
        fields = [
            ("category", person.category, grant.category),
            ("rights", str(person.rights), str(grant.rights)),
            ("status", person.status.value, self._status(person, entry).value),
        ]
        if "valid_from" in self._given:
            fields.append(("valid_from", _micros_text(person.valid_from), _text(entry.valid_from)))
        if "valid_until" in self._given:
            fields.append(("valid_until", _micros_text(person.valid_until), _text(entry.valid_until)))
        return edits + [Edit(person.id, name, old, new) for name, old, new in fields if old != new]

    def _status(self, person: Accredited, entry: ListRow) -> AccreditationStatus:
        """Return the new status: no list lifts one, and a category that needs approval asks again."""
        is_moved = person.category != entry.grant.category
        needs_approval = self._event.category[entry.grant.category].approval is not Approval.AUTO
        if is_moved and needs_approval and person.status is AccreditationStatus.ACTIVE:
            return AccreditationStatus.PENDING
        return person.status

    def _is_repeated(self, entry: ListRow, tally: ImportTally) -> bool:
        """Say whether a row without an id is already there, word for word, in the list or in the store."""
        if self._seen is None:
            self._seen = {}
            if self.has_known:
                with self._database.read() as connection:
                    for person in people_store.without_external_id(connection, self._source):
                        self._seen[hash(_fingerprint(person))] = 0
        grant = entry.grant
        validity = (_text(entry.valid_from), _text(entry.valid_until))
        words = hash((*_TEXTS(entry.cells), grant.category, grant.rights, *validity))
        first = self._seen.setdefault(words, entry.line)
        self._seen[words] = self._seen[words] or entry.line
        if first == entry.line:
            return False
        tally.unchanged += 1
        if first:
            tally.left_out += 1
            told = Phrase(
                "line {line}: {name} stands in line {first} too, word for word, and is left out; of two"
                " namesakes give each an id",
                line=entry.line,
                name=name_in(entry.cells),
                first=first,
            )
            tally.example("rows that stand twice", told)
        else:
            tally.notice("a row without an id that is known word for word was passed over")
        return True


def _set_aside(person: Accredited) -> list[Edit]:
    """Take the id from a person replaced by another; the earlier person's badge opens nothing more."""
    edits = [Edit(person.id, "external_id", person.external_id, "")]
    if person.status in {AccreditationStatus.ACTIVE, AccreditationStatus.PENDING}:
        edits.append(Edit(person.id, "status", person.status.value, AccreditationStatus.SUSPENDED.value))
    return edits


def _told(edit: Edit) -> str:
    """Describe what an edit changes, as far as people can read it."""
    if edit.field in _NUMBERS:
        return Phrase("{field} changed", field=edit.field)
    return Phrase(
        '{field} "{old}" becomes "{new}"',
        field=edit.field,
        old=(edit.old or "")[:_TOLD],
        new=edit.new[:_TOLD],
    )


def _fingerprint(person: Accredited) -> tuple[str | int, ...]:
    validity = (_micros_text(person.valid_from), _micros_text(person.valid_until))
    return (*_HOLDER_TEXTS(person.holder), person.category, person.rights, *validity)


def _text(at: int | None) -> str:
    return "" if at is None else str(at)


def _micros_text(at: datetime | None) -> str:
    return "" if at is None else str(micros(at))
