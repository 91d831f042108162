"""Own the inspection of a camera: what it is, what it shows of a test card, and advice in words."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from kiosk.vision.camera import CameraSettings, Device, Mode, open_device
from kiosk.vision.reader import Reader, as_grey
from kiosk.vision.reading import Image, side

#: What the test card's code says: version 1, as a badge's, but not a credential in shape.
TEST_CARD = "KIOSK TEST CARD"
#: Modules along a side of version 1 (ISO/IEC 18004, table 1).
MODULES = 21
#: Where systems without a list of cameras are probed.
PROBED = 4
#: The first frames of a camera are darker than the rest: its exposure is still finding itself.
WARM_UP = 10
THUMBNAIL = 320


class Advice(StrEnum):
    """What to do about a camera."""

    NOT_OPENED = "it cannot be opened: another program has it, or you may not use it"
    NO_PICTURES = "it delivers no pictures: unplug it and plug it in again"
    TOO_DARK = "too dark: turn on a lamp in front of the visitor"
    TOO_BRIGHT = "too bright: turn the camera away from lamps and windows"
    BLURRED = "blurred: clean the lens, or hold the card farther away"
    NO_CARD = "no test card seen: print one and hold it before the camera"
    HOLD_NEARER = "the code is small: hold it nearer, or choose a higher resolution"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class CameraName:
    """A camera of this computer: its number for `--source`, and what it calls itself."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a camera's pictures are worth.

    `brightness` is the grey value that only a fiftieth of the pixels exceed; `glare` the share of white
    pixels; `sharpness` the steepest step between two neighbours as a share of the picture's contrast (a sharp
    edge has 0.4 and more, one blurred over five pixels 0.15); `pixels_a_module` is that of the test card,
    None where none was read.
    """

    brightness: float
    glare: float
    sharpness: float
    pixels_a_module: float | None
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class CameraReport:
    """One camera, as inspected; `mode`, `inspection` and `thumbnail` are None where it gave no pictures."""

    camera: CameraName
    mode: Mode | None
    inspection: Inspection | None
    thumbnail: Path | None
    advice: tuple[Advice, ...]


def cameras(listing: Path = Path("/sys/class/video4linux")) -> tuple[CameraName, ...]:
    """Return this computer's cameras; where the system keeps no list of them, the first few numbers."""
    if not sys.platform.startswith("linux"):
        return tuple(CameraName(number, f"camera {number}") for number in range(PROBED))
    found = []
    for entry in sorted(listing.glob("video*")):
        number = entry.name.removeprefix("video")
        # A webcam has a second node, for metadata; only the node with index 0 delivers pictures.
        if number.isdecimal() and _line(entry / "index") in {"", "0"}:
            found.append(CameraName(int(number), _line(entry / "name") or f"camera {number}"))
    return tuple(found)


def inspect_camera(camera: CameraName, settings: CameraSettings, folder: Path) -> CameraReport:
    """Open a camera, look at its pictures for a moment, and leave a thumbnail of the last in `folder`."""
    device = open_device(camera.number, settings)
    if device is None:
        return CameraReport(camera, None, None, None, (Advice.NOT_OPENED,))
    mode = device.mode()
    pictures = take(device)
    device.release()
    if not pictures:
        return CameraReport(camera, mode, None, None, (Advice.NO_PICTURES,))
    found = inspect_pictures(pictures)
    path = folder / f"camera-{camera.number}.jpg"
    return CameraReport(camera, mode, found, keep_thumbnail(pictures[-1], path), found.advice)


def take(device: Device, count: int = 5) -> list[Image]:
    """Return a few pictures of a camera that has found its exposure; fewer where it is lost."""
    pictures: list[Image] = []
    for _ in range(WARM_UP + count):
        image = device.read()
        if image is None:
            break
        pictures.append(image)
    return pictures[-count:]


def inspect_pictures(pictures: Sequence[Image]) -> Inspection:
    """Measure pictures (at least one, grey or BGR) of a test card held up, and give advice."""
    greys = [as_grey(picture) for picture in pictures]
    last = greys[-1]
    darkest, brightness, brightest = (float(value) for value in np.percentile(last, (0.2, 98, 99.8)))
    glare = float(np.mean(last >= 250))
    # A little blur keeps single hot pixels from passing for edges.
    smooth = cv2.GaussianBlur(last, (0, 0), 0.7)
    steepest = float(np.percentile(cv2.absdiff(smooth[:, 1:], smooth[:, :-1]), 99.9))
    sharpness = steepest / max(brightest - darkest, 16.0)
    modules = _pixels_a_module(greys)
    advice = []
    if brightness < 80:
        advice.append(Advice.TOO_DARK)
    if glare > 0.25:
        advice.append(Advice.TOO_BRIGHT)
    if sharpness < 0.15:
        advice.append(Advice.BLURRED)
    if modules is None:
        advice.append(Advice.NO_CARD)
    elif modules < 2.5:
        advice.append(Advice.HOLD_NEARER)
    return Inspection(brightness, glare, sharpness, modules, tuple(advice) or (Advice.FINE,))


def keep_thumbnail(picture: Image, path: Path) -> Path:
    """Write a small copy of a picture as JPEG to `path`, and return that."""
    height, width = picture.shape[:2]
    size = (THUMBNAIL, max(1, round(THUMBNAIL * height / width)))
    coded = cv2.imencode(".jpg", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))[1]
    path.write_bytes(coded.tobytes())
    return path


def _pixels_a_module(greys: Sequence[Image]) -> float | None:
    reader = Reader()
    for grey in reversed(greys):
        for reading in reader.read(grey).readings:
            if reading.text == TEST_CARD:
                return side(reading.corners) / MODULES
    return None


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
