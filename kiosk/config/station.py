"""The settings of one computer, as the floors below receive them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.domain.model import GateId
from kiosk.domain.typed import UNKNOWN, Scanner


class Lens(StrEnum):
    """On which side of a gate's screen its camera is, as somebody in front of the screen sees it."""

    TOP = "top"
    LEFT = "left"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the pictures of a gate come from.

    Attributes:
        source: the number of a webcam, or a file, a folder or a URL.
        width: pixels wanted.
        height: pixels wanted.
        rate: pictures a second wanted.
        lens: where the arrow on the screen points.
    """

    source: int | str = 0
    width: int = 1280
    height: int = 720
    rate: int = 30
    lens: Lens = Lens.TOP


@dataclass(frozen=True, slots=True)
class StationSettings:
    """The settings of this computer; folders are absolute.

    Attributes:
        languages: language codes, the first one shown large.
        min_free_disk: bytes below which to warn.
        gates: those that `kiosk serve` opens here, like "A:in".
        scanner: what `kiosk doctor --scanner` found out about the hand scanner and the keyboard.
    """

    name: str
    languages: tuple[str, ...]
    data: Path
    templates: Path
    min_free_disk: int
    cameras: Mapping[GateId, Camera]
    gates: tuple[str, ...] = ()
    scanner: Scanner = UNKNOWN

    def camera(self, gate: GateId) -> Camera:
        """Return the camera of a gate; by default the first webcam."""
        return self.cameras.get(gate, Camera())
