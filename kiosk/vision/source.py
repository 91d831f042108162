"""Sources of frames, and the finite ones: a video file, a folder of pictures, a picture."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np

from kiosk.domain.errors import KioskError
from kiosk.vision.frame import CameraFault, Frame, Pause
from kiosk.vision.headers import header_of
from kiosk.vision.reading import Image

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pgm"})

MOST_PIXELS = 52_000_000
"""A phone's fifty megapixels."""
LONGEST_SIDE = 32_000
"""The longest side that decoders and tiers take, in pixels."""
MOST_BYTES = 400_000_000

HELD_AT = (0.0, 0.3, 0.6)
"""A still picture is held up for three frames, at these seconds, long enough for every rule of the lane."""
NOBODY_AT = tuple(round(0.9 + 0.3 * n, 1) for n in range(9))
"""Then the view is empty for these seconds, longer than any lane remembers a badge."""
PICTURE_EVERY = 4.0
"""Frame time from one picture of a folder to the next."""
NOBODY: Image = np.full((48, 64), 128, dtype=np.uint8)
"""The view between two pictures of a folder."""
ASSUMED_RATE = 25.0
"""The frame rate assumed for a video file that does not state one."""


class Pictures:
    """Pictures held up one after the other, each one presentation, with an empty view between them.

    A file that is not a picture does not stop the others from being held up.

    Args:
        paths: the picture files, in the order in which they are held up.

    Raises:
        KioskError: there is no picture; from `read`, after the last one, a file is not a picture.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        if not paths:
            raise KioskError(
                "there is no picture to read",
                "accepted: {picture_suffixes}",
                picture_suffixes=", ".join(sorted(PICTURE_SUFFIXES)),
            )
        self._paths = deque(paths)
        self._held: deque[Frame] = deque()
        self._at = 0.0
        self._index = 0
        self._wrong: KioskError | None = None

    @classmethod
    def in_folder(cls, folder: Path) -> "Pictures":
        """Take the pictures of a folder in the order of their names."""
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES)
        if not paths:
            raise KioskError(
                "no pictures in {folder}",
                "accepted: {picture_suffixes}",
                folder=folder,
                picture_suffixes=", ".join(sorted(PICTURE_SUFFIXES)),
            )
        return cls(paths)

    def read(self, timeout: float) -> Frame | CameraFault | Pause:  # noqa: ARG002 - a file never waits
        """Return the next frame: the picture that is held up, or the next one."""
        while not self._held and self._paths:
            self._hold_up(self._paths.popleft())
        if self._held:
            return self._held.popleft()
        wrong, self._wrong = self._wrong, None
        if wrong is not None:
            raise wrong
        return Pause.END

    def _hold_up(self, path: Path) -> None:
        try:
            image = load_picture(path)
        except KioskError as error:
            self._wrong = self._wrong or error
            return
        if self._index:
            self._show(NOBODY, NOBODY_AT)
            self._at += PICTURE_EVERY
        self._show(image, HELD_AT)

    def _show(self, image: Image, moments: Sequence[float]) -> None:
        for moment in moments:
            self._held.append(Frame(image, self._at + moment, self._index, is_still=True))
            self._index += 1

    def close(self) -> None:
        """Drop the remaining pictures."""
        self._paths.clear()
        self._held.clear()
        self._wrong = None


class Video:
    """A video file: every frame in order, at its own time.

    Raises:
        KioskError: the file cannot be opened as a video, or its pictures are too large.
    """

    def __init__(self, path: Path) -> None:
        hush()
        self._film: BinaryIO | None = None
        self._capture = cv2.VideoCapture(str(path), stream_backend())
        if not self._capture.isOpened() and not str(path).isascii():
            self._film = path.open("rb")
            self._capture = nameless(self._film)
        if not self._capture.isOpened():
            self.close()
            raise KioskError(
                "{path} is neither a video nor a picture that can be opened",
                "give a camera's number, a video file, a picture, a folder of pictures or a URL",
                path=path,
            )
        width, height = (
            int(self._capture.get(what)) for what in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
        )
        check_size(path, width, height)
        self._rate = self._capture.get(cv2.CAP_PROP_FPS) or ASSUMED_RATE
        self._index = 0

    def read(self, timeout: float) -> Frame | CameraFault | Pause:  # noqa: ARG002 - a file never waits
        """Return the next frame."""
        is_read, image = self._capture.read()
        if not is_read:
            return Pause.END
        frame = Frame(np.asarray(image, dtype=np.uint8), self._index / self._rate, self._index)
        self._index += 1
        return frame

    def close(self) -> None:
        """Close the file."""
        self._capture.release()
        if self._film is not None:
            self._film.close()


def nameless(film: BinaryIO) -> cv2.VideoCapture:
    """Open a video through Python's own file: on some systems OpenCV cannot open a path with an accent."""
    opened: cv2.VideoCapture = cv2.VideoCapture(film, stream_backend(), [])  # type: ignore[call-overload]
    return opened


def stream_backend() -> int:
    """Return OpenCV's backend for files and streams: FFmpeg, which can be silenced, if present."""
    return cv2.CAP_FFMPEG if cv2.videoio_registry.hasBackend(cv2.CAP_FFMPEG) else cv2.CAP_ANY


def hush() -> None:
    """Keep OpenCV from writing to stderr: it would spoil a gate's screen, which reports the same better."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def load_picture(path: Path) -> Image:
    """Return a picture file as grey.

    Raises:
        KioskError: the file is missing, or not a picture.
    """
    content = _content(path)
    header = header_of(content)
    if header is None:
        raise _no_picture(path)
    check_size(path, header.width, header.height)
    hush()
    try:
        coded = np.frombuffer(content, dtype=np.uint8)
        grey = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
        whole = cv2.imdecode(coded, cv2.IMREAD_UNCHANGED) if header.is_transparent else None
    except cv2.error as error:  # OpenCV's own limits
        raise _no_picture(path) from error
    if grey is None:
        raise _no_picture(path)
    if whole is not None and whole.ndim == 3 and whole.shape[2] == 4:
        eight_bits = whole if whole.dtype == np.uint8 else cv2.convertScaleAbs(whole, alpha=1 / 257)
        return _on_its_ground(np.asarray(eight_bits, dtype=np.uint8))
    return np.asarray(grey, dtype=np.uint8)


def check_size(path: Path, width: int, height: int) -> None:
    """Refuse a picture that would take minutes and gigabytes to read.

    Raises:
        KioskError: the picture, or the pictures of the video, are too large.
    """
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise KioskError(
            "{path} is too large: {width} x {height} pixels",
            "make it smaller, or cut the code out: at most {most_pixels} million pixels",
            path=path,
            width=width,
            height=height,
            most_pixels=MOST_PIXELS // 1_000_000,
        )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise KioskError("there is no file {path}", "check its name and its folder", path=path) from error
    except IsADirectoryError as error:
        hint = "name its pictures, like FOLDER/*.jpg; a gate takes a folder as --source"
        raise KioskError("{path} is a folder", hint, path=path) from error
    except OSError as error:
        hint = "check the rights of the file, or copy it to another disk"
        raise KioskError(
            "{path} cannot be read: {strerror}", hint, path=path, strerror=error.strerror
        ) from error
    if len(content) > MOST_BYTES:
        raise KioskError(
            "{path} is too large: over {most_bytes} megabytes",
            "make it smaller, or cut the code out",
            path=path,
            most_bytes=MOST_BYTES // 1_000_000,
        )
    return content


def _no_picture(path: Path) -> KioskError:
    return KioskError(
        "{path} is not a picture, or is damaged",
        "accepted: {picture_suffixes}",
        path=path,
        picture_suffixes=", ".join(sorted(PICTURE_SUFFIXES)),
    )


def _on_its_ground(pixels: Image) -> Image:
    """Return a transparent picture (BGR and opacity) as dark on white, whatever its colours.

    A light drawing is meant for a dark background; inverted, it is dark on white as well.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY), dtype=np.uint8)
    opacity = pixels[:, :, 3]
    ink = grey[opacity >= 128]
    if ink.size and np.percentile(ink, 10) >= 128:
        grey = 255 - grey
    inked = cv2.multiply(255 - grey, opacity, scale=1 / 255)
    return np.asarray(255 - inked, dtype=np.uint8)
