"""A small salon for tests of the domain: the one that tests/cases/decisions.toml describes."""

from datetime import UTC, date, datetime

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
from kiosk.domain.model import OUTSIDE, EventId, Reason

EVENT_ID = EventId(bytes(range(16)))
BOTH = {"fr": "Salon d'essai", "en": "Trial fair"}


def _zone(name, site, parent, *, capacity=None, passback=Passback.OFF, hours=None):
    return Zone(name, {"fr": name, "en": name}, site, parent, capacity, passback, hours)


def _category(name, letter, zones, **more):
    return Category(name, {"fr": name, "en": name}, "#204060", letter, zones, **more)


SALON = Event(
    id=EVENT_ID,
    name=BOTH,
    sites=(Site("BKO", {"fr": "Bamako"}, "Africa/Bamako"), Site("KLK", {"fr": "Koulikoro"}, "Africa/Bamako")),
    zones=(
        _zone("PARC", "BKO", OUTSIDE, passback=Passback.SOFT, hours=Hours(480, 1080)),
        _zone("HALL", "BKO", "PARC", capacity=500, passback=Passback.HARD),
        _zone("VIP", "BKO", "HALL", capacity=20, hours=Hours(480, 1560)),
        _zone("DEPOT", "BKO", "PARC"),
        _zone("KOULI", "KLK", OUTSIDE, hours=Hours(420, 1020)),
    ),
    gates=(
        Gate("NORTH", {"fr": "Porte nord"}, OUTSIDE, "PARC"),
        Gate("HALL", {"fr": "Porte du hall"}, "PARC", "HALL"),
        Gate("VIP", {"fr": "Salon VIP"}, "HALL", "VIP"),
        Gate("DEPOT", {"fr": "Dépôt"}, "PARC", "DEPOT"),
        Gate("FIELD", {"fr": "Terrain"}, OUTSIDE, "KOULI"),
    ),
    categories=(
        _category("exhibitor", "E", ("HALL",)),
        _category("official", "O", ("VIP", "KOULI"), approval=Approval.SECURITY, opens=Opens.HANDOVER),
        _category("visitor", "V", ("HALL",)),
        _category("press", "P", ("HALL", "KOULI"), approval=Approval.DESK),
        _category("staff", "S", ("PARC", "HALL", "DEPOT"), keeps_any_hours=True, can_escort=True),
        _category("guest", "G", ("HALL",), needs_escort=True),
    ),
    days=tuple(
        Day(date(2025, 11, day), (site,), {"fr": str(day)})
        for day, site in ((11, "BKO"), (12, "BKO"), (13, "KLK"), (14, "KLK"))
    ),
    policy=Policy(overridable=frozenset({Reason.PASSBACK, Reason.CAPACITY, Reason.UNSYNCED, Reason.FORGED})),
)


def instant(text):
    """Read "11 10:00": a day of November 2025 and the time in Bamako, which is UTC."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    return datetime(2025, 11, int(day), int(hour), int(minute), tzinfo=UTC)
