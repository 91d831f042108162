"""The printers of CUPS: jobs are submitted with `lp` and followed over IPP.

`lpstat` does not say how a job ended: docs/decisions/0051-printers.md.
"""

import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.service.printers.ipp import Attributes, Operation, ask
from kiosk.service.printers.media import medium
from kiosk.service.printers.spooling import (
    Ending,
    Job,
    JobName,
    JobState,
    News,
    PrinterInfo,
    PrinterState,
    Unsent,
)

_QUEUED = re.compile(r"request id is (\S+-\d+) ")
_OWN_NAME = re.compile(r"^\S*lp: (Error - )?")
_JOB_FACTS = (
    "job-state",
    "time-at-processing",
    "job-media-sheets-completed",
    "job-printer-state-message",
    "job-printer-uri",
)
_PRINTER_FACTS = (
    "printer-name",
    "printer-state",
    "printer-is-accepting-jobs",
    "printer-state-message",
    "printer-state-reasons",
)
_JOB_STATES = {
    3: JobState.PENDING,
    4: JobState.PENDING,
    5: JobState.PRINTING,
    6: JobState.STOPPED,
    7: JobState.CANCELLED,
    8: JobState.STOPPED,
    9: JobState.DONE,
}
"""RFC 8011, 5.3.7: pending, held, processing, stopped (CUPS: by a filter that failed), cancelled, aborted,
completed. A job whose printer is stopped is pending."""
_PRINTER_STATES = {3: PrinterState.IDLE, 4: PrinterState.PRINTING, 5: PrinterState.STOPPED}
_GONE = News(JobState.GONE, said="the spooler no longer knows the job")
_OPTIONS = (
    "print-scaling=none",
    "fit-to-page=false",
    "number-up=1",
    "job-sheets=none",
    "job-hold-until=no-hold",
)
"""Options of a badge job, whatever this user's defaults are (`lpoptions`)."""


@dataclass(frozen=True, slots=True)
class Cups:
    """The spooler of Linux and macOS.

    Attributes:
        server: a socket or `host:port`; "" for the one in this computer's settings.
    """

    server: str = ""

    def list_printers(self) -> tuple[PrinterInfo, ...]:
        """Return the printers, by name. Raises KioskError if CUPS is missing or does not answer."""
        found = ask(self._address(), Operation.CUPS_GET_PRINTERS, "", _PRINTER_FACTS)
        return tuple(sorted((_printer(facts) for facts in found), key=lambda printer: printer.name))

    def submit(self, printer: str, file: Path, job: Job) -> JobName | Unsent:
        """Submit a PDF at 100 %. Raises KioskError for paper that the printer does not have."""
        if printer.startswith("-"):
            raise KioskError(
                '"{printer}" is no name of a printer', "no name begins with a dash", printer=printer
            )
        uri = f"ipp://localhost/printers/{printer}"
        found = ask(self._address(), Operation.GET_PRINTER_ATTRIBUTES, uri, ["media-supported"])
        known = [str(name) for facts in found for name in facts.get("media-supported", ())]
        paper = medium(job.width, job.height, known)
        options = [f"media={paper}", f"sides={job.sides}", *_OPTIONS]
        words = [word for option in options for word in ("-o", option)]
        try:
            done = self._run(
                "lp",
                "-d",
                printer,
                "-n",
                "1",
                "-t",
                job.title,
                *words,
                "--",
                str(file.absolute()),
                patience=job.patience,
            )
        except subprocess.TimeoutExpired:
            return Unsent(Ending.UNSURE, f"lp did not end within {job.patience:g} seconds")
        if done.returncode != 0:
            return Unsent(Ending.REFUSED, _words(done.stderr) or "lp refused without a word")
        queued = _QUEUED.search(done.stdout)
        if queued is None:
            return Unsent(Ending.UNSURE, f"lp named no job: {_words(done.stdout)}")
        return JobName(queued[1])

    def news(self, job: JobName) -> News:
        """Say how a job is doing; never raises."""
        uri = f"ipp://localhost/jobs/{job.rpartition('-')[2]}"
        try:
            address = self._address()
            found = ask(address, Operation.GET_JOB_ATTRIBUTES, uri, _JOB_FACTS)
            if not found:
                return _GONE
            facts = found[0]
            state = _JOB_STATES.get(_number(facts, "job-state"), JobState.UNKNOWN)
            said = _text(facts, "job-printer-state-message")
            if state in {JobState.PENDING, JobState.PRINTING}:
                said = self._hindrance(address, _text(facts, "job-printer-uri")) or said
        except KioskError as silent:
            return News(JobState.UNKNOWN, said=silent.message)
        has_begun = "time-at-processing" in facts
        return News(state, has_begun, _number(facts, "job-media-sheets-completed"), said)

    def withdraw(self, job: JobName) -> None:
        """Cancel a job, if it has not ended; never raises."""
        with suppress(KioskError, subprocess.TimeoutExpired):
            self._run("cancel", job)

    def _hindrance(self, address: str, uri: str) -> str:
        """Return why a printer is not printing now; "" if it is."""
        for facts in ask(address, Operation.GET_PRINTER_ATTRIBUTES, uri, _PRINTER_FACTS):
            printer = _printer(facts)
            if printer.state is PrinterState.STOPPED:
                return f"the printer is stopped{': ' if printer.said else ''}{printer.said}"
            return printer.said
        return ""

    def _address(self) -> str:
        """Return where CUPS listens, as its own tools would find it."""
        if self.server:
            return self.server
        try:
            return self._run("lpstat", "-H").stdout.strip()
        except subprocess.TimeoutExpired as silent:
            raise KioskError(
                "CUPS does not say where it listens", "is it running? lpstat -H hangs"
            ) from silent

    def _run(self, tool: str, *words: str, patience: float = 30.0) -> subprocess.CompletedProcess[str]:
        """Run one of CUPS' tools, with its messages in English."""
        path = shutil.which(tool)
        if path is None:
            raise KioskError(
                "CUPS, which prints, is not installed on this computer",
                "on Debian and Ubuntu: apt-get install cups; or print the PDF that --out makes by hand",
            )
        server = ["-h", self.server] if self.server else []
        command = ["/usr/bin/env", "LC_ALL=C", path, *server, *words]
        return subprocess.run(  # noqa: S603 - no shell, and each word is one argument
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience,
            check=False,
            encoding="utf-8",
            errors="replace",
        )


def _printer(facts: Attributes) -> PrinterInfo:
    reasons = [str(one) for one in facts.get("printer-state-reasons", ()) if one != "none"]
    message = _text(facts, "printer-state-message")
    return PrinterInfo(
        _text(facts, "printer-name"),
        _PRINTER_STATES.get(_number(facts, "printer-state"), PrinterState.STOPPED),
        _number(facts, "printer-is-accepting-jobs") != 0,
        message or ", ".join(reasons),
    )


def _number(facts: Attributes, name: str) -> int:
    value = facts.get(name, (0,))[0]
    return value if isinstance(value, int) else 0


def _text(facts: Attributes, name: str) -> str:
    return str(facts.get(name, ("",))[0])


def _words(text: str) -> str:
    """Return what `lp` wrote, as one line, without its own name and full stop."""
    return _OWN_NAME.sub("", " ".join(text.split())).removesuffix(".")
