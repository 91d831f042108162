"""Opening a station: its objects are built and connected here.

1. A restored or forked copy of the file begins a new life, with a new series of badge numbers.
2. An import that was cut short is finished, or cleared away, before anything else is done.
3. Every command comes by here: this module loads nothing that only some of them need.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.config.computer import clock_from, operator, random_bytes
from kiosk.config.settings import load_settings
from kiosk.config.station import StationSettings
from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Act, Kind, Life, LifeId, micros, write_detail
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.keys.folder import load_keyring, load_station_key
from kiosk.keys.signing import StationKey, fingerprint
from kiosk.service.lists.unfinished import is_unfinished
from kiosk.service.station.heads import Continuity, begin_life, continuity, sign_journal
from kiosk.service.station.station import PhotoFile, Station
from kiosk.store.database import Database, open_database
from kiosk.store.events import load_event
from kiosk.store.journal import Journal, append, own_journals

CONFIG = "config.toml"
DATABASE = "kiosk.sqlite3"
PHOTOS = "photos.sqlite3"
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Opened:
    """A station, and the settings of the computer that it was opened with.

    Attributes:
        config: the config.toml that the settings stand in.
    """

    station: Station
    settings: StationSettings
    config: Path

    @property
    def keys_folder(self) -> Path:
        """Where the keys lie."""
        return self.settings.data / KEYS

    @property
    def fingerprint(self) -> str:
        """What a person compares to know this station's signature."""
        return fingerprint(self.station.key.public)


def open_station(folder: Path, clock_option: str | None = None) -> Opened:
    """Open the station in a folder.

    Raises:
        KioskError: there is none, its files are damaged or from a newer version, or a simulated clock is
            asked of an event that is no demo.
    """
    settings = load_settings(folder / CONFIG)
    data = settings.data
    database = open_database(data / DATABASE)
    clock = clock_from(clock_option)
    with database.read() as connection:
        event = load_event(connection)
    if clock_option is not None and not (event and event.is_demo):
        raise KioskError("a simulated clock is for demonstrations only", "leave --clock away")
    key = load_station_key(data / KEYS)
    station = Station(
        database,
        PhotoFile(data / PHOTOS),
        _journal(database, key, clock),
        load_keyring(data / KEYS),
        key,
        clock,
        random_bytes,
        Actor(operator(), ALL_ROLES),
    )
    if is_unfinished(station):
        from kiosk.service.lists.applying import resume  # noqa: PLC0415 - rarely needed, and slow to load

        resume(station)
    return Opened(station, settings, folder / CONFIG)


def _journal(database: Database, key: StationKey, clock: Clock) -> Journal:
    """Return the journal to go on with: of a new life, where this file is a restored or forked copy."""
    state = continuity(database, key.public)
    with database.read() as connection:
        lives = own_journals(connection)
    if state is Continuity.WHOLE:
        return lives[-1]
    if not lives:
        raise KioskError("this database was never finished", "remove its folder and run `kiosk init` again")
    now = micros(clock.now())
    before = lives[-1].life
    life = Life(before.event, before.station, LifeId(random_bytes(16)))
    journal = begin_life(database, life, key, now, operator())
    if state is Continuity.FORKED:
        with database.write() as connection:
            alarm = Act(Kind.ALARM, now, now, operator=operator(), detail=write_detail({"forked": True}))
            append(connection, journal, alarm)
    return journal


@contextmanager
def opened(folder: Path, clock_option: str | None = None) -> Iterator[Opened]:
    """Open a station for the length of a block; its journal is signed and its files closed at the end."""
    found = open_station(folder, clock_option)
    station = found.station
    try:
        yield found
    finally:
        sign_journal(station.database, station.journal, station.key, micros(station.clock.now()))
        station.close()
