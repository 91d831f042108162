"""The schema of config.toml: its tables, their keys and the types of their values."""
# mypy: allow-any-explicit
# (pydantic's BaseModel has Any in signatures of its own)

from datetime import date, time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.event import (
    Approval,
    Category,
    Day,
    Event,
    Gate,
    Hours,
    Opens,
    Passback,
    Policy,
    Site,
    Zone,
)
from kiosk.domain.model import OUTSIDE, CategoryId, EventId, GateId, Reason, SiteId, ZoneId


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


_Name = Annotated[dict[str, str], Field(min_length=1)]
_Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
_Hours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$")]


class _Policy(_Table):
    overridable: list[Annotated[Reason, Field(strict=False)]] = []
    escort_within: int = Field(default=120, ge=1)
    list_stale_after: int = Field(default=0, ge=0)
    nearly_full: int = Field(default=95, ge=1, le=100)


class _Site(_Table):
    id: str
    name: _Name
    time_zone: str
    day_starts_at: _Time = "04:00"


class _Day(_Table):
    date: date
    sites: list[str]
    name: _Name


class _Zone(_Table):
    id: str
    name: _Name
    site: str
    parent: str = OUTSIDE
    capacity: int | None = None
    passback: Annotated[Passback, Field(strict=False)] = Passback.OFF
    hours: _Hours | None = None
    label: dict[str, Annotated[str, Field(min_length=1, max_length=24)]] = {}


class _Gate(_Table):
    id: str
    name: _Name
    outer: str
    inner: str


class _Category(_Table):
    id: str
    name: _Name
    colour: str
    letter: str
    zones: list[str]
    template: str = "a6"
    approval: Annotated[Approval, Field(strict=False)] = Approval.AUTO
    opens: Annotated[Opens, Field(strict=False)] = Opens.PRINT
    keeps_any_hours: bool = False
    needs_escort: bool = False
    can_escort: bool = False


class _Event(_Table):
    name: _Name
    policy: _Policy = _Policy()
    sites: list[_Site] = []
    days: list[_Day] = []
    zones: list[_Zone] = []
    gates: list[_Gate] = []
    categories: list[_Category] = []

    def to_event(self, event_id: EventId) -> Event:
        policy = self.policy
        return Event(
            id=event_id,
            name=self.name,
            sites=tuple(
                Site(SiteId(s.id), s.name, s.time_zone, time.fromisoformat(s.day_starts_at))
                for s in self.sites
            ),
            zones=tuple(
                Zone(
                    ZoneId(z.id),
                    z.name,
                    SiteId(z.site),
                    ZoneId(z.parent),
                    z.capacity,
                    z.passback,
                    _hours(z.hours),
                    z.label,
                )
                for z in self.zones
            ),
            gates=tuple(Gate(GateId(g.id), g.name, ZoneId(g.outer), ZoneId(g.inner)) for g in self.gates),
            categories=tuple(
                Category(
                    id=CategoryId(c.id),
                    zones=tuple(ZoneId(zone) for zone in c.zones),
                    **c.model_dump(exclude={"id", "zones"}),
                )
                for c in self.categories
            ),
            days=tuple(Day(d.date, tuple(SiteId(site) for site in d.sites), d.name) for d in self.days),
            policy=Policy(
                frozenset(policy.overridable),
                policy.escort_within,
                policy.list_stale_after,
                policy.nearly_full,
            ),
        )


class File(_Table):
    """The whole of a config.toml; [station] is read by `station_table`."""

    event: _Event
    station: object = None


def _hours(text: str | None) -> Hours | None:
    """Read "19:00-02:00"; what closes before it opens closes after midnight."""
    if text is None:
        return None
    opens, closes = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return Hours(opens, closes if closes > opens else closes + 1440)
