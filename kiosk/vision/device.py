"""The devices: one camera or network stream opened through OpenCV, and the mode that it reports."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from kiosk.vision.reading import Image
from kiosk.vision.source import hush, stream_backend

USUAL_SIZES = ((640, 480), (1280, 720), (1920, 1080))
"""Sizes that webcams are asked for: those that the reader is made for."""
_TIMEOUTS = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5_000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 2_500]
"""Milliseconds after which a network camera that does not answer counts as off."""


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """The mode that a camera is asked for; it answers with what it can."""

    width: int = 1280
    height: int = 720
    rate: float = 30.0


@dataclass(frozen=True, slots=True)
class Mode:
    """The mode that a camera reports."""

    width: int
    height: int
    rate: float
    encoding: str

    def __str__(self) -> str:
        rate = f" {self.rate:g}/s" if self.rate > 0 else ""
        encoding = f" {self.encoding}" if self.encoding else ""
        return f"{self.width}x{self.height}{rate}{encoding}"

    def falls_short_of(self, asked: CameraSettings) -> bool:
        """Return whether this is less than was asked for; an unknown rate counts as enough."""
        is_small = self.width < asked.width or self.height < asked.height
        return is_small or 0 < self.rate < 0.8 * asked.rate


class Device(Protocol):
    """An open camera."""

    def mode(self) -> Mode:
        """Return what the camera says it delivers."""

    def read(self) -> Image | None:
        """Return the next picture, waiting for it; None when the camera is lost."""

    def release(self) -> None:
        """Let the camera go."""


class Capture(Protocol):
    """The part of cv2.VideoCapture that an open camera uses."""

    def read(self) -> tuple[bool, object]:
        """Return whether there was a picture, and the picture."""

    def get(self, propId: int, /) -> float:  # noqa: N803 - OpenCV's name
        """Return a property, 0 if unknown."""

    def set(self, propId: int, value: float, /) -> bool:  # noqa: N803 - OpenCV's name
        """Ask for a property."""

    def release(self) -> None:
        """Let the camera go."""


class OpenCvDevice:
    """A camera or network stream through OpenCV: V4L2, DirectShow or MSMF, AVFoundation, or FFmpeg."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture

    def read(self) -> Image | None:
        """Return the next picture in BGR."""
        try:
            is_read, image = self._capture.read()
        except cv2.error:  # some drivers' way of being unplugged
            return None
        picture = np.asarray(image, dtype=np.uint8) if is_read else None
        return picture if picture is not None and picture.size else None  # some drivers' other way

    def ask(self, settings: CameraSettings) -> Mode:
        """Ask a camera for a mode and for its newest picture only; return the mode that it gives."""
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        # MJPG first: most webcams reach 720p at 30 frames a second in no other encoding.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, settings.width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, settings.height)
        self._capture.set(cv2.CAP_PROP_FPS, settings.rate)
        return self.mode()

    def mode(self) -> Mode:
        """Return what the camera says it delivers."""
        code = int(self._capture.get(cv2.CAP_PROP_FOURCC))
        letters = bytes(code >> shift & 0x7F for shift in (0, 8, 16, 24)).decode("ascii")
        return Mode(
            int(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            int(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
            float(self._capture.get(cv2.CAP_PROP_FPS)),
            letters if letters.isprintable() else "",
        )

    def modes(self) -> tuple[Mode, ...]:
        """Return which of the usual modes the camera gives; it is left in the last of them."""
        given = [self.ask(CameraSettings(width, height)) for width, height in USUAL_SIZES]
        return tuple(dict.fromkeys(given))

    def release(self) -> None:
        """Let the camera go."""
        self._capture.release()


def backends(spec: int | str, platform: str) -> tuple[int, ...]:
    """Return OpenCV's backends for a camera or stream on a platform (as sys.platform), the best first."""
    if isinstance(spec, str):
        return (stream_backend(),)
    if platform == "win32":
        # DirectShow first: Media Foundation takes many seconds to open some webcams, and gives less MJPG.
        return (cv2.CAP_DSHOW, cv2.CAP_MSMF, cv2.CAP_ANY)
    return (cv2.CAP_AVFOUNDATION if platform == "darwin" else cv2.CAP_V4L2, cv2.CAP_ANY)


def is_opened_first(spec: int | str, platform: str) -> bool:
    """Return whether the main thread must open a camera once before any other thread may.

    macOS asks the user for permission, and only on the main thread.
    """
    return platform == "darwin" and isinstance(spec, int)


def is_camera_path(spec: str) -> bool:
    """Return whether a text is a camera's path under /dev, present or not."""
    path = Path(spec)
    return spec.startswith("/dev/") and not (path.is_file() or path.is_dir())


def number_of(path: str) -> int | None:
    """Return the current number of a camera's path: it changes when the camera is plugged in again."""
    try:
        node = re.fullmatch(r"video(\d+)", Path(path).resolve().name)
    except (OSError, RuntimeError):  # circular links
        return None
    return int(node[1]) if node else None


def open_device(spec: int | str, settings: CameraSettings) -> OpenCvDevice | None:
    """Open a camera by its number or its path under /dev, or a stream by its URL; None when that fails."""
    hush()
    if isinstance(spec, str) and is_camera_path(spec):
        number = number_of(spec)
        if number is None:
            return None
        spec = number
    for backend in backends(spec, sys.platform):
        capture = cv2.VideoCapture(spec, backend, _TIMEOUTS if backend == cv2.CAP_FFMPEG else [])
        if capture.isOpened():
            break
        capture.release()
    else:
        return None
    device = OpenCvDevice(capture)
    if isinstance(spec, int):
        device.ask(settings)
    return device
