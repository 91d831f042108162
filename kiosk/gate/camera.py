"""The source of a gate's pictures: a camera, a film, a folder, or nothing."""

from kiosk.gate.post import Post
from kiosk.vision.camera import CameraSettings, open_source
from kiosk.vision.frame import FrameSource

NO_CAMERA = "none"
"""Used instead of a camera: a gate with typed input only."""


def open_frames(post: Post, wanted: str, settings: CameraSettings) -> FrameSource | None:
    """Open a gate's source of pictures: a camera, a film, a folder, an address; None for `none`.

    Raises:
        KioskError: the source cannot be opened.
    """
    return None if wanted == NO_CAMERA else open_source(wanted, post.station.clock, settings)
