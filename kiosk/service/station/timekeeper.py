"""The timekeeper: how far a station trusts its clock while it runs."""

from datetime import datetime

from kiosk.domain import timekeeping
from kiosk.domain.clock import Clock
from kiosk.domain.event import Event
from kiosk.domain.journal import Kind, instant
from kiosk.domain.model import ClockState
from kiosk.domain.roles import Action
from kiosk.service.station.acting import About, acting
from kiosk.service.station.station import Station
from kiosk.store.journal_reading import tail


class Timekeeper:
    """Compares the wall clock with the monotonic one. Made by `begin`."""

    def __init__(self, clock: Clock, event: Event, state: ClockState) -> None:
        self._clock = clock
        self._event = event
        self.state = state
        self._wall = clock.now()
        self._monotonic = clock.monotonic()

    def look(self, now: datetime) -> ClockState:
        """Return how far the clock can be trusted at this reading of it."""
        monotonic = self._clock.monotonic()
        if timekeeping.has_jumped(now - self._wall, monotonic - self._monotonic):
            self.state = ClockState.SUSPECT
        self._wall, self._monotonic = now, monotonic
        return self.state

    def confirm(self) -> None:
        """Trust the clock from now on, because a person confirmed it."""
        self.state = ClockState.CONFIRMED


def begin(station: Station) -> Timekeeper:
    """Assess the clock at the start of a process, against the newest record of the journal."""
    event = station.event()
    with station.database.read() as connection:
        newest = tail(connection, station.journal, 1)
    last = instant(newest[-1].act.occurred_at) if newest else None
    return Timekeeper(station.clock, event, timekeeping.assess(station.clock.now(), last, event))


def confirm(station: Station, timekeeper: Timekeeper) -> int:
    """Record that a person has confirmed the clock, and trust it; return the record's seq."""
    with acting(station) as work:
        work.needs(Action.CONFIRM_CLOCK)
        about = About(detail={"state": ClockState.CONFIRMED}, clock=ClockState.CONFIRMED)
        seq = work.record(Kind.CLOCK, about)
    timekeeper.confirm()
    return seq
