"""An open station for the registration desk's tests: real files, a clock that is told what time it is."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.event import Event
from kiosk.domain.journal import Entry, Life, LifeId
from kiosk.domain.model import EventId, StationId
from kiosk.keys.signing import station_key
from kiosk.service.station.heads import begin_life
from kiosk.store.database import Database, create_database
from kiosk.store.events import save_event
from kiosk.store.journal import journals
from kiosk.store.journal_reading import Selection, entries
from kiosk.store.photos import create_photos

EVENT = load_config(SAMPLE, EventId(b"salon-of-bamako!")).event


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


@dataclass
class OpenDesk:
    database: Database
    photos: Database
    life: Life
    event: Event = EVENT
    clock: StillClock = field(default_factory=StillClock)
    operator: str = "cli:aminata"
    seed: random.Random = field(default_factory=lambda: random.Random(7))

    def random(self, size: int) -> bytes:
        return self.seed.randbytes(size)

    def records(self) -> list[Entry]:
        """The journal, read back from its leaves."""
        connection = self.database.connection
        journal = journals(connection)[-1]
        return list(entries(connection, journal, Selection()))


def open_desk(folder: Path, event: Event = EVENT) -> OpenDesk:
    database = create_database(folder / "kiosk.db")
    photos = create_photos(folder / "photos.db")
    life = Life(event.id, StationId(b"station-number-1"), LifeId(b"the-first-life-1"))
    desk = OpenDesk(database, photos, life, event)
    with database.write() as connection:
        save_event(connection, event, desk.clock.now())
    begin_life(database, life, station_key(bytes(32)), 1, desk.operator)
    return desk
