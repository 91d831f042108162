"""Presence: where each holder is believed to be, as a fold over the journal.

1. Presence is a holder's, not a badge's: it follows the subject through every replacement.
2. A granted scan (or a supervisor's override) moves the holder into the zone that it leads to.
3. `turned_back` undoes what its scan did, if nothing has followed: the holder is back where, and since when,
   the scan found them. Its record keeps both; a record that does not leads back through the gate.
4. `presence_closed` ends what earlier days left inside a zone: presumed out, never a scanned exit.
5. What is entered late (from paper) never overrules what happened after it; a clock that was put back may.
6. OUTSIDE is not a presence: a person who is outside has none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.domain.event import Event
from kiosk.domain.journal import Act, Detail, Kind, instant, read_detail, write_detail
from kiosk.domain.model import OUTSIDE, Outcome, SiteId, Subject, ZoneId


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person is believed to be.

    Attributes:
        day: the event day of the record that says so.
        since: when that happened; microseconds since 1970 in UTC.
    """

    zone: ZoneId
    day: date
    since: int


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of every presence inside `zone` whose event day is before `before`."""

    zone: ZoneId
    before: date

    def ends(self, place: Whereabouts, event: Event) -> bool:
        """Say whether this closing ends a presence."""
        return place.day < self.before and event.is_within(place.zone, self.zone)


def closing_detail(before: date) -> Detail:
    """Return the detail of a `presence_closed` record."""
    return write_detail({"before": before.isoformat()})


def closing(act: Act) -> Closing | None:
    """Return what a record closes, if it is of that kind."""
    if act.kind is not Kind.PRESENCE_CLOSED or act.zone_from is None:
        return None
    return Closing(act.zone_from, date.fromisoformat(str(read_detail(act.detail)["before"])))


def before_detail(place: Whereabouts | None) -> Detail:
    """Return the detail of a `turned_back` record whose scan found its subject here; None for outside."""
    if place is None:
        return write_detail({"zone": OUTSIDE})
    return write_detail({"zone": place.zone, "since": place.since})


MOVED_ON = write_detail({"moved_on": True})
"""The detail of a `turned_back` record whose subject has passed another gate since: it moves no one."""


def _site(act: Act, event: Event) -> SiteId | None:
    zones = (event.zone.get(zone) for zone in (act.zone_to, act.zone_from) if zone is not None)
    return next((zone.site for zone in zones if zone is not None), None)


def is_move(act: Act) -> bool:
    """Say whether a record moves its subject."""
    if act.subject is None or act.zone_to is None:
        return False
    if act.kind is Kind.TURNED_BACK:
        return True
    return act.kind in {Kind.SCAN, Kind.OVERRIDE} and act.outcome is Outcome.GRANTED


def after(place: Whereabouts | None, act: Act, event: Event) -> Whereabouts | None:
    """Return where the subject of a record is believed to be after it.

    Args:
        place: where the subject was believed to be before; None for outside.
        act: any record; most records change nothing.
        event: the event, for its zones and days. A zone that it does not have counts as outside.
    """
    is_late = place is not None and act.occurred_at < act.recorded_at and act.occurred_at < place.since
    if is_late or not is_move(act):
        return place
    if act.kind is Kind.TURNED_BACK:
        return _undone(place, act, event)
    return _at(act.zone_to, act.occurred_at, _site(act, event), event)


def _undone(place: Whereabouts | None, act: Act, event: Event) -> Whereabouts | None:
    """Return where a person is after their scan was undone."""
    kept = read_detail(act.detail)
    stands = OUTSIDE if place is None else place.zone
    if stands != act.zone_from or kept.get("moved_on") is True:
        return place
    zone, since = kept.get("zone"), kept.get("since")
    if not isinstance(zone, str):
        return _at(act.zone_to, act.occurred_at, _site(act, event), event)
    found = event.zone.get(ZoneId(zone))
    return _at(ZoneId(zone), since if isinstance(since, int) else 0, found.site if found else None, event)


def _at(zone: ZoneId | None, since: int, site: SiteId | None, event: Event) -> Whereabouts | None:
    if zone is None or zone == OUTSIDE or site is None:
        return None
    return Whereabouts(zone, event.moment(instant(since), site).day, since)


def fold(acts: Iterable[Act], event: Event) -> dict[Subject, Whereabouts]:
    """Return where everyone is believed to be after a whole journal, in its order."""
    places: dict[Subject, Whereabouts] = {}
    for act in acts:
        ended = closing(act)
        if ended is not None:
            places = {subject: place for subject, place in places.items() if not ended.ends(place, event)}
        elif act.subject is not None:
            place = after(places.pop(act.subject, None), act, event)
            if place is not None:
                places[act.subject] = place
    return places


def count(places: Iterable[Whereabouts], event: Event, day: date) -> dict[ZoneId, int]:
    """Return how many people are inside each zone on a day, its sub-zones included."""
    counts: dict[ZoneId, int] = {}
    for zone in _entered(places, event, day):
        counts[zone] = counts.get(zone, 0) + 1
    return counts


def _entered(places: Iterable[Whereabouts], event: Event, day: date) -> Iterator[ZoneId]:
    for place in places:
        if place.day == day:
            yield from event.path.get(place.zone, ())
