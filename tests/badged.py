"""A real station with a few people who are to have badges, for tests of badging and printing."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import open_station
from kiosk.domain.credential import parse_printed, printed
from kiosk.domain.errors import KioskError
from kiosk.service.badges.lifecycle import issue_missing
from kiosk.service.people.desk import NewPerson, register
from kiosk.service.people.finding import the_one
from kiosk.service.printers.spooling import (
    Job,
    JobName,
    News,
    Printer,
    PrinterInfo,
    PrinterState,
    Unsent,
)
from kiosk.service.prints.choosing import Choice, Which, choose
from kiosk.service.prints.printing import Layout, Printed, find_outdated, print_badges
from kiosk.service.prints.resuming import Stop, resume
from kiosk.service.prints.run import Outlet, Proof, Target
from kiosk.service.station.acting import author
from kiosk.service.station.station import Station
from kiosk.store import badges as badges_store
from kiosk.store.changes import Edit, act
from kiosk.store.journal_reading import Selection, entries
from kiosk.store.paper import all_paper, find_print, papers_of

NOON = "2025-11-11T09:00Z"
PEOPLE = (
    ("Aminata", "Traoré", "exhibitor", "Mali"),
    ("Mehmet", "Gül", "exhibitor", "Türkiye"),
    ("Awa", "Diallo", "visitor", "Mali"),
    ("Kofi", "Mensah", "official", "Ghana"),
)


def make_station(folder: Path) -> Station:
    birth = Birth(first_day=date(2025, 11, 11), is_demo=True, clock=NOON)
    station = create_station(folder, birth).station
    for given, family, category, delegation in PEOPLE:
        texts = {"given_name": given, "family_name": family, "delegation": delegation, "country": "ML"}
        register(station, NewPerson(category, texts=texts))
    return station


def quiet(*_):
    """Hear of progress, and say nothing."""


@dataclass
class Paper:
    """A spooler that does as it is told, and remembers what it was handed."""

    ending: News | Unsent | KioskError | KeyboardInterrupt
    jobs: list[tuple[str, bytes, Job]] = field(default_factory=list)

    def list_printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("desk", PrinterState.IDLE),)

    def submit(self, printer: str, file: Path, job: Job) -> JobName | Unsent:
        assert printer == "desk"
        if isinstance(self.ending, KioskError):
            raise self.ending
        self.jobs.append((file.name, file.read_bytes(), job))
        return self.ending if isinstance(self.ending, Unsent) else JobName("desk-1")

    def withdraw(self, job: JobName) -> None:
        """Take a job back that was given up."""

    def news(self, _: JobName) -> News:
        if isinstance(self.ending, KeyboardInterrupt):
            raise self.ending
        assert isinstance(self.ending, News)
        return self.ending


def issue_all(station: Station):
    rows = choose(station, station.event(), Choice())
    issue_missing(station, [row.accreditation for row in rows], quiet)
    return [row.number for row in choose(station, station.event(), Choice())]


def print_some(
    station: Station, out: Path, choice: Choice | None = None, proof: Proof = Proof.READ_BACK, **layout
) -> Printed:
    folder = out.parent / "badge_templates"
    return print_badges(station, choice or Choice(), Layout(folder, **layout), Target(out, proof), quiet)


def print_on(station, folder, paper, file=None, which=Which.UNPRINTED):
    outlet = Outlet(Printer(paper, "desk"), patience=0.0)
    layout = Layout(folder / "badge_templates")
    return print_badges(station, Choice(which=which), layout, Target(file, outlet=outlet), quiet)


def go_on(station: Station, out: Path, after: str, number: int | None = None, **layout) -> Printed:
    """Go on with a print after its last good badge."""
    folder = out.parent / "badge_templates"
    stop = Stop(after, number)
    return resume(station, stop, Layout(folder, **layout), Target(out, Proof.NONE), quiet)


def wrong_paper(station: Station, folder: Path, choice: Choice | None = None):
    """What is out of date: (family name, what changed, what to do, carton and position)."""
    event = station.event()
    rows = choose(station, event, choice or Choice())
    found = find_outdated(station, event, Layout(folder / "badge_templates"), rows, quiet)
    return [(one.name.split(" ")[-1], one.why, one.remedy, place(one.filed)) for one in found]


def place(filed):
    return None if filed is None else (filed.carton, filed.position)


def places(station: Station):
    """Family name -> (carton, position) of the paper of the badge in force."""
    with station.database.read() as connection:
        papers = all_paper(connection)
    rows = choose(station, station.event(), Choice(which=Which.ALL))
    return {row.family_name: place(papers[row.number].filed) for row in rows if row.number in papers}


def edit(station: Station, name: str, field: str, value: str) -> None:
    """Change what the list says of somebody, as an import or the desk would."""
    person = the_one(station, name).person
    with station.database.write() as connection:
        by = author(station)
        act(connection, by, station.clock.now(), [Edit(person.holder.id, field, None, value)])


def states(station: Station) -> dict[str, str]:
    """Family name -> state of the badge in force."""
    return {row.family_name: row.state for row in choose(station, station.event(), Choice(which=Which.ALL))}


def badge(station: Station, number):
    with station.database.read() as connection:
        return badges_store.find(connection, number)


def records(station: Station, *kinds):
    with station.database.read() as connection:
        return [
            entry.act
            for entry in entries(connection, station.journal, Selection())
            if not kinds or entry.act.kind in kinds
        ]


def read_number(text: str):
    number = parse_printed(text)
    assert number is not None
    return number


def batch(station: Station, number=None):
    """A print as it is kept, and its papers."""
    with station.database.read() as connection:
        row = find_print(connection, number)
        return row, list(papers_of(connection, row.n))


def numbers(folder: Path) -> list[str]:
    """Issue all badges of a station's folder; their numbers in print."""
    station = open_station(folder).station
    found = issue_all(station)
    station.close()
    return [printed(number) for number in found]


def states_of(folder: Path) -> dict[str, str]:
    station = open_station(folder).station
    found = states(station)
    station.close()
    return found
