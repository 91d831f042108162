"""Own the commands of `kiosk keys`: backup, restore and fingerprint."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap import CONFIG, DATABASE, KEYS
from kiosk.cli.app import HERE, Folder, keys_app
from kiosk.cli.tables import say
from kiosk.config.computer import random_bytes
from kiosk.config.event_file import load_config
from kiosk.domain.errors import KioskError
from kiosk.domain.model import EventId
from kiosk.keys.backup import Keys, backup, digest, paper, restore
from kiosk.keys.folder import (
    load_keyring,
    load_station_key,
    save_keyring,
    save_receipt,
    save_station_key,
)
from kiosk.keys.signing import fingerprint
from kiosk.store.database import open_copy
from kiosk.store.events import load_event

PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="Read the passphrase here; else it is asked for.")
]


@keys_app.command("backup")
def back_up(
    out: Annotated[Path, typer.Argument(help="The file to make; a sheet to print is made beside it.")],
    passphrase_file: PassphraseFile = None,
    folder: Folder = HERE,
) -> None:
    """Write all keys under a passphrase: a file, and a sheet of paper from which it can be typed."""
    place = _keys_folder(folder)
    keys = _load(place)
    sheet = out.with_name(f"{out.stem}-sheet.txt")
    taken = next((path for path in (out, sheet) if path.exists()), None)
    if taken is not None:
        raise KioskError(f"{taken} exists already", "name another file: a backup is never overwritten")
    passphrase = _passphrase(passphrase_file, new=True)
    text = backup(keys, passphrase, random_bytes)
    _write(out, text)
    _write(sheet, paper(text, keys))
    if restore(out.read_text(encoding="utf-8"), passphrase) != keys:
        raise KioskError(f"{out} does not read back", "try another disk; this one cannot be trusted")
    save_receipt(place, digest(keys))
    say(f"The keys are in {out}, and as a sheet to print in {sheet}.")
    say("Both were read back. Keep them apart from the passphrase, and away from this computer.")
    say("Nobody can open them without the passphrase: not even who wrote Kiosk.")


@keys_app.command("restore")
def bring_back(
    file: Annotated[Path, typer.Argument(help="The backup, or the typed lines of its sheet.")],
    passphrase_file: PassphraseFile = None,
    force: Annotated[
        bool, typer.Option("--force", help="Put other keys that are here aside, and use these.")
    ] = False,
    folder: Folder = HERE,
) -> None:
    """Put the keys of a backup into this station's folder."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(f"{file} cannot be read: {error}", "name the backup's file") from error
    place = _keys_folder(folder)
    keys = restore(text, _passphrase(passphrase_file, new=False))
    if _is_here(place, keys):
        say("These keys are here already; nothing was changed.")
    else:
        if not force:
            _refuse_others(place, keys)
        aside = _put_aside(place)
        save_keyring(place, keys.keyring)
        save_station_key(place, keys.station)
        if aside is not None:
            say(f"The keys that were here lie in {aside} now.")
        say(f"The keys are restored in {place}.")
    save_receipt(place, digest(keys))
    say(f"key fingerprint  {fingerprint(keys.station.public)}   (compare it with the paper)")


@keys_app.command("fingerprint")
def show_fingerprint(folder: Folder = HERE) -> None:
    """Write this station's key fingerprint, to compare with the one on paper."""
    say(fingerprint(load_station_key(_keys_folder(folder)).public))


def _keys_folder(folder: Path) -> Path:
    return load_config(folder / CONFIG).station.data / KEYS


def _load(place: Path) -> Keys:
    return Keys(load_keyring(place), load_station_key(place))


def _is_here(place: Path, keys: Keys) -> bool:
    try:
        return _load(place) == keys
    except KioskError:
        return False  # none, or damaged ones: what is there is put aside, never lost


def _refuse_others(place: Path, keys: Keys) -> None:
    """Refuse to take other keys' place, or to bring those of another event. Raises KioskError."""
    event = _event(place.parent / DATABASE)
    if event is not None and event != keys.keyring.event:
        raise KioskError("this backup is of another event than the database", "restore it in its own folder")
    if place.exists() and any(path.suffix == ".json" for path in place.iterdir()):
        hint = "add --force to put the others aside; badges sealed with them will read as forged"
        raise KioskError(f"there are other keys in {place}", hint)


def _event(database: Path) -> EventId | None:
    if not database.exists():
        return None
    copy = open_copy(database)
    try:
        with copy.read() as connection:
            event = load_event(connection)
    finally:
        copy.close()
    return None if event is None else event.id


def _put_aside(place: Path) -> Path | None:
    """Rename the folder of keys, if there is one, to a name that is free."""
    if not place.exists():
        return None
    number = 1
    while (aside := place.with_name(f"{place.name}-before-{number}")).exists():
        number += 1
    place.rename(aside)
    return aside


def _passphrase(file: Path | None, *, new: bool) -> str:
    if file is None:
        asked: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True)
        return asked
    try:
        return file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(f"{file} cannot be read: {error}", "name a text file in UTF-8") from error


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner can read, and that was not there before."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KioskError(f"{path} cannot be written: {error.strerror}", "choose another folder") from error
