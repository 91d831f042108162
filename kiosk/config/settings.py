"""The settings of this computer in config.toml; the rest of the file is not read here.

Each fault is reported with its line, its path and what to do; nothing is guessed.
"""

import tomllib
from pathlib import Path

from kiosk.config.refusal import refusal
from kiosk.config.shipped import SHIPPED
from kiosk.config.station import StationSettings
from kiosk.config.station_table import read_station
from kiosk.domain.errors import KioskError


def load_settings(path: Path) -> StationSettings:
    """Read the settings of this computer; the event is in the database.

    Raises:
        KioskError: the file cannot be read, is not TOML, or has faults under [station].
    """
    text = read_text(path)
    station, found = read_station(read_toml(text, path).get("station"), path.resolve().parent, SHIPPED)
    if found:
        raise refusal(path, text, found)
    return station


def read_text(path: Path) -> str:
    """Return the text of a config.toml. Raises KioskError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        hint = "go to the station's folder, or name it with -C FOLDER; `kiosk init FOLDER` makes a new one"
        raise KioskError("there is no {path}", hint, path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(
            "{path} cannot be read: {error}", "save it as plain text in UTF-8", path=path, error=error
        ) from error


def read_toml(text: str, path: Path) -> dict[str, object]:
    """Return the tables of a config.toml. Raises KioskError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "texts need quotes, dates and numbers none; yes is written true, and no false"
        raise KioskError("{path} is not TOML: {error}", hint, path=path.name, error=error) from error
