"""The open station: its file, its life, its keys, its clock, and its actor."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.domain.clock import Clock, RandomBytes
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import Life
from kiosk.domain.roles import Actor
from kiosk.keys.keyring import Keyring
from kiosk.keys.signing import StationKey
from kiosk.store.database import Database, open_database
from kiosk.store.events import load_event
from kiosk.store.journal import Journal
from kiosk.store.photos import create_photos


@dataclass(slots=True)
class PhotoFile:
    """The photo file, opened on first use: a gate decides without it, even when it is damaged."""

    path: Path
    _database: Database | None = None

    def open(self) -> Database:
        """Return the open file. Raises StoreError when it is damaged or cannot be written."""
        if self._database is None:
            self._database = create_photos(self.path)
        return self._database

    def close(self) -> None:
        """Close it, if it was opened."""
        if self._database is not None:
            self._database.close()


@dataclass(frozen=True, slots=True)
class Station:
    """One computer with its own SQLite file, open.

    Attributes:
        journal: of the current life.
        keyring: what this station can seal and check.
        key: signs the journal.
        actor: the person acting, with their roles.
    """

    database: Database
    photo_file: PhotoFile
    journal: Journal
    keyring: Keyring
    key: StationKey
    clock: Clock
    random: RandomBytes
    actor: Actor

    @property
    def life(self) -> Life:
        """The current life of the file."""
        return self.journal.life

    @property
    def operator(self) -> str:
        """The actor as the journal records it: an account's id, or `cli:<os user>`."""
        return self.actor.account

    @property
    def photos(self) -> Database:
        """The photo file beside the database."""
        return self.photo_file.open()

    def event(self) -> Event:
        """Return the event document in force. Raises KioskError for a file without one."""
        with self.database.read() as connection:
            event = load_event(connection)
        if event is None:
            raise KioskError("this station has no event", "run `kiosk event load config.toml`")
        return event

    def acting_as(self, actor: Actor) -> "Station":
        """Return this station with another operator, on the same connections: for the same thread."""
        return replace(self, actor=actor)

    @contextmanager
    def connected(self) -> Iterator["Station"]:
        """Open the same files again, for another thread or process; they are closed at the end of the block.

        Life, journal, keys, clock and actor are the same. Raises StoreError if a file cannot be opened.
        """
        station = replace(
            self, database=open_database(self.database.path), photo_file=PhotoFile(self.photo_file.path)
        )
        try:
            yield station
        finally:
            station.close()

    def close(self) -> None:
        """Close both files."""
        self.database.close()
        self.photo_file.close()
