"""Making a station: a new one, or one from its backup.

1. A folder is made whole, or not at all.
2. git ignores a station wherever it is made, so that its private keys are never committed.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from kiosk.bootstrap.opening import (
    CONFIG,
    DATABASE,
    KEYS,
    PHOTOS,
    Arrival,
    Opened,
    home_of,
    open_station,
)
from kiosk.config.computer import clock_from, operator, random_bytes
from kiosk.config.event_file import parse_config, shift_days
from kiosk.config.shipped import SAMPLE, TEMPLATES
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import Life, LifeId, micros
from kiosk.domain.model import EventId, StationId
from kiosk.keys.authority import unpack_authority
from kiosk.keys.backup import StationKeys, digest, restore, unlock
from kiosk.keys.folder import save_keyring, save_receipt, save_station_key
from kiosk.keys.keyring import Keyring, new_keyring, next_epoch
from kiosk.keys.sharing import number_of, share
from kiosk.keys.signing import StationKey, new_station_key
from kiosk.service.station import backup as station_backup
from kiosk.service.station.backup import opened_backup
from kiosk.service.station.heads import Begun, begin_life
from kiosk.store.database import create_database
from kiosk.store.events import save_event
from kiosk.store.photos import create_photos


@dataclass(frozen=True, slots=True)
class Birth:
    """How a new station comes to be.

    Attributes:
        first_day: to which the sample's days are shifted; None leaves a config.toml that is there as it is.
        clock: "" for the computer's, else the instant at which a simulated one starts.
        keys: from a backup, whose event this station belongs to; None for a new event.
        shared: the group of users who work with it; None for its owner alone.
        sample: a config.toml to begin with where the folder has none; what lies beside it is copied too.
    """

    first_day: date | None = None
    is_demo: bool = False
    clock: str | None = None
    keys: StationKeys | None = None
    sample: Path | None = None
    shared: str | None = None


def create_station(folder: Path, birth: Birth) -> Opened:
    """Make a station in a folder: config.toml (unless there is one), data, database, keys; and open it.

    Raises:
        KioskError: there is a station already, the configuration has faults, or the folder cannot be written.
    """
    clock = clock_from(birth.clock)
    if birth.shared is not None:
        number_of(birth.shared)  # refused before anything is made
    config_path = folder / CONFIG
    if birth.sample is not None:
        _check_room(folder, birth.sample.parent)
    text = (config_path if config_path.exists() else birth.sample or SAMPLE).read_text(encoding="utf-8-sig")
    event_id = EventId(random_bytes(16)) if birth.keys is None else birth.keys.keyring.event
    config = parse_config(text, config_path, event_id)
    if birth.first_day is not None or not config_path.exists():
        text = shift_days(text, birth.first_day or event_day(config.event, clock.now()))
        config = parse_config(text, config_path, event_id)
    data = config.station.data
    left = [name for name in (DATABASE, KEYS, PHOTOS, f"{DATABASE}.head") if (data / name).exists()]
    if left:
        raise KioskError(
            "there is a station in {folder} already, or what is left of one: {left}",
            "use it, or name another folder; a lost one comes back from its backup: `kiosk station restore`",
            folder=folder,
            left=", ".join(left),
        )
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)  # names, photos and rights of people
        config_path.write_text(text, encoding="utf-8")
        templates = folder / TEMPLATES.name
        if not templates.exists():
            shutil.copytree(TEMPLATES, templates)
        if birth.sample is not None:
            beside = shutil.ignore_patterns(CONFIG)  # its days were moved
            shutil.copytree(birth.sample.parent, folder, ignore=beside, dirs_exist_ok=True)
        _keep_out_of_git(folder, data)
    except OSError as error:
        raise KioskError(
            "{folder} cannot be written: {strerror}",
            "choose another folder",
            folder=folder,
            strerror=error.strerror,
        ) from error
    key, keyring = _keys_of(birth, event_id)
    save_station_key(data / KEYS, key)
    save_keyring(data / KEYS, keyring)
    create_photos(data / PHOTOS).close()
    database = create_database(data / DATABASE)
    event = replace(config.event, is_demo=birth.is_demo)
    with database.write() as connection:
        save_event(connection, event, clock.now())
    life = Life(event_id, StationId(random_bytes(16)), LifeId(random_bytes(16)))
    home = home_of(data / DATABASE)
    begin_life(database, life, key, Begun(micros(clock.now()), operator(), home))
    database.close()
    if birth.shared is not None:
        share(data, data / KEYS, birth.shared)
    return open_station(folder, birth.clock)


def _keys_of(birth: Birth, event: EventId) -> tuple[StationKey, Keyring]:
    """Return the keys to begin with.

    Those of a backup go on in a new epoch: this station does not know which numbers were issued before, and
    no badge of its own may ever have the code of one of those.
    """
    if birth.keys is None:
        return new_station_key(random_bytes), new_keyring(event, random_bytes)
    return birth.keys.station, next_epoch(birth.keys.keyring, random_bytes)


def _check_room(folder: Path, sample: Path) -> None:
    """Refuse a folder in which a sample's files would lie over others. Raises KioskError."""
    if not sample.is_dir():
        raise KioskError(
            "this installation has no sample: {sample} is missing", "install Kiosk anew", sample=sample
        )
    there = sorted(path.name for path in sample.iterdir() if (folder / path.name).exists())
    if there:
        raise KioskError(
            "{folder} has a {there} already; a sample needs a folder without",
            "name a new folder, or leave --sample away",
            folder=folder,
            there=there[0],
        )


def _keep_out_of_git(folder: Path, data: Path) -> None:
    """Have git ignore a station wherever it lies, but never a folder that is itself a repository."""
    for place in {data, folder}:
        ignore = place / ".gitignore"
        if not ignore.exists() and not (place / ".git").exists():
            ignore.write_text(_IGNORE, encoding="utf-8")


_IGNORE = """\
# Nothing of a station belongs in a repository: its keys make badges, its list names people.
# To keep the event there all the same: git add --force config.toml badge_templates
*
"""


def event_day(event: Event, now: datetime) -> date:
    """Return the event day that it is where the event begins: until `day_starts_at` it is still yesterday."""
    first = min(event.days, key=lambda day: day.date)
    return event.moment(now, first.sites[0]).day


def restore_station(
    backup: Path, folder: Path, passphrase: Callable[[], str], clock_option: str | None = None
) -> Opened:
    """Make a station of a backup in an empty folder, and open it; it begins a new life.

    Args:
        backup: what `back_up` of kiosk/service/station/backup.py wrote.
        folder: made where it is not there.
        passphrase: asked once the backup was found whole.
        clock_option: as for `open_station`.

    Raises:
        KioskError: the backup is damaged, the passphrase does not open its keys, or the folder is not empty
            or cannot be written; nothing was left behind.
    """
    if folder.exists() and any(folder.iterdir()):
        raise KioskError(
            "{folder} is not empty",
            "name a folder that is empty or not there: -C FOLDER",
            folder=folder.resolve(),
        )
    with opened_backup(backup) as found:
        found.check()
        config = parse_config(found.text(CONFIG), folder / CONFIG)
        data = config.station.data
        if data.exists() and any(data.iterdir()):
            raise KioskError(
                "{data} is not empty", "move away what is left of another station there", data=data
            )
        words = passphrase()
        keys = restore(found.text(station_backup.KEYS), words)
        authority = unlock(found.text(station_backup.AUTHORITY), words) if found.has_authority else b""
        was_there = folder.exists()
        try:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
            found.write(station_backup.CONFIG, folder / CONFIG)
            found.write(station_backup.DATABASE, data / DATABASE)
            found.write(station_backup.PHOTOS, data / PHOTOS)
            for name in found.templates():
                found.write(name, folder / name)
            save_keyring(data / KEYS, keys.keyring)
            save_station_key(data / KEYS, keys.station)
            save_receipt(data / KEYS, digest(keys))
            if authority:
                unpack_authority(authority, data / KEYS)
        except (OSError, KioskError) as error:
            shutil.rmtree(data, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)
            if was_there:
                folder.mkdir(exist_ok=True)
            if isinstance(error, KioskError):
                raise
            message = f"{folder} cannot be written: {error.strerror}"
            raise KioskError(message, "choose another folder, or free some space") from error
    return open_station(folder, clock_option, Arrival(is_on_purpose=True))
