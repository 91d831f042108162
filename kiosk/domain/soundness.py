"""The soundness of an event: every name in it refers to something, and no two things share one.

Total: an event is always checked to the end, and all faults are reported at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from kiosk.domain.event import NEVER_OVERRIDABLE, Event, Zone
from kiosk.domain.fault import Fault
from kiosk.domain.model import OUTSIDE, ZoneId
from kiosk.domain.nearest import did_you_mean

_ID = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,15}").fullmatch
"""Zone ids are typed into lists, where a space or a colon ends them."""
_ANY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}").fullmatch
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}").fullmatch


def faults(event: Event) -> tuple[Fault, ...]:
    """Return everything that is wrong with the event, in the order of the document; () for a sound one."""
    chapters = (_names, _sites, _days, _zones, _gates, _categories)
    return tuple(fault for chapter in chapters for fault in chapter(event))


def _names(event: Event) -> Iterator[Fault]:
    lists: dict[str, list[str]] = {
        "sites": [site.id for site in event.sites],
        "zones": [zone.id for zone in event.zones],
        "gates": [gate.id for gate in event.gates],
        "categories": [category.id for category in event.categories],
        "days": [day.date.isoformat() for day in event.days],
    }
    for name, ids in lists.items():
        path = f"event.{name}"
        if not ids:
            yield Fault(path, "there is none", f"add at least one [[{path}]]")
        for index, identifier in enumerate(ids):
            if name not in ("days", "zones") and not _ANY_ID(identifier):
                hint = "use 1 to 32 letters, digits, - and _"
                yield Fault(f"{path}[{index}].id", f'"{identifier}" cannot be an id', hint)
            if identifier in ids[:index]:
                key = "date" if name == "days" else "id"
                yield Fault(f"{path}[{index}].{key}", f'"{identifier}" is there twice', "each needs its own")
    for reason in sorted(NEVER_OVERRIDABLE & event.policy.overridable):
        message = f'"{reason}" can never be overruled'
        yield Fault("event.policy.overridable", message, "take it out of the list")


def _sites(event: Event) -> Iterator[Fault]:
    for index, site in enumerate(event.sites):
        try:
            ZoneInfo(site.time_zone)
        except (KeyError, ValueError, OSError):
            path = f"event.sites[{index}].time_zone"
            yield Fault(path, f'there is no time zone "{site.time_zone}"', 'for example "Africa/Bamako"')


def _days(event: Event) -> Iterator[Fault]:
    sites = [site.id for site in event.sites]
    used = {site for day in event.days for site in day.sites}
    for index, day in enumerate(event.days):
        path = f"event.days[{index}].sites"
        if not day.sites:
            yield Fault(path, "no site is open on this day", "name one, or take the day out")
        yield from _unknown(path, day.sites, sites, "site")
    for index, site in enumerate(sites):
        if event.days and site not in used:
            hint = "name it in the `sites` of a day"
            yield Fault(f"event.sites[{index}]", f'"{site}" is open on no day', hint)


def _zones(event: Event) -> Iterator[Fault]:
    sites = [site.id for site in event.sites]
    by_id = {zone.id: zone for zone in event.zones}
    for index, zone in enumerate(event.zones):
        path = f"event.zones[{index}]"
        if zone.id == OUTSIDE:
            yield Fault(f"{path}.id", "OUTSIDE is the world around and cannot be a zone", "choose another id")
        elif not _ID(zone.id):
            hint = 'use 1 to 16 capitals, digits, - and _, for example "HALL"'
            yield Fault(f"{path}.id", f'"{zone.id}" cannot be the id of a zone', hint)
        yield from _unknown(f"{path}.site", [zone.site], sites, "site")
        if zone.parent != OUTSIDE:
            yield from _unknown(f"{path}.parent", [zone.parent], by_id, "zone")
        parent = by_id.get(zone.parent)
        if parent is not None and parent.site != zone.site and zone.site in sites:
            message = f'"{zone.parent}" is on the site {parent.site}, this zone on {zone.site}'
            yield Fault(f"{path}.parent", message, "a zone lies on the site of the zone around it")
        if _is_circular(zone, by_id):
            yield Fault(
                f"{path}.parent", f'"{zone.id}" lies inside itself', "check the `parent` of each zone"
            )
        if zone.capacity is not None and zone.capacity < 1:
            yield Fault(
                f"{path}.capacity", f"{zone.capacity} is not a number of people", "leave it out for no limit"
            )
        if (
            zone.hours is not None
            and not 0 <= zone.hours.opens < zone.hours.closes <= zone.hours.opens + 1440
        ):
            yield Fault(f"{path}.hours", "they do not run from an opening to a closing", 'like "08:30-18:30"')


def _is_circular(zone: Zone, by_id: Mapping[ZoneId, Zone]) -> bool:
    seen = {zone.id}
    parent = by_id.get(zone.parent)
    while parent is not None and parent.id not in seen:
        seen.add(parent.id)
        parent = by_id.get(parent.parent)
    return parent is not None and parent.id == zone.id


def _gates(event: Event) -> Iterator[Fault]:
    zones = [zone.id for zone in event.zones]
    parents = {zone.id: zone.parent for zone in event.zones}
    for index, gate in enumerate(event.gates):
        path = f"event.gates[{index}]"
        yield from _unknown(f"{path}.outer", [gate.outer], [OUTSIDE, *zones], "zone")
        yield from _unknown(f"{path}.inner", [gate.inner], zones, "zone")
        if gate.inner in parents and gate.outer in (OUTSIDE, *zones) and parents[gate.inner] != gate.outer:
            inside_out = parents.get(gate.outer) == gate.inner
            hint = (
                "exchange `outer` and `inner`"
                if inside_out
                else "a gate leads from a zone into one of its parts"
            )
            yield Fault(f"{path}.outer", f'"{gate.inner}" does not lie directly in "{gate.outer}"', hint)


def _categories(event: Event) -> Iterator[Fault]:
    zones = [zone.id for zone in event.zones]
    can_escort = any(category.can_escort for category in event.categories)
    letters: dict[str, str] = {}
    for index, category in enumerate(event.categories):
        path = f"event.categories[{index}]"
        yield from _unknown(f"{path}.zones", category.zones, zones, "zone")
        if not _COLOUR(category.colour):
            yield Fault(f"{path}.colour", f'"{category.colour}" is not a colour', 'like "#1b6ca8"')
        if not 1 <= len(category.letter) <= 2:
            yield Fault(f"{path}.letter", f'"{category.letter}" is not one or two letters', 'like "E"')
        elif category.letter in letters:
            message = f'"{category.letter}" is already the letter of {letters[category.letter]}'
            yield Fault(f"{path}.letter", message, "choose another: it stands in for the colour")
        letters.setdefault(category.letter, category.id)
        if category.needs_escort and not can_escort:
            hint = "give a category can_escort = true"
            yield Fault(f"{path}.needs_escort", "nobody can escort these people", hint)


def _unknown(path: str, names: Sequence[str], known: Iterable[str], what: str) -> Iterator[Fault]:
    candidates = list(known)
    for name in names:
        if name not in candidates:
            yield Fault(path, f'there is no {what} "{name}"', did_you_mean(name, candidates))
