"""What a gate can be asked to do, at its keys or at a page: each act recorded, then shown.

`acts` reads what a page wants and calls these; none of them is done by any other process.
"""

from kiosk.domain.bursts import Line
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.model import Admitted, Direction, Method, PartyKind, Subject, TurnBack
from kiosk.domain.roles import Actor
from kiosk.domain.tray import CALL, Settlement
from kiosk.gate.admitting import Admitting
from kiosk.gate.faces import Fixed
from kiosk.gate.showing import Showing
from kiosk.gate.typed_input import TypedInput
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.party import count_party
from kiosk.service.admission.settling import Overruling, answer_call, overrule, set_aside, settle
from kiosk.service.station.timekeeper import confirm


class Asked:
    """The acts of one gate.

    Args:
        showing: what the gate shows.
        admitting: decides, records and counts.
        typed: what is typed.
    """

    def __init__(self, showing: Showing, admitting: Admitting, typed: TypedInput) -> None:
        self._showing = showing
        self._admitting = admitting
        self._typed = typed
        self._clock = showing.post.station.clock

    def scan(self, line: Line, actor: Actor) -> Admitted | None:
        """Decide on a typed code and record it; None if it was decided on just now."""
        return self._typed.scan(line, actor)

    def admit_by_hand(self, subject: Subject, actor: Actor) -> Admitted | None:
        """Decide about a person whom the actor knows, without a badge, and record it."""
        presented = Presented("", Method.BY_HAND, subject=subject)
        admitted = self._admitting.admit(presented, self._clock.monotonic(), actor)
        if admitted is None:
            raise KioskError("the screen hangs, so nothing was decided", "choose the person once more")
        return admitted

    def turn_back(self, seq: int | None, why: TurnBack | None, actor: Actor) -> int:
        """Record that a person did not pass: the last one, or the one of a record; return its record."""
        showing = self._showing
        last = showing.state.last_granted
        undone = last.seq if seq is None and last is not None else seq
        if undone is None:
            raise KioskError("there is no passage to undo", "choose one of the last ten")
        recorded = showing.post.acting_as(actor).admission.turn_back(undone, why)
        self._admitting.undone()
        showing.display.undone()
        showing.onlookers.turned_back(recorded, why)
        if last is not None and undone == last.seq:
            showing.turn(showing.state.turned_back(self._clock.monotonic()))
        return recorded

    def turn_back_last(self) -> None:
        """Record that the last person did not pass, or show that there was none."""
        if self._showing.state.last_granted is None:
            self._showing.turn(self._showing.state.turned_back(self._clock.monotonic()))
        else:
            self.turn_back(None, None, self._showing.post.station.actor)

    def set_aside(self, seq: int | None, actor: Actor) -> int:
        """Put a refused person into the tray: the one shown, or the one of a record; return its number."""
        shown = self._showing.state.last_refused
        refused = shown if seq is None else seq
        if refused is None:
            raise KioskError("nobody was refused just now", "set a person aside while the refusal is shown")
        recorded = set_aside(self._showing.post.station.acting_as(actor), refused)
        if refused == shown:  # else somebody else's sign is on the screen
            self._showing.turn(self._showing.state.rested())
        return recorded

    def settle(self, seq: int, how: Settlement, actor: Actor) -> int:
        """Record what became of a person in the tray; return the record's number."""
        return settle(self._showing.post.station.acting_as(actor), seq, how)

    def call(self, actor: Actor) -> int:
        """Record that a supervisor is called to this gate; return the record's number."""
        return self._showing.post.acting_as(actor).admission.note(Kind.ALARM, CALL)

    def answer_call(self, seq: int, actor: Actor) -> int:
        """Record that a supervisor is coming; return the record's number."""
        return answer_call(self._showing.post.station.acting_as(actor), seq)

    def overrule(self, overruling: Overruling, actor: Actor) -> int:
        """Record that a person in the tray is let in against the decision; return the record's number.

        No light shows it: by now another person may stand before the gate.
        """
        post = self._showing.post
        return overrule(post.station.acting_as(actor), post.timekeeper, overruling)

    def confirm_clock(self, actor: Actor) -> int:
        """Record that the clock is right; return the record's number."""
        post = self._showing.post
        recorded = confirm(post.station.acting_as(actor), post.timekeeper)
        self._showing.show()
        return recorded

    def turn_round(self, direction: Direction) -> None:
        """Work in the other direction from now on."""
        self._showing.post = self._showing.post.towards(direction)
        self._showing.state = self._showing.state.rested()
        self._showing.show()

    def look(self) -> None:
        """Look at the next badge without recording it, if it comes within ten seconds."""
        self._showing.turn_to(Fixed.LOOKING)

    def count_party(self, seq: int | None, people: int, kind: PartyKind, actor: Actor) -> int:
        """Record that people passed with the last person, or with the one of a record; return its number."""
        last = self._showing.state.last_granted
        host = last.seq if seq is None and last is not None else seq
        if host is None:
            raise KioskError("nobody was let through just now", "scan the host's badge first")
        return count_party(self._showing.post.station.acting_as(actor), host, people, kind)
