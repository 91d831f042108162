"""The post of a gate: its station, admission, clock, signs and heads, assembled in one place."""

from dataclasses import dataclass, replace
from typing import Self

from kiosk.domain.errors import KioskError
from kiosk.domain.model import Checkpoint, Direction
from kiosk.domain.roles import Actor
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

    def acting_as(self, actor: Actor) -> Self:
        """Return this post with somebody else acting at it, on the same connections."""
        return replace(self, station=self.station.acting_as(actor), admission=self.admission.acting_as(actor))

    def towards(self, direction: Direction) -> Self:
        """Return this post for a direction through its gate. Raises KioskError if the gate is no more."""
        gate = self.admission.checkpoint.gate
        if gate not in self.admission.event.gate:
            raise KioskError("the event has no gate {gate} any more", "open another gate", gate=gate)
        checkpoint = self.admission.event.checkpoint(gate, direction)
        return replace(self, admission=Admission(self.station, checkpoint, self.timekeeper))


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
