"""Putting the keys of a backup into a folder, in place of those that are there."""

import os
import shutil
from pathlib import Path

from kiosk.keys.backup import StationKeys, digest
from kiosk.keys.folder import cannot_write, save_keyring, save_receipt, save_station_key
from kiosk.keys.sharing import SHARED, group_of


def replace_keys(folder: Path, keys: StationKeys) -> Path | None:
    """Put keys from a backup into a folder; return where the previous keys are now, if there were any.

    The new ones are completely on the disk before the old ones are touched.

    Raises:
        KioskError: they cannot be written; the old ones are unchanged.
    """
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        save_keyring(new, keys.keyring)
        save_station_key(new, keys.station)
        save_receipt(new, digest(keys))
        _share_alike(folder, new)
        aside = _put_aside(folder)
        new.rename(folder)
    except OSError as denied:
        raise cannot_write(folder, denied) from denied
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return aside


def _share_alike(folder: Path, new: Path) -> None:
    """Share new keys with the group that the ones before are shared with, if there is one."""
    group = group_of(folder)
    if group is None:
        return
    shutil.copyfile(folder / SHARED, new / SHARED)
    for path in (new, *new.iterdir()):
        os.chown(path, -1, group)
        path.chmod(0o750 if path.is_dir() else 0o640)


def _put_aside(folder: Path) -> Path | None:
    """Rename the folder of keys, if there is one, to a free name."""
    if not folder.exists():
        return None
    number = 1
    while (aside := folder.with_name(f"{folder.name}-before-{number}")).exists():
        number += 1
    return folder.rename(aside)
