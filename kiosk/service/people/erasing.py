"""Erasing a person: their data leaves every file of the station; the journal never held any, and verifies.

1. One short unit of work erases the person in the list, with its record: from then on their badges are dead.
2. What else there is (older changes, texts, pictures) follows in slices, none of which holds the lock long.
3. An erasure that was cut short is finished by the next command that opens the station.
"""

from time import sleep

import kiosk.store.people as people_store
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.roles import Action
from kiosk.service.station.acting import About, acting
from kiosk.service.station.pace import BREATH, Pace
from kiosk.service.station.station import Station
from kiosk.store import erasing as store
from kiosk.store.changes import ERASED, Edit
from kiosk.store.paper import forget_facts
from kiosk.store.people import Accredited
from kiosk.store.photos import erase_photos


def erase(station: Station, person: Accredited) -> bool:
    """Remove a person's data from every file of this station; all of the person's badges are dead.

    Returns:
        whether the write-ahead logs are free of it too; while another program reads, that takes longer.

    Raises:
        KioskError: the person was erased already.
    """
    with acting(station) as work:
        work.needs(Action.ERASE)
        now = people_store.accredited(work.connection, person.n)
        if now is None or now.holder.subject is None:
            raise KioskError("this person was erased already", "there is nothing left to do")
        forget_facts(work.connection, now.holder.n)
        work.edit(Edit(now.holder.id, ERASED, None, "1"))
        work.record(Kind.ERASE, About(now.holder.subject))
    finish(station)
    return store.empty_log(station.photos) and store.empty_log(station.database)


def finish(station: Station) -> None:
    """Empty what is left of erased people in the files of this station, and remove the pictures they had."""
    with station.database.read() as connection:
        pending, doomed = store.pending(connection), store.doomed_photos(connection)
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
    _remove_photos(station)


def _empty_changes(station: Station, entity: bytes) -> None:
    pace, is_more = Pace(station.clock), True
    while is_more:
        with station.database.write() as connection:
            pace.start()
            is_more = store.empty_some(connection, entity, pace.size)
            pace.stop()
        if is_more:
            sleep(BREATH)


def _remove_photos(station: Station) -> None:
    with station.database.read() as connection:
        doomed = store.doomed_photos(connection)
        nobodys = [digest for digest in doomed if not people_store.has_photo(connection, digest)]
    if nobodys:
        with station.photos.write() as connection:
            erase_photos(connection, nobodys)
    with station.database.write() as connection:
        store.forget_doomed(connection, doomed)
