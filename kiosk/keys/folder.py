"""The keys folder: its files' permissions, and their atomic replacement.

1. If the system has modes, a file that others can read is refused (kiosk/keys/sharing.py).
2. A file is written under another name, flushed, then renamed: a power cut leaves the old or the new one.
3. A message about a key file never quotes its contents.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from kiosk.domain.credential import Series
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import LifeId
from kiosk.domain.model import EpochState, EventId
from kiosk.keys.keyring import Epoch, Keyring, SeriesKey
from kiosk.keys.sharing import group_of, is_open
from kiosk.keys.signing import StationKey, station_key

KEYRING = "keyring.json"
STATION = "station.json"
RECEIPT = "backup-receipt.json"

_RESTORE = "restore the keys from their backup with `kiosk keys restore`"


def save_keyring(folder: Path, keyring: Keyring) -> None:
    """Write the keyring."""
    _write(
        folder / KEYRING,
        {
            "format": "kiosk/v1/keyring",
            "event": keyring.event.hex(),
            "epochs": [
                {
                    "epoch": epoch.number,
                    "state": epoch.state.value,
                    "secret": None if epoch.secret is None else epoch.secret.hex(),
                }
                for epoch in keyring.epochs
            ],
            "series": [
                {
                    "epoch": one.epoch,
                    "series": one.series.number,
                    "life": None if one.series.life is None else one.series.life.hex(),
                    "key": one.key.hex(),
                }
                for one in keyring.derived
            ],
        },
    )


def load_keyring(folder: Path) -> Keyring:
    """Read the keyring. Raises KioskError when it is missing, damaged or open to others."""
    path = folder / KEYRING
    values = _read(path, "kiosk/v1/keyring")
    try:
        return Keyring(
            EventId(_bytes(values["event"], 16)),
            tuple(
                Epoch(
                    _int(epoch["epoch"]),
                    EpochState(str(epoch["state"])),
                    None if epoch["secret"] is None else _bytes(epoch["secret"], 32),
                )
                for epoch in _rows(values["epochs"])
            ),
            tuple(
                SeriesKey(_int(one["epoch"]), _series(one), _bytes(one["key"], 32))
                for one in _rows(values["series"])
            ),
        )
    except (KeyError, TypeError, ValueError) as damaged:
        raise KioskError("{path} is damaged", _RESTORE, path=path) from damaged


def save_station_key(folder: Path, key: StationKey) -> None:
    """Write the station's key."""
    _write(folder / STATION, {"format": "kiosk/v1/station", "seed": key.seed.hex()})


def load_station_key(folder: Path) -> StationKey:
    """Read the station's key. Raises KioskError when it is missing, damaged or open to others."""
    path = folder / STATION
    values = _read(path, "kiosk/v1/station")
    try:
        return station_key(_bytes(values["seed"], 32))
    except (KeyError, TypeError, ValueError) as damaged:
        raise KioskError("{path} is damaged", _RESTORE, path=path) from damaged


def save_receipt(folder: Path, digest: bytes) -> None:
    """Record which keys were last backed up, by a digest that reveals nothing about them."""
    _write(folder / RECEIPT, {"format": "kiosk/v1/receipt", "digest": digest.hex()})


def load_receipt(folder: Path) -> bytes | None:
    """Return the digest of the keys last backed up; None if there was no backup."""
    path = folder / RECEIPT
    if not path.exists():
        return None
    values = _read(path, "kiosk/v1/receipt")
    try:
        return _bytes(values["digest"], 32)
    except (KeyError, TypeError, ValueError):
        return None


def open_to_others(folder: Path) -> tuple[Path, ...]:
    """Return the key files, or the folder, that other users of this computer can read."""
    if os.name != "posix" or not folder.exists():
        return ()
    group = group_of(folder)
    return tuple(path for path in (folder, *sorted(folder.iterdir())) if is_open(path, group))


def _write(path: Path, values: Mapping[str, object]) -> None:
    try:
        _replace(path, values)
    except OSError as denied:
        raise cannot_write(path, denied) from denied


def cannot_write(path: Path, denied: OSError) -> KioskError:
    """Return the error for a file or folder that the system refuses to write."""
    hint = "check the folder, its rights and the free space, then try again"
    return KioskError("{path} cannot be written: {strerror}", hint, path=path, strerror=denied.strerror)


def _replace(path: Path, values: Mapping[str, object]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    group = group_of(path.parent)
    if group is not None:
        os.chown(new, -1, group)
        new.chmod(0o640)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(values, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    if os.name == "posix":
        parent = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(parent)
        finally:
            os.close(parent)


def _read(path: Path, form: str) -> Mapping[str, object]:
    try:
        if os.name == "posix" and is_open(path, group_of(path.parent)):
            raise KioskError("other users can read {path}", "close it to them: chmod 600 {path}", path=path)
        values: object = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise KioskError("there is no key file {path}", _RESTORE, path=path) from missing
    except OSError as denied:
        raise KioskError(
            "{path} cannot be read: {strerror}",
            "check the rights of the file",
            path=path,
            strerror=denied.strerror,
        ) from denied
    except ValueError as damaged:
        raise KioskError("{path} is damaged", _RESTORE, path=path) from damaged
    if not isinstance(values, dict) or values.get("format") != form:
        raise KioskError("{path} is damaged, or from another version", _RESTORE, path=path)
    return values


def _rows(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise TypeError("not a list of objects")
    return value


def _series(row: Mapping[str, object]) -> Series:
    life = row.get("life")  # absent in files from before lives were part of the seal
    return Series(_int(row["series"]), None if life is None else LifeId(_bytes(life, 16)))


def _int(value: object) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    return value


def _bytes(value: object, length: int) -> bytes:
    read = bytes.fromhex(str(value))
    if len(read) != length:
        raise ValueError("another length")
    return read
