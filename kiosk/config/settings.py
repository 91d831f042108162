"""Own config.toml: read whole, found sound, or refused with every fault at once.

1. Each fault is reported with its line, its path and what to do; nothing is guessed.
2. `[event]` only seeds the database; its id and whether it is a demo are chosen at `kiosk init`.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from kiosk.config.refusal import fault, refusal
from kiosk.config.schema import File
from kiosk.config.shipped import SHIPPED
from kiosk.config.station import Station
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.model import EventId
from kiosk.domain.soundness import faults

UNBORN = EventId(bytes(16))
"""The id of an event that no database has been made for."""


@dataclass(frozen=True, slots=True)
class Config:
    """One config.toml, read and found sound."""

    path: Path
    event: Event
    station: Station


def load_config(path: Path, event_id: EventId = UNBORN) -> Config:
    """Read config.toml.

    Raises:
        KioskError: it cannot be read, is not TOML, or has faults; the message names every one.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise KioskError(f"there is no {path}", "run `kiosk init`, or name the right folder") from error
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(f"{path} cannot be read: {error}", "save it as plain text in UTF-8") from error
    return parse_config(text, path, event_id)


def parse_config(text: str, path: Path, event_id: EventId = UNBORN) -> Config:
    """Read the text of a config.toml that lies, or will lie, at `path`. Raises KioskError."""
    try:
        read = File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        hint = "texts need quotes, dates and numbers none; see the remarks at the head of the file"
        raise KioskError(f"{path.name} is not TOML: {error}", hint) from error
    except ValidationError as error:
        raise refusal(path, text, [fault(details) for details in error.errors()]) from error
    event = read.event.to_event(event_id)
    found = [*faults(event), *read.station.faults(event)]
    if found:
        raise refusal(path, text, found)
    return Config(path, event, read.station.to_station(path.resolve().parent, SHIPPED))


def shift_days(text: str, first_day: date) -> str:
    """Move the days of a config.toml's text so that the first is `first_day`; all else stays as it is.

    Args:
        text: TOML, as `parse_config` has found it sound.
        first_day: the event day of the earliest [[event.days]].

    Raises:
        KioskError: there are no days in it, or they are written in a way that is not found in the text.
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
"""A day on its line, before any remark."""
