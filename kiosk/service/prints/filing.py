"""The filing of badges: cartons, filled in printing order.

1. A small batch that fits into the last carton goes on filling it; a larger one begins a new carton.
2. A reprinted badge goes back to its place, unless the whole list is printed anew.
3. A person chosen by name is standing there: the badge is handed out at once, and not filed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.model import BadgeNumber
from kiosk.service.prints.choosing import Choice, Which
from kiosk.service.station.station import Station
from kiosk.store.badges import Connection
from kiosk.store.filed import Filed, all_filed
from kiosk.store.paper import last_position, next_carton, paper_of

PER_CARTON = 100
"""Badges in a carton."""


@dataclass(frozen=True, slots=True)
class Filing:
    """How a batch is filed: 0 to a carton means not at all; `is_anew` ignores where badges were filed."""

    per_carton: int = PER_CARTON
    is_anew: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """The place of each badge of a batch, and the last carton that the batch begins, if any."""

    filed: Mapping[BadgeNumber, Filed]
    last_carton: int | None


def filing_of(choice: Choice, per_carton: int) -> Filing:
    """Return how the chosen badges are filed."""
    return Filing(0 if choice.people else per_carton, choice.which is Which.ALL)


def known_places(connection: Connection, filing: Filing) -> Mapping[BadgeNumber, Filed]:
    """Return the places that badges already have. Reads all paper: call it before the batch is written."""
    return {} if filing.is_anew or not filing.per_carton else all_filed(connection)


def place(
    connection: Connection,
    numbers: Sequence[BadgeNumber],
    known: Mapping[BadgeNumber, Filed],
    wanted: Filing,
) -> Places:
    """Give each badge its carton and position, in the order of the batch; 0 to a carton gives none."""
    per_carton = wanted.per_carton
    if not per_carton:
        return Places({}, None)
    kept = {number: known[number] for number in numbers if number in known}
    begun = [number for number in numbers if number not in kept]
    if not begun:
        return Places(kept, None)
    first = next_carton(connection)
    taken = last_position(connection, first - 1) if first > 1 and not wanted.is_anew else per_carton
    if taken + len(begun) <= per_carton:
        filed = {number: Filed(first - 1, taken + nth) for nth, number in enumerate(begun, 1)}
        return Places(kept | filed, None)
    filed = {
        number: Filed(first + nth // per_carton, nth % per_carton + 1) for nth, number in enumerate(begun)
    }
    return Places(kept | filed, filed[begun[-1]].carton)


def where_filed(station: Station, numbers: Iterable[BadgeNumber]) -> dict[BadgeNumber, Filed]:
    """Return where the paper of these badges is filed; badges in no carton are left out."""
    with station.database.read() as connection:
        papers = [paper_of(connection, number) for number in numbers]
    return {paper.badge: paper.filed for paper in papers if paper is not None and paper.filed is not None}
