"""The gate's loop: frames and typed lines come in, recorded scans and signs go out.

1. A sign is green only after `admit` has returned, and `admit` returns only after COMMIT. One person's green
   goes out before the next person's scan is recorded, however long that takes.
2. Anything that breaks in between is shown as NOT RECORDED (at an exit: FREE EXIT), and the loop goes on.
3. A bad code or a fault never prevents the next scan.
4. While the store cannot write, or the camera shows nothing, the gate does not look ready. Only a written
   record shows that the store writes again: on a full disk a transaction without one succeeds.
5. An idle screen is redrawn every few seconds: a list can go stale, or a disk fill up, while no person comes.
6. Everything typed is a scan, except the answer to a question that staff have opened.
7. A screen that takes over a second to show a sign is no lamp: its green counts as unseen, nothing is decided
   until it shows signs again, and people who scanned meanwhile count as gone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from shutil import disk_usage

from kiosk.domain.bursts import Keys, Line
from kiosk.domain.clock import Clock
from kiosk.domain.credential import parse
from kiosk.domain.journal import Kind, micros
from kiosk.domain.lane import Lane, LaneKind, Presentation
from kiosk.domain.model import Admitted
from kiosk.domain.question import Wish, draw_digit, wish_of
from kiosk.gate.display import Display
from kiosk.gate.faces import Decided, Fixed, Plain, Ready, TurnedBack, plain_sign
from kiosk.gate.keyboard import Keyboard, Told, as_presented
from kiosk.gate.post import Post
from kiosk.gate.state import ScreenState
from kiosk.gate.tally import Tally
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.bearer import bearer
from kiosk.service.admission.day_end import close_days
from kiosk.service.station.timekeeper import confirm
from kiosk.service.words.sign import Bearer, Reads, Sign, said_of
from kiosk.store.database import StoreError
from kiosk.store.journal import erase_texts
from kiosk.vision.frame import CameraFault, Frame, FrameSource, Pause
from kiosk.vision.reader import Reader

WAIT = 0.05
"""Seconds for which the loop waits for a frame before it looks at the keyboard."""
HOUSEKEEPING = 10.0
"""Seconds between two rounds of periodic work."""


class GateLoop:
    """One gate at work.

    Args:
        post: the gate's station, admission, clock, signs and heads.
        source: frames; None for a gate with typed input only.
        display: the lamp.
        keyboard: what is typed.
    """

    def __init__(self, post: Post, source: FrameSource | None, display: Display, keyboard: Keyboard) -> None:
        self._post = post
        self._source = source
        self._display = display
        self._keyboard = keyboard
        self._clock: Clock = post.station.clock
        self._direction = post.admission.checkpoint.direction
        self._reader = Reader()
        self._lane = Lane(lambda text: parse(text) is not None)
        self._state = ScreenState(is_opening=source is not None)
        self._sign: Sign | None = None
        self._kept_at: float | None = None
        self._noted: str | None = None
        self._is_ended = False
        self._tally = Tally(post.station.clock.now())

    def run(self, is_wanted: Callable[[], bool]) -> Tally:
        """Work until a finite source ends or the gate is no longer wanted; return the tally."""
        self._show()
        try:
            self._work(is_wanted)
        finally:  # the count also survives Ctrl-C and a picture that cannot be read
            for presentation in self._lane.close():
                self._take(presentation, self._clock.monotonic())
            with self._guarded():
                self._tell()
        return replace(self._tally, ended=self._clock.now())

    def _work(self, is_wanted: Callable[[], bool]) -> None:
        while is_wanted() and not self._is_ended:
            self._housekeep()
            self._listen()
            got = self._keyboard.wait(WAIT) if self._source is None else self._source.read(WAIT)
            if got is Pause.END:
                break
            if isinstance(got, CameraFault):
                self._fault(got)
            elif isinstance(got, Frame):
                self._see(got)
            self._turn(self._state.passed(self._clock.monotonic()))
        self._listen()

    def _listen(self) -> None:
        for typed in self._keyboard.typed():
            if isinstance(typed, Line):
                self._type(typed)
            elif isinstance(typed, Keys):
                self._strike(typed)
            elif typed is Told.GONE:
                self._lose_scanner()
            elif self._sign is not None:
                self._display.show(self._sign)

    # --- What comes in ------------------------------------------------------------------------------------

    def _see(self, frame: Frame) -> None:
        began = self._clock.monotonic()
        with self._guarded():
            was_down = self._state.camera is not None
            if was_down or self._state.is_opening:
                self._state = self._state.camera_back()
                if was_down:
                    self._post.admission.note(Kind.FAULT, {"camera": "back"})
                self._show()
            look = self._reader.see(frame)
            height, width = frame.image.shape[:2]
            for presentation in self._lane.see(look.sights(), frame.at, (width, height)):
                self._take(presentation, began)

    def _take(self, presentation: Presentation, began: float) -> None:
        with self._guarded():
            if presentation.kind is LaneKind.THROTTLED:
                self._post.admission.note(Kind.FAULT, {"throttled": presentation.count})
                self._turn(self._state.shown(Fixed.THROTTLED, self._clock.monotonic()))
                return
            is_ambiguous = presentation.kind is LaneKind.AMBIGUOUS
            self._admit(Presented(presentation.text or "", is_ambiguous=is_ambiguous), began)

    def _type(self, line: Line) -> None:
        began = self._clock.monotonic()
        if not line.is_burst and wish_of(line.text) is not None:  # Enter after the key that opened a question
            return
        with self._guarded():
            if self._state.has_gone(line.at, began):
                self._turn(self._state.shown(Fixed.LATE, self._clock.monotonic()))
                return
            self._admit(as_presented(self._post.admission, line.text), began)

    def _strike(self, keys: Keys) -> None:
        digit = draw_digit(self._post.station.random)
        state, wish = self._state.struck(keys, digit, self._clock.monotonic())
        if wish is None:
            self._turn(state)
            return
        self._state = state
        self._keyboard.forget()
        with self._guarded():
            self._fulfil(wish)

    def _fulfil(self, wish: Wish) -> None:
        if wish is Wish.TURN_BACK:
            self._turn_back()
        elif wish is Wish.CONFIRM_CLOCK:
            confirm(self._post.station, self._post.timekeeper)
            self._show()
        else:
            self._is_ended = True

    def _lose_scanner(self) -> None:
        if self._source is None:  # nothing can come in any more
            self._keyboard.end()
            return
        self._state = self._state.scanner_lost()
        with self._guarded():
            self._post.admission.note(Kind.FAULT, {"scanner": "gone"})
        self._show()

    def _fault(self, fault: CameraFault) -> None:
        self._turn(self._state.camera_failed(fault.kind))
        with self._guarded():
            self._post.admission.note(Kind.FAULT, {"camera": fault.kind})

    # --- What is done about it ----------------------------------------------------------------------------

    def _admit(self, presented: Presented, began: float) -> None:
        post = self._post
        if self._state.must_clear:
            self._turn(self._state.shown(Fixed.CHECKING, self._clock.monotonic()))
            if self._state.is_late:
                return
        if self._is_owed(presented):
            return
        admitted = post.admission.admit(presented)
        now = self._clock.monotonic()
        self._state = self._state.recorded(admitted, now)
        self._tally = self._tally.after(admitted.decision)
        self._display.recorded(admitted, 1000 * (now - began))
        self._show()
        if admitted.seq is not None:
            self._sign_after(admitted.seq)

    def _is_owed(self, presented: Presented) -> bool:
        """Show a badge's holder the green that nobody saw, if one is owed; return whether it was."""
        owed, admission = self._state.owed, self._post.admission
        if owed is None or not self._state.owes(admission.check(presented), self._clock.monotonic()):
            return False
        admission.note(Kind.FAULT, {"shown_again": owed.seq})
        self._turn(self._state.shown_again(self._clock.monotonic()))
        return True

    def _sign_after(self, seq: int) -> None:
        """Sign the journal when it is time; if signing fails, the scan shown stays recorded."""
        try:
            self._post.heads.after(seq)
        except (StoreError, OSError) as error:  # the file, or the copy of its head beside it
            self._state = self._state.store_failed(error)

    def _bearer(self, admitted: Admitted) -> Bearer | None:
        post = self._post
        return bearer(post.station, post.admission.event, admitted.subject, post.signs.language)

    def _turn_back(self) -> None:
        undone = self._state.last_granted
        if undone is not None and undone.seq is not None:
            self._post.admission.turn_back(undone.seq)
            self._tally = self._tally.undone()
            self._display.undone()
        self._turn(self._state.turned_back(self._clock.monotonic()))

    # --- What is shown ------------------------------------------------------------------------------------

    def _turn(self, state: ScreenState) -> None:
        """Adopt a state, and show it if it differs."""
        if state is not self._state:
            self._state = state
            self._show()

    def _show(self) -> None:
        """Draw what the state shows."""
        face = self._state.face
        if isinstance(face, Ready):
            with self._guarded():
                self._draw(self._ready(face))
        else:
            self._draw(self._sign_of(face))

    def _draw(self, sign: Sign) -> None:
        self._sign, face = sign, self._state.face
        began = self._clock.monotonic()
        self._display.show(sign)
        self._state = self._state.drawn(began, self._clock.monotonic())
        if self._state.face is Fixed.LATE and face is not Fixed.LATE:
            self._show()

    def _sign_of(self, face: Plain | Decided | TurnedBack) -> Sign:
        signs = self._post.signs
        match face:
            case Decided(admitted):
                return signs.admitted(admitted, self._bearer(admitted))
            case TurnedBack(admitted):
                return signs.turned_back(self._direction, self._bearer(admitted))
            case _:
                return plain_sign(face, signs, self._direction)

    def _ready(self, face: Ready) -> Sign:
        """Return the sign that the next person may come, with the station's current warnings."""
        signs = self._post.signs
        reads = Reads.CAMERA if self._source is not None else Reads.SCANNER
        sign = signs.ready(self._post.admission.warnings(), reads)
        if disk_usage(self._post.station.database.path.parent).free < self._post.min_free_disk:
            sign = replace(sign, warnings=(*sign.warnings, signs.disk_low()))
        if not face.has_scanner:
            sign = replace(sign, warnings=(*sign.warnings, signs.scanner_gone()))
        return sign

    # --- Periodic work ------------------------------------------------------------------------------------

    def _housekeep(self) -> None:
        now = self._clock.monotonic()
        if self._kept_at is not None and now - self._kept_at < HOUSEKEEPING:
            return
        if self._kept_at is not None and self._state.passing is None:
            self._show()
        self._kept_at = now
        self._noted = None
        station = self._post.station
        with self._guarded():
            wall = station.clock.now()
            self._tell()
            close_days(station, wall, self._post.timekeeper.look(wall))
            with station.database.write() as connection:
                erase_texts(connection, micros(wall))
            self._post.heads.tick()

    def _tell(self) -> None:
        """Record why nothing was recorded for a while: people who passed meanwhile are not in the journal."""
        if self._state.untold is None:
            return
        self._post.admission.note(Kind.FAULT, {"error": said_of(self._state.untold)[:200]})
        was_shown = self._state.store
        self._state = self._state.told()
        if was_shown is not None:
            self._show()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn anything that breaks into a sign that is not green; the loop goes on with the next scan."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - one of the two places: a gate must outlive any fault
            self._turn(self._state.broke(error, self._clock.monotonic()))
            if not isinstance(error, StoreError):
                self._note_quietly(said_of(error))

    def _note_quietly(self, message: str) -> None:
        """Record a fault, if the store still can; a fault that comes with every frame, once a round."""
        if message == self._noted:
            return
        try:
            self._post.admission.note(Kind.FAULT, {"error": message[:200]})
        except StoreError:
            return
        self._noted = message
