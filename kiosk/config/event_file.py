"""The whole config.toml: read and checked, or refused with every fault at once.

1. Each fault is reported with its line, its path and what to do; nothing is guessed.
2. `[event]` only seeds the database; the id, and whether it is a demo, are chosen by `kiosk init`.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kiosk.config.refusal import refusal
from kiosk.config.schema import File
from kiosk.config.settings import read_text, read_toml
from kiosk.config.shipped import SHIPPED
from kiosk.config.station import StationSettings
from kiosk.config.station_table import read_station
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.fault import Fault
from kiosk.domain.model import EventId
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.soundness import faults

UNBORN = EventId(bytes(16))
"""The id of an event without a database yet."""


@dataclass(frozen=True, slots=True)
class Config:
    """One config.toml, read and checked."""

    path: Path
    event: Event
    station: StationSettings


def load_config(path: Path, event_id: EventId = UNBORN) -> Config:
    """Read config.toml.

    Raises:
        KioskError: it cannot be read, is not TOML, or has faults; the message names every one.
    """
    return parse_config(read_text(path), path, event_id)


def parse_config(text: str, path: Path, event_id: EventId = UNBORN) -> Config:
    """Read the text of a config.toml that is, or will be, at `path`. Raises KioskError."""
    table = read_toml(text, path)
    event, found = read_event(table, event_id)
    station, wrong = read_station(table.get("station"), path.resolve().parent, SHIPPED)
    found += wrong
    if event is not None:
        found += [*faults(event), *_without_gate(station, event)]
    if event is None or found:
        raise refusal(path, text, found)
    return Config(path, event, station)


def _without_gate(station: StationSettings, event: Event) -> list[Fault]:
    return [
        Fault(f"station.cameras[{index}].gate", f'there is no gate "{gate}"', did_you_mean(gate, event.gate))
        for index, gate in enumerate(station.cameras)
        if gate not in event.gate
    ]


def read_event(table: dict[str, object], event_id: EventId) -> tuple[Event | None, list[Fault]]:
    """Read [event]; return None, with all faults, if a key or value is wrong."""
    try:
        return File.model_validate(table).event.to_event(event_id), []
    except ValidationError as error:
        return None, [_fault(details) for details in error.errors()]


_EXPECTED = {
    "missing": ("is missing", "add it; the sample file shows how"),
    "string_type": ("is not a text", 'texts stand in "quotes"'),
    "int_type": ("is not a whole number", "numbers stand without quotes"),
    "bool_type": ("is neither true nor false", "write true or false, without quotes"),
    "date_type": ("is not a date", "write it as 2025-11-11, without quotes"),
    "list_type": ("is not a list", 'lists stand in brackets: ["A", "B"]'),
    "dict_type": ("is not a table of languages", 'like { fr = "Entrée", en = "Entrance" }'),
    "model_type": ("is not a table", "like those of the sample file"),
    "string_pattern_mismatch": ("is not written as expected", 'hours are like "08:30" or "08:30-18:30"'),
}


def _fault(details: ErrorDetails) -> Fault:
    """Describe one of pydantic's errors."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in details["loc"]).lstrip(
        "."
    )
    kind, found = details["type"], details["input"]
    if kind == "extra_forbidden":
        known = _keys_at(details["loc"][:-1])
        return Fault(path, "there is no such key", did_you_mean(str(details["loc"][-1]), known))
    if kind == "enum":
        allowed = re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", "")))
        return Fault(path, f'"{found}" is not one of the choices', did_you_mean(str(found), allowed))
    message, hint = _EXPECTED.get(kind, (details["msg"], ""))
    return Fault(path, message if kind == "missing" else f"{found!r} {message}", hint)


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys allowed in the table at `loc`."""
    table: type[BaseModel] = File
    for part in loc:
        if isinstance(part, str) and part in table.model_fields:
            annotation = table.model_fields[part].annotation
            inner = next(iter(get_args(annotation)), annotation)
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                table = inner
    return list(table.model_fields)


def shift_days(text: str, first_day: date) -> str:
    """Move the days in a config.toml's text so that the first is `first_day`; keep everything else.

    Args:
        text: TOML that `parse_config` accepts.
        first_day: the event day of the earliest [[event.days]].

    Raises:
        KioskError: it has no days, or writes them in a form that is not recognised.
    """
    days = _days(text)
    if not days:
        raise KioskError("there are no days in the configuration", "add [[event.days]] with a date")
    by = first_day - min(days)
    moved = _DAY.sub(lambda found: found[1] + (date.fromisoformat(found[2]) + by).isoformat(), text)
    if _days(moved) != [day + by for day in days]:
        hint = "write each as `date = 2026-03-02` on a line of its own, or change them there by hand"
        raise KioskError("the days of this config.toml cannot be moved", hint)
    return moved


def _days(text: str) -> list[date]:
    """Return the days of an event, as TOML reads them."""
    event = tomllib.loads(text).get("event", {})
    return [date.fromisoformat(str(day["date"])) for day in event.get("days", [])]


_DAY = re.compile(r"""(?m)^([^#\n]*\bdate\s*=\s*["']?)(\d{4}-\d\d-\d\d)""")
"""A day on its line, before any comment."""
