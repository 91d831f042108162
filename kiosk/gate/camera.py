"""What a gate looks through: a camera, a film, a folder, or nothing."""

from kiosk.gate.post import Post
from kiosk.vision.camera import CameraSettings, open_source
from kiosk.vision.frame import FrameSource

NO_CAMERA = "none"
"""In the place of a camera: a gate with typed input only."""


def open_frames(post: Post, wanted: str, settings: CameraSettings) -> FrameSource | None:
    """Open what a gate looks through: a camera, a film, a folder, an address; None for `none`.

    Raises:
        KioskError: it cannot be opened.
    """
    return None if wanted == NO_CAMERA else open_source(wanted, post.station.clock, settings)
