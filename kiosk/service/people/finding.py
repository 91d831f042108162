"""Finding people: by name, id or badge number, and those who wait for a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import kiosk.store.people as people_store
from kiosk.domain.badge_life import IN_FORCE
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeNumber
from kiosk.domain.roles import Action
from kiosk.service.station.station import Station
from kiosk.store import search
from kiosk.store.badges import BadgeRow, of_holder
from kiosk.store.filed import Filed, filed_of
from kiosk.store.people import Accredited


@dataclass(frozen=True, slots=True)
class PersonFound:
    """An accreditation with its badges, newest first; `filed` says where the paper of some of them is."""

    person: Accredited
    badges: tuple[BadgeRow, ...]
    filed: Mapping[BadgeNumber, Filed] = field(default_factory=dict)

    @property
    def current(self) -> BadgeRow | None:
        """The badge in force, or soon to be."""
        return next((badge for badge in self.badges if badge.state in IN_FORCE), None)

    @property
    def number(self) -> str:
        """The number of the current badge as printed, or ""."""
        return printed(self.current.number) if self.current else ""


def find(station: Station, text: str, limit: int = 20) -> list[PersonFound]:
    """Return the people `text` may mean, likeliest first: a name in any script, an id, a printed number."""
    station.actor.needs(Action.FIND)
    with station.database.read() as connection:
        found: list[PersonFound] = []
        for holder in search.find(connection, text, limit):
            badges = tuple(of_holder(connection, holder))
            places = ((badge.number, filed_of(connection, badge.number)) for badge in badges)
            filed = {number: place for number, place in places if place is not None}
            for person in people_store.of_holder(connection, holder):
                own = tuple(badge for badge in badges if badge.accreditation == person.n)
                found.append(PersonFound(person, own, filed))
        return found[:limit]


def the_one(station: Station, text: str) -> PersonFound:
    """Return the only person that `text` can mean.

    Raises:
        KioskError: no person is meant, or several are.
    """
    found = find(station, text, 6)
    if not found:
        raise KioskError(
            'nobody is found for "{text}"', "try a part of the name, or the number on the badge", text=text
        )
    exact = [
        one for one in found if text.strip() in (one.person.external_id, one.person.holder.name, one.number)
    ]
    chosen = exact if len(exact) == 1 else found
    if len(chosen) > 1:
        named = "; ".join(
            f"{one.person.holder.name} ({one.person.external_id or one.number})" for one in chosen
        )
        raise KioskError(
            '"{text}" may mean {named}',
            "use the id in brackets, or the number on the badge",
            text=text,
            named=named,
        )
    return chosen[0]


def waiting(station: Station) -> list[Accredited]:
    """Return the people to be approved, and those suspended or blocked."""
    station.actor.needs(Action.FIND)
    with station.database.read() as connection:
        return list(people_store.not_active(connection))
