"""A station with a journal for tests: a real file, real keys, a clock that is moved by hand."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kiosk.domain.journal import Act, Kind, Life
from kiosk.domain.model import Direction, Match, Method, Outcome, Reason
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.keys.keyring import new_keyring
from kiosk.keys.signing import StationKey, new_station_key
from kiosk.service.station.heads import Begun, begin_life, sign_journal
from kiosk.service.station.station import PhotoFile, Station
from kiosk.store.database import Database, create_database
from kiosk.store.events import save_event
from kiosk.store.journal import Journal, append, own_journals

EVENT = bytes(range(16))
STATION = bytes(range(16, 32))
NOON = 1_762_862_400_000_000  # 2025-11-11T12:00:00Z
KEY = new_station_key(random.Random(1).randbytes)


@dataclass
class HandClock:
    """A clock that stands still unless it is moved."""

    seconds: float = 0.0

    def now(self):
        return datetime(2025, 11, 11, 12, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self):
        return self.seconds


@dataclass
class Ledger:
    database: Database
    journal: Journal
    key: StationKey = field(default=KEY)

    @property
    def path(self):
        return self.database.path

    def add(self, count):
        """Append so many scans: every tenth is denied, with two gates and seven people."""
        with self.database.write() as connection:
            for _ in range(count):
                append(connection, self.journal, scan(self.next()))

    def next(self):
        found = self.database.connection.execute("SELECT max(n) FROM journal").fetchone()[0]
        return (found & (1 << 40) - 1) + 1

    def station(self, event, roles=ALL_ROLES):
        """Return the station whose journal this is, at its newest life, with an event in force."""
        with self.database.write() as connection:
            save_event(connection, event, HandClock().now())
            journal = own_journals(connection)[-1]
        keyring, photos = new_keyring(event.id, random.randbytes), PhotoFile(self.path.with_name("photos.db"))
        actor = Actor("cli:awa", roles)
        return Station(
            self.database, photos, journal, keyring, self.key, HandClock(), random.randbytes, actor
        )

    def sign(self):
        return sign_journal(self.database, self.journal, self.key, NOON)


def scan(at):
    denied = at % 10 == 3
    return Act(
        kind=Kind.SCAN,
        occurred_at=NOON + at * 1_000_000,
        recorded_at=NOON + at * 1_000_000 + 250,
        gate="NORTH" if at % 2 else "HALL",
        direction=Direction.IN,
        zone_from="OUTSIDE",
        zone_to="PARC",
        method=Method.CAMERA,
        badge=1 << 22 | at % 7 + 1,
        match=Match.LISTED,
        subject=bytes([at % 7 + 1]) * 16,
        outcome=Outcome.DENIED if denied else Outcome.GRANTED,
        reason=Reason.WRONG_ZONE if denied else None,
        operator="cli:awa",
        list_version=3,
        policy_version=1,
    )


def ledger(path, life=b"\x01" * 16, key=KEY):
    """Open the file and begin a life in it."""
    database = create_database(path)
    journal = begin_life(database, Life(EVENT, STATION, life), key, Begun(NOON, "cli:awa"))
    return Ledger(database, journal, key)
