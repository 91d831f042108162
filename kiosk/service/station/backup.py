"""The backup of a station: one file with its list, journal, photos, templates, settings and locked keys.

1. It is made while gates and desks keep working, and read back whole before it gets its name.
2. Its keys are under a passphrase; names, photos and rights are not: guard it like the computer.
3. The authority for TLS is locked with them, so that telephones need not trust another one.
4. A restored station begins a new life, with its own numbers: the backup has no copy of the newest head.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.domain.errors import KioskError
from kiosk.domain.roles import Action
from kiosk.keys.authority import packed_authority
from kiosk.keys.backup import StationKeys, backup, digest, lock, restore
from kiosk.keys.folder import save_receipt
from kiosk.service.station.new_file import new_file
from kiosk.service.station.station import Station

CONFIG, DATABASE, PHOTOS, KEYS = "config.toml", "kiosk.sqlite3", "photos.sqlite3", "keys.txt"
AUTHORITY = "authority.txt"
"""Only in the backup of a station that was served to a network."""
_ALWAYS = frozenset({CONFIG, DATABASE, PHOTOS, KEYS})
_CONTENTS = "backup.json"
_FORMAT = "kiosk/v1/station"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a backup holds besides the two databases.

    Attributes:
        folder: the station's; templates elsewhere came with Kiosk, and are already there.
        keys: the folder of the keys, where their backup is noted.
        passphrase: opens the keys in the backup.
    """

    folder: Path
    config: Path
    templates: Path
    keys: Path
    passphrase: str


def back_up(station: Station, belongings: Belongings, out: Path) -> None:
    """Write the backup of an open station to a new file, and read it back.

    Raises:
        KioskError: the file already exists, cannot be written, or does not read back.
    """
    station.actor.needs(Action.KEEP_KEYS)
    keys = StationKeys(station.keyring, station.key)
    locked = backup(keys, belongings.passphrase, station.random)
    authority = packed_authority(belongings.keys)
    half = out.with_name(f".{out.name}.part")
    with new_file(out) as file, _folder(half):
        # The list first: a photo is written before anything refers to it.
        station.database.copy_to(half / DATABASE)
        station.photos.copy_to(half / PHOTOS)
        (half / KEYS).write_text(locked, encoding="utf-8", newline="\n")
        files = {
            DATABASE: half / DATABASE,
            PHOTOS: half / PHOTOS,
            KEYS: half / KEYS,
            CONFIG: belongings.config,
        }
        if authority:
            sealed = lock(authority, belongings.passphrase, station.random)
            (half / AUTHORITY).write_text(sealed, encoding="utf-8", newline="\n")
            files[AUTHORITY] = half / AUTHORITY
        files |= dict(_templates(belongings))
        with suppress(OSError):  # a stick without file permissions
            out.chmod(0o600)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            digests = {name: _digest_of(path) for name, path in files.items()}
            contents = {
                "format": _FORMAT,
                "made_at": station.clock.now().isoformat(timespec="seconds"),
                "files": digests,
            }
            archive.writestr(_CONTENTS, json.dumps(contents, indent=1))
            for name, path in files.items():
                archive.write(path, name)
        file.flush()
        with opened_backup(out) as written:
            written.check()
            restore(written.text(KEYS), belongings.passphrase)
    save_receipt(belongings.keys, digest(keys))


def _templates(belongings: Belongings) -> Iterator[tuple[str, Path]]:
    """Yield each file of the station's own templates, with its path in the station's folder."""
    if belongings.templates.resolve().is_relative_to(belongings.folder.resolve()):
        for path in sorted(belongings.templates.rglob("*")):
            if path.is_file():
                yield path.resolve().relative_to(belongings.folder.resolve()).as_posix(), path


class Backup:
    """A backup that is open for reading."""

    def __init__(self, archive: zipfile.ZipFile, digests: Mapping[str, str], path: Path) -> None:
        self._archive = archive
        self._digests = digests
        self._path = path

    def check(self) -> None:
        """Read all of it. Raises KioskError if anything differs from what was written."""
        for name in self._digests:
            self._read(name, None)

    def text(self, name: str) -> str:
        """Return a text file."""
        return self._archive.read(name).decode("utf-8-sig")

    def write(self, name: str, to: Path) -> None:
        """Write one of its files to a path where there is none. Raises KioskError for a damaged one."""
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("xb") as file:
            self._read(name, file)

    def templates(self) -> Iterator[str]:
        """Yield the path of each template, relative to the station's folder."""
        yield from (name for name in self._digests if name not in _ALWAYS and name != AUTHORITY)

    @property
    def has_authority(self) -> bool:
        """Whether the station had an authority for TLS."""
        return AUTHORITY in self._digests

    def _read(self, name: str, file: BinaryIO | None) -> None:
        read = hashlib.sha256()
        try:
            with self._archive.open(name) as packed:
                while block := packed.read(_BLOCK):
                    read.update(block)
                    if file is not None:
                        file.write(block)
        except (KeyError, zipfile.BadZipFile, EOFError, ValueError) as damaged:
            raise self._damaged(name) from damaged
        if read.hexdigest() != self._digests[name]:
            raise self._damaged(name)

    def _damaged(self, name: str) -> KioskError:
        return KioskError(
            "{path} is damaged: {name}", "use another copy of the backup", path=self._path, name=name
        )


@contextmanager
def opened_backup(path: Path) -> Iterator[Backup]:
    """Open a backup for the length of a block. Raises KioskError if it is not a backup, or damaged."""
    try:
        archive = zipfile.ZipFile(path)
    except OSError as denied:
        raise KioskError(
            "{path} cannot be read: {strerror}", "name the backup's file", path=path, strerror=denied.strerror
        ) from denied
    except zipfile.BadZipFile as no_backup:
        raise _no_backup(path) from no_backup
    with archive:
        yield Backup(archive, _digests(archive, path), path)


def _digests(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a backup; every path must stay in the station's folder."""
    try:
        contents = json.loads(archive.read(_CONTENTS))
        digests = {str(name): str(digest) for name, digest in contents["files"].items()}
        is_ours = (
            contents["format"] == _FORMAT and digests.keys() >= _ALWAYS and all(map(_is_inside, digests))
        )
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError) as damaged:
        raise _no_backup(path) from damaged
    if not is_ours:
        raise _no_backup(path)
    return digests


def _no_backup(path: Path) -> KioskError:
    return KioskError(
        "{path} is no backup of a station, or a damaged one",
        "name what `kiosk station backup` wrote",
        path=path,
    )


def _is_inside(name: str) -> bool:
    """Say whether a path stays inside the folder that it is written to, on any system."""
    return not any(c in name for c in ":\\\0") and not {"..", "", "."} & set(name.split("/"))


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _folder(path: Path) -> Iterator[None]:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    try:
        yield
    finally:
        shutil.rmtree(path, ignore_errors=True)
