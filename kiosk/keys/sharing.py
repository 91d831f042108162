"""Who may read the keys: their owner alone, or one group of this computer's users.

1. Files are 0600 in a folder of 0700; shared with a group they are 0640 in 0750, and only if the folder says
   so in a file of its own: a mode that was loosened by mistake is refused as before.
2. A group reads the keys; only their owner changes them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from kiosk.domain.errors import KioskError

if sys.platform != "win32":
    import grp

SHARED = "shared.json"
_FORMAT = "kiosk/v1/shared"


def share(data: Path, keys: Path, group: str) -> None:
    """Let a group of users work with a station: its data folder is theirs too, its keys they may read.

    Args:
        data: the station's data folder, with its files.
        keys: the folder of the keys in it.
        group: the name of the group.

    Raises:
        KioskError: there is no such group, or the system refuses.
    """
    try:
        if sys.platform == "win32":
            _share_on_windows(data, keys, group)
            return
        number = number_of(group)
        for path in (data, *(one for one in data.iterdir() if one.is_file())):
            os.chown(path, -1, number)
            path.chmod(0o2770 if path.is_dir() else 0o660)  # what is made in it later is the group's too
        (keys / SHARED).write_text(json.dumps({"format": _FORMAT, "group": group}), encoding="utf-8")
        for path in (keys, *keys.iterdir()):
            os.chown(path, -1, number)
            path.chmod(0o750 if path.is_dir() else 0o640)
    except OSError as denied:
        raise KioskError(
            "{data} cannot be shared with {group}: {strerror}",
            "be a member of that group, or ask whoever administers this computer",
            data=data,
            group=group,
            strerror=denied.strerror,
        ) from denied


def group_of(keys: Path) -> int | None:
    """Return the number of the group that a folder of keys is shared with; None for its owner alone."""
    try:
        values = json.loads((keys / SHARED).read_text(encoding="utf-8"))
        if sys.platform != "win32" and values["format"] == _FORMAT:
            return number_of(str(values["group"]))
    except (OSError, KeyError, TypeError, ValueError, KioskError):
        return None
    return None


def is_open(path: Path, group: int | None) -> bool:
    """Say whether users can read a file or folder of keys who should not, or change it."""
    found = path.stat()
    is_shared = group is not None and found.st_gid == group
    return bool(found.st_mode & (0o027 if is_shared else 0o077))


def number_of(group: str) -> int:
    """Return the number of a group; -1 on Windows. Raises KioskError if this computer has none."""
    if sys.platform == "win32":
        return -1
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError as unknown:
        raise KioskError(
            "this computer has no group {group}",
            "make it first, with those who work with this station as its members",
            group=group,
        ) from unknown


def _share_on_windows(data: Path, keys: Path, group: str) -> None:
    """Let a group change the data and read the keys, by access control lists. Not tested here."""
    for path, rights in ((data, "(OI)(CI)M"), (keys, "(OI)(CI)R")):
        if path == keys:
            command = ["icacls", str(path), "/inheritance:d", "/remove:g", group]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - no shell
        done = subprocess.run(  # noqa: S603 - no shell
            ["icacls", str(path), "/grant", f"{group}:{rights}"],  # noqa: S607 - part of the system
            check=False,
            capture_output=True,
        )
        if done.returncode:
            raise OSError(done.returncode, done.stderr.decode(errors="replace").strip() or "icacls refused")
