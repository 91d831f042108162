"""The camera of a gate in a demonstration: `--source rehearsal`, which no real event takes."""

from kiosk.bootstrap.opening import Opened
from kiosk.domain.errors import KioskError
from kiosk.vision.frame import FrameSource

REHEARSAL = "rehearsal"
"""Used instead of a camera, and the folder in which it lies."""


def rehearsed(found: Opened, gate: str) -> FrameSource:
    """Return a simulated camera before which people hold up their badges.

    Raises:
        KioskError: the event is no demonstration, or has no rehearsal.
    """
    if not found.station.event().is_demo:
        raise KioskError(
            "a rehearsal is for demonstrations only", "name a camera: --source 0 is the first webcam"
        )
    from kiosk.rehearsal.parade import ParadeCamera  # noqa: PLC0415 - no real gate ever needs it

    return ParadeCamera(found.config.parent / REHEARSAL, gate, found.station.clock)
