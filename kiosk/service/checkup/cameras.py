"""The check-up of cameras: how each sees a test card, what to do about it, and the card itself."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from kiosk.badge.papers.test_card import card_page
from kiosk.domain.errors import KioskError
from kiosk.service.checkup.finding import Finding, Level
from kiosk.vision import inspection
from kiosk.vision.device import CameraSettings
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
        says = "this system keeps no list of them; `kiosk doctor --cameras` tries the first numbers"
        return Finding(Level.OK, "cameras", says)
    if not found:
        return _NO_CAMERA
    named = ", ".join(f"{camera.label}: {_named(camera)}" for camera in found)
    lasting = ""
    if len(found) > 1 and any(camera.path for camera in found):
        lasting = "numbers change when a camera is plugged in again: in config.toml, name them by their paths"
    return Finding(Level.OK, "cameras", named, lasting)


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
    about = f"camera {report.camera.label}"
    says = [_named(report.camera)]
    if report.mode is not None:
        asked = f"asked {_size(report.asked)}, got {report.mode}"
        says += [asked, f"modes {', '.join(map(str, report.modes))}"]
    if report.inspection is not None:
        says.append(_measured(report.inspection))
    if report.thumbnail is not None:
        says.append(f"see {report.thumbnail}")
    level = Level.OK
    if report.advice:
        level = Level.ERROR if report.inspection is None else Level.WARN
    return Finding(level, about, "; ".join(says), "; ".join(report.advice))


def _named(camera: CameraName) -> str:
    return f"{camera.name} ({camera.path})" if camera.path else camera.name


def _size(asked: CameraSettings) -> str:
    return f"{asked.width}x{asked.height} {asked.rate:g}/s"


def _measured(found: Inspection) -> str:
    card = "no test card"
    if found.pixels_a_module is not None:
        card = f"{found.pixels_a_module:.1f} pixels a module of the card (at least {NEEDED:g})"
    exposure = f"brightness {found.brightness:.0f} of 255, {found.glare:.0%} white"
    return f"{card}; sharpness {found.sharpness:.2f} (at least {SHARP:g}); {exposure}"
