"""The people inside now, from the presence table. For an earlier moment see `earlier`.

Only presences of a site's own event day count: people left inside on an earlier day are presumed gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import instant
from kiosk.domain.model import OUTSIDE, CategoryId, Subject, ZoneId
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.presence import Whereabouts, count
from kiosk.domain.roles import Action
from kiosk.service.station.station import Station
from kiosk.store import presence
from kiosk.store.people import of_subject


@dataclass(frozen=True, slots=True)
class Inside:
    """One person believed to be inside; every text is "" for a person who was erased.

    Attributes:
        since: when the record that says so was made; aware, in UTC.
    """

    subject: Subject
    name: str
    name_native: str
    organisation: str
    category: CategoryId
    zone: ZoneId
    since: datetime


@dataclass(frozen=True, slots=True)
class Muster:
    """Who is inside at one moment.

    Attributes:
        people: by zone in the order of the event, then by name.
        counts: people inside each occupied zone, its sub-zones included; every zone asked for has a count.
    """

    at: datetime
    people: tuple[Inside, ...]
    counts: dict[ZoneId, int]


def who_is_inside(station: Station, zone: str | None = None) -> Muster:
    """Say who is inside now, in one zone and its sub-zones or anywhere. Raises KioskError for no zone."""
    station.actor.needs(Action.COUNT_INSIDE)
    event = station.event()
    wanted = zone_named(event, zone)
    with station.database.read() as connection:
        places = tuple(presence.everybody(connection))
    return muster_of(station, event, wanted, station.clock.now(), places)


def zone_named(event: Event, name: str | None) -> ZoneId:
    """Return the zone with a name, typed in any case; the outermost one for None. Raises KioskError."""
    if name is None:
        return OUTSIDE
    known = {zone.upper(): zone for zone in event.zone}
    if name.upper() not in known:
        raise KioskError('there is no zone "{name}"', did_you_mean(name, event.zone), name=name)
    return known[name.upper()]


def muster_of(
    station: Station,
    event: Event,
    wanted: ZoneId,
    at: datetime,
    places: Iterable[tuple[Subject, Whereabouts]],
) -> Muster:
    """Return the muster of those places that are in a zone, and of the event day that it is at a moment."""
    days = {zone.id: event.moment(at, zone.site).day for zone in event.zones}
    inside = [
        (subject, place)
        for subject, place in places
        if place.zone in days and place.day == days[place.zone] and event.is_within(place.zone, wanted)
    ]
    order = {zone.id: number for number, zone in enumerate(event.zones)}
    people = [_inside(station, subject, place) for subject, place in inside]
    people.sort(key=lambda one: (order[one.zone], one.name.casefold(), one.since))
    counts: dict[ZoneId, int] = {}
    for day in set(days.values()):
        for zone, number in count((place for _, place in inside), event, day).items():
            counts[zone] = counts.get(zone, 0) + number
    asked = {zone: number for zone, number in counts.items() if event.is_within(zone, wanted)}
    return Muster(at, tuple(people), dict(sorted(asked.items(), key=lambda one: order[one[0]])))


def _inside(station: Station, subject: Subject, place: Whereabouts) -> Inside:
    with station.database.read() as connection:
        found = of_subject(connection, subject)
    since = instant(place.since)
    if not found:
        return Inside(subject, "", "", "", CategoryId(""), place.zone, since)
    person = found[0]
    holder = person.holder
    return Inside(
        subject, holder.name, holder.name_native, holder.organisation, person.category, place.zone, since
    )
