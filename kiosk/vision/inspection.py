"""The inspection of a camera: its name, how well it shows a test card, and advice."""

import errno
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from kiosk.vision.device import CameraSettings, Device, Mode, is_camera_path, number_of, open_device
from kiosk.vision.reader import Reader, as_grey
from kiosk.vision.reading import Image, Look, Reading, side

TEST_CARD = "KIOSK TEST CARD"
"""The text of the test card's code: version 1, like a badge's, but not a credential in form."""
MODULES = 21
"""Modules along a side of version 1 (ISO/IEC 18004, table 1)."""
PROBED = 4
"""Camera numbers probed on systems without a list of cameras."""
WARM_UP = 10
"""A camera's first frames are darker than the rest: its exposure is still adjusting."""
PATIENCE = 90
"""Pictures in which the test card is looked for: three seconds, so that it can be held up."""
NEEDED = 2.5
"""Pixels a module that suffice even in bad light; sampling alone needs 1.5."""
SHARP = 0.15
"""A picture is blurred if its steepest step between neighbours is less than this share of its contrast."""
THUMBNAIL = 320


class Advice(StrEnum):
    """What to do about a camera."""

    NOT_THERE = "it is not there: plug it in"
    NOT_ALLOWED = "you may not use it: ask for the right to use cameras (on Linux, the group video)"
    BUSY = "another program has it: close that program"
    NOT_OPENED = "it cannot be opened: another program has it, or you may not use it"
    NO_ANSWER = "it does not answer: is it on, on this network, and its address in config.toml right?"
    ONE_PICTURE = "it gives one picture and no stream: use its MJPEG or RTSP address"
    NO_PICTURES = "it delivers no pictures: unplug it and plug it in again"
    LOWER_MODE = "less than config.toml asks: ask for less there, or plug it into another socket"
    TOO_DARK = "too dark: turn on a lamp in front of the visitor"
    TOO_BRIGHT = "too bright: turn the camera away from lamps and windows"
    BLURRED = "blurred: clean the lens, or hold the card farther away"
    NO_CARD = "no test card seen: print one (--test-card FILE.pdf) and hold it before the camera"
    HOLD_NEARER = "the code is small: hold it nearer, or choose a higher resolution"


@dataclass(frozen=True, slots=True)
class CameraName:
    """A camera and its names.

    Attributes:
        source: its number for `--source`, or the address of a network camera, which may hold a password and
            is never shown.
        path: its lasting name under /dev, kept when it is plugged in again, if it has one.
    """

    source: int | str
    name: str
    path: str = ""

    @property
    def label(self) -> str:
        """Its name in findings and thumbnails."""
        return str(self.source) if isinstance(self.source, int) else self.name


@dataclass(frozen=True, slots=True)
class WantedCamera:
    """The camera that config.toml asks for at one gate."""

    gate: str
    source: int | str
    settings: CameraSettings

    @property
    def number(self) -> int | str:
        """Its current number if config.toml names its path, else what config.toml names."""
        if isinstance(self.source, str) and is_camera_path(self.source):
            number = number_of(self.source)
            return self.source if number is None else number
        return self.source

    @property
    def is_on_network(self) -> bool:
        """Return whether it is reached by an address."""
        return isinstance(self.source, str) and "://" in self.source


@dataclass(frozen=True, slots=True)
class Inspection:
    """The quality of a camera's pictures.

    `brightness` is the grey value that only a fiftieth of the pixels exceed; `glare` the share of white
    pixels; `sharpness` the steepest step between two neighbours as a share of the picture's contrast (a sharp
    edge has 0.4 and more, one blurred over five pixels 0.15); `pixels_a_module` is that of the test card,
    None if none was read.
    """

    brightness: float
    glare: float
    sharpness: float
    pixels_a_module: float | None
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class CameraReport:
    """One camera, as inspected.

    Attributes:
        asked: the mode that it was asked for.
        mode: the mode that it gave; None if it could not be opened.
        modes: the usual modes that it gives.
        inspection: None if it gave no pictures.
        thumbnail: None if it gave no pictures.
        advice: what to do; empty if all is well.
    """

    camera: CameraName
    asked: CameraSettings
    mode: Mode | None
    modes: tuple[Mode, ...]
    inspection: Inspection | None
    thumbnail: Path | None
    advice: tuple[Advice, ...]


class Inspected(Device, Protocol):
    """An open camera that can be asked for its modes."""

    def modes(self) -> tuple[Mode, ...]:
        """Return the usual modes that it gives."""

    def ask(self, settings: CameraSettings) -> Mode:
        """Ask for a mode; return the one that it gives."""


def cameras(
    listing: Path = Path("/sys/class/video4linux"), names: Path = Path("/dev/v4l")
) -> tuple[CameraName, ...] | None:
    """Return this computer's cameras; None if the system has no list of them."""
    if not sys.platform.startswith("linux"):
        return None
    lasting = _lasting_names(names)
    found = []
    for entry in sorted(listing.glob("video*")):
        number = entry.name.removeprefix("video")
        # A webcam has a second node, for metadata; only the node with index 0 delivers pictures.
        if number.isdecimal() and _line(entry / "index") in {"", "0"}:
            name = _line(entry / "name") or f"camera {number}"
            found.append(CameraName(int(number), name, lasting.get(int(number), "")))
    return tuple(found)


def _lasting_names(names: Path) -> dict[int, str]:
    """Return the lasting path of each camera by its number.

    By identity if possible; two of one make without serial numbers share that name, so one of them has none:
    it is named by its socket.
    """
    found: dict[int, str] = {}
    for way in ("by-path", "by-id"):
        for link in sorted((names / way).glob("*")):
            number = number_of(str(link))
            if number is not None:
                found[number] = str(link)
    return found


def inspect_cameras(
    found: Sequence[CameraName] | None, wanted: Sequence[WantedCamera], folder: Path
) -> list[CameraReport]:
    """Inspect the cameras of a list; without a list, those of the first few numbers that open.

    Network cameras and those that config.toml asks for are inspected too. Each is asked for its gate's
    mode, or for the first gate's if no gate uses it.
    """
    usual = wanted[0].settings if wanted else CameraSettings()
    asked = {one.number: one.settings for one in reversed(wanted)}
    listed = found
    if listed is None:
        listed = [CameraName(number, f"camera {number}") for number in range(PROBED)]
    numbers = {camera.source for camera in listed}
    missing = [source for source in asked if isinstance(source, int) and source not in numbers]
    absent = [CameraName(number, f"camera {number}") for number in sorted(missing) if found]
    unplugged = {str(one.source): one.gate for one in reversed(wanted) if is_camera_path(str(one.number))}
    absent += [CameraName(path, f"gate {gate}", path) for path, gate in sorted(unplugged.items())]
    network: dict[int | str, CameraName] = {}
    for one in wanted:
        if one.is_on_network:
            network.setdefault(one.source, CameraName(one.source, f"gate {one.gate}"))
    reports = [
        inspect_camera(camera, asked.get(camera.source, usual), folder)
        for camera in (*listed, *absent, *network.values())
    ]
    is_probed = found is None
    return [
        report for report in reports if report.mode or not is_probed or isinstance(report.camera.source, str)
    ]


def inspect_camera(camera: CameraName, settings: CameraSettings, folder: Path) -> CameraReport:
    """Open a camera, look at its pictures for a moment, and save a thumbnail of the last in `folder`."""
    device = open_device(camera.source, settings)
    if device is None:
        why = Advice.NO_ANSWER
        if isinstance(camera.source, int):
            why = why_not(camera.source)
        elif is_camera_path(camera.source):
            why = Advice.NOT_THERE
        return CameraReport(camera, settings, None, (), None, None, (why,))
    try:
        return inspect_device(camera, device, settings, folder)
    finally:
        device.release()


def inspect_device(
    camera: CameraName, device: Inspected, settings: CameraSettings, folder: Path
) -> CameraReport:
    """Look at the pictures of an open camera, like `inspect_camera`."""
    modes = device.modes()
    mode = device.ask(settings)
    pictures = take(device)
    if not pictures:
        return CameraReport(camera, settings, mode, modes, None, None, (Advice.NO_PICTURES,))
    found = inspect_pictures(pictures)
    thumbnail = keep_thumbnail(pictures[-1], folder / f"camera-{camera.label.replace(' ', '-')}.jpg")
    advice = [Advice.LOWER_MODE] if mode.falls_short_of(settings) else []
    if len(pictures) == 1 and "://" in str(camera.source):
        advice.append(Advice.ONE_PICTURE)
    return CameraReport(camera, settings, mode, modes, found, thumbnail, (*advice, *found.advice))


def why_not(number: int, devices: Path = Path("/dev")) -> Advice:
    """Return why a camera could not be opened, as far as the system says."""
    if not sys.platform.startswith("linux"):
        return Advice.NOT_OPENED
    try:
        (devices / f"video{number}").open("rb").close()
    except FileNotFoundError:
        return Advice.NOT_THERE
    except PermissionError:
        return Advice.NOT_ALLOWED
    except OSError as error:
        return Advice.BUSY if error.errno == errno.EBUSY else Advice.NOT_OPENED
    # A camera in use can be opened, but gives a second program no pictures.
    return Advice.BUSY


def take(device: Device, count: int = 5) -> list[Image]:
    """Return a few pictures of a camera once its exposure has settled; fewer if it is lost.

    They are the last ones before the test card was seen or time was up.
    """
    pictures: deque[Image] = deque(maxlen=count)
    reader = Reader()
    for nth in range(WARM_UP + PATIENCE):
        image = device.read()
        if image is None:
            break
        pictures.append(image)
        if nth >= WARM_UP + count and _cards(reader.look(image)):
            break
    return list(pictures)


def inspect_pictures(pictures: Sequence[Image]) -> Inspection:
    """Measure pictures (at least one, grey or BGR) of a test card, and give advice."""
    greys = [as_grey(picture) for picture in pictures]
    last = greys[-1]
    darkest, brightness, brightest = (float(value) for value in np.percentile(last, (0.2, 98, 99.8)))
    glare = float(np.mean(last >= 250))
    # A little blur keeps single hot pixels from counting as edges.
    smooth = cv2.GaussianBlur(last, (0, 0), 0.7)
    steepest = float(np.percentile(cv2.absdiff(smooth[:, 1:], smooth[:, :-1]), 99.9))
    sharpness = steepest / max(brightest - darkest, 16.0)
    modules = _pixels_a_module(greys)
    advice = []
    if brightness < 80:
        advice.append(Advice.TOO_DARK)
    if glare > 0.25:
        advice.append(Advice.TOO_BRIGHT)
    if sharpness < SHARP:
        advice.append(Advice.BLURRED)
    if modules is None:
        advice.append(Advice.NO_CARD)
    elif modules < NEEDED:
        advice.append(Advice.HOLD_NEARER)
    return Inspection(brightness, glare, sharpness, modules, tuple(advice))


def keep_thumbnail(picture: Image, path: Path) -> Path:
    """Write a small copy of a picture as JPEG to `path`, and return the path."""
    height, width = picture.shape[:2]
    size = (THUMBNAIL, max(1, round(THUMBNAIL * height / width)))
    coded = cv2.imencode(".jpg", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))[1]
    path.write_bytes(coded.tobytes())
    return path


def _pixels_a_module(greys: Sequence[Image]) -> float | None:
    reader = Reader()
    for grey in reversed(greys):
        for card in _cards(reader.read(grey)):
            return side(card.corners) / MODULES
    return None


def _cards(look: Look) -> list[Reading]:
    return [reading for reading in look.readings if reading.text == TEST_CARD]


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
