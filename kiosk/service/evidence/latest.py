"""The end of the journal, with the names of those whom it is about: for a screen, not as evidence."""

from collections.abc import Iterable

from kiosk.domain.journal import Entry
from kiosk.domain.model import Subject
from kiosk.domain.roles import Action
from kiosk.service.station.station import Station
from kiosk.store.accounts import every_account
from kiosk.store.journal_reading import tail
from kiosk.store.people import of_subject


def latest(station: Station, count: int) -> tuple[Entry, ...]:
    """Return the last `count` records of the station's journal, the newest last. Raises NotAllowedError."""
    station.actor.needs(Action.READ_JOURNAL)
    with station.database.read() as connection:
        return tail(connection, station.journal, count)


def names_in(station: Station, records: Iterable[Entry]) -> dict[Subject, str]:
    """Return the names of the people in these records; those who were erased are left out."""
    station.actor.needs(Action.READ_JOURNAL)
    subjects = {entry.act.subject for entry in records if entry.act.subject is not None}
    with station.database.read() as connection:
        found = {subject: of_subject(connection, subject) for subject in subjects}
    return {subject: people[0].holder.name for subject, people in found.items() if people}


def operators(station: Station) -> dict[str, str]:
    """Return the names of accounts, by what records call them. Raises NotAllowedError."""
    station.actor.needs(Action.READ_JOURNAL)
    with station.database.read() as connection:
        return {account.operator: account.name for account in every_account(connection)}
