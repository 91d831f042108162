"""`kiosk log export` and `kiosk log verify`: the journal as evidence."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kiosk.bootstrap.opening import Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, log_app
from kiosk.cli.language import said
from kiosk.cli.named import gate_named
from kiosk.cli.tables import say
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import micros
from kiosk.domain.model import Outcome
from kiosk.domain.plural import counted
from kiosk.keys.signing import fingerprint, read_fingerprint
from kiosk.service.evidence.exporting import Format, Request, export
from kiosk.service.evidence.verdict import OPEN, TAMPERED, WHOLE, Trouble, Verdict
from kiosk.service.evidence.verify_database import Trust
from kiosk.service.evidence.verify_export import verify
from kiosk.service.station.heads import sign_journal
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.service.words.translation import text
from kiosk.store.journal_reading import Selection

PUBLIC_KEY_BYTES = 32
_VERDICTS = {
    WHOLE: text("whole"),
    OPEN: text("consistent, but not proven: incomplete, or the signer is not confirmed"),
    TAMPERED: text("TAMPERED WITH"),
}


class FileFormat(StrEnum):
    """The formats of `--format`."""

    CSV = "csv"
    JSONL = "jsonl"


@log_app.command("export")
def export_log(
    out: Annotated[Path, typer.Option("--out", help="The file to make, or a folder for the usual name.")],
    form: Annotated[FileFormat, typer.Option("--format", help="csv to read, jsonl to prove.")] = (
        FileFormat.CSV
    ),
    since: Annotated[
        str | None, typer.Option("--from", help="From this local time on, like 2025-11-11T08:00.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="Up to this local time; a bare date includes the whole day.")
    ] = None,
    gate: Annotated[str | None, typer.Option("--gate", help="Only of this gate.")] = None,
    decision: Annotated[
        Outcome | None, typer.Option("--decision", help="Only granted, or only denied.")
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="CSV for a French Excel.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Export the journal with a signed manifest beside it."""
    if excel and form is not FileFormat.CSV:
        raise typer.BadParameter("--excel is a kind of CSV: omit --format jsonl")
    if not out.is_dir():
        refuse_mistaken(out, f"journal.{form}")
    with opened(folder, clock) as found:
        station = found.station
        event = station.event()
        selection = Selection(
            _moment(event, since, timedelta()),
            _moment(event, until, timedelta(days=1)),
            None if gate is None else gate_named(event, gate),
            decision,
        )
        request = Request(out, Format.EXCEL if excel else Format(form), selection)
        made = export(station, request)
    say("{records} in {file}", records=counted(made.count, "record"), file=made.file)
    say("signed in {manifest}; keep both together", manifest=made.manifest)


@log_app.command("verify")
def verify_log(
    file: Annotated[
        Path | None, typer.Argument(help="A database or an export; by default this station's own.")
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", help="The station's public key: 64 hexadecimal digits.")
    ] = None,
    printed_key: Annotated[
        str | None, typer.Option("--fingerprint", help="The fingerprint of that key, as on paper.")
    ] = None,
    head: Annotated[
        list[str] | None, typer.Option("--head", help="A head kept elsewhere: its file, or its text.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Verify a journal, or an export of it.

    Exit 0: whole; 3: incomplete, or signer not confirmed; 4: tampered with.
    """
    public = None if key is None else public_key(key)
    paper = None if printed_key is None else fingerprint_on_paper(printed_key)
    trust = Trust(public, paper, tuple(_head(written) for written in head or ()))
    if file is not None:
        verdict = verify(file, trust)
    else:
        with opened(folder, clock) as found:
            verdict = _verify_own(found, trust)
    for line in verdict.lines:
        say(line)
    if paper is not None and any(finding.trouble is Trouble.KEY for finding in verdict.findings):
        say(
            "before anything else compare what you typed with the paper, letter by letter: {paper}",
            paper=paper,
        )
    say("verdict: {verdict}", verdict=said(_VERDICTS[verdict.exit_code]))
    raise typer.Exit(verdict.exit_code)


def public_key(written: str) -> bytes:
    """Read a public key: 32 bytes in hexadecimal. Raises KioskError."""
    try:
        public = bytes.fromhex(written)
    except ValueError:
        public = b""
    if len(public) != PUBLIC_KEY_BYTES:
        raise KioskError("--key is not a public key", "give its 64 hexadecimal digits, or use --fingerprint")
    return public


def fingerprint_on_paper(written: str) -> str:
    """Read a fingerprint as it was typed. Raises KioskError for what cannot be one: a slip is no forgery."""
    found = read_fingerprint(written)
    if found is None:
        raise KioskError(
            '"{written}" is no fingerprint',
            "it has twenty letters and digits; compare it with the paper, letter by letter",
            written=written,
        )
    return found


def _verify_own(found: Opened, trust: Trust) -> Verdict:
    """Sign the journal's head and verify this station's file; by default its own key is expected."""
    station = found.station
    sign_journal(station.database, station.journal, station.key, micros(station.clock.now()))
    if trust.public is None and trust.fingerprint is None:
        say(
            "this station's key: {fingerprint} (compare it with the paper)",
            fingerprint=fingerprint(station.key.public),
        )
        trust = Trust(station.key.public, None, trust.heads)
    return verify(station.database.path, trust)


def _head(written: str) -> str:
    """Return the text of a head: of the file with that name, if there is one."""
    if "\n" in written:
        return written
    try:
        return Path(written).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(
            "{written} does not hold a head", "give the file of a head kept elsewhere", written=written
        ) from error


def _moment(event: Event, written: str | None, whole_day: timedelta) -> int | None:
    """Read a local time of the first site, in microseconds since 1970; a bare date means midnight.

    Args:
        event: whose first site's time zone counts.
        written: ISO 8601; an offset is respected.
        whole_day: what is added to a bare date.
    """
    if written is None:
        return None
    try:
        at = datetime.fromisoformat(written)
        is_day = len(written) <= len("2025-11-11")
        if is_day:
            at = datetime.combine(at.date() + whole_day, time())
        if at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(event.sites[0].time_zone))
        return micros(at)
    except (ValueError, OverflowError) as error:
        raise KioskError(
            '"{written}" is not a time', "write it like 2025-11-11T08:00 or 2025-11-11", written=written
        ) from error
