"""Cameras: opening them, keeping only their newest frame, noticing when they are lost."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.vision.device import (
    CameraSettings,
    Device,
    Mode,
    is_camera_path,
    is_opened_first,
    open_device,
)
from kiosk.vision.frame import CameraFault, FaultKind, Frame, FrameSource, Pause
from kiosk.vision.reading import Image
from kiosk.vision.source import PICTURE_SUFFIXES, Pictures, Video

__all__ = ["WATCH", "CameraSettings", "LiveCamera", "Open", "Watch", "WatchRules", "open_source"]


@dataclass(frozen=True, slots=True)
class WatchRules:
    """When a camera counts as lost, and how soon it is tried again; seconds and grey values."""

    bad_for: float = 2.5  # black, white or silent for this long is a fault, within 3 s
    frozen_for: float = 2.5  # the same picture for this long is a fault
    fresh_for: float = 1.0  # a picture not taken for this long is too old to decide on
    black: float = 12.0  # at most a few pixels are brighter: black
    white: float = 243.0  # at most a few pixels are darker: over-exposed
    first_retry: float = 0.5
    last_retry: float = 8.0
    one_picture: FaultKind = FaultKind.LOST  # the fault when the first picture is also the last


WATCH = WatchRules()
ADDRESS_WATCH = WatchRules(frozen_for=12.0, one_picture=FaultKind.ONE_PICTURE)
"""An address that gives one picture and then ends is not a stream.

A stream of constant quality repeats the picture of an idle gate exactly until the next key frame, at most ten
seconds later with usual settings. A webcam that repeats its picture was unplugged; a stream that is cut off
falls silent, which is reported at once.
"""
Open = Callable[[], Device | None]
"""Open a camera; None when that fails."""


class Watch:
    """Notices frozen, black or white pictures; pure except for its memory."""

    def __init__(self, rules: WatchRules = WATCH) -> None:
        self._rules = rules
        self._since: dict[FaultKind, float] = {}
        self._last: bytes | None = None

    def judge(self, image: Image, at: float) -> FaultKind | None:
        """Return what has been wrong with the pictures for too long, if anything."""
        sample = image[::16, ::16]
        content = sample.tobytes()
        low, high = (float(value) for value in np.percentile(sample, (2, 98)))
        # The first picture alone cannot show that the camera is live.
        self._note(FaultKind.FROZEN, at, holds=self._last in {None, content})
        self._note(FaultKind.BLACK, at, holds=high <= self._rules.black)
        self._note(FaultKind.OVEREXPOSED, at, holds=low >= self._rules.white)
        self._last = content
        # Black and white come first: their pictures are often identical as well.
        for kind in (FaultKind.BLACK, FaultKind.OVEREXPOSED, FaultKind.FROZEN):
            limit = self._rules.frozen_for if kind is FaultKind.FROZEN else self._rules.bad_for
            if at - self._since.get(kind, at) >= limit:
                return kind
        return None

    @property
    def is_content(self) -> bool:
        """Return whether the latest picture is certainly good.

        The first one, or a repeated one, may be old.
        """
        return not self._since

    def _note(self, kind: FaultKind, at: float, *, holds: bool) -> None:
        if holds:
            self._since.setdefault(kind, at)
        else:
            self._since.pop(kind, None)


class LiveCamera:
    """A camera that is always on: it delivers the newest frame only, reports faults and reopens itself.

    A repeated picture is old and is not delivered, nor is the first after opening. After a fault no earlier
    picture is delivered: a camera silent for too long is reopened, because its driver may hold old pictures.
    One thread takes the pictures; `read` also notices when that thread hangs in the driver.

    Args:
        open_device: opens the camera; called again to reopen it.
        clock: gives the frames' monotonic seconds.
        rules: when the camera counts as lost.
    """

    def __init__(self, open_device: Open, clock: Clock, rules: WatchRules = WATCH) -> None:
        self._open = open_device
        self._clock = clock
        self._rules = rules
        self._changed = threading.Condition()
        self._fault: CameraFault | None = None
        self._newest: Frame | None = None
        self._heard = clock.monotonic()
        self._is_faulty = False
        self._is_closed = threading.Event()
        self._device: Device | None = None
        self._watch = Watch(rules)
        self._taken = 0
        self._retry = rules.first_retry
        self._index = 0
        self._thread: threading.Thread | None = None
        self._mode: Mode | None = None

    @property
    def mode(self) -> Mode | None:
        """The mode that the camera reports; None until it was opened."""
        return self._mode

    def start(self) -> None:
        """Start taking pictures in a separate thread."""
        self._heard = self._clock.monotonic()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    def read(self, timeout: float) -> Frame | CameraFault | Pause:
        """Return the fault, or the newest frame not yet returned."""
        with self._changed:
            if self._fault is None and self._newest is None and not self._is_closed.is_set():
                self._changed.wait(timeout)
            if self._is_closed.is_set():
                return Pause.END
            fault, self._fault = self._fault, None
            if fault is not None:
                return fault
            newest, self._newest = self._newest, None
            if newest is not None and self._clock.monotonic() - newest.at < self._rules.fresh_for:
                return newest
            return self._silence()

    def close(self) -> None:
        """Stop and release the camera, without waiting for a driver that hangs."""
        self._is_closed.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=1.0)

    def pump(self) -> float:
        """Take one picture, or open the camera; return the seconds to wait before the next call."""
        is_new = self._device is None
        if self._device is None:
            self._device = self._open()
            if self._device is None:
                return self._fail(FaultKind.NOT_OPENED)
            self._mode = self._device.mode()
            self._watch = Watch(self._rules)
            self._taken = 0
        asked = self._clock.monotonic()
        image = self._device.read()
        now = self._clock.monotonic()
        if image is None:
            # A network camera without its cable, or a driver that timed out, has only fallen silent.
            is_silent = now - asked >= self._rules.fresh_for
            gone = self._rules.one_picture if self._taken == 1 else FaultKind.LOST
            return self._fail(FaultKind.STALLED if is_silent else gone)
        self._taken += 1
        # Some cameras take seconds for their first picture; one that hangs later may still hold old ones.
        if not is_new and now - asked >= self._rules.bad_for:
            return self._fail(FaultKind.STALLED)
        kind = self._watch.judge(image, now)
        if kind is not None:
            return self._fail(kind)
        self._deliver(image, now)
        return 0.0

    def _run(self) -> None:
        while not self._is_closed.is_set():
            wait = self.pump()
            if wait:
                self._is_closed.wait(wait)
        if self._device is not None:
            self._device.release()

    def _fail(self, kind: FaultKind) -> float:
        if self._device is not None:
            self._device.release()
            self._device = None
        self._tell(CameraFault(kind, self._clock.monotonic()))
        wait = self._retry
        self._retry = min(2 * wait, self._rules.last_retry)
        return wait

    def _silence(self) -> CameraFault | Pause:
        now = self._clock.monotonic()
        if self._is_faulty or now - self._heard < self._rules.bad_for:
            return Pause.WAIT
        self._is_faulty = True
        # Opening may be slow too: a network camera that is off, a slow driver.
        return CameraFault(FaultKind.NOT_OPENED if self._device is None else FaultKind.STALLED, now)

    def _tell(self, fault: CameraFault) -> None:
        with self._changed:
            if not self._is_faulty:  # a fault is reported once
                self._fault = fault
            self._is_faulty = True
            self._newest = None
            self._changed.notify_all()

    def _deliver(self, image: Image, now: float) -> None:
        with self._changed:
            self._heard = now
            # A black or white picture shows nothing, not even that the badge in view has gone; a lost
            # camera is back only with a good picture, not with the first that comes.
            if not self._watch.is_content:
                return
            self._retry = self._rules.first_retry
            self._is_faulty = False
            self._newest = Frame(image, now, self._index)
            self._index += 1
            self._changed.notify_all()


def open_source(spec: str, clock: Clock, settings: CameraSettings) -> FrameSource:
    """Open a `--source`: a camera's number or its path under /dev, a file, a folder, or a URL.

    A missing camera is not an error here: its fault appears in the stream, and so does its return.

    Raises:
        KioskError: a file or folder is missing, empty or not a picture.
    """
    if spec.isdecimal() or "://" in spec or is_camera_path(spec):
        name = int(spec) if spec.isdecimal() else spec
        rules = ADDRESS_WATCH if "://" in spec else WATCH
        camera = LiveCamera(lambda: open_device(name, settings), clock, rules)
        if is_opened_first(name, sys.platform):
            camera.pump()
        camera.start()
        return camera
    path = Path(spec)
    if path.is_dir():
        return Pictures.in_folder(path)
    if not path.is_file():
        raise KioskError(
            "there is no source {spec}",
            "give a camera's number or path, a video file, a picture, a folder of pictures or a URL",
            spec=spec,
        )
    return Pictures([path]) if path.suffix.lower() in PICTURE_SUFFIXES else Video(path)
