"""The one floor that reads settings, the clock, chance and the user. Below it, values are handed down."""

from kiosk.config.computer import SimulatedClock, SystemClock, clock_from, operator, random_bytes
from kiosk.config.settings import UNBORN, Config, load_config, parse_config, shift_days
from kiosk.config.shipped import SAMPLE, SAMPLE_EVENTS, TEMPLATES
from kiosk.config.station import Camera, Station

__all__ = [
    "SAMPLE",
    "SAMPLE_EVENTS",
    "TEMPLATES",
    "UNBORN",
    "Camera",
    "Config",
    "SimulatedClock",
    "Station",
    "SystemClock",
    "clock_from",
    "load_config",
    "operator",
    "parse_config",
    "random_bytes",
    "shift_days",
]
