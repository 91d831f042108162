"""The choice of badges to print, and their order: by delegation, then by family name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import kiosk.store.badges as badges_store
from kiosk.domain.badge_life import LYING, QUEUED, BadgeAct, allowing
from kiosk.domain.credential import parse_printed
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.folding import fold
from kiosk.domain.model import AccreditationStatus
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.rights import read_rights
from kiosk.service.people import finding
from kiosk.service.station.station import Station
from kiosk.store.badges import Due
from kiosk.store.choice import of_external_ids, of_numbers, touched_since
from kiosk.store.rights import load_rights

_NAMED = 5
_CLAIMABLE = allowing(BadgeAct.CLAIM)


class Which(StrEnum):
    """Which of the chosen badges are printed: those without paper, with outdated paper, or all."""

    UNPRINTED = "unprinted"
    CHANGED = "changed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Choice:
    """The people whose badges are meant: all who meet every condition given; empty fields set none.

    Attributes:
        category: its id.
        delegation: its name, in any case and with or without accents.
        people: each an id, a badge number or a name that can only mean one person.
        which: of their badges.
        days: as in a list, like `11-12`: the badge is valid on one of these days.
        since: the person was changed, or had a badge issued, since then.
        ids: exact badge numbers or ids of lists, any number of them.
    """

    category: str = ""
    delegation: str = ""
    people: tuple[str, ...] = ()
    which: Which = Which.UNPRINTED
    days: str = ""
    since: datetime | None = None
    ids: tuple[str, ...] = ()


def choose(station: Station, event: Event, choice: Choice) -> list[Due]:
    """Return the chosen accreditations in printing order, with and without a badge.

    Raises:
        KioskError: there is no such category, delegation or day, or a text can mean no person, or several.
    """
    if choice.category and choice.category not in event.category:
        raise KioskError(
            'there is no category "{category}"',
            did_you_mean(choice.category, event.category),
            category=choice.category,
        )
    days = _days(event, choice.days)
    named = [_accreditation(station, text) for text in choice.people]
    named += _identified(station, choice.ids)
    with station.database.read() as connection:
        rows = list(badges_store.due(connection, named or None))
        if choice.delegation and not named:
            _check_delegation(rows, choice.delegation)
        if choice.since is not None:
            touched = touched_since(connection, choice.since)
            rows = [row for row in rows if row.accreditation in touched]
        if days:
            sets = {row.rights for row in rows}
            valid = {n for n in sets if days & {day for day, _ in load_rights(connection, n)}}
            rows = [row for row in rows if row.rights in valid]
    return sorted(_filtered(rows, choice), key=_order)


def is_to_print(row: Due, which: Which) -> bool:
    """Say whether an accreditation's badge may be printed now; this does not ask whether it is outdated."""
    if row.status is not AccreditationStatus.ACTIVE or row.state is None:
        return False
    match which:
        case Which.UNPRINTED:
            return row.state in QUEUED
        case Which.CHANGED:
            return row.state in LYING
        case Which.ALL:
            return row.state in _CLAIMABLE


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


def _check_delegation(everybody: list[Due], name: str) -> None:
    known = {fold(row.delegation): row.delegation for row in everybody if row.delegation}
    if fold(name) not in known:
        raise KioskError(
            'there is no delegation "{name}"', did_you_mean(name, sorted(known.values())), name=name
        )


def _days(event: Event, text: str) -> frozenset[date]:
    if not text.strip():
        return frozenset()
    rights = read_rights("*", text, event.categories[0], event)
    if isinstance(rights, frozenset):
        return frozenset(day for day, _ in rights)
    fault = rights[0]
    hint = f"did you mean {fault.nearest}?" if fault.nearest else "days are like 11-12, or 2025-11-11"
    raise KioskError('"{fault_}": {reason}', hint, fault_=fault.value, reason=fault.reason)


def _accreditation(station: Station, text: str) -> int:
    number = parse_printed(text.strip())
    if number is not None:
        with station.database.read() as connection:
            badge = badges_store.find(connection, number)
        if badge is not None:
            return badge.accreditation
    return finding.the_one(station, text).person.n


def _identified(station: Station, texts: Sequence[str]) -> list[int]:
    """Return the people meant by badge numbers and ids. Raises KioskError naming those that mean no one."""
    if not texts:
        return []
    numbers = {text: number for text in texts if (number := parse_printed(text)) is not None}
    with station.database.read() as connection:
        by_number = of_numbers(connection, numbers.values())
        by_id = of_external_ids(connection, texts)
    found: list[int] = []
    unknown = []
    for text in texts:
        number = numbers.get(text)
        if number is not None and number in by_number:
            found.append(by_number[number])
        elif len(meant := by_id.get(text, [])) == 1:
            found += meant
        elif meant:
            hint = "use the number on the badge, or the name with --person"
            raise KioskError('the id "{text}" is in several lists', hint, text=text)
        else:
            unknown.append(text)
    if unknown:
        more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
        raise KioskError(
            "nobody has the id {unknown}{more}",
            "ids are as in the list, or numbers as on the badge; upper and lower case count",
            unknown=", ".join(unknown[:_NAMED]),
            more=more,
        )
    return list(dict.fromkeys(found))
