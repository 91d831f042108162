"""The life of a badge: which act leads from which state to which, in one table.

1. `LIFE` is the only place that says so; every set of states elsewhere is derived from it or named here.
2. A final state is left by no act.
3. An act that is not in the table for a state is refused; one that leads to the same state changes nothing.
"""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.domain.model import BadgeState

ISSUED, RENDERED, PRINTED = BadgeState.ISSUED, BadgeState.RENDERED, BadgeState.PRINTED
FAILED, UNSURE, HANDED_OVER = BadgeState.FAILED, BadgeState.UNSURE, BadgeState.HANDED_OVER
SUPERSEDED, REVOKED = BadgeState.SUPERSEDED, BadgeState.REVOKED


class BadgeAct(StrEnum):
    """What can be done to a badge, or happen to its paper."""

    CLAIM = "claim"
    """A print has taken it: no other print may."""
    PRINT_DONE = "print_done"
    """The file was made, or the printer was done; a spare's paper was there all along."""
    PRINT_FAILED = "print_failed"
    """The printer aborted the job."""
    PRINT_LOST = "print_lost"
    """The printer's answer never came."""
    TAKE_BACK = "take_back"
    """The print was undone before anything was printed."""
    REQUEUE = "requeue"
    """Its paper was spoilt: print it again under the same number."""
    SETTLE_PRINTED = "settle_printed"
    """A person looked: it is printed."""
    SETTLE_FAILED = "settle_failed"
    """A person looked: it is not printed."""
    HAND_OVER = "hand_over"
    """It was given to its holder."""
    REPLACE = "replace"
    """Another badge replaces it."""
    REVOKE = "revoke"
    """It is cancelled for good."""


_PRINT_ENDS: Mapping[BadgeAct, BadgeState] = {
    BadgeAct.PRINT_FAILED: FAILED,
    BadgeAct.PRINT_LOST: UNSURE,
    BadgeAct.TAKE_BACK: ISSUED,
}
_OPEN = (ISSUED, RENDERED, PRINTED, FAILED, UNSURE, HANDED_OVER)

LIFE: Mapping[tuple[BadgeState, BadgeAct], BadgeState] = {
    # A print claims waiting badges; badges already printed keep their state while they are printed again.
    (ISSUED, BadgeAct.CLAIM): RENDERED,
    (FAILED, BadgeAct.CLAIM): RENDERED,
    (PRINTED, BadgeAct.CLAIM): PRINTED,
    (UNSURE, BadgeAct.CLAIM): UNSURE,
    (HANDED_OVER, BadgeAct.CLAIM): HANDED_OVER,
    # The end of a print moves what it had claimed; new paper settles what was unsure.
    (ISSUED, BadgeAct.PRINT_DONE): PRINTED,
    (RENDERED, BadgeAct.PRINT_DONE): PRINTED,
    (FAILED, BadgeAct.PRINT_DONE): PRINTED,
    (UNSURE, BadgeAct.PRINT_DONE): PRINTED,
    (PRINTED, BadgeAct.PRINT_DONE): PRINTED,
    (HANDED_OVER, BadgeAct.PRINT_DONE): HANDED_OVER,
    **{
        (state, act): end if state is RENDERED else state
        for act, end in _PRINT_ENDS.items()
        for state in _OPEN
    },
    # What people do about paper.
    (RENDERED, BadgeAct.REQUEUE): ISSUED,
    (PRINTED, BadgeAct.REQUEUE): ISSUED,
    (FAILED, BadgeAct.REQUEUE): ISSUED,
    (UNSURE, BadgeAct.REQUEUE): ISSUED,
    (FAILED, BadgeAct.SETTLE_PRINTED): PRINTED,
    (UNSURE, BadgeAct.SETTLE_PRINTED): PRINTED,
    (UNSURE, BadgeAct.SETTLE_FAILED): FAILED,
    (PRINTED, BadgeAct.HAND_OVER): HANDED_OVER,
    # The end.
    **{(state, BadgeAct.REPLACE): SUPERSEDED for state in _OPEN},
    **{(state, BadgeAct.REVOKE): REVOKED for state in _OPEN},
}
"""Where each act leads from each state."""


def after(state: BadgeState, act: BadgeAct) -> BadgeState | None:
    """Return the state to which an act leads, or None where it is refused."""
    return LIFE.get((state, act))


def allowing(act: BadgeAct) -> frozenset[BadgeState]:
    """Return the states in which an act is possible."""
    return frozenset(state for state, possible in LIFE if possible is act)


NEW = ISSUED
"""How every badge begins."""
FINAL = frozenset(BadgeState) - frozenset(state for state, _ in LIFE)
"""Cancelled for good: superseded, revoked."""
IN_FORCE = frozenset(BadgeState) - FINAL
"""Not final: an accreditation has at most one such badge."""
QUEUED = frozenset(state for state in allowing(BadgeAct.CLAIM) if after(state, BadgeAct.CLAIM) is RENDERED)
"""Waiting to be printed: no paper is there, and no print has it now."""
UNSETTLED = allowing(BadgeAct.SETTLE_PRINTED)
"""A person has to say whether it was printed."""
READY = allowing(BadgeAct.HAND_OVER)
"""Printed, and here for its holder."""
HELD = frozenset(end for (_, act), end in LIFE.items() if act is BadgeAct.HAND_OVER)
"""Its holder has it."""
REPRINTABLE = QUEUED | UNSETTLED | READY
"""Can be printed again after a jam: its holder does not have it."""
LYING = READY | allowing(BadgeAct.SETTLE_FAILED)
"""Printed and still here, or possibly so; the same states say so of one sheet of paper."""
ON_PAPER = LYING | HELD
"""Counts as printed."""
EFFECTIVE = READY | HELD
"""Opens doors, unless the category requires a handover first."""
