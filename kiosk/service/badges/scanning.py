"""The scan of a spare badge: one code of our length, held alone before a camera."""

from kiosk.domain.credential import LENGTH
from kiosk.domain.errors import KioskError
from kiosk.service.station.station import Station
from kiosk.vision.camera import CameraSettings, open_source
from kiosk.vision.frame import Frame, frames
from kiosk.vision.reader import Reader


def scan_spare(station: Station, source: str) -> str:
    """Keep a camera open until one code of our length is seen; of two at a time, neither is chosen.

    Args:
        station: its clock times the camera.
        source: a camera's number, a film, a folder or a picture.

    Raises:
        KioskError: the source cannot be opened, or ends without such a code.
    """
    camera = open_source(source, station.clock, CameraSettings())
    reader = Reader()
    try:
        for frame in frames(camera):
            if not isinstance(frame, Frame):
                continue
            texts = {reading.text for reading in reader.look(frame.image).readings}
            ours = [text for text in texts if len(text) == LENGTH]
            if len(ours) == 1:
                return ours[0]
    finally:
        camera.close()
    raise KioskError(
        "{source} showed no code of ours",
        "hold one spare badge flat and near, and nothing else",
        source=source,
    )
