"""The gate's loop: frames and typed lines come in, recorded scans and signs go out.

1. A sign is green only after `admit` has returned, and `admit` returns only after COMMIT. One person's green
   goes out before the next person's scan is recorded, however long that takes.
2. Anything that breaks in between is shown as NOT RECORDED (at an exit: FREE EXIT), and the loop goes on.
3. A bad code or a fault never prevents the next scan.
4. While the store cannot write, or the camera shows nothing, the gate does not look ready. Only a written
   record shows that the store writes again: on a full disk a transaction without one succeeds.
5. An idle screen is redrawn every few seconds: a list can go stale, or a disk fill up, while no person comes.
6. Everything typed is a scan, except the answer to a question that staff have opened. Like what the camera
   sees, it passes a lane.
7. A screen that takes over a second to show a sign is no lamp: its green counts as unseen, nothing is decided
   until it shows signs again, and people who scanned meanwhile count as gone. The badge whose green was not
   seen is shown it, and not decided on again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from kiosk.domain.bursts import Burst, Keys, Line
from kiosk.domain.clock import Clock
from kiosk.domain.credential import credential_hash, parse
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, micros
from kiosk.domain.lane import Lane, LaneKind, Presentation
from kiosk.domain.model import Admitted, Direction, Match, Method, PartyKind, Reason, TurnBack
from kiosk.domain.question import Wish, draw_digit, wish_of
from kiosk.domain.roles import Actor
from kiosk.domain.typed_lane import TypedCode, TypedLane
from kiosk.gate.acts import Done, perform, refusal
from kiosk.gate.display import Display
from kiosk.gate.faces import Fixed, Ready
from kiosk.gate.keyboard import Keyboard, Told
from kiosk.gate.onlookers import NOBODY, Onlookers, Shown
from kiosk.gate.post import Post
from kiosk.gate.pulse import Pulse
from kiosk.gate.state import ScreenState
from kiosk.gate.tally import Tally
from kiosk.gate.worded import ready_sign, sign_of
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.day_end import close_days
from kiosk.service.admission.party import count_party
from kiosk.service.admission.repairing import presented as presented_by
from kiosk.service.admission.repairing import read_typed
from kiosk.service.posts.messages import ActDone, ActWanted
from kiosk.service.station.timekeeper import confirm
from kiosk.service.words.sign import Reads, Sign, said_of
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
        self._post = post
        self._onlookers = onlookers
        self._pulse = Pulse()
        self._warnings: tuple[str, ...] = ()
        self._source = source
        self._display = display
        self._keyboard = keyboard
        self._clock: Clock = post.station.clock
        self._reader = Reader()
        self._lane = Lane(lambda text: parse(text) is not None)
        self._typed = TypedLane()
        self._state = ScreenState(is_opening=source is not None)
        self._sign: Sign | None = None
        self._kept_at: float | None = None
        self._noted: str | None = None
        self._is_ended = False
        self._tally = Tally(post.station.clock.now())

    @property
    def _direction(self) -> Direction:
        return self._post.admission.checkpoint.direction

    def run(self, is_wanted: Callable[[], bool]) -> Tally:
        """Work until a finite source ends or the gate is no longer wanted; return the tally."""
        self._show()
        try:
            self._work(is_wanted)
        finally:  # the count also survives Ctrl-C and a picture that cannot be read
            self._close_lanes()
            with self._guarded():
                self._tell()
        return replace(self._tally, ended=self._clock.now())

    def _close_lanes(self) -> None:
        now = self._clock.monotonic()
        for presentation in self._lane.close():
            self._take(presentation, now)
        for code in self._typed.close():
            self._present(code, now)
        self._throttle(self._typed.held_back())

    def _work(self, is_wanted: Callable[[], bool]) -> None:
        while is_wanted() and not self._is_ended:
            self._housekeep()
            with self._guarded():
                self._onlookers.beat(lambda: self._pulse.beat(self._post, self._state, self._tally))
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
            self._turn(self._state.passed(self._clock.monotonic()))
        self._listen()

    def _listen(self) -> None:
        piped_at = self._clock.monotonic()
        for typed in self._keyboard.typed():
            if isinstance(typed, Line | Burst):
                self._type(typed, piped_at)
            elif isinstance(typed, Keys):
                self._strike(typed)
            elif typed is Told.GONE:
                self._lose_scanner()
            elif self._sign is not None:
                self._display.show(self._sign)
        now = self._clock.monotonic()
        for code in self._typed.due(now):
            self._present(code, now)
        self._throttle(self._typed.throttled(now))

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
            self._pulse.pictured(began)
            self._onlookers.seen(frame, look)

    def _take(self, presentation: Presentation, began: float) -> None:
        if presentation.kind is LaneKind.THROTTLED:
            self._throttle(presentation.count)
            return
        text, is_ambiguous = presentation.text or "", presentation.kind is LaneKind.AMBIGUOUS
        with self._guarded():
            if not is_ambiguous and self._typed.has_said(text, began):
                return
            admitted = self._admit(Presented(text, is_ambiguous=is_ambiguous), began)
            if admitted is not None and admitted.seq is not None and not self._state.is_late:
                self._typed.note(text, self._clock.monotonic())

    def _throttle(self, count: int) -> None:
        """Record how many codes were held back, if any, and show that."""
        if not count:
            return
        with self._guarded():
            self._post.admission.note(Kind.FAULT, {"throttled": count})
            self._turn(self._state.shown(Fixed.THROTTLED, self._clock.monotonic()))

    def _type(self, typed: Line | Burst, piped_at: float) -> None:
        began = self._clock.monotonic()
        lines = (typed,) if isinstance(typed, Line) else typed.lines
        if isinstance(typed, Burst) and typed.is_by_hand and wish_of(lines[0].text) is not None:
            return  # Enter after the key that opened a question
        with self._guarded():
            if isinstance(typed, Burst) and self._state.has_gone(typed.at, began):
                self._turn(self._state.shown(Fixed.LATE, self._clock.monotonic()))
                return
            codes = [read_typed(self._post.admission, line, self._post.scanner) for line in lines]
            is_piped = isinstance(typed, Line)
            new = self._typed.piped(codes[0], piped_at) if is_piped else self._typed.typed(codes, began)
            for code in new:
                self._present(code, began)

    def _present(self, code: TypedCode, began: float) -> None:
        with self._guarded():
            self._decide_typed(code, began)

    def _decide_typed(self, code: TypedCode, began: float, actor: Actor | None = None) -> Admitted | None:
        """Decide on what was typed, unless the badge is before the camera and was decided on just now."""
        is_decided = self._state.camera is None and not self._state.has_looked
        if is_decided and self._lane.has_said(code.text):
            return None
        is_seen = False
        try:
            admitted = self._admit(presented_by(code), began, actor)
            is_seen = not self._state.is_late
        finally:
            if not is_seen:
                self._typed.forget(code.text)
        return admitted

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
            if self._state.last_granted is None:
                self._turn(self._state.turned_back(self._clock.monotonic()))
            else:
                self.turn_back(None, None, self._post.station.actor)
        elif wish is Wish.CONFIRM_CLOCK:
            self.confirm_clock(self._post.station.actor)
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

    # --- What somebody at a page wants ----------------------------------------------------------------------

    def _do(self, wanted: ActWanted) -> ActDone:
        """Perform an act, or say why not; what breaks meanwhile is shown, as with any scan."""
        refused: KioskError | None = None
        done = Done()
        with self._guarded() as broken:
            try:
                done = perform(self, wanted)
            except StoreError:
                raise
            except KioskError as error:
                refused = error
        if broken:
            refused = broken[0] if isinstance(broken[0], KioskError) else KioskError(said_of(broken[0]))
        if refused is not None:
            return refusal(wanted, refused)
        return ActDone(wanted.gate, wanted.id, done.seq, values=done.values)

    def scan(self, line: Line, actor: Actor) -> Admitted | None:
        """Decide on a typed code and record it; None if it was decided on just now."""
        began = self._clock.monotonic()
        code = read_typed(self._post.admission, line, self._post.scanner)
        admitted = None
        for new in self._typed.typed([code], began):
            admitted = self._decide_typed(new, began, actor)
        if admitted is None and self._state.is_late:
            raise KioskError("that badge came too late to be decided", "show it again")
        return admitted

    def turn_back(self, seq: int | None, why: TurnBack | None, actor: Actor) -> int:
        """Record that a person did not pass: the last one, or the one of a record; return its record."""
        last = self._state.last_granted
        undone = last.seq if seq is None and last is not None else seq
        if undone is None:
            raise KioskError("there is no passage to undo", "choose one of the last ten")
        recorded = self._post.acting_as(actor).admission.turn_back(undone, why)
        self._tally = self._tally.undone()
        self._display.undone()
        self._onlookers.turned_back(recorded, why)
        if last is not None and undone == last.seq:
            self._turn(self._state.turned_back(self._clock.monotonic()))
        return recorded

    def confirm_clock(self, actor: Actor) -> int:
        """Record that the clock is right; return the record's number."""
        recorded = confirm(self._post.station.acting_as(actor), self._post.timekeeper)
        self._show()
        return recorded

    def turn_round(self, direction: Direction) -> None:
        """Work in the other direction from now on."""
        self._post = self._post.towards(direction)
        self._state = self._state.rested()
        self._show()

    def look(self) -> None:
        """Look at the next badge without recording it, if it comes within ten seconds."""
        self._turn(self._state.shown(Fixed.LOOKING, self._clock.monotonic()))

    def count_party(self, people: int, kind: PartyKind, actor: Actor) -> int:
        """Record that people passed with the last person who was let through; return the record's number."""
        last = self._state.last_granted
        if last is None or last.seq is None:
            raise KioskError("nobody was let through just now", "scan the host's badge first")
        return count_party(self._post.station.acting_as(actor), last.seq, people, kind)

    # --- What is done about it ----------------------------------------------------------------------------

    def _admit(self, presented: Presented, began: float, actor: Actor | None = None) -> Admitted | None:
        """Decide, record and show; None if it came too late to be decided."""
        post = self._post if actor is None else self._post.acting_as(actor)
        if self._state.is_looking:
            looked = post.admission.check(presented)
            self._turn(self._state.looked(looked, self._clock.monotonic()))
            return looked
        badge = b"" if presented.is_ambiguous else credential_hash(presented.text)
        if self._state.owes(badge, self._clock.monotonic()) and (owed := self._repay(presented)):
            return owed
        if self._state.must_clear:
            self._turn(self._state.shown(Fixed.CHECKING, self._clock.monotonic()))
            if self._state.is_late:
                return None
        admitted = post.admission.admit(presented)
        now = self._clock.monotonic()
        self._state = self._state.recorded(admitted, now, badge)
        if presented.method is Method.WEDGE:
            self._state = self._state.typed(admitted.decision.match, len(presented.text))
        self._tally = self._tally.after(admitted.decision)
        self._pulse.matched(admitted.decision.match)
        self._display.recorded(admitted, 1000 * (now - began))
        self._onlookers.recorded(admitted, 1000 * (now - began))
        self._show()
        if admitted.seq is not None:
            self._sign_after(admitted.seq)
        return admitted

    def _repay(self, presented: Presented) -> Admitted | None:
        """Show the green that nobody saw, unless something else speaks against the badge by now."""
        checked = self._post.admission.check(presented)
        if checked.decision.match is not Match.LISTED or checked.decision.reason not in (
            None,
            Reason.PASSBACK,
        ):
            return None
        if self._state.owed is not None and not self._state.is_green:
            self._post.admission.note(Kind.FAULT, {"shown_again": self._state.owed.admitted.seq})
        self._turn(self._state.repaid(self._clock.monotonic()))
        return checked

    def _sign_after(self, seq: int) -> None:
        """Sign the journal when it is time; if signing fails, the scan shown stays recorded."""
        try:
            self._post.heads.after(seq)
        except (StoreError, OSError) as error:  # the file, or the copy of its head beside it
            self._state = self._state.store_failed(error)

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
                reads = Reads.CAMERA if self._source is not None else Reads.SCANNER
                sign, self._warnings = ready_sign(face, self._post, reads)
                self._draw(sign)
        else:
            self._draw(sign_of(face, self._post))

    def _draw(self, sign: Sign) -> None:
        self._sign, face = sign, self._state.face
        self._onlookers.shown(Shown(face, sign, self._direction, self._state.lasts, self._warnings))
        began = self._clock.monotonic()
        self._display.show(sign)
        self._state = self._state.drawn(began, self._clock.monotonic())
        if self._state.face is Fixed.LATE and face is not Fixed.LATE:
            self._show()

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
    def _guarded(self) -> Iterator[list[Exception]]:
        """Turn anything that breaks into a sign that is not green; the loop goes on with the next scan.

        Yields a list, into which goes what broke.
        """
        broken: list[Exception] = []
        try:
            yield broken
        except Exception as error:  # noqa: BLE001 - one of the two places: a gate must outlive any fault
            broken.append(error)
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
