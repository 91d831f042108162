"""The effects of a new event document on the people already on the list, counted and carried out.

1. Everything is counted before anything is written, and reported in the same words by `diff` and by `load`.
2. New rights are changes like any other, staged first; the switch is in the transaction of the document.
3. No one's rights are taken away: rights that no longer open anything are counted, and stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import kiosk.store.following as following_store
from kiosk.domain.event import Event
from kiosk.domain.following import Change, given, opening
from kiosk.domain.model import CategoryId, Rights, ZoneId
from kiosk.service.station.acting import author
from kiosk.service.station.station import Station
from kiosk.store.changes import Edit, newest, stage
from kiosk.store.following import Connection, Group
from kiosk.store.imports import StagedImport, beat
from kiosk.store.rights import keep_rights, load_rights

_AT_ONCE = 500
"""Changes in one transaction: well under the 20 ms for which a write lock may be held."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What happens to the people on the list. Every number except `badges` counts people.

    Attributes:
        moved_days: days that move to another date, by the old one.
        by_category: have their category's rights, and will have what the category then gives.
        with_days: have rights of their own, which move with the days.
        without_new_days: have rights of their own, which do not extend to the days added.
        left_out: could enter on some day of the event, but no longer can on any.
        narrowed: keep some rights, but lose others with a day or a zone that is removed.
        no_category: by category, people whose category is removed: every gate refuses them.
        out_of_time: people whose own validity from the list no longer overlaps the event.
        inside: by removed zone, people believed to be in it now.
        badges: printed ones whose days or zones are no longer right.
        list_version: the newest change when this was counted.
        regrants: which people get which rights.
    """

    moved_days: Mapping[date, date] = field(default_factory=dict)
    by_category: int = 0
    with_days: int = 0
    without_new_days: int = 0
    left_out: int = 0
    narrowed: int = 0
    no_category: Mapping[CategoryId, int] = field(default_factory=dict)
    out_of_time: int = 0
    inside: Mapping[ZoneId, int] = field(default_factory=dict)
    badges: int = 0
    list_version: int = 0
    regrants: tuple[tuple[Group, Rights], ...] = ()


def effects(connection: Connection, old: Event, new: Event) -> Effects:
    """Count what a new document would do to everyone on the list."""
    change = Change(old, new)
    moved = change.moved_days()
    by_category = with_days = without_new_days = left_out = narrowed = badges = 0
    has_new_days = not moved and bool({day.date for day in new.days} - {day.date for day in old.days})
    no_category: dict[CategoryId, int] = {}
    regrants: list[tuple[Group, Rights]] = []
    is_reworded = _is_reworded(old, new)
    for group in following_store.groups(connection):
        rights = load_rights(connection, group.rights)
        is_given = rights == given(old, group.category)
        followed = change.followed(rights, group.category)
        if followed != rights:
            regrants.append((group, followed))
            by_category += group.people if is_given else 0
            with_days += 0 if is_given else group.people
        elif not is_given and has_new_days:
            without_new_days += group.people
        if group.category in old.category and group.category not in new.category:
            no_category[group.category] = no_category.get(group.category, 0) + group.people
        could, can = opening(rights, old), opening(followed, new)
        if could and not can:
            left_out += group.people
        elif not is_given and len(can) < len(could):
            narrowed += group.people
        if followed != rights or is_reworded or can != could:
            badges += group.badges
    return Effects(
        moved,
        by_category,
        with_days,
        without_new_days,
        left_out,
        narrowed,
        no_category,
        max(0, _out_of_time(connection, new) - _out_of_time(connection, old)),
        {
            ZoneId(zone): count
            for zone, count in following_store.zones_with_people(connection)
            if zone in old.zone and zone not in new.zone
        },
        badges,
        newest(connection),
        tuple(regrants),
    )


def without_access(connection: Connection, event: Event) -> int:
    """Return how many people have no right that opens anything on any day of the event."""
    return sum(
        group.people
        for group in following_store.groups(connection)
        if not opening(load_rights(connection, group.rights), event)
    )


def stage_rights(station: Station, batch: StagedImport, found: Effects) -> None:
    """Stage the new rights, in short transactions; none of them counts before the switch."""
    for group, rights in found.regrants:
        with station.database.write() as connection:
            new = keep_rights(connection, rights)
            ids = following_store.members(connection, group)
        for start in range(0, len(ids), _AT_ONCE):
            edits = [
                Edit(one, "rights", str(group.rights), str(new)) for one in ids[start : start + _AT_ONCE]
            ]
            now = station.clock.now()
            with station.database.write() as connection:
                beat(connection, batch, stage(connection, author(station), now, edits, batch.n), now)


def _is_reworded(old: Event, new: Event) -> bool:
    """Say whether badges name the event, its days or its places differently than before."""

    def words(event: Event) -> tuple[object, ...]:
        days = sorted(day.date for day in event.days)
        return event.name, days, [site.name for site in event.sites]

    return words(old) != words(new)


def _out_of_time(connection: Connection, event: Event) -> int:
    days = sorted(day.date for day in event.days)
    site = event.sites[0]

    def begins(day: date) -> datetime:
        return datetime.combine(day, site.day_starts_at, ZoneInfo(site.time_zone))

    return following_store.never_valid_between(connection, begins(days[0]), begins(days[-1] + timedelta(1)))
