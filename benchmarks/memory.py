"""The soak: a real gate at work for 100,000 frames, and the memory that it uses.

`python -m benchmarks.memory [FRAMES]` prints the resident memory every tenth of the way, and fails if it
grew by more than 2 MiB after the first tenth; the table of a full run is kept. The station is a
real file; loop, reader, lane, decision and journal are the product's. Frames are rendered once, kept as JPEG
and decoded again and again, as a webcam's are; they move the clock, so that two hours pass in minutes.
"""

import gc
import os
import sys
import tempfile
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from time import process_time

import cv2
import numpy as np

from benchmarks.measuring import Table
from benchmarks.papers import code_text, print_pages
from kiosk.bootstrap.creation import Birth, create_station
from kiosk.domain.credential import credential_hash
from kiosk.domain.journal import Kind
from kiosk.domain.model import Admitted, BadgeState, Direction
from kiosk.gate.display import Headless
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.gate.post import open_gate
from kiosk.rehearsal.optics import SIZES
from kiosk.rehearsal.webcam import HeldUp, Setting, SimulatedCamera
from kiosk.service.people.desk import NewPerson, register
from kiosk.service.station.station import Station
from kiosk.store import badges, series
from kiosk.store.journal_reading import entries
from kiosk.vision.frame import CameraFault, FaultKind, Frame, Pause, frames

FRAMES = 100_000
RATE = 15
SIZE = "480p"
PEOPLE = 12
OPENING = "2025-11-11T09:00Z"
FAULT_EVERY = 7_001  # frames between failures, as of a loose cable
LIMIT_MIB = 2.0


class FrameClock:
    """A clock moved by the camera: time is frame time."""

    def __init__(self) -> None:
        self._began = datetime.fromisoformat(OPENING)
        self.seconds = 0.0

    def now(self) -> datetime:
        return self._began + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class Cycle:
    """A camera that shows the same people again and again, each frame rendered once."""

    def __init__(self, pictures: list, clock: FrameClock, count: int, watch) -> None:
        self._pictures, self._clock, self._count, self._watch = pictures, clock, count, watch
        self._index = 0

    def read(self, timeout: float) -> Frame | CameraFault | Pause:  # noqa: ARG002 - a simulation never waits
        if self._index:
            self._watch(self._index)
        if self._index == self._count:
            return Pause.END
        self._index += 1
        self._clock.seconds += 1 / RATE
        if self._index % FAULT_EVERY == 0:
            return CameraFault(FaultKind.LOST, self._clock.seconds)
        coded = self._pictures[self._index % len(self._pictures)]
        return Frame(cv2.imdecode(coded, cv2.IMREAD_COLOR), self._clock.seconds, self._index)

    def close(self) -> None:
        self._count = self._index


class Tally(Headless):
    """A lamp that counts what was recorded."""

    def __init__(self) -> None:
        self.granted = self.denied = 0

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:  # noqa: ARG002 - a count
        self.granted += admitted.decision.is_granted
        self.denied += not admitted.decision.is_granted


def found(folder: Path, clock: FrameClock) -> Station:
    opened = create_station(folder, Birth(date(2025, 11, 11), is_demo=True, clock=OPENING))
    fields = {name: getattr(opened.station, name) for name in Station.__dataclass_fields__}
    return Station(**(fields | {"clock": clock}))


def issue(station: Station, people: int) -> list[str]:
    """Register people, each with a badge in force; return the credentials."""
    texts = []
    for nth in range(people):
        names = {"given_name": f"Awa {nth}", "family_name": "TRAORÉ"}
        person = register(station, NewPerson("visitor", "", "", names))
        with station.database.write() as connection:
            if series.own_series(connection, station.life.id) is None:
                series.begin_series(connection, station.life.id, 7)
            (number,) = series.take_numbers(connection, station.life.id, 1)
            text = station.keyring.issue(number, station.life.id)
            new = badges.NewBadge(number, station.keyring.sealing_epoch, person.n, credential_hash(text), 1)
            badges.add(connection, [new], station.clock.now())
            badges.set_state(connection, number, BadgeState.PRINTED, station.clock.now())
        texts.append(text)
    return texts


def rendered(texts: list[str]) -> list:
    """Render one round as JPEG: each badge once, the last one for longer, then an empty view."""
    pages = print_pages(texts, "a6", 200)
    shown = [HeldUp(page, 1.2, 0.8) for page in pages[:-1]] + [HeldUp(pages[-1], 6.0, 2.5)]
    camera = SimulatedCamera(shown, Setting(size=SIZES[SIZE], rate=RATE, seed=3))
    images = [frame.image for frame in frames(camera) if isinstance(frame, Frame)]
    return [cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_GRAY2BGR))[1] for image in images]


def resident() -> float:
    """Return the resident memory of this process, in MiB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def soak(folder: Path, count: int, say) -> dict[int, float]:
    """Let a gate work through this many frames; return the resident memory at every tenth of them."""
    clock = FrameClock()
    station = found(folder, clock)
    stranger = code_text(np.random.default_rng(5))  # well-formed, on no list, with an invalid seal
    pictures = rendered([stranger, *issue(station, PEOPLE)])
    say(
        f"{count} frames at {SIZE} in rounds of {len(pictures)}: {PEOPLE} badges of the list and a stranger's"
    )
    say(
        f"{'frame':>8}{'MiB':>9}{'growth':>9}{'granted':>9}{'denied':>8}{'journal MiB':>13}{'ms a frame':>12}"
    )
    tally, at, began = Tally(), dict[int, float](), process_time()

    def watch(index: int) -> None:
        if index % (count // 10):
            return
        spent = 1000 * (process_time() - began) / index
        at[index] = resident()
        size = station.database.path.stat().st_size / 1024**2
        growth = at[index] - at[count // 10]
        say(
            f"{index:8}{at[index]:9.1f}{growth:+9.2f}{tally.granted:9}{tally.denied:8}{size:13.1f}{spent:12.1f}"
        )

    checkpoint = station.event().checkpoint("A", Direction.IN)
    post = open_gate(station, checkpoint)
    GateLoop(post, Cycle(pictures, clock, count, watch), tally, Keyboard(StringIO(""))).run(lambda: True)
    with station.database.read() as connection:
        scans = sum(entry.act.kind is Kind.SCAN for entry in entries(connection, station.journal))
    station.close()
    assert scans == tally.granted + tally.denied, "a scan that was shown is not in the journal"
    return at


def main() -> None:
    cv2.setNumThreads(1)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FRAMES
    assert count % 10 == 0, "a soak has ten measurements"
    table = Table()
    say = table.say
    with tempfile.TemporaryDirectory() as folder:
        at = soak(Path(folder), count, say)
    growth = at[count] - at[count // 10]
    say(f"from frame {count // 10} to {count}: {growth:+.2f} MiB, of {LIMIT_MIB} allowed")
    if len(sys.argv) == 1:
        table.keep("memory.txt")
    sys.exit(growth > LIMIT_MIB)


if __name__ == "__main__":
    main()
