"""Typed input at a gate: lines and bursts become codes, pass a lane of their own, and are decided on.

1. Everything typed is a scan; like what the camera sees, it passes a lane.
2. A badge that the camera shows as well is decided once.
3. A person who scanned before the screen hung has left: nothing is decided for them.
"""

from collections.abc import Callable

from kiosk.domain.bursts import Burst, Line
from kiosk.domain.errors import KioskError
from kiosk.domain.model import Admitted
from kiosk.domain.question import wish_of
from kiosk.domain.roles import Actor
from kiosk.domain.typed_lane import TypedCode, TypedLane
from kiosk.gate.admitting import Admitting
from kiosk.gate.faces import Fixed
from kiosk.gate.showing import Showing
from kiosk.service.admission.repairing import presented, read_typed


class TypedInput:
    """What is typed at one gate, by a hand scanner or by hand.

    Args:
        showing: what the gate shows.
        admitting: decides and records.
        is_seen: whether the camera's lane has just had a code decided on.
    """

    def __init__(self, showing: Showing, admitting: Admitting, is_seen: Callable[[str], bool]) -> None:
        self._showing = showing
        self._admitting = admitting
        self._is_seen = is_seen
        self._clock = showing.post.station.clock
        self._lane = TypedLane()

    def has_said(self, text: str, at: float) -> bool:
        """Return whether a code was typed just now and decided on; monotonic seconds."""
        return self._lane.has_said(text, at)

    def note(self, text: str) -> None:
        """Note a code that the camera showed, and that was decided on."""
        self._lane.note(text, self._clock.monotonic())

    def take(self, typed: Line | Burst, piped_at: float) -> None:
        """Take what was typed; `piped_at` is when the gate began to look, in monotonic seconds."""
        showing, began = self._showing, self._clock.monotonic()
        lines = (typed,) if isinstance(typed, Line) else typed.lines
        if isinstance(typed, Burst) and typed.is_by_hand and wish_of(lines[0].text) is not None:
            return  # Enter after the key that opened a question
        with showing.guarded():
            if isinstance(typed, Burst) and showing.state.has_gone(typed.at, began):
                showing.turn_to(Fixed.LATE)
                return
            codes = [read_typed(showing.post.admission, line, showing.post.scanner) for line in lines]
            is_piped = isinstance(typed, Line)
            new = self._lane.piped(codes[0], piped_at) if is_piped else self._lane.typed(codes, began)
            for code in new:
                self._present(code, began)

    def look(self) -> None:
        """Decide on the codes that have waited long enough, and count those that came too fast."""
        now = self._clock.monotonic()
        for code in self._lane.due(now):
            self._present(code, now)
        self._showing.throttle(self._lane.throttled(now))

    def close(self, now: float) -> None:
        """Decide on whatever still waits."""
        for code in self._lane.close():
            self._present(code, now)
        self._showing.throttle(self._lane.held_back())

    def scan(self, line: Line, actor: Actor) -> Admitted | None:
        """Decide on a code that was typed at a page; None if it was decided on just now.

        Raises:
            KioskError: it came too late to be decided.
        """
        began, post = self._clock.monotonic(), self._showing.post
        code = read_typed(post.admission, line, post.scanner)
        admitted = None
        for new in self._lane.typed([code], began):
            admitted = self._decide(new, began, actor)
        if admitted is None and self._showing.state.is_late:
            raise KioskError("that badge came too late to be decided", "show it again")
        return admitted

    def _present(self, code: TypedCode, began: float) -> None:
        with self._showing.guarded():
            self._decide(code, began)

    def _decide(self, code: TypedCode, began: float, actor: Actor | None = None) -> Admitted | None:
        """Decide on what was typed, unless the badge is before the camera and was decided on just now."""
        state = self._showing.state
        if state.camera is None and not state.has_looked and self._is_seen(code.text):
            return None
        is_shown = False
        try:
            admitted = self._admitting.admit(presented(code), began, actor)
            is_shown = not self._showing.state.is_late
        finally:
            if not is_shown:
                self._lane.forget(code.text)
        return admitted
