"""The battery of this computer, as Linux tells of it (Documentation/ABI/testing/sysfs-class-power).

Other systems, and computers without a battery, tell nothing here.
"""

from dataclasses import dataclass
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
UNKNOWN = -1
_PAIRS = (("energy_now", "power_now"), ("charge_now", "current_now"))
"""What is left, and what is drawn from it in an hour: in microwatt-hours, or in microampere-hours."""


@dataclass(frozen=True, slots=True)
class Battery:
    """What is left.

    Attributes:
        percent: -1 without a battery.
        minutes: -1 while it charges, or if unknown.
    """

    percent: int = UNKNOWN
    minutes: int = UNKNOWN


NONE = Battery()


def battery(supplies: Path = SUPPLIES) -> Battery:
    """Return how much the first battery holds. Only batteries of the computer, not those of its mouse."""
    for folder in sorted(supplies.glob("BAT*")):
        percent = _number(folder / "capacity")
        if percent != UNKNOWN:
            is_draining = _text(folder / "status") == "Discharging"
            return Battery(percent, _minutes(folder) if is_draining else UNKNOWN)
    return NONE


def _minutes(folder: Path) -> int:
    for left, drawn in _PAIRS:
        holds, draws = _number(folder / left), _number(folder / drawn)
        if holds >= 0 and draws > 0:
            return 60 * holds // draws
    return UNKNOWN


def _number(file: Path) -> int:
    text = _text(file).removeprefix("-")  # some drivers give the current of a draining battery a sign
    return int(text) if text.isascii() and text.isdecimal() else UNKNOWN


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
