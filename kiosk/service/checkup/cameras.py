"""The check-up of cameras: how each sees a test card, what to do about it, and the card itself."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from kiosk.badge.papers.test_card import card_page
from kiosk.domain.errors import KioskError
from kiosk.domain.wording import Phrase, joined
from kiosk.service.checkup.finding import Finding, Level
from kiosk.service.words.translation import text
from kiosk.vision import inspection
from kiosk.vision.device import CameraSettings, is_camera_path
from kiosk.vision.inspection import (
    NEEDED,
    SHARP,
    TEST_CARD,
    CameraName,
    CameraReport,
    Inspection,
    WantedCamera,
    cameras,
)

_NO_CAMERA = Finding(
    Level.WARN,
    "cameras",
    "no camera was found",
    "plug a webcam in, or use a scanner that types; a desk needs neither",
)


def list_cameras() -> Finding:
    """Name this computer's cameras, without opening any."""
    found = cameras()
    if found is None:
        says = text("this system keeps no list of them; `kiosk doctor --cameras` tries the first numbers")
        return Finding(Level.OK, "cameras", says)
    if not found:
        return _NO_CAMERA
    named = ", ".join(f"{camera.label}: {_named(camera)}" for camera in found)
    lasting = ""
    if len(found) > 1 and any(camera.path for camera in found):
        lasting = text(
            "numbers change when a camera is plugged in again: in config.toml, name them by their paths"
        )
    return Finding(Level.OK, "cameras", named, lasting)


def chosen_source(choice: str, found: Sequence[CameraName] | None) -> int | str:
    """Return what config.toml should name a camera by: its lasting path, else its number.

    Args:
        choice: the camera's number, or its path under /dev.
        found: as `cameras` returns them.

    Raises:
        KioskError: there is no such camera.
    """
    if not choice.isdecimal():
        if is_camera_path(choice):
            return choice
        hint = "write GATE=NUMBER, like A=0, or GATE=/dev/v4l/by-id/…; `kiosk doctor` lists the cameras"
        raise KioskError("{choice} is no camera", hint, choice=repr(choice))
    number = int(choice)
    if found is None:
        return number
    for camera in found:
        if camera.source == number:
            return camera.path or number
    listed = ", ".join(f"{camera.label}: {_named(camera)}" for camera in found)
    hint = "plugged in are {cameras}" if listed else "plug it in first"
    raise KioskError("there is no camera {number}", hint, number=number, cameras=listed)


def inspect_cameras(
    found: Sequence[CameraName] | None, wanted: Sequence[WantedCamera], folder: Path
) -> list[Finding]:
    """Open cameras, compare their pictures with what reading needs, and save a thumbnail of each.

    Args:
        found: as `cameras` returns them.
        wanted: the cameras set in config.toml, gate by gate.
        folder: for the thumbnails.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        reports = inspection.inspect_cameras(found, wanted, folder)
    except OSError as error:
        says = f"{folder}: {error.strerror}"
        return [Finding(Level.ERROR, "cameras", says, "check the rights of the folder")]
    if not reports:
        return [_NO_CAMERA]
    return [_inspected(report) for report in reports]


def print_test_card(path: Path, made_at: datetime) -> None:
    """Write the page to hold before a camera while `inspect_cameras` looks.

    Raises:
        KioskError: the file already exists, or cannot be written.
    """
    write_new(path, lambda page: card_page(TEST_CARD, page, made_at))


def write_new(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a page into a new file, whole or not at all.

    Raises:
        KioskError: the file already exists, or cannot be written.
    """
    page = io.BytesIO()
    write(page)
    try:
        with path.open("xb") as file:
            file.write(page.getvalue())
    except FileExistsError as error:
        raise KioskError("{path} is there already", "name a new file", path=path) from error
    except OSError as error:
        raise KioskError(
            "{path} cannot be written: {strerror}", "name another file", path=path, strerror=error.strerror
        ) from error


def _inspected(report: CameraReport) -> Finding:
    about = Phrase("camera {label}", label=report.camera.label)
    says = [_named(report.camera)]
    if report.mode is not None:
        says.append(Phrase("asked {asked}, got {mode}", asked=_size(report.asked), mode=report.mode))
        says.append(Phrase("modes {modes}", modes=", ".join(map(str, report.modes))))
    if report.inspection is not None:
        says.append(_measured(report.inspection))
    if report.thumbnail is not None:
        says.append(Phrase("see {file}", file=report.thumbnail))
    level = Level.OK
    if report.advice:
        level = Level.ERROR if report.inspection is None else Level.WARN
    return Finding(level, about, joined(says), joined(Phrase(one) for one in report.advice))


def _named(camera: CameraName) -> str:
    return f"{camera.name} ({camera.path})" if camera.path else camera.name


def _size(asked: CameraSettings) -> str:
    return f"{asked.width}x{asked.height} {asked.rate:g}/s"


def _measured(found: Inspection) -> str:
    card = Phrase("no test card")
    if found.pixels_a_module is not None:
        card = Phrase(
            "{pixels:.1f} pixels a module of the card (at least {needed:g})",
            pixels=found.pixels_a_module,
            needed=NEEDED,
        )
    return Phrase(
        "{card}; sharpness {sharpness:.2f} (at least {sharp:g}); brightness {brightness:.0f} of 255,"
        " {glare:.0%} white",
        card=card,
        sharpness=found.sharpness,
        sharp=SHARP,
        brightness=found.brightness,
        glare=found.glare,
    )
