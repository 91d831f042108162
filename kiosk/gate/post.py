"""The post of a gate: its station, admission, clock, signs and heads, put together in one place."""

from dataclasses import dataclass

from kiosk.domain.model import Checkpoint
from kiosk.service.admission.admit import Admission
from kiosk.service.station import timekeeper
from kiosk.service.station.heads import HeadKeeper
from kiosk.service.station.station import Station
from kiosk.service.station.timekeeper import Timekeeper
from kiosk.service.words.sign import Signs


@dataclass(frozen=True, slots=True)
class Post:
    """Everything that one gate works with. Made by `open_gate`.

    Attributes:
        min_free_disk: bytes below which to warn.
    """

    station: Station
    admission: Admission
    timekeeper: Timekeeper
    heads: HeadKeeper
    signs: Signs
    min_free_disk: int = 0


def open_gate(station: Station, checkpoint: Checkpoint, language: str = "fr", min_free_disk: int = 0) -> Post:
    """Open one direction through a gate: the clock is assessed, the journal so far is signed.

    Args:
        station: open; its connection is the gate's alone while it works.
        checkpoint: the gate and the direction.
        language: of the signs.
        min_free_disk: bytes below which the gate warns; 0 for never.

    Raises:
        KioskError: the station has no event, or its file cannot be read or written.
    """
    keeper = timekeeper.begin(station)
    heads = HeadKeeper(station)
    return Post(
        station, Admission(station, checkpoint, keeper), keeper, heads, Signs(language), min_free_disk
    )
