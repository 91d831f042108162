"""The run of one print: drawn, proven, recorded, delivered as a file or to a printer, marked.

1. The file appears under its name only when it is complete, on the disk, and read back.
2. A badge is marked printed only after that; an interrupted print leaves no file or a complete one.
3. A printer's job counts as printed only when the spooler reports it done. A job refused, or ended before
   it began, is unprinted; one broken off has failed; one without a report is unsure.
4. Two simultaneous prints never have the same badge.
5. The same badges, list and event give the same bytes: the file's date is that of its newest badge.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import kiosk.store.paper as paper_store
from kiosk.badge.drawing.content import BadgeContent, Placed, Rendering
from kiosk.badge.drawing.facts import Facts
from kiosk.badge.pdf.batch import Designs, Drawers
from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.badge.pdf.render import Printing, render
from kiosk.badge.pdf.sheet import Sheet, single
from kiosk.domain.badge_life import PRINTED, BadgeAct
from kiosk.domain.credential import parse_printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Plain
from kiosk.domain.model import BadgeNumber, BadgeState
from kiosk.domain.plural import counted
from kiosk.service.badges.composing import Composer, to_print
from kiosk.service.printers.spooling import Ending, Job, News, Printer, Sides, deliver
from kiosk.service.prints.filing import Filing
from kiosk.service.prints.marking import Batch, Draft, PrintOutcome, begin, finish, take_back
from kiosk.service.prints.outdated import facts_of
from kiosk.service.prints.proof import PrintedWith, prove
from kiosk.service.prints.recovery import hidden_beside
from kiosk.service.station.station import Station
from kiosk.store.badges import Due
from kiosk.store.paper import NewPrint

MANY = 400
"""Badges from which it pays to start other processes."""
_ACTS = {
    Ending.DONE: BadgeAct.PRINT_DONE,
    Ending.STOPPED: BadgeAct.PRINT_FAILED,
    Ending.CANCELLED: BadgeAct.PRINT_FAILED,
    Ending.UNSURE: BadgeAct.PRINT_LOST,
}


class Proof(StrEnum):
    """Whether each code is read back."""

    READ_BACK = "read back"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A printer, its deviation, and for how many seconds without news its job is followed."""

    printer: Printer
    calibration: Calibration = NONE
    patience: float = 180.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a print goes.

    Attributes:
        file: to be made, and not there yet; None if a printer gets it and it is not kept.
        proof: whether its codes are read back.
        outlet: the printer used; None to print from the file by hand.
    """

    file: Path | None
    proof: Proof = Proof.READ_BACK
    outlet: Outlet | None = None


Progress = Callable[[str, int, int], None]
"""Called with "issuing", "drawing", "reading back", "marking" …, how many are done, and the total."""


@dataclass(frozen=True, slots=True)
class Run:
    """The settings of a print.

    Attributes:
        composer: of the badges.
        designs: each by its name; all of one size.
        sheet: None for one badge a page.
        start_at: the first free place of the first sheet, from 1.
        workers: processes for drawing a large batch.
        filing: where its badges go.
        first: the place of the first badge; 1 unless the print continues another.
        seen: the newest print that existed when the badges were chosen; badges of a newer one are taken.
        drawers: processes started ahead for a large batch.
    """

    composer: Composer
    designs: Designs
    sheet: Sheet | None
    start_at: int
    workers: int
    filing: Filing
    first: int = 1
    seen: int = 0
    drawers: Drawers | None = None


@dataclass(frozen=True, slots=True)
class RunResult:
    """What became of a print.

    Attributes:
        made: the pages; none if no badge could be drawn.
        batch: as recorded; None if it was not.
        state: of its badges.
        overtaken: badges in it that were replaced, revoked or erased meanwhile: destroy the paper.
        job: the spooler's name for it, or "".
        said: what the spooler reported about it.
    """

    made: Rendering
    batch: Batch | None = None
    state: BadgeState = PRINTED
    overtaken: tuple[str, ...] = ()
    job: str = ""
    said: str = ""


def carry_out(
    station: Station, run: Run, chosen: Sequence[Due], target: Target, progress: Progress
) -> RunResult:
    """Print badges, all of which have a number.

    Raises:
        KioskError: a code cannot be read back, the file cannot be written, the printer refused it, another
            print has one of the badges; nothing is marked printed.
    """
    return _PrintRun(station, run, target, progress).print(chosen)


def counter(progress: Progress, phase: str, total: int) -> Callable[[int], None]:
    """Return a function that counts the steps of a phase."""
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(phase, done, total)

    return count


@dataclass(frozen=True, slots=True)
class _PrintRun:
    """One running print."""

    station: Station
    run: Run
    target: Target
    progress: Progress

    def print(self, chosen: Sequence[Due]) -> RunResult:
        """Draw, read back, record, put in place or send to the printer, mark."""
        with _writable(self.target.file), hidden_beside(self.station, self.target.file) as hidden:
            made, credentials, drafts = self._draw(chosen, hidden)
            if not made.placed:
                return RunResult(made)
            if self.target.proof is Proof.READ_BACK:
                self._prove(hidden, made.placed, credentials)
            digest, detail = _digest(hidden), self._detail()
            batch = begin(
                self.station,
                self._row(digest, len(chosen)),
                [drafts[placed.number] for placed in made.placed],
                self.run.filing,
                self.run.seen,
            )
            detail["sha256"] = digest.hex()
            if self.target.outlet is None:
                self._release(hidden)
                return self._finish(made, batch, PrintOutcome(BadgeAct.PRINT_DONE, detail))
            result = self._deliver(self.target.outlet, hidden, made, batch, detail)
            self._release(hidden)
            return result

    def _draw(
        self, chosen: Sequence[Due], hidden: Path
    ) -> tuple[Rendering, dict[str, str], dict[str, Draft]]:
        """Draw into a file; return the positions, and each badge's credential and facts by its number."""
        credentials: dict[str, str] = {}
        drafts: dict[str, Draft] = {}
        run = self.run
        designs = {name: Facts(design) for name, design in run.designs.items()}
        badges = (badge for row in chosen if (badge := to_print(row)) is not None)

        def contents() -> Iterator[BadgeContent]:
            for content in run.composer.compose_all(badges):
                credentials[content.number] = content.credential
                digest, facts = facts_of(content, designs[content.template])
                place = run.first + len(drafts)
                number = _number(content.number)
                drafts[content.number] = Draft(place, number, content.template, digest, facts)
                yield content

        count = counter(self.progress, "drawing", len(chosen))
        printing = Printing(
            made_at=max(row.issued_at for row in chosen if row.issued_at is not None),
            sheet=run.sheet,
            start_at=run.start_at,
            workers=run.workers if len(chosen) >= MANY else 1,
            drawers=run.drawers,
            watch=lambda _: count(1),
            calibration=self._calibration,
            first=run.first,
            total=run.first + len(chosen) - 1,
        )
        with hidden.open("xb") as file:
            made = render(contents(), run.designs, file, printing)
            file.flush()
            os.fsync(file.fileno())
        return made, credentials, drafts

    def _prove(self, hidden: Path, placed: Sequence[Placed], credentials: Mapping[str, str]) -> None:
        watch = counter(self.progress, "reading back", len(placed))
        printed = PrintedWith(self.run.designs, self.run.sheet, self._calibration)
        prove(hidden, printed, placed, credentials, watch)

    @property
    def _calibration(self) -> Calibration:
        return NONE if self.target.outlet is None else self.target.outlet.calibration

    def _row(self, digest: bytes, count: int) -> NewPrint:
        run, outlet, file = self.run, self.target.outlet, self.target.file
        return NewPrint(
            "" if file is None else file.name,
            digest,
            "" if run.sheet is None else run.sheet.name,
            "" if outlet is None else outlet.printer.name,
            run.first,
            run.first + count - 1,
            None,
        )

    def _detail(self) -> dict[str, Plain]:
        detail: dict[str, Plain] = {"proof": self.target.proof is Proof.READ_BACK}
        if self.target.outlet is not None:
            detail["printer"] = self.target.outlet.printer.name
        return detail

    def _deliver(
        self, outlet: Outlet, hidden: Path, made: Rendering, batch: Batch, detail: dict[str, Plain]
    ) -> RunResult:
        """Send the file to the printer, follow its job to the end, and mark the result."""
        template = next(iter(self.run.designs.values()))
        paper = self.run.sheet or single(template)
        turned = Sides.SHORT_EDGE if paper.width > paper.height else Sides.LONG_EDGE  # about the upright edge
        sides = turned if template.back else Sides.ONE
        title = f"Kiosk, print {batch.n}: {counted(len(made.placed), 'badge')}"
        job = Job(title, paper.width, paper.height, sides, outlet.patience)

        def watch(news: News) -> None:
            self.progress("printing", min(news.sheets, made.pages), made.pages)

        try:
            outcome = deliver(outlet.printer, hidden, job, self.station.clock, watch)
        except KioskError:
            take_back(self.station, batch, detail)
            raise
        except BaseException:  # Ctrl-C: the job goes on without us
            self._finish(made, batch, PrintOutcome(BadgeAct.PRINT_LOST, detail))
            raise
        if outcome.job is not None:
            detail["job"] = outcome.job
            with self.station.database.write() as connection:
                paper_store.set_job(connection, batch.n, outcome.job)
        is_clean = outcome.ending in {Ending.STOPPED, Ending.CANCELLED} and not outcome.has_begun
        if outcome.ending is Ending.REFUSED or is_clean:
            take_back(self.station, batch, detail)
            ended = "refused the job" if outcome.ending is Ending.REFUSED else "ended the job before it began"
            raise KioskError(
                "{printer} {ended}: {value}; nothing was printed",
                "the badges are unprinted still: look at the printer, then print them again",
                printer=outlet.printer.name,
                ended=ended,
                value=outcome.said or outcome.ending,
            )
        result = self._finish(made, batch, PrintOutcome(_ACTS[outcome.ending], detail))
        return replace(result, job=outcome.job or "", said=outcome.said)

    def _release(self, hidden: Path) -> None:
        """Put the file under its name, if it is kept."""
        if self.target.file is not None:
            hidden.replace(self.target.file)
            _settle(self.target.file.parent)

    def _finish(self, made: Rendering, batch: Batch, outcome: PrintOutcome) -> RunResult:
        watch = counter(self.progress, "marking", len(batch.papers))
        return RunResult(made, batch, outcome.state, finish(self.station, batch, outcome, watch))


def _number(text: str) -> BadgeNumber:
    number = parse_printed(text)
    if number is None:
        raise KioskError("{text} is no badge number", "this is a fault of Kiosk; please report it", text=text)
    return number


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _settle(folder: Path) -> None:
    """Write the new name in a folder to the disk, if the system can (POSIX fsync of a directory)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _writable(file: Path | None) -> Iterator[None]:
    """Report a folder or a disk that takes no file, with what to do."""
    try:
        yield
    except OSError as denied:
        raise KioskError(
            "{value} cannot be written: {strerror}",
            "check the folder, its rights and the free space",
            value=file or "a temporary file",
            strerror=denied.strerror,
        ) from denied
