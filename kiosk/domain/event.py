"""The event: sites, zones, gates, categories, days and policies, one versioned document.

The document is plain JSON values, so that it can be kept in the database, compared and dumped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from kiosk.domain.badge_life import EFFECTIVE, HELD
from kiosk.domain.model import (
    OUTSIDE,
    BadgeState,
    CategoryId,
    Checkpoint,
    ClockState,
    Direction,
    EventId,
    GateId,
    Moment,
    Reason,
    SiteId,
    ZoneId,
)

Localised = Mapping[str, str]
"""A text by language code; `fr` is always there."""


class Passback(StrEnum):
    """What a second entry without an exit means in a zone."""

    OFF = "off"
    SOFT = "soft"
    HARD = "hard"


class Approval(StrEnum):
    """Who approves an accreditation of a category."""

    AUTO = "auto"
    DESK = "desk"
    SECURITY = "security"


class Opens(StrEnum):
    """From which state a category's badges open doors."""

    PRINT = "print"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Site:
    """A place with its own time zone; before `day_starts_at` (local time) the previous event day goes on."""

    id: SiteId
    name: Localised
    time_zone: str
    day_starts_at: time = time(4)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in minutes since the event day's midnight; beyond 1440 is after midnight."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Zone:
    """An area inside `parent`; `hours` None means those of the enclosing zone.

    `label` is the short name, by language, that badges show instead of the id; it may be empty.
    """

    id: ZoneId
    name: Localised
    site: SiteId
    parent: ZoneId = OUTSIDE
    capacity: int | None = None
    passback: Passback = Passback.OFF
    hours: Hours | None = None
    label: Localised = field(default_factory=dict)

    def label_in(self, language: str) -> str:
        """Return the zone's name on a badge in a language: its label, else the French label, else its id."""
        return self.label.get(language) or self.label.get("fr") or self.id


@dataclass(frozen=True, slots=True)
class Gate:
    """An opening between two zones; going in leads from `outer` to `inner`."""

    id: GateId
    name: Localised
    outer: ZoneId
    inner: ZoneId


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of people and what they are given.

    Attributes:
        colour: `#rrggbb`.
        letter: one or two characters, because colour alone is not enough.
        zones: default rights; their days are all the days of each zone's site.
        keeps_any_hours: whether these people are exempt from closing hours (staff, security).
        needs_escort: whether they may enter only after an escort.
        can_escort: whether they may escort those people.
    """

    id: CategoryId
    name: Localised
    colour: str
    letter: str
    zones: tuple[ZoneId, ...]
    template: str = "a6"
    approval: Approval = Approval.AUTO
    opens: Opens = Opens.PRINT
    keeps_any_hours: bool = False
    needs_escort: bool = False
    can_escort: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One event day and the sites that are open on it."""

    date: date
    sites: tuple[SiteId, ...]
    name: Localised


@dataclass(frozen=True, slots=True)
class Policy:
    """What the organisers decide.

    Attributes:
        overridable: reasons that a supervisor may overrule at the gate.
        escort_within: seconds during which an escort's own entry lets the escorted follow.
        list_stale_after: hours after which an unchanged list is called stale; 0 for never.
        nearly_full: percentage of a capacity from which the gate shows a notice.
    """

    overridable: frozenset[Reason] = frozenset()
    escort_within: int = 120
    list_stale_after: int = 0
    nearly_full: int = 95

    def may_overrule(self, reason: Reason) -> bool:
        """Return whether a supervisor at the gate may decide otherwise."""
        return reason in self.overridable - NEVER_OVERRIDABLE


NEVER_OVERRIDABLE = frozenset({Reason.INVALID, Reason.FORGED, Reason.REVOKED, Reason.AMBIGUOUS})
"""Reasons that no policy can make amber. Only security may overrule `blocked`, never a gate."""


@dataclass(frozen=True)
class Event:
    """The salon. Compare two with `==`; look things up with its mappings."""

    id: EventId
    name: Localised
    sites: tuple[Site, ...]
    zones: tuple[Zone, ...]
    gates: tuple[Gate, ...]
    categories: tuple[Category, ...]
    days: tuple[Day, ...]
    policy: Policy = field(default_factory=Policy)
    is_demo: bool = False

    @cached_property
    def site(self) -> Mapping[SiteId, Site]:
        """Sites by id."""
        return {site.id: site for site in self.sites}

    @cached_property
    def zone(self) -> Mapping[ZoneId, Zone]:
        """Zones by id, OUTSIDE not among them."""
        return {zone.id: zone for zone in self.zones}

    @cached_property
    def gate(self) -> Mapping[GateId, Gate]:
        """Gates by id."""
        return {gate.id: gate for gate in self.gates}

    @cached_property
    def category(self) -> Mapping[CategoryId, Category]:
        """Categories by id."""
        return {category.id: category for category in self.categories}

    @cached_property
    def path(self) -> Mapping[ZoneId, tuple[ZoneId, ...]]:
        """For each zone, itself and every zone that encloses it, innermost first, without OUTSIDE."""
        return {OUTSIDE: (), **{zone.id: tuple(self._enclosing(zone)) for zone in self.zones}}

    def _enclosing(self, zone: Zone) -> list[ZoneId]:
        path = [zone.id]
        while zone.parent != OUTSIDE:
            zone = self.zone[zone.parent]
            path.append(zone.id)
        return path

    @cached_property
    def hours(self) -> Mapping[ZoneId, Hours | None]:
        """For each zone its hours: its own, else those of the nearest enclosing zone."""
        return {
            zone: next((own for z in path if (own := self.zone[z].hours)), None)
            for zone, path in self.path.items()
        }

    def is_within(self, zone: ZoneId, enclosing: ZoneId) -> bool:
        """Say whether `zone` is `enclosing` or lies somewhere inside it; everything is within OUTSIDE."""
        return enclosing == OUTSIDE or enclosing in self.path.get(zone, ())

    def checkpoint(self, gate: GateId, direction: Direction) -> Checkpoint:
        """Return one direction through a gate. Raises KeyError for a gate that the event does not have."""
        opening = self.gate[gate]
        inner, outer = opening.inner, opening.outer
        ends = (outer, inner) if direction is Direction.IN else (inner, outer)
        return Checkpoint(gate, direction, self.zone[inner].site, *ends)

    def moment(self, at: datetime, site: SiteId, clock: ClockState = ClockState.TRUSTED) -> Moment:
        """Return the event day and minute at a site for an aware instant."""
        place = self.site[site]
        local = at.astimezone(ZoneInfo(place.time_zone))
        starts = place.day_starts_at
        minute = local.hour * 60 + local.minute
        if minute < starts.hour * 60 + starts.minute:
            return Moment(at, local.date() - timedelta(days=1), minute + 1440, clock)
        return Moment(at, local.date(), minute, clock)


def opens_from(opens: Opens) -> frozenset[BadgeState]:
    """Return the states in which a badge of this category is in force."""
    return EFFECTIVE if opens is Opens.PRINT else HELD
