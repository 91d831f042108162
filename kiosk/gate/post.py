"""The post of a gate: its station, admission, clock, signs and heads, assembled in one place."""

from dataclasses import dataclass

from kiosk.domain.model import Checkpoint
from kiosk.domain.typed import UNKNOWN, Scanner
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
        min_free_disk: bytes of free disk below which the gate warns.
        scanner: what is known of this computer's hand scanner and keyboard.
    """

    station: Station
    admission: Admission
    timekeeper: Timekeeper
    heads: HeadKeeper
    signs: Signs
    min_free_disk: int = 0
    scanner: Scanner = UNKNOWN


def open_gate(
    station: Station,
    checkpoint: Checkpoint,
    language: str = "fr",
    min_free_disk: int = 0,
    scanner: Scanner = UNKNOWN,
) -> Post:
    """Open one direction through a gate: assess the clock, and sign the journal so far.

    Args:
        station: open; only the gate uses its connection while it works.
        checkpoint: the gate and the direction.
        language: of the signs.
        min_free_disk: bytes of free disk below which the gate warns; 0 for never.
        scanner: what is known of this computer's hand scanner and keyboard.

    Raises:
        KioskError: the station has no event, or its file cannot be read or written.
    """
    keeper = timekeeper.begin(station)
    heads = HeadKeeper(station)
    admission = Admission(station, checkpoint, keeper)
    return Post(station, admission, keeper, heads, Signs(language), min_free_disk, scanner)
