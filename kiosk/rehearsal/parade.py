"""The parade: people who come to the gates of a demonstration one after the other, round after round.

1. A parade is a folder: pictures of printed pages, and a timetable of who holds up which, where and when.
2. Time is the station's: each gate finds its place in the round by the clock, so that gates agree on it
   however often they are started.
3. Pictures are made only when they are due, and what nobody took is never caught up with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event as Flag

import cv2
import numpy as np
from pydantic import TypeAdapter, ValidationError

from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.rehearsal.optics import Held, Page, Webcam
from kiosk.rehearsal.visitor import Carry
from kiosk.rehearsal.webcam import DOWN, FAR, NEAR, RAISE, Setting
from kiosk.vision.frame import Frame, Pause
from kiosk.vision.reading import Image

TIMETABLE = "timetable.json"
LIVE = Setting(size=(640, 360), rate=8.0)
"""A small webcam: a demonstration runs beside its pages and a browser, on any laptop."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody before a gate, in each round anew.

    Attributes:
        at: seconds from the beginning of the parade until they come for the first time.
        seconds: for how long they hold up a page.
        page: its name.
    """

    gate: str
    at: float
    seconds: float
    page: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """A parade, which goes round for ever.

    Attributes:
        begins: on the station's clock.
        period: seconds of a round.
    """

    begins: datetime
    period: float
    appearances: tuple[Appearance, ...]


_READER = TypeAdapter(Timetable)


def write_parade(folder: Path, timetable: Timetable, pages: Mapping[str, Page]) -> None:
    """Write a parade into a new folder."""
    folder.mkdir(parents=True)
    for name, page in pages.items():
        _, png = cv2.imencode(".png", page.image)
        (folder / f"{name}.png").write_bytes(png.tobytes())
    sizes = {name: page.mm_per_pixel for name, page in pages.items()}
    (folder / "sizes.json").write_bytes(_SIZES.dump_json(sizes))
    (folder / TIMETABLE).write_bytes(_READER.dump_json(timetable))


_SIZES = TypeAdapter(dict[str, float])


class ParadeCamera:
    """The camera of one gate of a parade: delivers its pictures as time goes by, and never ends by itself.

    Args:
        folder: what `write_parade` wrote.
        gate: whose appearances are seen.
        clock: the station's.
        setting: camera, light and people.

    Raises:
        KioskError: there is no parade in the folder, or it is damaged.
    """

    def __init__(self, folder: Path, gate: str, clock: Clock, setting: Setting = LIVE) -> None:
        timetable, self._pages = _read(folder)
        self._begins, self._period = timetable.begins, timetable.period
        self._appearances = [one for one in timetable.appearances if one.gate == gate]
        self._clock = clock
        self._setting = setting
        self._webcam = Webcam(setting.size, setting.light, setting.seed)
        self._index = 0
        self._due = clock.monotonic()
        self._is_closed = Flag()

    def read(self, timeout: float) -> Frame | Pause:
        """Return the picture that is due; `Pause.WAIT` if none is within `timeout` seconds."""
        left = self._due - self._clock.monotonic()
        if self._is_closed.wait(max(0.0, min(left, timeout))):
            return Pause.END
        if left > timeout:
            return Pause.WAIT
        at = self._clock.monotonic()
        self._due = max(self._due, at - 1 / self._setting.rate) + 1 / self._setting.rate
        frame = Frame(self._webcam.take(self._scene(self._clock.now())), at, self._index)
        self._index += 1
        return frame

    def close(self) -> None:
        """End the pictures."""
        self._is_closed.set()

    def _scene(self, now: datetime) -> list[Held]:
        gone_by = (now - self._begins).total_seconds()
        for n, one in enumerate(self._appearances):
            rounds, since = divmod(gone_by - one.at, self._period)
            if rounds >= 0 and since < one.seconds:
                rhythm = self._setting.seed * 100_003 + n + 1_009 * int(rounds)
                carry = Carry(self._pages[one.page], self._setting.manner, rhythm)
                raised = min(1.0, since / RAISE, (one.seconds - since) / RAISE)
                return [carry.at(since, FAR + (NEAR - FAR) * raised, (0.0, DOWN * (1 - raised)))]
        return []


def _read(folder: Path) -> tuple[Timetable, Mapping[str, Page]]:
    try:
        timetable = _READER.validate_json((folder / TIMETABLE).read_bytes())
        sizes = _SIZES.validate_json((folder / "sizes.json").read_bytes())
        pages = {name: Page(_picture(folder / f"{name}.png"), size) for name, size in sizes.items()}
    except (OSError, ValidationError, cv2.error) as error:
        raise KioskError(
            "there is no rehearsal in {folder}",
            "`kiosk demo --serve` makes one, and shows it",
            folder=folder,
        ) from error
    return timetable, pages


def _picture(path: Path) -> Image:
    raw = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    return np.asarray(cv2.imdecode(raw, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
