"""The commands that set a station up and look after it: init, event and doctor."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import CONFIG, DATABASE, KEYS, PHOTOS, Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console, errors, event_app
from kiosk.cli.event_effects import tell
from kiosk.cli.keys import keys_of
from kiosk.cli.passphrase import PassphraseFile
from kiosk.cli.tables import plain, say, say_all, shown, table
from kiosk.config.computer import clock_from, file_id, state_folder, this_computer
from kiosk.config.event_file import Config, load_config
from kiosk.config.shipped import ONE_DAY
from kiosk.domain.document import parse_document, to_document
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.plural import counted
from kiosk.service.checkup.cameras import inspect_cameras, list_cameras, print_test_card
from kiosk.service.checkup.finding import Finding, Level
from kiosk.service.checkup.station_checks import Place, check_computer, check_station
from kiosk.service.checkup.templates import check_templates
from kiosk.service.event.versions import foresee, load_version
from kiosk.service.lists.example import write_example
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.vision.device import CameraSettings
from kiosk.vision.inspection import WantedCamera, cameras

_STYLES = {Level.OK: "green", Level.WARN: "yellow", Level.ERROR: "bold red"}
_WORST_LAST = (Level.OK, Level.WARN, Level.ERROR)
_CAMERAS = "cameras"
_EXAMPLE = "example.csv"


class Sample(StrEnum):
    """Samples to begin a station with, besides the salon of four days."""

    ONE_DAY = "one-day"


_SAMPLES: Mapping[Sample, Path] = {Sample.ONE_DAY: ONE_DAY}

Document = Annotated[
    Path | None,
    typer.Argument(help="A config.toml, or the output of `event dump`; by default this folder's."),
]


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder to make a station in.")] = HERE,
    first_day: Annotated[
        datetime | None,
        typer.Option("--first-day", formats=["%Y-%m-%d"], help="Move the event's days to begin on this one."),
    ] = None,
    sample: Annotated[
        Sample | None,
        typer.Option("--sample", help="A small fair to try and change: list, photos, badge with a logo."),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="A demonstration, which may run on --clock.")] = False,
    keys: Annotated[
        Path | None,
        typer.Option("--keys", help="A backup of keys: continue the event that they belong to."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    shared: Annotated[
        str | None,
        typer.Option("--shared", metavar="GROUP", help="Several users of this computer work with it."),
    ] = None,
    clock: ClockOption = None,
) -> None:
    """Make a station: config.toml, data folder, database, keys."""
    if clock is not None and not demo:
        raise typer.BadParameter("--clock is for demonstrations: add --demo")
    restored = None if keys is None else keys_of(keys, passphrase_file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KioskError(
            "{folder} cannot be made: {strerror}",
            "choose another folder",
            folder=folder,
            strerror=error.strerror,
        ) from error
    day = None if first_day is None else first_day.date()
    begun_with = None if sample is None else _SAMPLES[sample]
    birth = Birth(day, demo, clock, restored, begun_with, shared)
    made = create_station(folder, birth)
    write_example(folder / _EXAMPLE)
    event = made.station.event()
    made.station.close()
    _warn_of_templates(made.settings.templates, event)
    _say_made(made, event, folder)
    if shared is not None:
        say(f"The members of {shared} may work with it; its keys they may read, and only you change them.")
        say("")
    if restored is not None:
        say("It goes on with the event of these keys, and seals its own badges with a new one. It knows no")
        say("badge that was printed before: import the list and print again. Old badges are refused.")
        say("")
    _say_next(made, folder, sample)


def _say_made(made: Opened, event: Event, folder: Path) -> None:
    """Say what a new station is made of."""
    data = made.settings.data
    days = sorted(one.date for one in event.days)
    last = f" to {days[-1]:%d/%m/%Y}" if len(days) > 1 else ""
    say(event.name["fr"])
    say(f"{days[0]:%d/%m/%Y}{last}. This station is made of:")
    say(f"  {made.config.resolve()}  the event and this computer")
    say(f"  {data / DATABASE}  the list and the journal")
    say(f"  {data / PHOTOS}  the photos")
    say(f"  {data / KEYS}  the keys: no other user may read them")
    say(f"  {folder.resolve() / _EXAMPLE}  the head of a list, to fill in")
    say("")


def _say_next(made: Opened, folder: Path, sample: Sample | None) -> None:
    """Say what to write on paper, and what to do next."""
    say("Write this on paper. It proves later that a signature is this station's:")
    say(f"  key fingerprint  {made.fingerprint}")
    say("")
    say("Next:")
    where = "" if folder == HERE else f" -C {folder}"
    if sample is not None and where:
        where = ""
        say(f"  cd {folder}")
    say(f"  kiosk keys backup keys-backup.txt{where}   and keep it away from this computer")
    listed = "LIST.csv" if sample is None else "list.csv --photos photos"
    say(f"  kiosk import {listed}{where} --dry-run     what your list would do")
    say(f"  kiosk doctor{where}                        is everything ready?")


@event_app.command("load")
def load_event_document(file: Document = None, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Put a new version of the event in force; people's rights follow it."""
    with opened(folder, clock) as found:
        event = _read(file or folder / CONFIG)
        loaded = load_version(found.station, event)
    if not loaded.differences:
        say(f"The event is already as the file has it; version {loaded.version} stays in force.")
        return
    say_all(loaded.differences)
    tell(loaded.effects)
    _warn_of_templates(found.settings.templates, event)
    say(f"Version {loaded.version} of the event is in force.")


@event_app.command("diff")
def diff_event_document(file: Document = None, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Say what loading a file would change, and whom it affects.

    Changes nothing.
    """
    with opened(folder, clock) as found:
        event = _read(file or folder / CONFIG)
        foreseen = foresee(found.station, event)
    say_all(foreseen.differences or ("No difference: the event is already as the file has it.",))
    tell(foreseen.effects)
    _warn_of_templates(found.settings.templates, event)


@event_app.command("dump")
def dump_event_document(folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Write the event in force as JSON, in UTF-8."""
    with opened(folder, clock) as found:
        document = to_document(found.station.event())
    typer.echo(f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode(), nl=False)


@app.command()
def doctor(
    look: Annotated[
        bool, typer.Option("--cameras", help="Open each camera and judge its pictures too.")
    ] = False,
    card: Annotated[
        Path | None,
        typer.Option("--test-card", help="Make the card to hold before a camera, as a new PDF."),
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Say what is wrong with this station, and what to do.

    Exit 1 for an error.

    --test-card alone makes the card and checks nothing.
    """
    if card is not None:
        refuse_mistaken(card, "card.pdf")
        print_test_card(card, clock_from(clock).now())
        say(f"{card}: print it at 100 %, cut it out, and hold it before the camera during")
        say("  kiosk doctor --cameras")
        if not look:
            return
    findings = check_computer()
    try:
        config = load_config(folder / CONFIG)
    except KioskError as error:
        findings += [list_cameras(), Finding(Level.ERROR, "config", error.message, error.hint)]
    else:
        if look:
            with errors.status("Looking through the cameras: hold the test card up ..."):
                findings += inspect_cameras(cameras(), _wanted(config), config.station.data / _CAMERAS)
        else:
            findings.append(list_cameras())
        findings.append(Finding(Level.OK, "config", f"{config.path} is sound"))
        findings += check_station(_place(config), clock_from(clock))
    _show_findings(findings)
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(1)


def _read(path: Path) -> Event:
    """Read an event from a config.toml, or from the output of `event dump`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if text.lstrip().startswith("{"):  # TOML never does
            return parse_document(text)
        return load_config(path).event
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(
            "{path} cannot be read: {error}",
            "name a config.toml, or what `event dump` wrote",
            path=path,
            error=error,
        ) from error


def _place(config: Config) -> Place:
    data = config.station.data
    free, templates = config.station.min_free_disk, config.station.templates
    files = (data / DATABASE, data / PHOTOS, data / KEYS)
    return Place(*files, free, config.event, templates, this_computer(), file_id, state_folder())


def _warn_of_templates(folder: Path, event: Event) -> None:
    """Warn of categories whose badges could not be printed; the event is loaded anyway."""
    for finding in check_templates(folder, event):
        if finding.level is Level.ERROR:
            errors.print(f"kiosk: warning: {shown(finding.says)}", markup=False, soft_wrap=True)
            errors.print(f"kiosk: hint: {shown(finding.do)}", markup=False, soft_wrap=True)


def _wanted(config: Config) -> list[WantedCamera]:
    """Return the cameras that config.toml asks for, gate by gate."""
    return [
        WantedCamera(gate, camera.source, CameraSettings(camera.width, camera.height, camera.rate))
        for gate, camera in config.station.cameras.items()
    ]


def _show_findings(findings: list[Finding]) -> None:
    listed = table("", "What", "Finding, and what to do")
    # Errors come last, where the eye is when the command ends.
    for finding in sorted(findings, key=lambda one: _WORST_LAST.index(one.level)):
        said = plain(finding.says)
        if finding.do:
            said.append("\n-> ").append_text(plain(finding.do))
        listed.add_row(Text(finding.level.value, style=_STYLES[finding.level]), plain(finding.about), said)
    console.print(listed)
    wrong = sum(finding.level is Level.ERROR for finding in findings)
    warned = sum(finding.level is Level.WARN for finding in findings)
    if wrong:
        say(f"{counted(wrong, 'error')} to mend, {counted(warned, 'warning')}.")
    else:
        say(f"Ready; {counted(warned, 'warning')}." if warned else "Ready: nothing is wrong.")
