"""The SQL of badge states: a named set of them as a list that a statement reads."""

from collections.abc import Iterable

from kiosk.domain.model import BadgeState


def in_list(states: Iterable[BadgeState]) -> str:
    """Return states as SQL, like `('issued', 'failed')`, in the order in which `BadgeState` names them."""
    chosen = frozenset(states)
    return "({})".format(", ".join(f"'{state.value}'" for state in BadgeState if state in chosen))
