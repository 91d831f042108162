"""What a gate shows: one state, drawn on its display and told to its onlookers.

1. Whatever changes the state goes through here, so that display and onlookers never differ.
2. Anything that breaks is shown as NOT RECORDED (at an exit: FREE EXIT), and the gate works on.
3. A screen that takes over a second to show a sign is no lamp: its green counts as unseen.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.domain.journal import Kind
from kiosk.gate.display import Display
from kiosk.gate.faces import Fixed, Ready
from kiosk.gate.onlookers import Onlookers, Shown
from kiosk.gate.post import Post
from kiosk.gate.state import ScreenState
from kiosk.gate.worded import ready_sign, sign_of
from kiosk.service.words.sign import Reads, Sign, said_of
from kiosk.store.database import StoreError

LONGEST = 200
"""Characters of an error that go into the journal."""


class Showing:
    """The screen of one gate, while the gate works.

    Args:
        post: the gate's station, admission, clock, signs and heads; another one once the gate turns round.
        display: the lamp.
        onlookers: who follows the gate from elsewhere.
        reads: what the gate reads, as the screen says it.
    """

    def __init__(self, post: Post, display: Display, onlookers: Onlookers, reads: Reads) -> None:
        self.post = post
        self.display = display
        self.onlookers = onlookers
        self.state = ScreenState(is_opening=reads is Reads.CAMERA)
        self._reads = reads
        self._clock = post.station.clock
        self._sign: Sign | None = None
        self._warnings: tuple[str, ...] = ()
        self._noted: str | None = None

    def turn(self, state: ScreenState) -> None:
        """Adopt a state, and show it if it differs."""
        if state is not self.state:
            self.state = state
            self.show()

    def turn_to(self, face: Fixed) -> None:
        """Show a fixed face for a while."""
        self.turn(self.state.shown(face, self._clock.monotonic()))

    def show(self) -> None:
        """Draw what the state shows."""
        face = self.state.face
        if isinstance(face, Ready):
            with self.guarded():
                sign, self._warnings = ready_sign(face, self.post, self._reads)
                self._draw(sign)
        else:
            self._draw(sign_of(face, self.post))

    def draw_again(self) -> None:
        """Draw the same sign again, on a display that lost it."""
        if self._sign is not None:
            self.display.show(self._sign)

    def _draw(self, sign: Sign) -> None:
        self._sign, face = sign, self.state.face
        direction = self.post.admission.checkpoint.direction
        self.onlookers.shown(Shown(face, sign, direction, self.state.lasts, self._warnings))
        began = self._clock.monotonic()
        self.display.show(sign)
        self.state = self.state.drawn(began, self._clock.monotonic())
        if self.state.face is Fixed.LATE and face is not Fixed.LATE:
            self.show()

    # --- What breaks ----------------------------------------------------------------------------------------

    @contextmanager
    def guarded(self) -> Iterator[list[Exception]]:
        """Turn anything that breaks into a sign that is not green; the gate goes on with the next scan.

        Yields a list, into which goes what broke.
        """
        broken: list[Exception] = []
        try:
            yield broken
        except Exception as error:  # noqa: BLE001 - one of the two places: a gate must outlive any fault
            broken.append(error)
            self.turn(self.state.broke(error, self._clock.monotonic()))
            if not isinstance(error, StoreError):
                self._note_quietly(said_of(error))

    def throttle(self, count: int) -> None:
        """Record how many codes were held back, if any, and show that."""
        if not count:
            return
        with self.guarded():
            self.post.admission.note(Kind.FAULT, {"throttled": count})
            self.turn_to(Fixed.THROTTLED)

    def tell(self) -> None:
        """Record why nothing was recorded for a while: people who passed meanwhile are not in the journal."""
        if self.state.untold is None:
            return
        self.post.admission.note(Kind.FAULT, {"error": said_of(self.state.untold)[:LONGEST]})
        was_shown = self.state.store
        self.state = self.state.told()
        if was_shown is not None:
            self.show()

    def begin_round(self) -> None:
        """Begin a round of periodic work: a fault that lasts is noted once more."""
        self._noted = None

    def _note_quietly(self, message: str) -> None:
        """Record a fault, if the store still can; a fault that comes with every frame, once a round."""
        if message == self._noted:
            return
        try:
            self.post.admission.note(Kind.FAULT, {"error": message[:LONGEST]})
        except StoreError:
            return
        self._noted = message
