"""An open station for the registration desk's tests: real files, a clock that is told what time it is."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.event import Event
from kiosk.domain.journal import Entry, Life, LifeId
from kiosk.domain.model import EventId, StationId
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.keys.keyring import new_keyring
from kiosk.keys.signing import station_key
from kiosk.service.station.heads import Begun, begin_life
from kiosk.service.station.station import PhotoFile, Station
from kiosk.store.database import create_database
from kiosk.store.events import save_event
from kiosk.store.journal_reading import Selection, entries

EVENT = load_config(SAMPLE, EventId(b"salon-of-bamako!")).event
AMINATA = Actor("cli:aminata", ALL_ROLES)


@dataclass
class StillClock:
    at: datetime = datetime(2025, 11, 10, 9, tzinfo=UTC)
    ticks: float = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        self.ticks += 0.001
        return self.ticks

    def wait(self, time: timedelta) -> None:
        self.at += time


class OpenDesk(Station):
    """A station whose clock is moved by hand, and whose journal is read back."""

    __slots__ = ()
    clock: StillClock

    def records(self) -> list[Entry]:
        """The journal, read back from its leaves."""
        return list(entries(self.database.connection, self.journal, Selection()))


def quiet(_step: str, _done: int, _total: int | None) -> None:
    """Take an import's progress, and show nothing."""


def open_desk(folder: Path, event: Event = EVENT) -> OpenDesk:
    database = create_database(folder / "kiosk.db")
    key, clock = station_key(bytes(32)), StillClock()
    with database.write() as connection:
        save_event(connection, event, clock.now())
    life = Life(event.id, StationId(b"station-number-1"), LifeId(b"the-first-life-1"))
    return OpenDesk(
        database,
        PhotoFile(folder / "photos.db"),
        begin_life(database, life, key, Begun(1, AMINATA.account)),
        new_keyring(event.id, random.Random(8).randbytes),
        key,
        clock,
        random.Random(7).randbytes,
        AMINATA,
    )
