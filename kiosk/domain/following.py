"""The rights that follow the event: each person's rights under a new document, derived from those before.

1. People who have exactly their category's rights get the category's new rights.
2. When days move, rights move with them: the same number of days, each at the same sites.
3. All other rights stay as the list had them: those that no longer open anything are counted, never altered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.event import Event
from kiosk.domain.model import CategoryId, Rights, ZoneId
from kiosk.domain.rights import read_rights


@dataclass(frozen=True, slots=True)
class Change:
    """Two documents of one event, the one in force and its successor."""

    old: Event
    new: Event

    def moved_days(self) -> dict[date, date]:
        """Return the new date of each day that moves, by the old one, in order; {} if none does.

        The first day stays the first and the last the last: an event moved by a week is the same event,
        an event with one day more or fewer is not.
        """
        before, after = (sorted(event.days, key=lambda day: day.date) for event in (self.old, self.new))
        if len(before) != len(after):
            return {}
        if any(set(one.sites) != set(other.sites) for one, other in zip(before, after, strict=True)):
            return {}
        pairs = ((one.date, other.date) for one, other in zip(before, after, strict=True))
        return {one: other for one, other in pairs if one != other}

    def followed(self, rights: Rights, category: CategoryId) -> Rights:
        """Return a person's rights after the change."""
        if category in self.old.category and rights == given(self.old, category):
            return given(self.new, category) or rights
        moved = self.moved_days()
        return frozenset((moved.get(day, day), zone) for day, zone in rights) if moved else rights


def given(event: Event, category: CategoryId) -> Rights:
    """Return a category's default rights; none if the event has no such category."""
    known = event.category.get(category)
    rights = read_rights("", "", known, event) if known else ()
    return rights if isinstance(rights, frozenset) else frozenset()


def opening(rights: Rights, event: Event) -> Rights:
    """Return the rights that open something: the event has the zone, and its site is open that day."""
    open_sites: Mapping[date, tuple[str, ...]] = {day.date: day.sites for day in event.days}

    def opens(day: date, zone: ZoneId) -> bool:
        known = event.zone.get(zone)
        return known is not None and known.site in open_sites.get(day, ())

    return frozenset((day, zone) for day, zone in rights if opens(day, zone))
