"""The commands that set a station up and look after it: init, event and doctor."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import CONFIG, DATABASE, KEYS, PHOTOS, Opened, opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, errors, event_app
from kiosk.cli.event_effects import tell
from kiosk.cli.findings import show_findings
from kiosk.cli.keys import keys_of
from kiosk.cli.language import here, said
from kiosk.cli.named import gate_named
from kiosk.cli.passphrase import PassphraseFile
from kiosk.cli.scanner import take_samples
from kiosk.cli.tables import remark, say, say_all
from kiosk.config.camera_choice import keep_camera
from kiosk.config.computer import clock_from, file_id, state_folder, this_computer
from kiosk.config.event_file import Config, load_config
from kiosk.config.scanner import keep_scanner
from kiosk.config.settings import load_settings
from kiosk.config.shipped import ONE_DAY
from kiosk.domain.clock import Clock
from kiosk.domain.document import parse_document, to_document
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.scanner_card import scanner_of
from kiosk.domain.wording import Phrase
from kiosk.gate.wire import Tty
from kiosk.service.checkup.cameras import chosen_source, inspect_cameras, list_cameras, print_test_card
from kiosk.service.checkup.computer_checks import check_computer
from kiosk.service.checkup.finding import Finding, Level
from kiosk.service.checkup.scanner import findings_of, kept, print_scanner_card
from kiosk.service.checkup.station_checks import Place, check_station
from kiosk.service.checkup.templates import check_templates
from kiosk.service.event.versions import foresee, load_version
from kiosk.service.lists.example import write_example
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.service.words.translation import text
from kiosk.vision.device import CameraSettings
from kiosk.vision.inspection import WantedCamera, cameras

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
        say(
            "The members of {group} may work with it; its keys they may read, and only you change them.",
            group=shared,
        )
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
    say(event.name["fr"])
    if len(days) > 1:
        say("{first:%d/%m/%Y} to {last:%d/%m/%Y}. This station is made of:", first=days[0], last=days[-1])
    else:
        say("{first:%d/%m/%Y}. This station is made of:", first=days[0])
    say("  {config}  the event and this computer", config=made.config.resolve())
    say("  {data}  the list and the journal", data=data / DATABASE)
    say("  {data}  the photos", data=data / PHOTOS)
    say("  {data}  the keys: no other user may read them", data=data / KEYS)
    say("  {folder}  the head of a list, to fill in", folder=folder.resolve() / _EXAMPLE)
    say("")


def _say_next(made: Opened, folder: Path, sample: Sample | None) -> None:
    """Say what to write on paper, and what to do next."""
    say("Write this on paper. It proves later that a signature is this station's:")
    say("  key fingerprint  {fingerprint}", fingerprint=made.fingerprint)
    say("")
    say("Next:")
    where = "" if folder == HERE else f" -C {folder}"
    if sample is not None and where:
        where = ""
        say("  cd {folder}", folder=folder)
    say("  kiosk keys backup keys-backup.txt{where}   and keep it away from this computer", where=where)
    listed = "LIST.csv" if sample is None else "list.csv --photos photos"
    say("  kiosk import {listed}{where} --dry-run     what your list would do", listed=listed, where=where)
    say("  kiosk doctor{where}                        is everything ready?", where=where)
    say("  kiosk serve{where}                         gates and accounts, in a browser", where=where)


@event_app.command("load")
def load_event_document(file: Document = None, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Put a new version of the event in force; people's rights follow it."""
    with opened(folder, clock) as found:
        event = _read(file or folder / CONFIG)
        loaded = load_version(found.station, event)
    if not loaded.differences:
        say(
            "The event is already as the file has it; version {version} stays in force.",
            version=loaded.version,
        )
        return
    say_all(loaded.differences)
    tell(loaded.effects)
    _warn_of_templates(found.settings.templates, event)
    say("Version {version} of the event is in force.", version=loaded.version)


@event_app.command("diff")
def diff_event_document(file: Document = None, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Say what loading a file would change, and whom it affects.

    Changes nothing.
    """
    with opened(folder, clock) as found:
        event = _read(file or folder / CONFIG)
        foreseen = foresee(found.station, event)
    say_all(foreseen.differences or (text("No difference: the event is already as the file has it."),))
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
    context: typer.Context,
    look: Annotated[
        bool, typer.Option("--cameras", help="Open each camera and judge its pictures too.")
    ] = False,
    card: Annotated[
        Path | None,
        typer.Option("--test-card", help="Make the card to hold before a camera, as a new PDF."),
    ] = None,
    scanner: Annotated[
        bool, typer.Option("--scanner", help="Find out how the hand scanner types, and keep that.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="With --scanner: make its card instead, as a new PDF.")
    ] = None,
    chosen: Annotated[
        list[str] | None,
        typer.Option("--camera", metavar="GATE=N", help="Choose a gate's camera; config.toml keeps it."),
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Say what is wrong with this station, and what to do.

    Exit 1 for an error.

    --test-card alone makes the card and checks nothing. --scanner shows two codes to scan in this terminal.
    """
    if scanner:
        _check_scanner(context.obj, folder, out, clock_from(clock))
        return
    for choice in chosen or ():
        _choose_camera(folder / CONFIG, choice)
    if card is not None:
        refuse_mistaken(card, "card.pdf")
        print_test_card(card, clock_from(clock).now())
        say("{card}: print it at 100 %, cut it out, and hold it before the camera during", card=card)
        say("  kiosk doctor --cameras")
        if not look:
            return
    findings = check_computer()
    try:
        config = load_config(folder / CONFIG)
    except KioskError as error:
        findings += [
            list_cameras(),
            Finding(Level.ERROR, text("config"), here().error(error), here().hint(error)),
        ]
    else:
        if look:
            with errors.status(said("Looking through the cameras: hold the test card up ...")):
                findings += inspect_cameras(cameras(), _wanted(config), config.station.data / _CAMERAS)
        else:
            findings.append(list_cameras())
        findings.append(kept(config.station.scanner))
        findings.append(Finding(Level.OK, text("config"), Phrase("{path} is sound", path=config.path)))
        findings += check_station(_place(config), clock_from(clock))
    show_findings(findings)
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(1)


def _check_scanner(tty: Tty | None, folder: Path, out: Path | None, clock: Clock) -> None:
    """Make the scanner's card, or find out how the scanner types and keep that."""
    if out is not None:
        refuse_mistaken(out, "card.pdf")
        print_scanner_card(out, clock.now())
        say("{out}: print it, and scan its codes during", out=out)
        say("  kiosk doctor --scanner")
        return
    data = load_settings(folder / CONFIG).data
    samples = take_samples(tty, clock)
    findings = findings_of(samples)
    file = keep_scanner(data, scanner_of(samples))
    show_findings(findings)
    say("Kept in {file}: this computer's gates know it from their next start.", file=file)
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(1)


def _choose_camera(path: Path, choice: str) -> None:
    """Keep in config.toml which camera a gate has; `choice` is `GATE=CAMERA`."""
    name, _, camera = choice.partition("=")
    gate = gate_named(load_config(path).event, name.strip())
    source = chosen_source(camera.strip(), cameras())
    keep_camera(path, gate, source)
    say("gate {gate}: camera {source}, kept in {path}", gate=gate, source=source, path=path)


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
            remark("kiosk: warning: {says}", says=finding.says)
            remark("kiosk: hint: {hint}", hint=finding.do)


def _wanted(config: Config) -> list[WantedCamera]:
    """Return the cameras that config.toml asks for, gate by gate."""
    return [
        WantedCamera(gate, camera.source, CameraSettings(camera.width, camera.height, camera.rate))
        for gate, camera in config.station.cameras.items()
    ]
