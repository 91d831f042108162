"""The gate's loop: frames and typed lines in, recorded scans and signs out.

1. A sign is green only after `admit` has returned, and `admit` returns only after COMMIT. One person's green
   goes out before the next person's scan is recorded, however long that takes.
2. Whatever breaks in between is shown as NOT RECORDED (at an exit: FREE EXIT), and the loop goes on.
3. One bad code, or one fault, never keeps the next scan from being made.
4. While the store does not write, or the camera shows nothing, the gate does not look ready. Only a record
   that was written shows that the store writes again: on a full disk a transaction without one succeeds.
5. An idle screen is drawn anew every few seconds: a list grows old, and a disk full, while nobody comes.
6. Whatever is typed is a scan, but the answer to a question that staff have opened.
7. A screen that takes longer than a second to show a sign is no lamp: its green is taken for lost, nothing is
   decided until it shows signs again, and who scanned meanwhile has gone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from shutil import disk_usage

from kiosk.domain.bursts import Keys, Line
from kiosk.domain.clock import Clock
from kiosk.domain.credential import parse
from kiosk.domain.journal import Kind, micros
from kiosk.domain.lane import Kind as LaneKind
from kiosk.domain.lane import Lane, Presentation
from kiosk.domain.model import Admitted
from kiosk.domain.question import Asking, Question, Wish, wish_of
from kiosk.gate.display import Display
from kiosk.gate.keyboard import Keyboard, Told, as_presented
from kiosk.gate.post import Post
from kiosk.gate.tally import Tally
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.bearer import bearer
from kiosk.service.admission.day_end import close_days
from kiosk.service.station.timekeeper import confirm
from kiosk.service.words.sign import Bearer, Colour, Reads, Sign, said_of
from kiosk.store.database import StoreError
from kiosk.store.journal import erase_texts
from kiosk.vision.reader import Reader
from kiosk.vision.source import CameraFault, FaultKind, Frame, FrameSource, Pause

WAIT = 0.05
"""Seconds that the loop waits for a frame before it looks at the keyboard."""
SHOWN_FOR = 5.0
"""Seconds after which the screen is ready for the next person."""
LATE = 1.0
"""Seconds after which a sign is shown to somebody else."""
STALE = 3.0
"""Seconds after which whoever scanned a badge before a screen that hung has gone."""
HOUSEKEEPING = 10.0
"""Seconds between two rounds of what is due now and then."""


class Gate:
    """One gate at work.

    Args:
        post: the station's side.
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
        self._shown_at: float | None = None
        self._kept_at: float | None = None
        self._is_green = False
        self._last_granted: Admitted | None = None
        self._camera_fault: FaultKind | None = None
        self._store_fault: Exception | None = None
        self._untold: Exception | None = None
        self._noted: str | None = None
        self._is_opening = source is not None
        self._is_ended = False
        self._has_scanner = True
        self._is_late = False
        self._hung_until = 0.0
        self._asking = Asking(post.station.random, post.station.clock)
        self._sign: Sign | None = None
        self._tally = Tally(post.station.clock.now())

    def run(self, is_wanted: Callable[[], bool]) -> Tally:
        """Work until a finite source ends, or nobody wants the gate any more; return what came of it."""
        self._idle()
        try:
            self._work(is_wanted)
        finally:  # Ctrl-C and a picture that cannot be read lose no count either
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
            self._rest()
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
            if self._is_opening:
                self._is_opening = False
                self._idle()
            if self._camera_fault is not None:
                self._camera_fault = None
                self._post.admission.note(Kind.FAULT, {"camera": "back"})
                self._idle()
            look = self._reader.see(frame)
            height, width = frame.image.shape[:2]
            for presentation in self._lane.see(look.sights(), frame.at, (width, height)):
                self._take(presentation, began)

    def _take(self, presentation: Presentation, began: float) -> None:
        with self._guarded():
            if presentation.kind is LaneKind.THROTTLED:
                self._post.admission.note(Kind.FAULT, {"throttled": presentation.count})
                self._show_for_a_while(self._post.signs.throttled(self._direction))
                return
            is_ambiguous = presentation.kind is LaneKind.AMBIGUOUS
            self._admit(Presented(presentation.text or "", is_ambiguous=is_ambiguous), began)

    def _type(self, line: Line) -> None:
        began = self._clock.monotonic()
        if (
            not line.is_burst and wish_of(line.text) is not None
        ):  # Enter behind the key that opened a question
            return
        with self._guarded():
            if line.at is not None and line.at < min(self._hung_until, began - STALE):
                self._show_for_a_while(self._post.signs.late(self._direction))
                return
            self._admit(as_presented(self._post.admission, line.text), began)

    def _strike(self, keys: Keys) -> None:
        was_open = self._asking.is_open
        led_to = self._asking.strike(keys)
        if isinstance(led_to, Question):
            self._show_for_a_while(self._post.signs.question(led_to))
            self._asking.drawn()
        elif led_to is not None:
            self._keyboard.forget()
            with self._guarded():
                self._fulfil(led_to)
        elif was_open:
            self._idle()

    def _fulfil(self, wish: Wish) -> None:
        if wish is Wish.TURN_BACK:
            self._turn_back()
        elif wish is Wish.CONFIRM_CLOCK:
            confirm(self._post.station, self._post.timekeeper)
            self._idle()
        else:
            self._is_ended = True

    def _lose_scanner(self) -> None:
        self._has_scanner = False
        if self._source is None:  # nothing can come in any more
            self._keyboard.end()
            return
        with self._guarded():
            self._post.admission.note(Kind.FAULT, {"scanner": "gone"})
        self._idle()

    def _fault(self, fault: CameraFault) -> None:
        self._is_opening = False
        self._camera_fault = fault.kind
        self._idle()
        with self._guarded():
            self._post.admission.note(Kind.FAULT, {"camera": fault.kind})

    # --- What is done about it ----------------------------------------------------------------------------

    def _admit(self, presented: Presented, began: float) -> None:
        post = self._post
        if (self._is_green or self._is_late) and not self._draw(post.signs.checking()):
            return
        admitted = post.admission.admit(presented)
        self._store_fault = None
        latency_ms = 1000 * (self._clock.monotonic() - began)
        self._last_granted = admitted if admitted.decision.is_granted else None
        self._tally = self._tally.after(admitted.decision)
        self._display.recorded(admitted, latency_ms)
        is_seen = self._show_for_a_while(post.signs.admitted(admitted, self._bearer(admitted)))
        self._is_green = admitted.decision.is_granted
        if not is_seen:
            self._show_for_a_while(post.signs.late(self._direction))
        if admitted.seq is not None:
            self._sign_after(admitted.seq)

    def _sign_after(self, seq: int) -> None:
        """Sign the journal when it is time; where that fails, what is on the screen is recorded still."""
        try:
            self._post.heads.after(seq)
        except (StoreError, OSError) as error:  # the file, or the copy of its head beside it
            self._store_fault = self._untold = error

    def _bearer(self, admitted: Admitted) -> Bearer | None:
        post = self._post
        return bearer(post.station, post.admission.event, admitted.subject, post.signs.language)

    def _turn_back(self) -> None:
        undone, signs = self._last_granted, self._post.signs
        if undone is None or undone.seq is None:
            self._show_for_a_while(signs.nothing_undone())
            return
        self._post.admission.turn_back(undone.seq)
        self._last_granted = None
        self._tally = self._tally.undone()
        self._show_for_a_while(signs.turned_back(self._direction, self._bearer(undone)))

    def _draw(self, sign: Sign) -> bool:
        """Show a sign, and return whether it was shown in time; a question in its place is closed."""
        self._is_green = False
        if sign.colour is not Colour.ASK:
            self._asking.close()
        self._sign = sign
        began = self._clock.monotonic()
        self._display.show(sign)
        shown = self._clock.monotonic()
        self._is_late = shown - began > LATE
        if self._is_late:
            self._hung_until = shown
        return not self._is_late

    def _show_for_a_while(self, sign: Sign) -> bool:
        is_seen = self._draw(sign)
        self._shown_at = self._clock.monotonic()
        return is_seen

    def _rest(self) -> None:
        if self._shown_at is not None and self._clock.monotonic() - self._shown_at >= SHOWN_FOR:
            self._idle()

    def _idle(self) -> None:
        """Show that the next person may come, or what is broken; never a healthy look by mistake."""
        self._shown_at = None
        signs = self._post.signs
        if self._store_fault is not None:
            self._draw(signs.not_recorded(self._direction, self._store_fault))
            return
        if self._camera_fault is not None:
            self._draw(signs.camera_fault(self._direction, self._camera_fault))
            return
        if self._is_opening:
            self._draw(signs.opening())
            return
        with self._guarded():
            reads = Reads.CAMERA if self._source is not None else Reads.SCANNER
            sign = signs.ready(self._post.admission.warnings(), reads)
            if disk_usage(self._post.station.database.path.parent).free < self._post.min_free_disk:
                sign = replace(sign, warnings=(*sign.warnings, signs.disk_low()))
            if not self._has_scanner:
                sign = replace(sign, warnings=(*sign.warnings, signs.scanner_gone()))
            self._draw(sign)

    def _housekeep(self) -> None:
        now = self._clock.monotonic()
        if self._kept_at is not None and now - self._kept_at < HOUSEKEEPING:
            return
        if self._kept_at is not None and self._shown_at is None:
            self._idle()
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
        """Record why nothing was recorded for a while: whoever passed meanwhile is not in the journal."""
        if self._untold is None:
            return
        self._post.admission.note(Kind.FAULT, {"error": said_of(self._untold)[:200]})
        was_shown, self._store_fault, self._untold = self._store_fault, None, None
        if was_shown is not None:
            self._idle()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn whatever breaks into a sign that is not green; the loop goes on with the next scan."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - one of the two places: a gate must outlive any fault
            self._last_granted = None
            if isinstance(error, StoreError):
                self._store_fault = self._untold = error
            self._show_for_a_while(self._post.signs.not_recorded(self._direction, error))
            if not isinstance(error, StoreError):
                self._note_quietly(said_of(error))

    def _note_quietly(self, message: str) -> None:
        """Record a fault, if the store still can; one that comes with every frame once a round."""
        if message == self._noted:
            return
        try:
            self._post.admission.note(Kind.FAULT, {"error": message[:200]})
        except StoreError:
            return
        self._noted = message
