"""Frames, and what a source of them is. No library of pictures is loaded here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kiosk.vision.reading import Image


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a source.

    `image` is grey or BGR; `at` is in seconds: the file's own time, or the injected clock's for a device;
    `index` counts from 0, dropped frames of a live source included; `is_still` marks a picture to be read
    without a time limit.
    """

    image: Image
    at: float
    index: int
    is_still: bool = False


class FaultKind(StrEnum):
    """What can be wrong with a camera."""

    NOT_OPENED = "not_opened"
    LOST = "lost"
    STALLED = "stalled"
    FROZEN = "frozen"
    BLACK = "black"
    OVEREXPOSED = "overexposed"
    ONE_PICTURE = "one_picture"


@dataclass(frozen=True, slots=True)
class CameraFault:
    """A live source without a usable picture; the next frame after it means that it is back."""

    kind: FaultKind
    at: float


class Pause(Enum):
    """Why there is no frame: none yet, or none ever again."""

    WAIT = "wait"
    END = "end"


class FrameSource(Protocol):
    """Where frames come from; a live source delivers the newest only, a finite one all of them in order."""

    def read(self, timeout: float) -> Frame | CameraFault | Pause:
        """Return the next frame or fault; `Pause.WAIT` if none came within `timeout` seconds."""

    def close(self) -> None:
        """Release the device or file; every later read is `Pause.END`."""


def frames(source: FrameSource, timeout: float = 0.2) -> Iterator[Frame | CameraFault]:
    """Yield the frames and faults of a source until its end."""
    while True:
        got = source.read(timeout)
        if got is Pause.END:
            return
        if isinstance(got, Frame | CameraFault):
            yield got
