"""A print job in any spooler: submit a PDF, follow the job, report how it ended.

1. A job is done only when its spooler says so; silence never counts as success.
2. A job that was refused, or ended before it began, left nothing on paper; the outcome says so.
3. A job given up before it began is withdrawn: it must not be printed later, unnoticed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import sleep
from typing import NewType, Protocol

from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import did_you_mean

JobName = NewType("JobName", str)
"""The spooler's own name of a job, like `badges-12`: what a person types to cancel it."""

_FIRST_LOOK, _LAST_LOOK = 0.1, 1.0
"""Seconds between two looks at a job: short at first, for one badge; then longer, for thousands."""
_SLOWEST = 10_000
"""Bytes a second: a printer with little memory takes them as it prints, three seconds for a badge with a
photo, and many report nothing until they have them all."""


class Sides(StrEnum):
    """The sides to print on, in IPP's words (RFC 8011, 5.2.8)."""

    ONE = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


@dataclass(frozen=True, slots=True)
class Job:
    """What to print: a title, the paper's size in millimetres in the pages' orientation, and how.

    Attributes:
        patience: seconds without any news after which following the job is given up; once it prints, a slow
            printer's time to take the file is added.
    """

    title: str
    width: float
    height: float
    sides: Sides = Sides.ONE
    patience: float = 180.0


class JobState(StrEnum):
    """A job's state in its spooler. Unknown: it does not answer now; gone: it has forgotten the job."""

    PENDING = "pending"
    PRINTING = "printing"
    DONE = "done"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class News:
    """How a job is doing.

    Attributes:
        has_begun: whether any of it may be on paper.
        sheets: the spooler's count; 0 also if it does not count.
        said: further words of the spooler, like "paused: no paper"; "" for none.
    """

    state: JobState
    has_begun: bool = True
    sheets: int = 0
    said: str = ""


class Ending(StrEnum):
    """How a job ended. Stopped: the spooler gave it up; unsure: not known, look at the paper."""

    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A job without a name: refused or, if the spooler hung meanwhile, unsure."""

    ending: Ending
    said: str


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """The outcome of a job.

    Attributes:
        job: its name; None if it never got one.
        has_begun: false if certainly nothing of it is on paper.
        sheets: the spooler's count; 0 also if it does not count.
        said: the spooler's own words, or why the job was given up.
    """

    ending: Ending
    job: JobName | None
    has_begun: bool
    sheets: int
    said: str


class PrinterState(StrEnum):
    """What a printer is doing now."""

    IDLE = "idle"
    PRINTING = "printing"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PrinterInfo:
    """A printer as listed by its spooler: whether it takes jobs, and further words about it."""

    name: str
    state: PrinterState
    takes_jobs: bool = True
    said: str = ""


class Spooler(Protocol):
    """A program that takes jobs for the printers of a computer."""

    def list_printers(self) -> tuple[PrinterInfo, ...]:
        """Return the printers, by name. Raises KioskError if no spooler answers."""

    def submit(self, printer: str, file: Path, job: Job) -> JobName | Unsent:
        """Submit a PDF at 100 %. Raises KioskError for paper that the printer does not have."""

    def news(self, job: JobName) -> News:
        """Say how a job is doing; never raises."""

    def withdraw(self, job: JobName) -> None:
        """Cancel a job, if it has not ended; never raises."""


@dataclass(frozen=True, slots=True)
class Printer:
    """An existing printer, made by `printer_named`."""

    spooler: Spooler
    name: str


Watch = Callable[[News], None]
"""Called whenever there is news of a job."""

_ENDINGS = {
    JobState.DONE: Ending.DONE,
    JobState.STOPPED: Ending.STOPPED,
    JobState.CANCELLED: Ending.CANCELLED,
    JobState.GONE: Ending.UNSURE,
}


def printer_named(spooler: Spooler, name: str) -> Printer:
    """Return the printer of this name.

    Raises:
        KioskError: there is none; the nearest name is the hint.
    """
    known = [printer.name for printer in spooler.list_printers()]
    if name not in known:
        hint = did_you_mean(name, known) or "set one up in this computer's settings first"
        raise KioskError('there is no printer "{name}"', hint, name=name)
    return Printer(spooler, name)


def deliver(printer: Printer, file: Path, job: Job, clock: Clock, watch: Watch) -> JobOutcome:
    """Print a PDF and wait until its job has ended, or until it has been silent for too long.

    Raises:
        KioskError: the printer has no paper of this size, or no spooler answers; nothing was submitted.
    """
    slowest = job.patience + file.stat().st_size / _SLOWEST
    name = printer.spooler.submit(printer.name, file, job)
    if isinstance(name, Unsent):
        return JobOutcome(name.ending, None, name.ending is not Ending.REFUSED, 0, name.said)
    return _follow(printer.spooler, name, (job.patience, slowest), clock, watch)


def _follow(
    spooler: Spooler, job: JobName, patience: tuple[float, float], clock: Clock, watch: Watch
) -> JobOutcome:
    """Wait until a job has ended, or until there has been no news of it for too long.

    Args:
        spooler: the one that has the job.
        job: its name.
        patience: in seconds: while the job waits or its spooler is silent, and while it prints.
        clock: measures them.
        watch: told the news.
    """
    heard = known = spooler.news(job)
    watch(heard)
    since, pause = clock.monotonic(), _FIRST_LOOK
    while heard.state not in _ENDINGS:
        waiting, printing = patience
        limit = printing if heard.state is JobState.PRINTING else waiting
        if clock.monotonic() - since >= limit:
            return _given_up(spooler, job, known, heard)
        sleep(pause)
        pause = min(pause * 1.5, _LAST_LOOK)
        latest = spooler.news(job)
        if latest == heard:
            continue
        heard = latest
        if heard.state is not JobState.UNKNOWN:
            known = heard
        watch(heard)
        since, pause = clock.monotonic(), _FIRST_LOOK
    if heard.state is JobState.STOPPED:
        spooler.withdraw(job)  # some spoolers keep such a job, to be restarted by hand
    return JobOutcome(_ENDINGS[heard.state], job, heard.has_begun, heard.sheets, heard.said)


def _given_up(spooler: Spooler, job: JobName, known: News, heard: News) -> JobOutcome:
    """Stop waiting for a job without further news."""
    why = heard.said or f"still {heard.state}"
    if not known.has_begun:
        spooler.withdraw(job)
        last = spooler.news(job)
        if last.state is JobState.CANCELLED:
            return JobOutcome(Ending.CANCELLED, job, last.has_begun, last.sheets, why)
    return JobOutcome(Ending.UNSURE, job, known.has_begun, known.sheets, why)


def trouble(printer: str, outcome: JobOutcome) -> KioskError | None:
    """Say what went wrong with a job, and what to do about it; None if it is done."""
    said = f": {outcome.said}" if outcome.said else ""
    paper = "see what is on the paper" if outcome.has_begun else "nothing of it is on paper"
    match outcome.ending:
        case Ending.DONE:
            return None
        case Ending.REFUSED:
            hint = "nothing was printed; let the printer take jobs again, or choose another one"
            return KioskError("{printer} refused the job{said}", hint, printer=printer, said=said)
        case Ending.STOPPED:
            return KioskError(
                "job {job} failed{said}",
                "{paper}; see to the printer",
                job=outcome.job,
                said=said,
                paper=paper,
            )
        case Ending.CANCELLED:
            return KioskError("job {job} was cancelled{said}", paper, job=outcome.job, said=said)
        case Ending.UNSURE:
            job = f"job {outcome.job}" if outcome.job else "the job"
            hint = (
                "look at the printer; a job that waits in its queue may still be printed, or cancelled there"
            )
            return KioskError("nobody knows what became of {job}{said}", hint, job=job, said=said)
