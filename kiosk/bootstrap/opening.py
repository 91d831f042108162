"""Opening a station: its objects are built and connected here.

1. A file that is restored, forked, copied or elsewhere begins a new life (kiosk/service/station/lives.py).
2. An import or an erasure that was cut short is finished, or cleared away, before anything else is done.
3. Every command comes by here: this module loads nothing that only some of them need.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.bootstrap.news import LISTENER
from kiosk.config.computer import clock_from, file_id, operator, random_bytes, state_folder, this_computer
from kiosk.config.settings import load_settings
from kiosk.config.station import StationSettings
from kiosk.domain.errors import KioskError
from kiosk.domain.home import Computer, Home
from kiosk.domain.journal import LifeId, micros
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.keys.folder import load_keyring, load_station_key
from kiosk.keys.sharing import group_of
from kiosk.keys.signing import fingerprint
from kiosk.service.lists.unfinished import is_unfinished
from kiosk.service.people.unfinished import is_half_erased
from kiosk.service.station.heads import sign_journal
from kiosk.service.station.lives import Continuity, Opening, go_on
from kiosk.service.station.memory import remember
from kiosk.service.station.station import PhotoFile, Station
from kiosk.store.database import StoreError, open_database
from kiosk.store.events import load_event

CONFIG = "config.toml"
DATABASE = "kiosk.sqlite3"
PHOTOS = "photos.sqlite3"
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Opened:
    """A station, and the settings of the computer that it was opened with.

    Attributes:
        config: the config.toml that the settings stand in.
        found: how the file stood to its home and its newest head; anything but whole began a new life.
    """

    station: Station
    settings: StationSettings
    config: Path
    found: Continuity

    @property
    def keys_folder(self) -> Path:
        """Where the keys lie."""
        return self.settings.data / KEYS

    @property
    def fingerprint(self) -> str:
        """What a person compares to know this station's signature."""
        return fingerprint(self.station.key.public)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where and how a station is opened.

    Attributes:
        computer: the computer that it is on; None to look.
        is_on_purpose: whether it was moved or restored on purpose: no alarm then.
    """

    computer: Computer | None = None
    is_on_purpose: bool = False


AS_FOUND = Arrival()
"""On this computer, whatever it is; what is unexpected is an alarm."""


def open_station(folder: Path, clock_option: str | None = None, arrival: Arrival = AS_FOUND) -> Opened:
    """Open the station in a folder.

    Raises:
        KioskError: there is none, its files are damaged or from a newer version, or a simulated clock is
            asked of an event that is no demo.
    """
    settings = load_settings(folder / CONFIG)
    data = settings.data
    if group_of(data / KEYS) is not None:
        os.umask(0o007)  # what this user makes in the data folder, the others of the group may change
    database = open_database(data / DATABASE)
    clock = clock_from(clock_option)
    with database.read() as connection:
        event = load_event(connection)
    if clock_option is not None and not (event and event.is_demo):
        raise KioskError("a simulated clock is for demonstrations only", "leave --clock away")
    key = load_station_key(data / KEYS)
    opening = Opening(
        home_of(data / DATABASE, arrival.computer),
        micros(clock.now()),
        operator(),
        LifeId(random_bytes(16)),
        arrival.is_on_purpose,
        state_folder(),
    )
    journal, found = go_on(database, key, opening)
    station = Station(
        database,
        PhotoFile(data / PHOTOS),
        journal,
        load_keyring(data / KEYS),
        key,
        clock,
        random_bytes,
        Actor(operator(), ALL_ROLES),
    )
    if is_unfinished(station):
        from kiosk.service.lists.applying import resume  # noqa: PLC0415 - rarely needed, and slow to load

        resume(station)
    if is_half_erased(station):
        from kiosk.service.people.erasing import finish  # noqa: PLC0415 - rarely needed, and slow to load

        with suppress(StoreError):  # a damaged photo file closes no gate; it is tried again at the next start
            finish(station)
    return Opened(station, settings, folder / CONFIG, found)


def home_of(database: Path, computer: Computer | None = None) -> Home:
    """Return where a database is: on this computer, or on the one given."""
    return Home(computer or this_computer(), file_id(database))


@contextmanager
def opened(folder: Path, clock_option: str | None = None, arrival: Arrival = AS_FOUND) -> Iterator[Opened]:
    """Open a station for the length of a block; its journal is signed and its files closed at the end.

    Whoever listens (kiosk/bootstrap/news.py) is told if it was found otherwise than whole.
    """
    found = open_station(folder, clock_option, arrival)
    station = found.station
    if found.found is not Continuity.WHOLE:
        LISTENER.get()(found.found)
    try:
        yield found
    finally:
        sign_journal(station.database, station.journal, station.key, micros(station.clock.now()))
        remember(state_folder(), station.database.path)
        station.close()
