"""Onlookers: those who follow a gate from elsewhere, such as the pages of its station, and ask it to act.

The lamp is what people in front of the gate see; onlookers are told the same, before it is put into words.
They can never make a gate wait.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.model import Admitted, Direction, TurnBack
from kiosk.gate.faces import Face
from kiosk.service.posts.messages import ActDone, ActWanted, Beat
from kiosk.service.words.sign import Sign
from kiosk.vision.frame import Frame
from kiosk.vision.reading import Look


@dataclass(frozen=True, slots=True)
class Shown:
    """What a gate's screen shows.

    Attributes:
        sign: the face in words, for its colour and its warnings.
        lasts: for how many seconds; 0 until the next one.
        warnings: what is wrong with the station meanwhile, by their wire names.
    """

    face: Face
    sign: Sign
    direction: Direction
    lasts: float = 0.0
    warnings: tuple[str, ...] = ()


class Onlookers(Protocol):
    """Who follows a gate. No call waits for anything."""

    def shown(self, shown: Shown) -> None:
        """Tell what the screen is about to show."""

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Tell of a scan that was recorded, before it is shown."""

    def turned_back(self, seq: int, why: TurnBack | None) -> None:
        """Tell of a passage that was undone, by its record, before that is shown."""

    def seen(self, frame: Frame, look: Look) -> None:
        """Tell what the camera sees."""

    def beat(self, pulse: Callable[[], Beat]) -> None:
        """Tell that the gate is alive; `pulse` is called when it is time to say how it is."""

    def wanted(self) -> Iterator[ActWanted]:
        """Yield what the gate was asked to do since the last call."""

    def answer(self, done: ActDone) -> None:
        """Tell what became of an act."""


class Nobody:
    """Nobody follows: a gate in a terminal of its own."""

    def shown(self, shown: Shown) -> None:
        """Tell nobody."""

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Tell nobody."""

    def turned_back(self, seq: int, why: TurnBack | None) -> None:
        """Tell nobody."""

    def seen(self, frame: Frame, look: Look) -> None:
        """Tell nobody."""

    def beat(self, pulse: Callable[[], Beat]) -> None:
        """Tell nobody."""

    def wanted(self) -> Iterator[ActWanted]:
        """Yield nothing."""
        return iter(())

    def answer(self, done: ActDone) -> None:
        """Tell nobody."""


NOBODY = Nobody()
