"""A real station in a folder, with people and badges in force, for tests of gates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.domain.credential import credential_hash
from kiosk.domain.model import BadgeNumber, BadgeState, Subject
from kiosk.service.people.desk import NewPerson, register
from kiosk.store import badges, series

OPENING = "2025-11-11T09:00Z"


class HandClock:
    """A clock that a test sets by hand."""

    def __init__(self, at=OPENING):
        self.wall = datetime.fromisoformat(at).astimezone(UTC)
        self.ticks = 0.0

    def now(self):
        return self.wall

    def monotonic(self):
        return self.ticks

    def go(self, seconds):
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds


@dataclass(frozen=True)
class Issued:
    """A person with a badge, as a test needs them."""

    text: str
    number: BadgeNumber
    subject: Subject
    person: int


def found_station(folder, clock=None):
    """Make a demo station whose first day is 11 November 2025; return it with the clock given."""
    opened = create_station(folder, Birth(date(2025, 11, 11), is_demo=True, clock=OPENING))
    station = opened.station
    if clock is None:
        return station
    return type(station)(
        **{
            name: clock if name == "clock" else getattr(station, name)
            for name in station.__dataclass_fields__
        }
    )


def issue_badge(station, person, state=BadgeState.PRINTED, issue=1):
    """Seal a badge for somebody and put it in force."""
    with station.database.write() as connection:
        if series.own_series(connection, station.life.id) is None:
            series.begin_series(connection, station.life.id, 7)
        (number,) = series.take_numbers(connection, station.life.id, 1)
        text = station.keyring.issue(number, station.life.id)
        epoch = station.keyring.sealing_epoch
        new = badges.NewBadge(number, epoch, person.n, credential_hash(text), issue)
        badges.add(connection, [new], station.clock.now())
        badges.set_state(connection, number, state, station.clock.now())
    return Issued(text, number, person.holder.subject, person.n)


def enrol(station, name="Awa", category="visitor", zones="", state=BadgeState.PRINTED):
    """Register somebody and give them a badge."""
    texts = {"given_name": name, "family_name": "TRAORÉ", "organisation": "Coopérative de Ségou"}
    person = register(station, NewPerson(category, zones, "", texts))
    return issue_badge(station, person, state)
