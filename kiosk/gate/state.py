"""The state of a gate's screen: what it shows, what is broken, and how each event changes that.

1. The screen shows a passing face (a decision, a question, a fault), or else the resting face, which
   depends on what is broken: it is `Ready` only while nothing is.
2. A decision is shown only once its scan is recorded, for `SHOWN_FOR` seconds from when it was drawn; one
   drawn too late must not be trusted, and gives way to `LATE`.
3. Whatever comes next replaces what was shown. A question that is no longer on the screen is closed.
4. Only a written record shows that the store writes again.
5. A green that came too late is owed: the same badge gets it again, and no second decision, until it has been
   shown for its full time. Another badge, an undone passage or a minute ends that.
6. Several codes typed in a row of which none was a badge are the scanner's fault before they are forgeries.
7. Nothing here reads a clock, draws or writes: events come in with monotonic seconds, a new state goes out.
"""

from dataclasses import dataclass, replace

from kiosk.domain.bursts import Keys
from kiosk.domain.credential import LENGTH
from kiosk.domain.decision import IDENTIFIED
from kiosk.domain.model import Admitted, Match
from kiosk.domain.question import OPEN_FOR, Question, Wish, struck
from kiosk.gate.faces import Asked, CameraDown, Decided, Face, Fixed, Looked, Ready, TurnedBack, Unrecorded
from kiosk.store.database import StoreError
from kiosk.vision.frame import FaultKind

SHOWN_FOR = 5.0
"""Seconds after which the screen is ready for the next person."""
TOO_LATE = 1.0
"""Seconds after which a sign would be seen by the next person."""
LOOK_FOR = 10.0
"""Seconds for which a gate waits for a badge to look at, and shows what it found."""
OWED_FOR = 60.0
"""Seconds for which a green that came too late may be shown again."""
ODD = 3
"""Codes typed in a row that read as forged, or as long but not ours, until the keyboard is in question."""
STALE = 3.0
"""Seconds after which a person who scanned a badge before the screen hung counts as gone."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A green that nobody has seen, or not for its full time.

    Attributes:
        badge: the hash of the credential that was presented.
        until: when it is given up; monotonic seconds.
    """

    admitted: Admitted
    badge: bytes
    until: float


@dataclass(frozen=True, slots=True)
class ScreenState:
    """Everything that a gate's screen depends on. Methods that change something return the new state.

    Attributes:
        is_opening: whether the camera's first picture is still to come.
        camera: what is wrong with the camera, if anything.
        store: why the last write failed; None once the store has written again.
        untold: why nothing was recorded for a while, until the journal says so.
        has_scanner: whether typed input can still come in.
        last_granted: the passage that can still be turned back.
        passing: the face shown for a while; None while the resting face is shown.
        until: when the passing face ends.
        is_late: whether the last drawing took too long for the screen to be a lamp.
        hung_until: when the last such drawing ended.
        badge: the hash of the credential that was decided on last.
        owed: the green that came too late, until it has been shown for its full time.
        odd: how many codes were typed in a row that were no badge, though they should be.
    """

    is_opening: bool = False
    camera: FaultKind | None = None
    store: Exception | None = None
    untold: Exception | None = None
    has_scanner: bool = True
    last_granted: Admitted | None = None
    passing: Face | None = None
    until: float = 0.0
    is_late: bool = False
    hung_until: float = 0.0
    badge: bytes = b""
    owed: Owed | None = None
    odd: int = 0

    # --- What is shown ------------------------------------------------------------------------------------

    @property
    def face(self) -> Face:
        """What the screen is to show now."""
        return self.resting if self.passing is None else self.passing

    @property
    def resting(self) -> Face:
        """What is shown between two people: that the next one may come, or what is broken."""
        if self.store is not None:
            return Unrecorded(self.store)
        if self.camera is not None:
            return CameraDown(self.camera)
        return Fixed.OPENING if self.is_opening else Ready(self.has_scanner)

    @property
    def lasts(self) -> float:
        """For how many seconds the face is shown; 0 until something happens."""
        if self.passing is None:
            return 0.0
        return _lasts(self.passing)

    @property
    def is_looking(self) -> bool:
        """Whether the next badge is only looked at."""
        return self.passing is Fixed.LOOKING

    @property
    def has_looked(self) -> bool:
        """Whether a badge that was only looked at is shown."""
        return isinstance(self.passing, Looked)

    @property
    def is_green(self) -> bool:
        """Whether a person is being let through."""
        return isinstance(self.passing, Decided) and self.passing.admitted.decision.is_granted

    @property
    def last_refused(self) -> int | None:
        """The record of the refusal that is shown; None while there is none."""
        if not isinstance(self.passing, Decided) or self.passing.admitted.decision.is_granted:
            return None
        return self.passing.admitted.seq

    @property
    def must_clear(self) -> bool:
        """Whether the screen must show something else before the next scan is decided."""
        return self.is_green or self.is_late

    def has_gone(self, typed_at: float | None, now: float) -> bool:
        """Say whether a badge was scanned before a screen that hung, and its holder has since left."""
        return typed_at is not None and typed_at < min(self.hung_until, now - STALE)

    def owes(self, badge: bytes, now: float) -> bool:
        """Return whether this badge was let in, and its green is still to be shown for its full time."""
        return self.owed is not None and self.owed.badge == badge and now < self.owed.until

    # --- Time and the screen itself -----------------------------------------------------------------------

    def passed(self, now: float) -> "ScreenState":
        """Let time pass: a face shown for a while ends, even a question."""
        if self.passing is None or now < self.until:
            return self
        is_paid = self.owed is not None and self.passing == Decided(self.owed.admitted)
        return replace(self, owed=None).rested() if is_paid else self.rested()

    def rested(self) -> "ScreenState":
        """End the face shown for a while."""
        return replace(self, passing=None)

    def drawn(self, began: float, ended: float) -> "ScreenState":
        """Note that the face was drawn, and how long that took."""
        is_late = ended - began > TOO_LATE
        state = replace(self, is_late=is_late, hung_until=ended if is_late else self.hung_until)
        match self.passing:
            case None:
                return state
            case Asked(question):
                return _for_a_while(state, Asked(replace(question, drawn_at=ended)), ended)
            case Decided(admitted) if is_late:
                is_owed = admitted.decision.is_granted
                owed = Owed(admitted, self.badge, ended + OWED_FOR) if is_owed else None
                return replace(state, owed=owed).shown(Fixed.LATE, ended)
            case _:
                return _for_a_while(state, self.passing, ended)

    def shown(self, face: Fixed, now: float) -> "ScreenState":
        """Show a fixed face for a while."""
        return _for_a_while(self, face, now)

    # --- What comes in ------------------------------------------------------------------------------------

    def recorded(self, admitted: Admitted, now: float, badge: bytes = b"") -> "ScreenState":
        """Show a decision whose record was written: the store works.

        Args:
            admitted: the decision.
            now: monotonic seconds.
            badge: the hash of the credential that was presented.
        """
        last = admitted if admitted.decision.is_granted and admitted.seq is not None else None
        state = replace(self, store=None, last_granted=last, badge=badge, owed=None)
        return _for_a_while(state, Decided(admitted), now)

    def repaid(self, now: float) -> "ScreenState":
        """Show the green that is owed."""
        assert self.owed is not None  # noqa: S101 - `owes` comes first
        if self.passing == Decided(self.owed.admitted):
            return self
        return _for_a_while(replace(self, badge=self.owed.badge), Decided(self.owed.admitted), now)

    def typed(self, match: Match, length: int) -> "ScreenState":
        """Note what a typed code was that has just been decided on, and how long it was.

        Once several in a row were no badges, the decision shown says to look at the scanner.
        """
        is_odd = match is Match.FORGED or (match is Match.INVALID and length >= LENGTH)
        odd = self.odd + 1 if is_odd else 0 if match in IDENTIFIED else self.odd
        passing = self.passing
        if is_odd and odd >= ODD and isinstance(passing, Decided):
            passing = replace(passing, is_misread=True)
        return replace(self, odd=odd, passing=passing)

    def looked(self, admitted: Admitted, now: float) -> "ScreenState":
        """Show what would be decided about a badge; the passage before it can still be turned back."""
        return _for_a_while(self, Looked(admitted), now)

    def turned_back(self, now: float) -> "ScreenState":
        """Show that the last passage was turned back, or that there is none to turn back."""
        if self.last_granted is None:
            return self.shown(Fixed.NOTHING_UNDONE, now)
        undone = replace(self, last_granted=None, owed=None)
        return _for_a_while(undone, TurnedBack(self.last_granted), now)

    def struck(self, keys: Keys, digit: str, now: float) -> tuple["ScreenState", Wish | None]:
        """Take a key: it opens a question that shows `digit`, or answers or closes the open one.

        Returns:
            The new state, and the wish to fulfil if the key was the answer.
        """
        asked = self.passing.question if isinstance(self.passing, Asked) else None
        led_to = struck(asked, keys, digit, now)
        if isinstance(led_to, Question):
            return _for_a_while(self, Asked(led_to), now), None
        return (self if asked is None else self.rested()), led_to

    # --- What breaks, and what works again ----------------------------------------------------------------

    def camera_failed(self, kind: FaultKind) -> "ScreenState":
        """Show at once that the camera delivers nothing to decide on."""
        return replace(self, is_opening=False, camera=kind, passing=None)

    def camera_back(self) -> "ScreenState":
        """Note that the camera delivers pictures, for the first time or again."""
        return replace(self, is_opening=False, camera=None, passing=None)

    def scanner_lost(self) -> "ScreenState":
        """Note that no more typed input will come."""
        return replace(self, has_scanner=False, passing=None)

    def broke(self, error: Exception, now: float) -> "ScreenState":
        """Show that something broke before COMMIT; a store failure stays on the screen until it writes."""
        state = self.store_failed(error) if isinstance(error, StoreError) else self
        return _for_a_while(replace(state, last_granted=None), Unrecorded(error), now)

    def store_failed(self, error: Exception) -> "ScreenState":
        """Note that the store cannot write; the scan shown was recorded, and stays."""
        return replace(self, store=error, untold=error)

    def told(self) -> "ScreenState":
        """Note that the journal now says why nothing was recorded: so the store writes again."""
        if self.store is None:
            return replace(self, untold=None)
        return replace(self, store=None, untold=None, passing=None)


def _for_a_while(state: ScreenState, face: Face, now: float) -> ScreenState:
    return replace(state, passing=face, until=now + _lasts(face))


def _lasts(face: Face) -> float:
    if isinstance(face, Asked):
        return OPEN_FOR
    return LOOK_FOR if isinstance(face, Looked) or face is Fixed.LOOKING else SHOWN_FOR
