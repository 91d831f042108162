"""Own the comparison of a list's rows with the people known already: what is new, what changed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter, itemgetter

import kiosk.store.people as people_store
from kiosk.domain.event import Approval, Event
from kiosk.domain.journal import micros
from kiosk.domain.model import AccreditationStatus
from kiosk.service.checking_rows import Entry
from kiosk.service.columns import COLUMNS
from kiosk.service.import_report import Problem, Tally
from kiosk.service.whose import Whose
from kiosk.store.changes import FORMAT, HOLDER_TEXTS, Edit, NewPeople
from kiosk.store.database import Database
from kiosk.store.people import Accredited

_TEXTS = itemgetter(*(COLUMNS.index(name) for name in HOLDER_TEXTS))
_HOLDER_TEXTS = attrgetter(*HOLDER_TEXTS)
_EXTERNAL_ID = COLUMNS.index("external_id")
_WINDOW = 4_096
"""People whose subjects begin with the same three random bytes: an import then writes to a few leaves of
the index and not to all of them, and a subject tells no more of a place in a list than that
(docs/decisions/0040)."""
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Ids:
    """Where the ids of new people come from.

    Attributes:
        prefix: 10 random bytes of this import; a counter follows, so that indexes grow at their end
            (docs/decisions/0040).
        random: gives the subjects, which nothing may connect with a place in a list.
    """

    prefix: bytes
    random: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Step:
    """What to write for some rows."""

    edits: Sequence[Edit]
    people: NewPeople | None


class Plan:
    """Turns rows into edits, a handful at a time, and counts what they are."""

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
            self.has_known = people_store.has_source(connection, whose.source)
        self._seen: set[int] | None = None

    def draw(self, entries: Sequence[tuple[Entry, str | None]], tally: Tally) -> Step:
        """Return what to write for some rows.

        Args:
            entries: each with the SHA-256 of its photo in hexadecimal, or None to leave the photo alone.
            tally: where each row is counted.
        """
        known = self._known(entries) if self.has_known else {}
        window, subjects = self._window, self._ids.random(13 * len(entries)).hex()
        first = self._made
        edits: list[Edit] = []
        people: list[tuple[str | int | None, ...]] = []
        for index, (entry, photo) in enumerate(entries):
            external_id = entry.cells[_EXTERNAL_ID]
            person = known.get(external_id)
            if person is not None and not self._whose.is_same(person, entry.cells):
                if not self._whose.may_replace:
                    tally.mistake(
                        Problem(
                            entry.line,
                            "external_id",
                            external_id,
                            self._whose.says_other(person, entry.cells),
                        )
                    )
                    continue
                tally.notice(f"line {entry.line}: {self._whose.says_replaced(person, entry.cells)}")
                edits += _set_aside(person)
                tally.replaced += 1
            elif person is not None:
                changed = self._changed(person, entry, photo)
                edits += changed
                tally.updated += bool(changed)
                tally.unchanged += not changed
                continue
            elif external_id and self._whose.is_foreign and not self._whose.may_replace:
                tally.refuse([Problem(entry.line, "external_id", external_id, self._whose.says_held())])
                continue
            elif not external_id and self._is_repeated(entry):
                tally.unchanged += 1
                tally.notice("a row without an id that is known word for word was passed over")
                continue
            subject = window + subjects[26 * index : 26 * index + 26]
            people.append(self._new(entry, photo, subject))
        self._made += len(people)
        if self._made // _WINDOW != first // _WINDOW:
            self._window = self._ids.random(3).hex()
        tally.new += len(people)
        return Step(edits, NewPeople(self._ids.prefix, first, _write(people)) if people else None)

    def _known(self, entries: Sequence[tuple[Entry, str | None]]) -> dict[str, Accredited]:
        wanted = [entry.cells[_EXTERNAL_ID] for entry, _ in entries if entry.cells[_EXTERNAL_ID]]
        with self._database.read() as connection:
            return people_store.by_external_ids(connection, self._source, wanted)

    def _new(self, entry: Entry, photo: str | None, subject: str) -> tuple[str | int | None, ...]:
        """Return a row laid out by NEW_PERSON."""
        _, cells, (category, rights, status), valid_from, valid_until = entry
        granted = (category, status, rights, valid_from, valid_until)
        return (FORMAT, subject, *_TEXTS(cells), photo, *granted, self._source, cells[_EXTERNAL_ID] or None)

    def _changed(self, person: Accredited, entry: Entry, photo: str | None) -> list[Edit]:
        """Return an edit for each field that the list has and has otherwise."""
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

    def _status(self, person: Accredited, entry: Entry) -> AccreditationStatus:
        """Return the status to be: no list lifts one, and a category to approve asks again."""
        is_moved = person.category != entry.grant.category
        needs_approval = self._event.category[entry.grant.category].approval is not Approval.AUTO
        if is_moved and needs_approval and person.status is AccreditationStatus.ACTIVE:
            return AccreditationStatus.PENDING
        return person.status

    def _is_repeated(self, entry: Entry) -> bool:
        """Say whether a row without an id is there already, word for word, in the list or in the store."""
        if self._seen is None:
            self._seen = set()
            if self.has_known:
                with self._database.read() as connection:
                    for person in people_store.without_external_id(connection, self._source):
                        self._seen.add(hash(_fingerprint(person)))
        grant = entry.grant
        validity = (_text(entry.valid_from), _text(entry.valid_until))
        words = (*_TEXTS(entry.cells), grant.category, grant.rights, *validity)
        is_repeated = hash(words) in self._seen
        self._seen.add(hash(words))
        return is_repeated


def _set_aside(person: Accredited) -> list[Edit]:
    """Take the id from a person whose place another takes; the badge of the one before opens nothing more."""
    edits = [Edit(person.id, "external_id", person.external_id, "")]
    if person.status in {AccreditationStatus.ACTIVE, AccreditationStatus.PENDING}:
        edits.append(Edit(person.id, "status", person.status.value, AccreditationStatus.SUSPENDED.value))
    return edits


def _fingerprint(person: Accredited) -> tuple[str | int, ...]:
    validity = (_micros_text(person.valid_from), _micros_text(person.valid_until))
    return (*_HOLDER_TEXTS(person.holder), person.category, person.rights, *validity)


def _text(at: int | None) -> str:
    return "" if at is None else str(at)


def _micros_text(at: datetime | None) -> str:
    return "" if at is None else str(micros(at))
