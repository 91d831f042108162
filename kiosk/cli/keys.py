"""The commands of `kiosk keys`: backup, restore and fingerprint."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap.opening import CONFIG, DATABASE, KEYS
from kiosk.cli.app import HERE, Folder, keys_app
from kiosk.cli.passphrase import PassphraseFile, new_passphrase, passphrase
from kiosk.cli.tables import say
from kiosk.config.computer import random_bytes
from kiosk.config.event_file import load_config
from kiosk.domain.errors import KioskError
from kiosk.domain.model import EventId
from kiosk.keys.backup import StationKeys, backup, digest, paper, restore
from kiosk.keys.folder import load_keyring, load_station_key, save_receipt
from kiosk.keys.replacing import replace_keys
from kiosk.keys.signing import fingerprint
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.store.database import open_copy
from kiosk.store.events import load_event


@keys_app.command("backup")
def back_up(
    out: Annotated[Path, typer.Argument(help="The file to make; a sheet to print is made beside it.")],
    passphrase_file: PassphraseFile = None,
    folder: Folder = HERE,
) -> None:
    """Write all keys under a passphrase: a file, and a sheet.

    The keys can be typed in again from the sheet.
    """
    refuse_mistaken(out, "keys-backup.txt")
    place = _keys_folder(folder)
    keys = _load(place)
    sheet = out.with_name(f"{out.stem}-sheet.txt")
    taken = next((path for path in (out, sheet) if path.exists()), None)
    if taken is not None:
        raise KioskError(
            "{taken} exists already", "name another file: a backup is never overwritten", taken=taken
        )
    words = new_passphrase(passphrase_file)
    text = backup(keys, words, random_bytes)
    _write(out, text)
    _write(sheet, paper(text, keys))
    if restore(out.read_text(encoding="utf-8"), words) != keys:
        raise KioskError("{out} does not read back", "try another disk; this one cannot be trusted", out=out)
    save_receipt(place, digest(keys))
    say("The keys are in {out}, and as a sheet to print in {sheet}.", out=out, sheet=sheet)
    say("Both were read back. Keep them apart from the passphrase, and away from this computer.")
    say("Nobody can open them without the passphrase, not even the authors of Kiosk.")


@keys_app.command("restore")
def bring_back(
    file: Annotated[Path, typer.Argument(help="The backup, or the typed lines of its sheet.")],
    passphrase_file: PassphraseFile = None,
    force: Annotated[bool, typer.Option("--force", help="Set other keys here aside, and use these.")] = False,
    folder: Folder = HERE,
) -> None:
    """Put the keys of a backup into this station's folder."""
    place = _keys_folder_to_fill(folder)
    keys = keys_of(file, passphrase_file)
    if _is_here(place, keys):
        say("These keys are here already; nothing was changed.")
        save_receipt(place, digest(keys))
    else:
        _refuse_another_event(place.parent / DATABASE, keys)
        if not force:
            _refuse_others(place)
        aside = replace_keys(place, keys)
        if aside is not None:
            say("The keys that were here are now in {aside}.", aside=aside)
        say("The keys are restored in {place}.", place=place)
    say(
        "key fingerprint  {fingerprint}   (compare it with the paper)",
        fingerprint=fingerprint(keys.station.public),
    )


@keys_app.command("fingerprint")
def show_fingerprint(folder: Folder = HERE) -> None:
    """Write this station's fingerprint, as it is on paper."""
    say(fingerprint(load_station_key(_keys_folder(folder)).public))


def _keys_folder(folder: Path) -> Path:
    return load_config(folder / CONFIG).station.data / KEYS


def _keys_folder_to_fill(folder: Path) -> Path:
    if not (folder / CONFIG).exists():
        raise KioskError(
            "there is no station in {folder} to put the keys into",
            "on a new computer: `kiosk station restore BACKUP`; without a backup of the station,"
            " `kiosk init DIR --keys FILE` begins one with these keys",
            folder=folder.resolve(),
        )
    return _keys_folder(folder)


def keys_of(file: Path, passphrase_file: Path | None) -> StationKeys:
    """Read a backup of keys, or the typed lines of its sheet. Raises KioskError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(
            "{file} cannot be read: {error}", "name the backup's file", file=file, error=error
        ) from error
    return restore(text, passphrase(passphrase_file))


def _load(place: Path) -> StationKeys:
    return StationKeys(load_keyring(place), load_station_key(place))


def _is_here(place: Path, keys: StationKeys) -> bool:
    try:
        return _load(place) == keys
    except KioskError:
        return False  # no keys, or damaged ones: they are set aside, never lost


def _refuse_another_event(database: Path, keys: StationKeys) -> None:
    """Refuse keys of another event, even with --force: they could check no badge of this one."""
    event = _event(database)
    if event is not None and event != keys.keyring.event:
        raise KioskError("this backup is of another event than the database", "restore it in its own folder")


def _refuse_others(place: Path) -> None:
    if place.exists() and any(path.suffix == ".json" for path in place.iterdir()):
        hint = "add --force to put the others aside; badges sealed with them will read as forged"
        raise KioskError("there are other keys in {place}", hint, place=place)


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


def _write(path: Path, text: str) -> None:
    """Write a new file that only its owner can read."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KioskError(
            "{path} cannot be written: {strerror}",
            "choose another folder",
            path=path,
            strerror=error.strerror,
        ) from error
