"""`kiosk gate` and `kiosk check`: a gate at work, and what it would decide about one code."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Annotated, TextIO
from zoneinfo import ZoneInfo

import typer

from kiosk.bootstrap.opening import CONFIG, Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console, errors
from kiosk.cli.checkpoints import GateName, Way, checkpoint_of, post_of, title_of
from kiosk.cli.gate_wire import not_open, onlookers_of, waiting
from kiosk.cli.rehearsed import REHEARSAL, rehearsed
from kiosk.config.computer import clock_from, random_bytes
from kiosk.domain.bursts import Keys, Line
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.model import Direction
from kiosk.domain.question import Asking, Question, Wish
from kiosk.gate.camera import NO_CAMERA, open_frames
from kiosk.gate.display import Caption, Complaints, Display, JsonLines, Terminal
from kiosk.gate.keyboard import Keyboard, Told
from kiosk.gate.loop import GateLoop
from kiosk.gate.opening import persist
from kiosk.gate.post import Post
from kiosk.gate.screen import draw
from kiosk.gate.tally import Tally
from kiosk.gate.wire import Tty
from kiosk.service.words.sign import Sign, Signs
from kiosk.store.database import StoreError
from kiosk.vision.camera import LiveCamera
from kiosk.vision.device import CameraSettings
from kiosk.vision.frame import FrameSource, Pause


def _frames(found: Opened, post: Post, wanted: str | None) -> FrameSource | None:
    if wanted == REHEARSAL:
        return rehearsed(found, post.admission.checkpoint.gate)
    camera = found.settings.camera(post.admission.checkpoint.gate)
    settings = CameraSettings(camera.width, camera.height, camera.rate)
    return open_frames(post, str(camera.source if wanted is None else wanted), settings)


class GateOutput(Enum):
    """What a gate shows."""

    SCREEN = "screen"
    LINES = "lines"
    NOTHING = "nothing"


def _display(shown: GateOutput, caption: Caption, gone: Callable[[], None]) -> Display:
    if shown is GateOutput.LINES:
        return JsonLines(sys.stdout, sys.stderr, gone)
    return Complaints(sys.stderr) if shown is GateOutput.NOTHING else Terminal(console, caption)


class _Ending:
    """Whether this gate is to end. A plain value, because a signal handler must not wait for a lock."""

    is_over = False

    def end(self) -> None:
        """Note that the gate is to end."""
        self.is_over = True

    def tell(self, number: int, _: FrameType | None) -> None:
        """Note that the gate is to end; a second Ctrl-C ends a gate that hangs."""
        if self.is_over and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.is_over = True


@dataclass(frozen=True, slots=True)
class _Staff:
    """The staff at a gate: what they type, and whether the gate is still wanted.

    Attributes:
        tell: shows a question, or for None the screen before it.
        still: tells onlookers that the gate still waits.
    """

    keyboard: Keyboard
    ending: _Ending
    has_camera: bool
    has_terminal: bool
    asking: Asking
    tell: Callable[[Question | None], None]
    still: Callable[[], None]

    def wait(self, seconds: float) -> bool:
        """Wait for some seconds; return False once the gate is to end, or no input can come any more."""
        for _ in range(round(seconds / _LOOK)):
            ended = self.keyboard.wait(_LOOK) is Pause.END
            self.still()
            if self.has_terminal:
                self._listen()
            if self.ending.is_over or (ended and not self.has_camera):
                return False
            if ended:
                self.keyboard.rest(_LOOK)
        return True

    def _listen(self) -> None:
        """Handle commands; scans are dropped: visitors told "not recorded" have left."""
        piped: list[str] = []
        for typed in self.keyboard.typed():
            if isinstance(typed, Line):
                piped.append(typed.text)
                continue
            was_open = self.asking.is_open
            led_to = self.asking.strike(typed) if isinstance(typed, Keys) else None
            if isinstance(led_to, Question):
                self.tell(led_to)
                self.asking.drawn()
            elif led_to is Wish.END:
                self.ending.is_over = True
            elif typed is Told.GONE and not self.has_camera:
                self.keyboard.end()
            elif was_open or typed is Told.REDRAW:
                self.asking.close()
                self.tell(None)
        for line in piped:
            self.keyboard.put_back(line)


_LOOK = 0.2
"""Seconds between two checks whether a gate is still wanted."""


@contextmanager
def _until_told() -> Iterator[_Ending]:
    """Turn a signal to end, or a closed terminal, into a value."""
    ending = _Ending()
    wishes = [signal.SIGTERM, signal.SIGINT]
    if sys.platform != "win32":
        wishes.append(signal.SIGHUP)
    with ExitStack() as stack:
        for number in wishes:
            if signal.getsignal(number) is not signal.SIG_IGN:
                stack.callback(signal.signal, number, signal.signal(number, ending.tell))
        yield ending


@contextmanager
def _unread(ending: _Ending) -> Iterator[Callable[[], None]]:
    """Yield a function to call when the reader of --json has gone: it ends the gate, with an error."""
    has_gone: list[bool] = []

    def gone() -> None:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())  # else Python writes the last line again at exit
        has_gone.append(True)
        ending.is_over = True

    yield gone
    if has_gone:
        raise KioskError("the reader of --json has gone", "start the gate again with its reader")


@contextmanager
def unspoilt(shown: GateOutput, stream: TextIO) -> Iterator[None]:
    """Keep libraries from writing over the screen: libjpeg reports every odd picture of a cheap camera."""
    if shown is not GateOutput.SCREEN or not stream.isatty():
        yield
        return
    stream.flush()
    kept = os.dup(stream.fileno())
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
    try:
        yield
    finally:
        stream.flush()
        os.dup2(kept, stream.fileno())
        os.close(kept)


@contextmanager
def _said_aloud(folder: Path, sign: Callable[[Exception], Sign]) -> Iterator[list[Opened]]:
    """Leave a sign, such as free exit, if a station never opened; not for a folder without one."""
    found: list[Opened] = []
    try:
        yield found
    except KioskError as error:
        if not found and (folder / CONFIG).exists():
            errors.print(draw(sign(error), str(folder.resolve()), ""))
        raise


@dataclass(frozen=True, slots=True)
class _Screen:
    """The screen of a terminal when it is suspended, resumed or resized."""

    display: Display
    keyboard: Keyboard

    def leave(self) -> None:
        """Restore the shell's screen."""
        if isinstance(self.display, Terminal):
            self.display.leave()

    def redraw(self) -> None:
        """Redraw the sign on an empty screen."""
        if isinstance(self.display, Terminal):
            self.display.enter()
        self.keyboard.redraw()


def _keyboard(tty: Tty | None, *, is_wired: bool) -> Keyboard:
    """Read a terminal, or lines piped in; nothing where a page is the screen."""
    if is_wired:
        return Keyboard(None)
    is_piped = sys.stdin is not None and not sys.stdin.isatty()
    keyboard = Keyboard(sys.stdin if is_piped or tty is None else None)
    if tty is not None:
        keyboard.attend(tty, clock_from(None))
    return keyboard


@app.command("gate")
def gate(
    context: typer.Context,
    name: GateName,
    direction: Way = Direction.IN,
    source: Annotated[
        str | None, typer.Option(help='A camera\'s number, a file, a folder, a URL, or "none".')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each recorded scan.")] = False,
    headless: Annotated[bool, typer.Option("--headless", help="Show no screen.")] = False,
    wire: Annotated[bool, typer.Option("--wire", help="Set by `kiosk serve`: a page is the screen.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Work at a gate: read badges, decide, record, show.

    What is typed is a code (a hand scanner types it). "q" ends the gate, "-" undoes the last passage, "!"
    confirms the clock: each asks first. A station that cannot be opened is tried again until it opens.
    Without a screen, faults go to stderr.
    """
    shown = GateOutput.LINES if as_json else GateOutput.NOTHING if headless or wire else GateOutput.SCREEN
    signs = Signs("fr")
    caption = Caption(f"{name} - {signs.phrase(direction)}")
    tty: Tty | None = context.obj
    said: list[KioskError] = []

    def refused(error: KioskError) -> None:
        sign = signs.not_open(direction, error)
        display.show(sign)
        not_open(onlookers, direction, error, sign)
        said.append(error)

    def tell(question: Question | None) -> None:
        display.show(signs.not_open(direction, said[-1]) if question is None else signs.question(question))

    with (
        _said_aloud(folder, partial(signs.not_recorded, direction)) as opening,
        unspoilt(shown, sys.stderr),
        _until_told() as ending,
        _unread(ending) as gone,
        closing(_display(shown, caption, gone)) as display,
        closing(_keyboard(tty, is_wired=wire)) as keyboard,
        onlookers_of((name, direction), ending.end, keyboard.wake, is_wired=wire) as onlookers,
    ):
        if tty is not None:
            tty.watch(_Screen(display, keyboard))
            caption.keys = signs.phrase("keys")
        still = partial(waiting, onlookers, (name, direction))
        asking = Asking(random_bytes, clock_from(None))
        staff = _Staff(keyboard, ending, source != NO_CAMERA, tty is not None, asking, tell, still)
        with ExitStack() as stack:
            passing = _worth_waiting(folder, clock)
            found = persist(lambda: stack.enter_context(opened(folder, clock)), refused, staff.wait, passing)
            opening.append(found)
            post = post_of(found, checkpoint_of(found, name, direction))
            caption.title = title_of(found, post)
            caption.keys = "" if tty is None else post.signs.phrase("keys")
            _note_tries(post, said)
            frames = _frames(found, post, source)
            caption.camera = lambda: _delivered(frames, post.signs)
            ended = _work(GateLoop(post, frames, display, keyboard, onlookers), post, frames, ending)
    (console if shown is GateOutput.SCREEN else errors).print(ended, markup=False, soft_wrap=True)


def _worth_waiting(folder: Path, clock: str | None) -> type[KioskError]:
    """Return the errors that may pass. A missing config.toml or a simulated clock may be wrong usage."""
    return KioskError if clock is None and (folder / CONFIG).exists() else StoreError


def _note_tries(post: Post, said: list[KioskError]) -> None:
    """Record why the station did not open before: passages in between are not in the journal."""
    if said:
        with suppress(StoreError):
            post.admission.note(Kind.FAULT, {"error": said[0].message[:200], "tries": len(said)})


def _work(gate: GateLoop, post: Post, frames: FrameSource | None, ending: _Ending) -> str:
    """Let a gate work until it is told to end; return what it has done, in one line."""
    try:
        tally = gate.run(lambda: not ending.is_over)
    finally:
        if frames is not None:
            frames.close()
        post.heads.sign()
    return _ended(post, tally)


def _ended(post: Post, tally: Tally) -> str:
    """Sum up a gate's work in one line, in its site's time."""
    admission, signs = post.admission, post.signs
    zone = admission.event.site[admission.checkpoint.site].time_zone
    began, ended = (
        (at or post.station.clock.now()).astimezone(ZoneInfo(zone)) for at in (tally.began, tally.ended)
    )
    form = "%H:%M" if began.date() == ended.date() else "%Y-%m-%d %H:%M"
    counts = signs.phrase(f"tally_{admission.checkpoint.direction}").format(
        granted=tally.granted, denied=tally.denied, began=began.strftime(form), ended=ended.strftime(form)
    )
    return f"kiosk: {admission.checkpoint.gate} - {counts}"


def _delivered(frames: FrameSource | None, signs: Signs) -> str:
    """Say which mode a live camera delivers."""
    mode = frames.mode if isinstance(frames, LiveCamera) else None
    return "" if mode is None else f"{signs.phrase('picture')} {mode}"
