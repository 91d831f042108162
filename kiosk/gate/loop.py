"""The gate's loop: frames and typed lines come in, recorded scans and signs go out.

1. A bad code or a fault never prevents the next scan.
2. While the store cannot write, or the camera shows nothing, the gate does not look ready. Only a written
   record shows that the store writes again: on a full disk a transaction without one succeeds.
3. An idle screen is redrawn every few seconds: a list can go stale, or a disk fill up, while no person comes.
4. Everything typed is a scan, except the answer to a question that staff have opened.
5. What a page wants is done between two pictures, one act at a time.

How a scan becomes a light stands in `admitting`, what is shown in `showing`.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.bursts import Burst, Keys, Line
from kiosk.domain.clock import Clock
from kiosk.domain.credential import parse
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, micros
from kiosk.domain.lane import Lane, LaneKind, Presentation
from kiosk.domain.question import Wish, draw_digit
from kiosk.gate.acts import Done, perform, refusal
from kiosk.gate.admitting import Admitting
from kiosk.gate.asked import Asked
from kiosk.gate.display import Display
from kiosk.gate.keyboard import Keyboard, Told
from kiosk.gate.onlookers import NOBODY, Onlookers
from kiosk.gate.post import Post
from kiosk.gate.showing import Showing
from kiosk.gate.tally import Tally
from kiosk.gate.typed_input import TypedInput
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.day_end import close_days
from kiosk.service.posts.messages import ActDone, ActWanted
from kiosk.service.words.sign import Reads, said_of
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
        onlookers: who follows the gate from elsewhere.
    """

    def __init__(
        self,
        post: Post,
        source: FrameSource | None,
        display: Display,
        keyboard: Keyboard,
        onlookers: Onlookers = NOBODY,
    ) -> None:
        self._source = source
        self._keyboard = keyboard
        self._onlookers = onlookers
        self._clock: Clock = post.station.clock
        self._reader = Reader()
        self._lane = Lane(lambda text: parse(text) is not None)
        reads = Reads.SCANNER if source is None else Reads.CAMERA
        self._showing = Showing(post, display, onlookers, reads)
        self._admitting = Admitting(self._showing)
        self._typed = TypedInput(self._showing, self._admitting, self._lane.has_said)
        self._asked = Asked(self._showing, self._admitting, self._typed)
        self._kept_at: float | None = None
        self._is_ended = False

    @property
    def _post(self) -> Post:
        return self._showing.post

    def run(self, is_wanted: Callable[[], bool]) -> Tally:
        """Work until a finite source ends or the gate is no longer wanted; return the tally."""
        self._showing.show()
        try:
            self._work(is_wanted)
        finally:  # the count also survives Ctrl-C and a picture that cannot be read
            self._close_lanes()
            with self._showing.guarded():
                self._showing.tell()
        return replace(self._admitting.tally, ended=self._clock.now())

    def _close_lanes(self) -> None:
        now = self._clock.monotonic()
        for presentation in self._lane.close():
            self._take(presentation, now)
        self._typed.close(now)

    def _work(self, is_wanted: Callable[[], bool]) -> None:
        while is_wanted() and not self._is_ended:
            self._housekeep()
            self._beat()
            self._listen()
            for wanted in self._onlookers.wanted():
                self._onlookers.answer(self._do(wanted))
            got = self._keyboard.wait(WAIT) if self._source is None else self._source.read(WAIT)
            if got is Pause.END:
                break
            if isinstance(got, CameraFault):
                self._fault(got)
            elif isinstance(got, Frame):
                self._see(got)
            self._showing.turn(self._showing.state.passed(self._clock.monotonic()))
        self._listen()

    def _beat(self) -> None:
        admitting, showing = self._admitting, self._showing
        with showing.guarded():
            self._onlookers.beat(lambda: admitting.pulse.beat(self._post, showing.state, admitting.tally))

    # --- What comes in ------------------------------------------------------------------------------------

    def _listen(self) -> None:
        piped_at = self._clock.monotonic()
        for typed in self._keyboard.typed():
            if isinstance(typed, Line | Burst):
                self._typed.take(typed, piped_at)
            elif isinstance(typed, Keys):
                self._strike(typed)
            elif typed is Told.GONE:
                self._lose_scanner()
            else:
                self._showing.draw_again()
        self._typed.look()

    def _see(self, frame: Frame) -> None:
        began, showing = self._clock.monotonic(), self._showing
        with showing.guarded():
            was_down = showing.state.camera is not None
            if was_down or showing.state.is_opening:
                showing.state = showing.state.camera_back()
                if was_down:
                    self._post.admission.note(Kind.FAULT, {"camera": "back"})
                showing.show()
            look = self._reader.see(frame)
            height, width = frame.image.shape[:2]
            for presentation in self._lane.see(look.sights(), frame.at, (width, height)):
                self._take(presentation, began)
            self._admitting.pulse.pictured(began)
            self._onlookers.seen(frame, look)

    def _take(self, presentation: Presentation, began: float) -> None:
        if presentation.kind is LaneKind.THROTTLED:
            self._showing.throttle(presentation.count)
            return
        text, is_ambiguous = presentation.text or "", presentation.kind is LaneKind.AMBIGUOUS
        with self._showing.guarded():
            if not is_ambiguous and self._typed.has_said(text, began):
                return
            admitted = self._admitting.admit(Presented(text, is_ambiguous=is_ambiguous), began)
            if admitted is not None and admitted.seq is not None and not self._showing.state.is_late:
                self._typed.note(text)

    def _strike(self, keys: Keys) -> None:
        digit = draw_digit(self._post.station.random)
        state, wish = self._showing.state.struck(keys, digit, self._clock.monotonic())
        if wish is None:
            self._showing.turn(state)
            return
        self._showing.state = state
        self._keyboard.forget()
        with self._showing.guarded():
            self._fulfil(wish)

    def _fulfil(self, wish: Wish) -> None:
        if wish is Wish.TURN_BACK:
            self._asked.turn_back_last()
        elif wish is Wish.CONFIRM_CLOCK:
            self._asked.confirm_clock(self._post.station.actor)
        else:
            self._is_ended = True

    def _lose_scanner(self) -> None:
        if self._source is None:  # nothing can come in any more
            self._keyboard.end()
            return
        self._showing.state = self._showing.state.scanner_lost()
        with self._showing.guarded():
            self._post.admission.note(Kind.FAULT, {"scanner": "gone"})
        self._showing.show()

    def _fault(self, fault: CameraFault) -> None:
        self._showing.turn(self._showing.state.camera_failed(fault.kind))
        with self._showing.guarded():
            self._post.admission.note(Kind.FAULT, {"camera": fault.kind})

    # --- What somebody at a page wants ----------------------------------------------------------------------

    def _do(self, wanted: ActWanted) -> ActDone:
        """Perform an act, or say why not; what breaks meanwhile is shown, as with any scan."""
        refused: KioskError | None = None
        done = Done()
        with self._showing.guarded() as broken:
            try:
                done = perform(self._asked, wanted)
            except StoreError:
                raise
            except KioskError as error:
                refused = error
        if broken:
            refused = broken[0] if isinstance(broken[0], KioskError) else KioskError(said_of(broken[0]))
        if refused is not None:
            return refusal(wanted, refused)
        return ActDone(wanted.gate, wanted.id, done.seq, values=done.values)

    # --- Periodic work ------------------------------------------------------------------------------------

    def _housekeep(self) -> None:
        now = self._clock.monotonic()
        if self._kept_at is not None and now - self._kept_at < HOUSEKEEPING:
            return
        if self._kept_at is not None and self._showing.state.passing is None:
            self._showing.show()
        self._kept_at = now
        self._showing.begin_round()
        station = self._post.station
        with self._showing.guarded():
            wall = station.clock.now()
            self._showing.tell()
            close_days(station, wall, self._post.timekeeper.look(wall))
            with station.database.write() as connection:
                erase_texts(connection, micros(wall))
            self._post.heads.tick()
