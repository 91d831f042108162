"""The opening day of `kiosk demo --serve`: a small list, printed and handed over, and everybody's turn.

1. Whoever is refused is refused for what really happened: a badge lost and replaced, a person suspended, a
   card that somebody made up. Nothing tells a gate what to decide.
2. `REFUSED` names the reasons that come by in each round. Of the others, `closed` needs the night,
   `wrong_site` another day, and `capacity` a crowd.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kiosk.badge.drawing.photo import PhotoRefused, intake
from kiosk.domain.credential import counter_of, number_from, parse_printed, printed, series_of
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Approval, Category, Event, Opens, Passback, Zone
from kiosk.domain.model import AccreditationStatus, BadgeNumber, CategoryId, GateId, Reason, ZoneId
from kiosk.rehearsal import story
from kiosk.rehearsal.cast import Member, cast, write_list, write_portraits
from kiosk.rehearsal.credentials import code_of, unlisted_number
from kiosk.rehearsal.optics import Page
from kiosk.rehearsal.parade import Appearance, Timetable, write_parade
from kiosk.service.badges import lifecycle as badging
from kiosk.service.event.versions import load_version
from kiosk.service.lists.importing import ListToImport, import_list
from kiosk.service.lists.photo_folder import PhotoFolder
from kiosk.service.people import desk
from kiosk.service.prints.choosing import Choice
from kiosk.service.prints.printing import Layout, print_badges
from kiosk.service.prints.run import Target
from kiosk.service.station.station import Station
from kiosk.service.words.translation import text
from kiosk.store import badges as badges_store
from kiosk.store import people as people_store

REFUSED = (
    Reason.SUPERSEDED,
    Reason.WRONG_ZONE,
    Reason.INVALID,
    Reason.PASSBACK,
    Reason.REVOKED,
    Reason.INVALID_TIME,
    Reason.FORGED,
    Reason.SUSPENDED,
    Reason.NOT_APPROVED,
    Reason.AMBIGUOUS,
    Reason.UNKNOWN,
    Reason.BLOCKED,
    Reason.UNSYNCED,
    Reason.NOT_ISSUED,
    Reason.ESCORT_REQUIRED,
)
"""The reasons for which somebody is refused in each round, in their order."""
GATE, EXIT = "A", "B"
APART, HELD, INSISTING = 3.8, 1.8, 2.6
"""Seconds from one person to the next, and for which a badge is held up; longer by those who insist."""
STAY = 60.0
"""Seconds after which people leave again."""
_SLOW = frozenset({Reason.INVALID, Reason.AMBIGUOUS})
"""What a gate makes sure of before it refuses."""
_EACH = 3
"""Every third person is refused."""
_CAST, _ESCORTS = 60, 3
_PARKING = ZoneId("PARKING")
_CELLS: dict[Reason, dict[str, str]] = {
    Reason.WRONG_ZONE: {"zones": _PARKING},
    Reason.INVALID_TIME: {"days": "12"},
    Reason.NOT_ISSUED: {"category": "staff"},
    Reason.ESCORT_REQUIRED: {"category": "contractor"},
    Reason.SUPERSEDED: {},
    Reason.REVOKED: {},
    Reason.SUSPENDED: {},
    Reason.NOT_APPROVED: {"category": "visitor"},
    Reason.BLOCKED: {},
}
"""What the list says of those who are refused and have a badge, where it matters."""
_MOVED = {"category": "press"}
"""A category that security approves: whoever is moved to it waits anew."""


@dataclass(slots=True)
class OpeningDay:
    """The preparation of one opening day, in a folder with a new station.

    Attributes:
        told: called with each step, in English, for those who wait.
    """

    station: Station
    folder: Path
    templates: Path
    told: Callable[[str], None]
    _pages: dict[str, Page] = field(default_factory=dict)
    _numbers: dict[str, BadgeNumber] = field(default_factory=dict)

    def prepare(self) -> datetime:
        """Prepare everything; return when the parade begins, on the station's clock."""
        load_version(self.station, _with_parking(self.station.event()))
        good, bad = self._people()
        self._bring_in([*good, *bad.values()])
        self._print(bad[Reason.NOT_ISSUED].cells["external_id"])
        self.told(text("Badges get lost, people are suspended"))
        refused = self._make_trouble(good, bad)
        begins = self.station.clock.now()
        turns = _turns([_name(member) for member in good], refused)
        write_parade(
            self.folder / "rehearsal", Timetable(begins, APART * _EACH * len(REFUSED), turns), self._pages
        )
        return begins

    def _people(self) -> tuple[list[Member], dict[Reason, Member]]:
        """Return those who may enter, escorts first, and those who will be refused by reason."""
        event = self.station.event()
        found = [member for member in cast(event, _CAST, 2025) if _is_plain(member, event)]
        escorts = [member for member in found if _category(member, event).can_escort]
        others = [member for member in found if not _category(member, event).can_escort]
        bad = {
            reason: _saying(member, {"zones": "", **cells})
            for (reason, cells), member in zip(_CELLS.items(), others, strict=False)
        }
        wanted = (_EACH - 1) * len(REFUSED)
        good = [*escorts[:_ESCORTS], *others[len(bad) :]][:wanted]
        if len(good) < wanted:
            raise KioskError("the demonstration has too few people")
        return [_saying(member, {"zones": ""}) for member in good], bad

    def _bring_in(self, members: Sequence[Member]) -> None:
        self.told(text("A list is imported, with its photos"))
        write_portraits(self.folder / "photos", members)
        self._import(members)
        with self.station.database.read() as connection:
            waiting = [
                person
                for person in people_store.everybody(connection)
                if person.status is AccreditationStatus.PENDING
            ]
        for person in waiting:
            desk.approve(self.station, person)

    def _import(self, members: Sequence[Member]) -> None:
        path = self.folder / "people.csv"
        write_list(path, members)
        photos = PhotoFolder(self.folder / "photos", _taken_in)
        report = import_list(self.station, ListToImport(path, photos=photos), lambda *_: None)
        if report.refused:
            raise KioskError("the demonstration's list has faults", "please report this")

    def _print(self, left: str) -> None:
        """Print all badges, and hand them over, except the one that is left at the desk."""
        self.told(text("Badges are printed, and each code is read back"))
        pdf = self.folder / "badges.pdf"
        made = print_badges(
            self.station, Choice(), Layout(self.templates, workers=2), Target(pdf), lambda *_: None
        )
        numbers = [number for one in made.numbers if (number := parse_printed(one)) is not None]
        for number, page in zip(numbers, story.pages(pdf), strict=True):
            name = self._bearer(number)
            self._numbers[name], self._pages[name] = number, page
        badging.hand_over(self.station, [number for name, number in self._numbers.items() if name != left])

    def _bearer(self, number: BadgeNumber) -> str:
        with self.station.database.read() as connection:
            row = badges_store.find(connection, number)
            person = None if row is None else people_store.accredited(connection, row.accreditation)
        if person is None or person.external_id is None:
            raise KioskError("the demonstration printed a badge of nobody", "please report this")
        return person.external_id

    def _make_trouble(self, good: Sequence[Member], bad: dict[Reason, Member]) -> dict[Reason, str]:
        """Let happen what people are refused for; return the page that each of them holds up."""
        station = self.station
        unlisted, life = unlisted_number(station), station.life.id
        badging.replace_badge(station, printed(self._numbers[_name(bad[Reason.SUPERSEDED])]))
        badging.revoke(station, [self._numbers[_name(bad[Reason.REVOKED])]])
        for reason, act in ((Reason.SUSPENDED, desk.suspend), (Reason.BLOCKED, desk.block)):
            with station.database.read() as connection:
                person = people_store.by_external_id(connection, "list", _name(bad[reason]))
            if person is not None:
                act(station, person)
        moved = {**bad, Reason.NOT_APPROVED: _saying(bad[Reason.NOT_APPROVED], _MOVED)}
        self._import([*good, *moved.values()])
        genuine = self._numbers[_name(good[-1])]
        later = number_from(series_of(genuine), counter_of(genuine) + 5_000)
        self._pages["forged"] = story.card(story.misread(code_of(station, genuine)))
        self._pages["unknown"] = story.card(station.keyring.issue(unlisted, life))
        self._pages["unsynced"] = story.card(station.keyring.issue(later, life))
        self._pages["both"] = story.together(*(self._pages[_name(member)] for member in good[-2:]))
        self._pages["foreign"] = story.card("STAND42GAGNEZ")
        held = {reason: _name(member) for reason, member in bad.items()}
        return held | {
            Reason.FORGED: "forged",
            Reason.UNKNOWN: "unknown",
            Reason.UNSYNCED: "unsynced",
            Reason.INVALID: "foreign",
            Reason.AMBIGUOUS: "both",
            Reason.PASSBACK: _name(good[_EACH]),
        }


def _with_parking(event: Event) -> Event:
    """Return an event with a car park outside its grounds, which let nobody in twice."""
    grounds = event.gate[GateId(GATE)].inner
    zones = [replace(zone, passback=Passback.HARD) if zone.id == grounds else zone for zone in event.zones]
    name = {"fr": "Parking exposants", "en": "Exhibitors' car park"}
    label = {"fr": "PARKING", "en": "CAR PARK"}
    parking = Zone(_PARKING, name, event.zone[grounds].site, label=label)
    return replace(event, zones=(*zones, parking))


def _turns(good: Sequence[str], refused: Mapping[Reason, str]) -> tuple[Appearance, ...]:
    """Return who comes to which gate when: two who may enter, one who may not, and so on; then all leave."""
    entering = iter(good)
    turns = []
    for n in range(_EACH * len(REFUSED)):
        at = n * APART
        if n % _EACH < _EACH - 1:
            name = next(entering)
            turns.append(Appearance(GATE, at, HELD, name))
            turns.append(Appearance(EXIT, at + STAY, HELD, name))
            continue
        reason = REFUSED[n // _EACH]
        held = INSISTING if reason in _SLOW else HELD
        turns.append(Appearance(GATE, at, held, refused[reason]))
    return tuple(turns)


def _is_plain(member: Member, event: Event) -> bool:
    """Say whether somebody may enter without anybody's approval, company or desk."""
    category = _category(member, event)
    return category.approval is Approval.AUTO and category.opens is Opens.PRINT and not category.needs_escort


def _category(member: Member, event: Event) -> Category:
    return event.category[CategoryId(member.cells["category"])]


def _saying(member: Member, cells: Mapping[str, str]) -> Member:
    """Return a member of whom the list says something else."""
    return replace(member, cells={**member.cells, **cells})


def _name(member: Member) -> str:
    return member.cells["external_id"]


def _taken_in(raw: bytes) -> bytes | str:
    taken = intake(raw)
    return taken.reason if isinstance(taken, PhotoRefused) else taken.jpeg
