"""Erasing a person: their data leaves every file of the station; the journal never held any, and verifies.

1. One short unit of work erases the person in the list, with its record: from then on their badges are dead.
2. What else there is (older changes, texts, pictures) follows in slices, none of which holds the lock long.
3. An erasure that was cut short is finished by the next command that opens the station.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from time import sleep

import kiosk.store.people as people_store
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.roles import Action
from kiosk.domain.tombstone import Identity, Mark, marks
from kiosk.service.station.acting import About, acting
from kiosk.service.station.pace import BREATH, Pace
from kiosk.service.station.pictures import remove_doomed
from kiosk.service.station.station import Station
from kiosk.store import erasing as store
from kiosk.store.changes import ERASED, Edit
from kiosk.store.paper import forget_facts
from kiosk.store.people import Accredited
from kiosk.store.tombstones import write_marks
from kiosk.store.unfinished import doomed_photos, half_erased


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did, and what is beyond it.

    Attributes:
        is_gone: whether the write-ahead logs are free of it too; while another program reads, they are not.
        handed_out: names of files made by this station that may name the person: badges, exports.
    """

    is_gone: bool
    handed_out: tuple[str, ...]


def erase(station: Station, person: Accredited) -> Erased:
    """Remove a person's data from every file of this station; all of the person's badges are dead.

    A tombstone keeps the next list from bringing them back.

    Raises:
        KioskError: the person was erased already.
    """
    with station.database.read() as connection:
        handed_out = store.handed_out(connection, person.holder.n)
    with acting(station) as work:
        work.needs(Action.ERASE)
        now = people_store.accredited(work.connection, person.n)
        if now is None or now.holder.subject is None:
            raise KioskError("this person was erased already", "there is nothing left to do")
        all_of_them = people_store.of_holder(work.connection, now.holder.n)
        forget_facts(work.connection, now.holder.n)
        tombstone = write_marks(_marks(station, all_of_them))
        work.edit(Edit(now.holder.id, ERASED, None, tombstone))
        work.record(Kind.ERASE, About(now.holder.subject))
    finish(station)
    is_gone = store.empty_log(station.photos) and store.empty_log(station.database)
    return Erased(is_gone, handed_out)


def _marks(station: Station, people: Iterable[Accredited]) -> set[Mark]:
    key = station.keyring.tombstone_key
    if key is None:
        return set()  # a station without the event's secrets; the id of the person is kept all the same
    return {mark for person in people for mark in marks(_identity(person), key)}


def _identity(person: Accredited) -> Identity:
    holder = person.holder
    return Identity(
        person.source,
        person.external_id or "",
        holder.id_document,
        holder.email,
        holder.phone,
        f"{holder.given_name} {holder.family_name}",
        holder.name_native,
        holder.birth_date,
        holder.organisation,
    )


def finish(station: Station) -> None:
    """Empty what is left of erased people in the files of this station, and remove the pictures they had."""
    with station.database.read() as connection:
        pending, doomed = half_erased(connection), doomed_photos(connection)
    if not pending and not doomed:
        return
    for entity, _ in pending:
        _empty_changes(station, entity)
    for entity, subject in pending:
        texts: list[int] = []
        if subject is not None:
            with station.database.read() as connection:
                texts = store.texts_about(connection, subject)
        with station.database.write() as connection:
            store.drop_texts(connection, texts)
            store.finish_entity(connection, entity)
    remove_doomed(station)


def _empty_changes(station: Station, entity: bytes) -> None:
    pace, is_more = Pace(station.clock), True
    while is_more:
        with station.database.write() as connection:
            pace.start()
            is_more = store.empty_some(connection, entity, pace.size)
            pace.stop()
        if is_more:
            sleep(BREATH)
