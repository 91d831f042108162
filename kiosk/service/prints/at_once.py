"""Bulk acts on badges: the chosen ones are handed over, all unsure ones are settled.

They go in batches of one transaction each, so that nothing is locked for long; what was done before a
refusal stays done.
"""

from collections.abc import Callable, Mapping, Sequence

from kiosk.domain.badge_life import BadgeAct, allowing
from kiosk.domain.model import BadgeNumber
from kiosk.domain.roles import Action
from kiosk.service.badges import lifecycle as badging
from kiosk.service.prints.choosing import Choice, choose
from kiosk.service.prints.recovery import settle_ended
from kiosk.service.station.station import Station

_HANDED_OUT = allowing(BadgeAct.HAND_OVER)
_SETTLE: Mapping[BadgeAct, Callable[[Station, Sequence[BadgeNumber]], None]] = {
    BadgeAct.SETTLE_PRINTED: badging.settle_printed,
    BadgeAct.SETTLE_FAILED: badging.settle_failed,
}


def hand_over_chosen(station: Station, choice: Choice) -> int:
    """Note that the printed badges of the chosen people were handed to them; return how many.

    Raises:
        KioskError: the choice means nothing, or one of the badges was changed meanwhile.
    """
    station.actor.needs(Action.HAND_OVER)
    rows = choose(station, station.event(), choice)
    here = [row.number for row in rows if row.number is not None and row.state in _HANDED_OUT]
    _in_batches(badging.hand_over, station, here)
    return len(here)


def settle_unsure(station: Station, act: BadgeAct) -> int:
    """Settle all unsure badges, including those of crashed prints.

    Args:
        station: the station.
        act: `SETTLE_PRINTED` or `SETTLE_FAILED`.

    Returns:
        how many there were.
    """
    station.actor.needs(Action.PRINT)
    settle_ended(station)
    unsure = badging.unsure(station)
    _in_batches(_SETTLE[act], station, unsure)
    return len(unsure)


def _in_batches(
    act: Callable[[Station, Sequence[BadgeNumber]], None], station: Station, numbers: Sequence[BadgeNumber]
) -> None:
    for start in range(0, len(numbers), badging.BATCH):
        act(station, numbers[start : start + badging.BATCH])
