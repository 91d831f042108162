"""The story of `kiosk demo`: sample data, the real floors, and a simulated camera."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kiosk.badge.drawing.photo import PhotoRefused, intake
from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import Opened
from kiosk.cli.app import errors
from kiosk.domain.credential import parse_printed, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Opens
from kiosk.domain.model import (
    AccreditationStatus,
    Admitted,
    BadgeNumber,
    CategoryId,
    Direction,
    GateId,
    Reason,
)
from kiosk.domain.plural import counted
from kiosk.gate.display import Headless
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.gate.post import open_gate
from kiosk.rehearsal import story
from kiosk.rehearsal.cast import cast, write_list, write_portraits
from kiosk.rehearsal.credentials import code_of, unlisted_number
from kiosk.rehearsal.optics import Page
from kiosk.rehearsal.webcam import HeldUp, SimulatedCamera
from kiosk.service.badges import lifecycle as badging
from kiosk.service.evidence.exporting import Format, Request, export
from kiosk.service.evidence.verdict import Verdict
from kiosk.service.evidence.verify_database import Trust
from kiosk.service.evidence.verify_export import verify
from kiosk.service.lists.importing import ListToImport, import_list
from kiosk.service.lists.photo_folder import PhotoFolder
from kiosk.service.people import desk
from kiosk.service.prints.choosing import Choice
from kiosk.service.prints.printing import Layout, print_badges
from kiosk.service.prints.run import Target
from kiosk.service.station.heads import HeadKeeper, sidecar_of
from kiosk.store import badges as badges_store
from kiosk.store import people as people_store
from kiosk.store.tampering import alter_one_record

PEOPLE = 400
OPENING = "2025-11-11T09:05Z"
FIRST_DAY = date(2025, 11, 11)
EXPECTED = (
    Reason.REVOKED,
    Reason.SUPERSEDED,
    Reason.WRONG_ZONE,
    Reason.INVALID_TIME,
    Reason.FORGED,
    Reason.INVALID,
    Reason.PASSBACK,
    Reason.UNKNOWN,
)
"""The reasons for which the demonstration refuses at least once."""


@dataclass(slots=True)
class Collector(Headless):
    """A lamp that keeps what was recorded."""

    scans: list[Admitted] = field(default_factory=list)

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:  # noqa: ARG002 - told to every lamp
        """Keep a scan."""
        self.scans.append(admitted)


@dataclass(slots=True)
class Summary:
    """What happened, for the summary."""

    folder: Path
    steps: list[tuple[str, str, float]] = field(default_factory=list)
    scans: list[Admitted] = field(default_factory=list)


class Demonstration:
    """One run of the story in a folder; each step builds on the one before."""

    def __init__(self, folder: Path, people: int) -> None:
        self.told = Summary(folder)
        self.people = people
        self.opened: Opened = create_station(folder, Birth(FIRST_DAY, is_demo=True, clock=OPENING))
        self.station = self.opened.station
        self.pages: dict[BadgeNumber, Page] = {}
        self.bar = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=errors,
            transient=True,
        )

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step and keep its result."""
        said: list[str] = []
        began = self.station.clock.monotonic()
        yield said
        self.told.steps.append((name, " ".join(said), self.station.clock.monotonic() - began))

    def run(self) -> tuple[Verdict, Verdict]:
        """Tell the story; return the verdict on the journal and the one on an altered copy."""
        with self.bar:
            self.bring_in()
            self.print_all()
            self.open_gate()
            self.make_trouble()
            self.leave()
            return self.give_evidence()

    # --- The desk -----------------------------------------------------------------------------------------

    def bring_in(self) -> None:
        """Make up people, import their list, approve those who wait."""
        folder = self.told.folder
        with self.step("People made up") as said:
            members = cast(self.station.event(), self.people, 2025)
            write_list(folder / "people.csv", members)
            write_portraits(folder / "photos", members)
            countries = len({member.cells["country"] for member in members})
            said.append(f"{self.people} of {countries} countries, each with a photo")
        with self.step("List imported") as said:
            task = self.bar.add_task("Importing the list", total=self.people)
            photos = PhotoFolder(folder / "photos", _taken_in)
            report = import_list(
                self.station,
                ListToImport(folder / "people.csv", photos=photos),
                lambda step, done, _total: (
                    self.bar.update(task, completed=done) if step == "reading" else None
                ),
            )
            said.append(f"{report.new} new, {report.refused} refused")
        with self.step("Approvals") as said:
            with self.station.database.read() as connection:
                pending = [
                    p for p in people_store.everybody(connection) if p.status is AccreditationStatus.PENDING
                ]
            for person in pending:
                desk.approve(self.station, person)
            said.append(f"{len(pending)} press and security passes approved")

    def print_all(self) -> None:
        """Print every badge, read it back, and hand out those that are collected."""
        pdf = self.told.folder / "badges.pdf"
        with self.step("Badges printed and read back") as said:
            task = self.bar.add_task("Printing badges", total=self.people)
            layout = Layout(self.opened.settings.templates, workers=2)
            made = print_badges(
                self.station,
                Choice(),
                layout,
                Target(pdf),
                lambda step, done, _total: self.bar.update(
                    task, description=f"Badges: {step}", completed=done
                ),
            )
            size = pdf.stat().st_size / 1e6
            pages = counted(made.pages, "page")
            said.append(f"{counted(len(made.numbers), 'badge')}, {pages}, {size:.1f} MB")
        with self.step("Badges handed over") as said:
            numbers = [number for text in made.numbers if (number := parse_printed(text)) is not None]
            task = self.bar.add_task("Taking the pages in hand", total=len(numbers))
            for number, page in zip(numbers, story.pages(pdf), strict=True):
                self.pages[number] = page
                self.bar.advance(task)
            waiting = [number for number in numbers if self._opens_at_handover(number)]
            badging.hand_over(self.station, waiting)
            said.append(f"{len(waiting)} of those who collect theirs in person")

    def _opens_at_handover(self, number: BadgeNumber) -> bool:
        with self.station.database.read() as connection:
            listed = badges_store.look_up(connection, number, b"")
        category = self.station.event().category.get(listed.category) if listed else None
        return category is not None and category.opens is Opens.HANDOVER

    # --- The gates ----------------------------------------------------------------------------------------

    def _work(
        self,
        gate: str,
        shown: Sequence[HeldUp],
        direction: Direction = Direction.IN,
    ) -> list[Admitted]:
        """Run the real gate with a simulated camera; return what it recorded."""
        station = self.station
        checkpoint = station.event().checkpoint(GateId(gate), direction)
        post = open_gate(station, checkpoint)
        lamp = Collector()
        camera = SimulatedCamera(shown, story.QUICK)
        task = self.bar.add_task(f"Gate {gate}, {direction}", total=len(shown))

        def is_wanted() -> bool:
            self.bar.update(task, completed=len(lamp.scans))
            return True

        GateLoop(post, camera, lamp, Keyboard(None)).run(is_wanted)
        self.told.scans += lamp.scans
        return lamp.scans

    def open_gate(self) -> None:
        """Let everyone hold up their badge at the gate, once."""
        with self.step("Gate A opens") as said:
            scans = self._work("A", story.queue(list(self.pages.values())))
            granted = sum(scan.decision.is_granted for scan in scans)
            refused = len(scans) - granted
            said.append(f"{counted(len(scans), 'badge')} read, {granted} let in, {refused} refused")

    def make_trouble(self) -> None:
        """Hold up badges that must not pass."""
        inside = [scan.number for scan in self.told.scans if scan.decision.is_granted and scan.number]
        lost, stolen = inside[0], inside[1]
        with self.step("A badge lost, one stolen") as said:
            badging.replace_badge(self.station, printed(lost))
            badging.revoke(self.station, [stolen])
            said.append("replaced and revoked at the desk")
        with self.step("Trouble at the gates") as said:
            text = code_of(self.station, inside[2])
            never = self.station.keyring.issue(self._unlisted(), self.station.life.id)
            guest = self._with(CategoryId("official"), inside)
            scans = self._work(
                "A",
                story.queue(
                    [
                        self.pages[lost],
                        self.pages[stolen],
                        story.card(story.misread(text)),
                        story.card(never),
                    ]
                ),
            )
            scans += self._work("A", story.insist(story.card("STAND42GAGNEZ")))
            visitor = self._with(CategoryId("visitor"), inside)
            scans += self._work("HONNEUR", story.queue([self.pages[guest], self.pages[visitor]]))
            scans += self._work("HONNEUR", story.queue([self.pages[guest]]))
            refused = Counter(scan.decision.reason for scan in scans if scan.decision.reason)
            said.append(", ".join(sorted(refused)))

    def leave(self) -> None:
        """Undo the last passage, and let some people out."""
        scans = [scan for scan in self.told.scans if scan.decision.is_granted and scan.number is not None]
        with self.step("Turned back, and out") as said:
            last = scans[-1]
            checkpoint = self.station.event().checkpoint(last.checkpoint.gate, Direction.IN)
            if last.seq is not None:
                open_gate(self.station, checkpoint).admission.turn_back(last.seq)
            leaving = [scan.number for scan in scans[10:14] if scan.number is not None]
            out = self._work("A", story.queue([self.pages[number] for number in leaving]), Direction.OUT)
            said.append(f"1 did not enter after all, {len(out)} left")

    def _unlisted(self) -> BadgeNumber:
        """Seal a number that is not on the list, as a stolen desk could."""
        station = self.station
        number = unlisted_number(station)
        with station.database.read() as connection:
            anybody = next(people_store.everybody(connection))
        badging.replace_badge(station, anybody.external_id or anybody.holder.name)
        return number

    def _with(self, category: CategoryId, numbers: Sequence[BadgeNumber]) -> BadgeNumber:
        """Return a person of a category who may, or may not, enter the lounge today, like their category."""
        with self.station.database.read() as connection:
            for number in numbers[3:]:
                listed = badges_store.look_up(connection, number, b"")
                if listed is not None and listed.category == category:
                    return number
        raise KioskError("the demonstration has no {category}", category=category)

    # --- Security -----------------------------------------------------------------------------------------

    def give_evidence(self) -> tuple[Verdict, Verdict]:
        """Export, verify, alter a copy, verify that."""
        station, folder = self.station, self.told.folder
        with self.step("Journal exported") as said:
            for form in (Format.EXCEL, Format.JSONL):
                made = export(station, Request(folder, form))
                said.append(f"{counted(made.count, 'record')} as {form}.")
        HeadKeeper(station).sign()
        trust = Trust(station.key.public, None, ())
        with self.step("Journal verified") as said:
            whole = verify(station.database.path, trust)
            said.append(f"exit {whole.exit_code}: {counted(whole.accounts[0].signed, 'record')}, all signed")
        with self.step("One record altered in a copy") as said:
            copy = folder / "altered.sqlite3"
            station.database.copy_to(copy)
            shutil.copy(sidecar_of(station.database.path), sidecar_of(copy))
            refused = next(scan for scan in self.told.scans if scan.decision.reason is Reason.REVOKED)
            alter_one_record(copy, refused.seq or 0)
            altered = verify(copy, trust)
            said.append(f"exit {altered.exit_code}: {altered.lines[0]}")
        return whole, altered


def _taken_in(raw: bytes) -> bytes | str:
    taken = intake(raw)
    return taken.reason if isinstance(taken, PhotoRefused) else taken.jpeg


def summary(told: Summary) -> Table:
    """Return what happened, step by step, in 80 columns."""
    table = Table(
        title="BAMEX'25 - démonstration, heure simulée / demonstration, simulated time", expand=False
    )
    table.add_column("Step", no_wrap=True)
    table.add_column("What happened", overflow="fold")
    table.add_column("s", justify="right")
    for name, happened, seconds in told.steps:
        table.add_row(name, happened, f"{seconds:.1f}")
    table.add_row("Total", "", f"{sum(step[2] for step in told.steps):.1f}", style="bold")
    return table


def decisions(told: Summary) -> Table:
    """Return how many scans were granted, and how many refused for each reason."""
    table = Table(title="Décisions / decisions")
    table.add_column("Decision")
    table.add_column("Reason")
    table.add_column("Scans", justify="right")
    granted = sum(scan.decision.is_granted for scan in told.scans)
    table.add_row("granted", "", str(granted), style="green")
    for reason in Reason:
        count = sum(scan.decision.reason is reason for scan in told.scans)
        if count:
            table.add_row("denied", reason, str(count), style="red")
    return table
