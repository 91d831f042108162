"""Admitting at a gate: what was presented is decided, recorded and shown, in this order.

1. A sign is green only after `admit` of the service has returned, and that returns only after COMMIT.
2. One person's green goes out before the next person's scan is recorded, however long that takes.
3. While a screen cannot show signs in time, nothing is decided. The badge whose green was not seen is shown
   it, and not decided on again.
"""

from kiosk.domain.credential import credential_hash
from kiosk.domain.decision import IDENTIFIED
from kiosk.domain.journal import Kind
from kiosk.domain.model import Admitted, Method, Reason
from kiosk.domain.roles import Actor
from kiosk.gate.faces import Fixed
from kiosk.gate.pulse import Pulse
from kiosk.gate.showing import Showing
from kiosk.gate.tally import Tally
from kiosk.service.admission.admit import Presented
from kiosk.store.database import StoreError


class Admitting:
    """Admits at one gate, and counts.

    Attributes:
        tally: people let through and refused.
        pulse: what is counted between two beats.
    """

    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        self._clock = showing.post.station.clock
        self.tally = Tally(self._clock.now())
        self.pulse = Pulse()

    def admit(self, presented: Presented, began: float, actor: Actor | None = None) -> Admitted | None:
        """Decide, record and show; None if it came too late to be decided."""
        showing = self._showing
        post = showing.post if actor is None else showing.post.acting_as(actor)
        if showing.state.is_looking:
            looked = post.admission.check(presented)
            showing.turn(showing.state.looked(looked, self._clock.monotonic()))
            return looked
        badge = _mark(presented)
        if showing.state.owes(badge, self._clock.monotonic()) and (owed := self._repay(presented)):
            return owed
        if showing.state.must_clear:
            showing.turn_to(Fixed.CHECKING)
            if showing.state.is_late:
                return None
        admitted = post.admission.admit(presented)
        self._show(admitted, presented, began, badge)
        if admitted.seq is not None:
            self._sign_after(admitted.seq)
        return admitted

    def _show(self, admitted: Admitted, presented: Presented, began: float, badge: bytes) -> None:
        showing, now = self._showing, self._clock.monotonic()
        state = showing.state.recorded(admitted, now, badge)
        if presented.method is Method.WEDGE:
            state = state.typed(admitted.decision.match, len(presented.text))
        showing.state = state
        self.tally = self.tally.after(admitted.decision)
        self.pulse.matched(admitted.decision.match)
        showing.display.recorded(admitted, 1000 * (now - began))
        showing.onlookers.recorded(admitted, 1000 * (now - began))
        showing.show()

    def undone(self) -> None:
        """Count one passage less."""
        self.tally = self.tally.undone()

    def _repay(self, presented: Presented) -> Admitted | None:
        """Show the green that nobody saw, unless something else speaks against the badge by now."""
        showing = self._showing
        checked = showing.post.admission.check(presented)
        decision = checked.decision
        if decision.match not in IDENTIFIED or decision.reason not in (None, Reason.PASSBACK):
            return None
        if showing.state.owed is not None and not showing.state.is_green:
            showing.post.admission.note(Kind.FAULT, {"shown_again": showing.state.owed.admitted.seq})
        showing.turn(showing.state.repaid(self._clock.monotonic()))
        return checked

    def _sign_after(self, seq: int) -> None:
        """Sign the journal when it is time; if signing fails, the scan shown stays recorded."""
        showing = self._showing
        try:
            showing.post.heads.after(seq)
        except (StoreError, OSError) as error:  # the file, or the copy of its head beside it
            showing.state = showing.state.store_failed(error)


def _mark(presented: Presented) -> bytes:
    """Return what tells one badge from another, or one person found by hand; b"" for two at once."""
    if presented.subject is not None:
        return presented.subject
    return b"" if presented.is_ambiguous else credential_hash(presented.text)
