"""The simulated webcam: a source of frames in which people hold up badges one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.rehearsal.optics import FAIR, Held, Light, Page, Webcam
from kiosk.rehearsal.visitor import USUAL, Carry, Manner
from kiosk.vision.frame import CameraFault, Frame, Pause

RAISE = 0.25
"""Seconds in which a badge is raised, and lowered; both count towards the time it is held up."""
FAR, NEAR = 520.0, 330.0
"""Distance at which it appears, and at which it is held, in millimetres from the lens."""
DOWN = 420.0
"""How far down it is lowered, in millimetres."""


@dataclass(frozen=True, slots=True)
class HeldUp:
    """One presentation: a page held up for `seconds`, then an empty view for `gap` seconds."""

    page: Page
    seconds: float = 1.2
    gap: float = 0.8


@dataclass(frozen=True, slots=True)
class Setting:
    """The simulated camera's pictures, light and people."""

    size: tuple[int, int] = (1280, 720)
    rate: float = 15.0
    light: Light = FAIR
    manner: Manner = USUAL
    seed: int = 1


class SimulatedCamera:
    """Delivers the frames of people presenting badges; the same setting gives the same frames.

    Args:
        shown: the presentations in order.
        setting: camera, light and people.
    """

    def __init__(self, shown: Sequence[HeldUp], setting: Setting | None = None) -> None:
        self._setting = setting or Setting()
        self._webcam = Webcam(self._setting.size, self._setting.light, self._setting.seed)
        self._shown = list(shown)
        self._person = 0
        self._started = 0.0
        self._index = 0

    def read(self, timeout: float) -> Frame | CameraFault | Pause:  # noqa: ARG002 - a simulation never waits
        """Return the next frame."""
        at = self._index / self._setting.rate
        while self._person < len(self._shown):
            shown = self._shown[self._person]
            if at < self._started + shown.seconds + shown.gap:
                frame = Frame(self._webcam.take(self._scene(shown, at - self._started)), at, self._index)
                self._index += 1
                return frame
            self._started += shown.seconds + shown.gap
            self._person += 1
        return Pause.END

    def close(self) -> None:
        """End the presentations."""
        self._shown = self._shown[: self._person]
        self._person = len(self._shown)

    def _scene(self, shown: HeldUp, since: float) -> list[Held]:
        if since >= shown.seconds:
            return []
        raised = min(1.0, since / RAISE, (shown.seconds - since) / RAISE)
        carry = Carry(shown.page, self._setting.manner, self._setting.seed * 100_003 + self._person)
        return [carry.at(since, FAR + (NEAR - FAR) * raised, (0.0, DOWN * (1 - raised)))]
