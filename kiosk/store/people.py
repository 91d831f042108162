"""Reading people: holders with their accreditations, one row each. Only changes.py writes them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import apsw

from kiosk.domain.journal import instant
from kiosk.domain.model import (
    AccreditationId,
    AccreditationStatus,
    CategoryId,
    HolderId,
    Subject,
)
from kiosk.store.database import StoreError


@dataclass(frozen=True, slots=True)
class Holder:
    """A person; every text is "" if unknown.

    Attributes:
        n: the row's number in this file.
        subject: the journal's id of the person; None once erased.
        country: ISO 3166 alpha-2, as is `nationality`.
        language: ISO 639-1.
        birth_date: ISO 8601.
        photo: SHA-256 of a picture in the photo file.
    """

    n: int
    id: HolderId
    subject: Subject | None
    title: str
    given_name: str
    family_name: str
    name_native: str
    organisation: str
    position: str
    country: str
    nationality: str
    delegation: str
    language: str
    id_document: str
    birth_date: str
    email: str
    phone: str
    host: str
    notes: str
    photo: bytes | None

    @property
    def name(self) -> str:
        """The name in Latin script, or the native one if there is no other."""
        return f"{self.given_name} {self.family_name}".strip() or self.name_native


@dataclass(frozen=True, slots=True)
class Accredited:
    """An accreditation with its holder.

    Attributes:
        n: the row's number in this file.
        rights: the number of a set; see `kiosk.store.rights.load_rights`.
        source: the list that it came from.
        external_id: its id in that list, if the list has ids.
    """

    n: int
    id: AccreditationId
    holder: Holder
    category: CategoryId
    status: AccreditationStatus
    rights: int
    valid_from: datetime | None
    valid_until: datetime | None
    is_watched: bool
    source: str
    external_id: str | None


_HOLDER = (
    "h.n, h.id, h.subject, h.title, h.given_name, h.family_name, h.name_native, h.organisation, h.position,"
    " h.country, h.nationality, h.delegation, h.language, h.id_document, h.birth_date, h.email, h.phone,"
    " h.host, h.notes, h.photo"
)
_SELECT = (
    "SELECT a.n, a.id, a.category, a.status, a.rights, a.valid_from, a.valid_until, a.is_watched, a.source,"  # noqa: S608
    f" a.external_id, {_HOLDER} FROM accreditation a JOIN holder h ON h.n = a.holder"
)


def _read(connection: apsw.Connection, where: str, *values: int | str | bytes) -> Iterator[Accredited]:
    for row in connection.execute(f"{_SELECT} {where}", values):
        n, identifier, category, status, rights, valid_from, valid_until, is_watched, *rest = row
        source, external_id, *holder = rest
        yield Accredited(
            n,
            identifier,
            Holder(*holder),
            category,
            AccreditationStatus(status),
            rights,
            None if valid_from is None else instant(valid_from),
            None if valid_until is None else instant(valid_until),
            bool(is_watched),
            source,
            external_id,
        )


def accredited(connection: apsw.Connection, n: int) -> Accredited | None:
    """Return an accreditation by its row's number."""
    return next(_read(connection, "WHERE a.n = ?", n), None)


def accredited_among(connection: apsw.Connection, numbers: Iterable[int]) -> dict[int, Accredited]:
    """Return the accreditations of these row numbers, by number; missing ones are left out."""
    where = "WHERE a.n IN (SELECT value FROM json_each(?))"
    return {person.n: person for person in _read(connection, where, json.dumps(list(numbers)))}


def by_id(connection: apsw.Connection, identifier: AccreditationId) -> Accredited | None:
    """Return an accreditation by its id."""
    return next(_read(connection, "WHERE a.id = ?", identifier), None)


def the(connection: apsw.Connection, identifier: AccreditationId) -> Accredited:
    """Return an accreditation that must exist. Raises StoreError if it does not."""
    found = by_id(connection, identifier)
    if found is None:
        raise StoreError("an accreditation is missing from the list", "run `kiosk doctor`")
    return found


def has_photo(connection: apsw.Connection, photo: bytes) -> bool:
    """Say whether any person has this picture."""
    query = "SELECT EXISTS (SELECT 1 FROM holder WHERE photo = ?)"
    return bool(connection.execute(query, (photo,)).get)


def by_external_id(connection: apsw.Connection, source: str, external_id: str) -> Accredited | None:
    """Return the accreditation that a list calls `external_id`."""
    return next(_read(connection, "WHERE a.external_id = ? AND a.source = ?", external_id, source), None)


def of_holder(connection: apsw.Connection, holder: int) -> tuple[Accredited, ...]:
    """Return the accreditations of a holder, oldest first."""
    return tuple(_read(connection, "WHERE a.holder = ? ORDER BY a.n", holder))


def of_subject(connection: apsw.Connection, subject: Subject) -> tuple[Accredited, ...]:
    """Return the accreditations of the person with this subject in the journal; () once erased."""
    return tuple(_read(connection, "WHERE h.subject = ? ORDER BY a.n", subject))


def names_of(connection: apsw.Connection, subjects: Iterable[Subject]) -> dict[Subject, str]:
    """Return the names of people by subject, in Latin script if there is one; erased ones are left out."""
    query = (
        "SELECT subject, coalesce(nullif(trim(given_name || ' ' || family_name), ''), name_native)"
        " FROM holder WHERE subject IN (SELECT unhex(value) FROM json_each(?))"
    )
    wanted = json.dumps([subject.hex() for subject in subjects])
    return {Subject(subject): name for subject, name in connection.execute(query, (wanted,))}


def everybody(connection: apsw.Connection) -> Iterator[Accredited]:
    """Yield every accreditation, oldest first."""
    yield from _read(connection, "ORDER BY a.n")


def not_active(connection: apsw.Connection) -> Iterator[Accredited]:
    """Yield the accreditations that are pending, suspended or blocked, by status, oldest first."""
    where = "WHERE a.status <> 'active' AND h.subject IS NOT NULL ORDER BY a.status, a.n"
    yield from _read(connection, where)


def count(connection: apsw.Connection) -> int:
    """Return how many accreditations there are."""
    number: int = connection.execute("SELECT count(*) FROM accreditation").get
    return number


def by_external_ids(
    connection: apsw.Connection, source: str, external_ids: Iterable[str]
) -> dict[str, Accredited]:
    """Return the accreditations of a source with these ids, by id."""
    where = "WHERE a.source = ? AND a.external_id IN (SELECT value FROM json_each(?))"
    found = _read(connection, where, source, json.dumps(list(external_ids)))
    return {person.external_id: person for person in found if person.external_id is not None}


def without_external_id(connection: apsw.Connection, source: str) -> Iterator[Accredited]:
    """Yield the accreditations of a source without an id."""
    yield from _read(connection, "WHERE a.source = ? AND a.external_id IS NULL", source)


def has_source(connection: apsw.Connection, source: str) -> bool:
    """Say whether any accreditation came from this source."""
    query = "SELECT EXISTS (SELECT 1 FROM accreditation WHERE source = ?)"
    return bool(connection.execute(query, (source,)).get)


def has_anybody(connection: apsw.Connection) -> bool:
    """Say whether there is any accreditation."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM accreditation)").get)


def names(connection: apsw.Connection) -> Iterator[tuple[int, str, str]]:
    """Yield each accreditation's number with its holder's name in Latin script and the native one."""
    yield from connection.execute(
        "SELECT a.n, h.given_name || ' ' || h.family_name, h.name_native"
        " FROM accreditation a JOIN holder h ON h.n = a.holder WHERE h.subject IS NOT NULL ORDER BY a.n"
    )


def expected(connection: apsw.Connection, source: str) -> Iterator[tuple[str, str]]:
    """Yield id and name of the people of a source who have an id and are neither suspended nor blocked."""
    yield from connection.execute(
        "SELECT a.external_id, trim(h.given_name || ' ' || h.family_name) FROM accreditation a"
        " JOIN holder h ON h.n = a.holder WHERE a.source = ? AND a.external_id IS NOT NULL"
        " AND a.status IN ('active', 'pending') ORDER BY a.n",
        (source,),
    )
