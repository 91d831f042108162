"""Own `kiosk gate` and `kiosk check`: a gate at work, and one code asked about."""

import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap import Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console, errors
from kiosk.cli.journal import gate_named
from kiosk.domain.errors import KioskError
from kiosk.domain.model import Checkpoint, Direction, GateId
from kiosk.gate.display import Display, Headless, JsonLines, Terminal, described, draw
from kiosk.gate.keyboard import Keyboard, as_presented
from kiosk.gate.loop import Gate, Post
from kiosk.gate.sign import Signs
from kiosk.service import timekeeper
from kiosk.service.admit import Admission
from kiosk.service.bearer import bearer
from kiosk.service.heads import HeadKeeper
from kiosk.vision.camera import CameraSettings, open_source
from kiosk.vision.source import FrameSource

NO_CAMERA = "none"

GateName = Annotated[str, typer.Argument(metavar="GATE", help="The gate's id, as in config.toml.")]
Way = Annotated[Direction, typer.Option(help="Which way through the gate.")]


def checkpoint_of(found: Opened, gate: str, direction: Direction) -> Checkpoint:
    """Return one direction through a gate of the event. Raises KioskError naming the nearest gate."""
    event = found.station.event()
    return event.checkpoint(gate_named(event, gate), direction)


def _post(found: Opened, checkpoint: Checkpoint) -> Post:
    station = found.station
    keeper = timekeeper.begin(station)
    heads = HeadKeeper(station.database, station.journal, station.key, station.clock)
    signs = Signs(found.config.station.languages[0])
    return Post(station, Admission(station, checkpoint, keeper), keeper, heads, signs)


def _source(found: Opened, gate: GateId, wanted: str | None) -> FrameSource | None:
    camera = found.config.station.camera(gate)
    spec = camera.source if wanted is None else wanted
    if spec == NO_CAMERA:
        return None
    settings = CameraSettings(camera.width, camera.height, camera.rate)
    return open_source(str(spec), found.station.clock, settings)


def _title(found: Opened, post: Post) -> str:
    event = found.station.event()
    checkpoint = post.admission.checkpoint
    names = event.gate[checkpoint.gate].name
    language = found.config.station.languages[0]
    name = names.get(language, names["fr"])
    title = f"{name} - {post.signs.say(checkpoint.direction)}"
    return f"{title} - {post.signs.say('demo')}" if event.is_demo else title


@contextmanager
def _ready(folder: Path, clock: str | None, direction: Direction) -> Iterator[Opened]:
    """Open the station; where it will not open, show that nobody enters here, or that the exit is free."""
    is_open = False
    try:
        with opened(folder, clock) as found:
            is_open = True
            yield found
    except KioskError as error:
        if not is_open:
            errors.print(draw(Signs("fr").not_recorded(direction, error.message), str(folder.resolve()), ""))
        raise


@app.command("gate")
def gate(
    name: GateName,
    direction: Way = Direction.IN,
    source: Annotated[
        str | None, typer.Option(help='A camera\'s number, a file, a folder, a URL, or "none".')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line for each recorded scan.")] = False,
    headless: Annotated[bool, typer.Option("--headless", help="No screen at all.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Work at a gate: read badges with a camera or a hand scanner, decide, record, show.

    Typed lines are codes (a hand scanner types them); "-" undoes the last passage, "!" confirms the clock.
    """
    with _ready(folder, clock, direction) as found:
        post = _post(found, checkpoint_of(found, name, direction))
        frames = _source(found, post.admission.checkpoint.gate, source)
        display = _display(_title(found, post), as_json=as_json, headless=headless)
        is_over = threading.Event()
        previous = signal.signal(signal.SIGTERM, lambda *_: is_over.set())
        try:
            Gate(post, frames, display, Keyboard(sys.stdin)).run(lambda: not is_over.is_set())
        finally:
            signal.signal(signal.SIGTERM, previous)
            display.close()
            if frames is not None:
                frames.close()
            post.heads.sign()


def _display(title: str, *, as_json: bool, headless: bool) -> Display:
    if as_json:
        return JsonLines(sys.stdout)
    return Headless() if headless else Terminal(console, title)


@app.command("check")
def check(
    code: Annotated[str, typer.Argument(help="The 20 characters of a badge's code.")],
    gate_name: Annotated[str, typer.Option("--gate", help="The gate's id.")],
    direction: Way = Direction.IN,
    record: Annotated[bool, typer.Option("--record", help="Record it as a scan at that gate.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The decision as one line.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Say what a gate would decide about a code; without --record nothing is recorded."""
    with opened(folder, clock) as found:
        post = _post(found, checkpoint_of(found, gate_name, direction))
        admission = post.admission
        presented = as_presented(admission, code)
        admitted = admission.admit(presented) if record else admission.check(presented)
        if as_json:
            console.print(json.dumps(described(admitted, 0.0)), markup=False, soft_wrap=True)
            return
        person = bearer(found.station, admission.event, admitted.subject, post.signs.language)
        console.print(draw(post.signs.admitted(admitted, person), _title(found, post), ""))
        if not record:
            errors.print("Only checked: nothing was recorded, and nobody may go in on it.", markup=False)


@app.command("turn-back")
def turn_back(
    seq: Annotated[int, typer.Argument(help="The record's number, from `kiosk log tail`.")],
    gate_name: Annotated[str, typer.Option("--gate", help="The gate's id.")],
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Record that somebody who was let in did not enter after all."""
    with opened(folder, clock) as found:
        post = _post(found, checkpoint_of(found, gate_name, Direction.IN))
        recorded = post.admission.turn_back(seq)
        console.print(f"Record {recorded}: record {seq} was turned back.", markup=False)
