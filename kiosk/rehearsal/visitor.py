"""Simulated visitors: how they carry a badge towards the camera and hold it up."""

from dataclasses import dataclass
from math import pi, radians, sin

import numpy as np

from kiosk.rehearsal.optics import Held, Page, Pose


@dataclass(frozen=True, slots=True)
class Manner:
    """How unsteadily a person carries a badge: amplitudes in millimetres and degrees."""

    sway: float
    turn: float
    tremble: float
    glare: float


STEADY = Manner(sway=18.0, turn=8.0, tremble=0.3, glare=0.3)
USUAL = Manner(sway=26.0, turn=13.0, tremble=0.5, glare=0.6)
HASTY = Manner(sway=34.0, turn=18.0, tremble=0.7, glare=0.9)

MANNERS = {"fair": STEADY, "poor": USUAL, "hard": HASTY}


@dataclass(frozen=True, slots=True)
class _Swing:
    """A slow oscillation with a person's own rate and phase."""

    amplitude: float
    rate: float
    phase: float

    def at(self, seconds: float) -> float:
        return self.amplitude * sin(2 * pi * self.rate * seconds + self.phase)


class Carry:
    """One person's way of holding one page; the same seed is the same person.

    Args:
        page: what is carried.
        manner: how unsteadily.
        seed: determines the person's rhythm.
    """

    def __init__(self, page: Page, manner: Manner, seed: int) -> None:
        random = np.random.default_rng(seed)

        def swing(amplitude: float, low: float, high: float) -> _Swing:
            return _Swing(
                amplitude * float(random.uniform(0.5, 1.0)),
                float(random.uniform(low, high)),
                float(random.uniform(0, 2 * pi)),
            )

        self._page = page
        self._across = swing(manner.sway, 0.4, 1.0)
        self._down = swing(manner.sway * 0.6, 0.6, 1.6)
        self._tremble = swing(manner.tremble, 6.0, 10.0)
        self._turns = tuple(swing(radians(manner.turn), 0.2, 0.7) for _ in range(3))
        self._glare = manner.glare * float(random.uniform(0, 1))
        self._aside = float(random.uniform(-30, 30)), float(random.uniform(-20, 20))

    def at(self, seconds: float, distance: float, away: tuple[float, float] = (0.0, 0.0)) -> Held:
        """Return the page at a moment, `distance` and `away` (right, down) in millimetres."""
        here = self._place(seconds)
        soon = self._place(seconds + 0.004)
        motion = ((soon[0] - here[0]) / 0.004, (soon[1] - here[1]) / 0.004)
        yaw, pitch, roll = (turn.at(seconds) for turn in self._turns)
        pose = Pose(here[0] + away[0], here[1] + away[1], distance, yaw, pitch, roll)
        return Held(self._page, pose, motion, self._glare)

    def _place(self, seconds: float) -> tuple[float, float]:
        return (
            self._aside[0] + self._across.at(seconds) + self._tremble.at(seconds),
            self._aside[1] + self._down.at(seconds) + self._tremble.at(seconds + 0.03),
        )


def approach(seconds: float, length: float, start: float = 1200.0, end: float = 250.0) -> float:
    """Return the distance in millimetres at a moment of a walk that takes `length` seconds."""
    share = min(max(seconds / length, 0.0), 1.0)
    return start + (end - start) * share
