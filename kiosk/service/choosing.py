"""Own the choice of whose badges are printed, and in which order: by delegation, then family name."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import kiosk.store.badges as badges_store
from kiosk.domain.credential import parse_printed
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.folding import fold
from kiosk.domain.model import AccreditationStatus, BadgeState
from kiosk.domain.nearest import did_you_mean
from kiosk.service import desk
from kiosk.service.station import Station
from kiosk.store.badges import Due

_QUEUED = frozenset({BadgeState.ISSUED, BadgeState.RENDERED})


class Which(StrEnum):
    """Which of the badges chosen are printed."""

    UNPRINTED = "unprinted"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose badges: of a category, of a delegation, of people by id, number or name; "" and () choose all."""

    category: str = ""
    delegation: str = ""
    people: tuple[str, ...] = ()
    which: Which = Which.UNPRINTED


def choose(station: Station, event: Event, choice: Choice) -> list[Due]:
    """Return the accreditations chosen, in the order of printing, with and without a badge.

    Raises:
        KioskError: there is no such category or delegation, or a text can mean nobody or several people.
    """
    if choice.category and choice.category not in event.category:
        raise KioskError(
            f'there is no category "{choice.category}"', did_you_mean(choice.category, event.category)
        )
    named = [_accreditation(station, text) for text in choice.people] or None
    with station.database.read() as connection:
        rows = list(badges_store.due(connection, named))
    if choice.delegation:
        known = {fold(row.delegation): row.delegation for row in rows if row.delegation}
        if fold(choice.delegation) not in known and not named:
            hint = did_you_mean(choice.delegation, sorted(known.values()))
            raise KioskError(f'there is no delegation "{choice.delegation}"', hint)
    return sorted(_filtered(rows, choice), key=_order)


def is_to_print(row: Due, which: Which) -> bool:
    """Say whether an accreditation's badge is to be printed now."""
    if row.status is not AccreditationStatus.ACTIVE or row.state is None:
        return False
    return which is Which.ALL or row.state in _QUEUED


def _filtered(rows: list[Due], choice: Choice) -> Iterator[Due]:
    delegation = fold(choice.delegation)
    for row in rows:
        if choice.category and row.category != choice.category:
            continue
        if delegation and fold(row.delegation) != delegation:
            continue
        yield row


def _order(row: Due) -> tuple[str, str, str, int]:
    return fold(row.delegation), fold(row.family_name), fold(row.given_name), row.accreditation


def _accreditation(station: Station, text: str) -> int:
    number = parse_printed(text.strip())
    if number is not None:
        with station.database.read() as connection:
            badge = badges_store.find(connection, number)
        if badge is not None:
            return badge.accreditation
    return desk.the_one(station, text).person.n
