"""This computer: its clock, its random source, its user and its name, as the floors below receive them."""

import getpass
import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.domain.clock import Clock, RandomBytes
from kiosk.domain.errors import KioskError
from kiosk.domain.home import Computer

if sys.platform == "win32":
    import ctypes
    import winreg
else:
    import fcntl
if sys.platform == "darwin":
    import ctypes

CLOCK_EXAMPLE = "2025-11-11T08:30Z"


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the wall clock in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the clock that is injected

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()  # noqa: TID251 - the clock that is injected


class SimulatedClock:
    """A clock that starts at a given instant and goes on from there; for events created as a demo."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()  # noqa: TID251 - the clock that is injected

    def now(self) -> datetime:
        """Return the start plus the time passed since."""
        return self._start + timedelta(seconds=self.monotonic() - self._began)

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()  # noqa: TID251 - the clock that is injected


def clock_from(option: str | None) -> Clock:
    """Return the system's clock, or for `--clock 2025-11-11T08:30Z` a simulated one. Raises KioskError."""
    if option is None:
        return SystemClock()
    try:
        start = datetime.fromisoformat(option)
    except ValueError as error:
        raise KioskError(
            '"{option}" is not a date and time',
            "write it like {clock_example}",
            option=option,
            clock_example=CLOCK_EXAMPLE,
        ) from error
    if start.tzinfo is None:
        raise KioskError(
            '"{option}" does not give its time zone',
            "write it like {clock_example}",
            option=option,
            clock_example=CLOCK_EXAMPLE,
        )
    return SimulatedClock(start.astimezone(UTC))


random_bytes: RandomBytes = os.urandom  # noqa: TID251 - the randomness that is injected
"""The operating system's source of randomness."""


def operator() -> str:
    """Name the operator at the command line, before there are accounts: `cli:` and the system's user."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError, ImportError):  # no such user, as in some containers and on some systems
        return "cli:unknown"


def has_display() -> bool:
    """Say whether a browser could be shown on this computer's screen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))  # noqa: TID251 - floor of settings


def state_folder() -> Path | None:
    """Return the folder in which this user's programs keep what they remember; None where there is none."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    usual = {
        "win32": home / "AppData" / "Local",
        "darwin": home / "Library" / "Application Support",
    }.get(sys.platform, home / ".local" / "state")
    named = os.environ.get("XDG_STATE_HOME", "")  # noqa: TID251 - settings are read here
    return (Path(named) if Path(named).is_absolute() else usual) / "kiosk"


# --- Which computer this is, and which file -------------------------------------------------------------

_KEEP_IDS = frozenset(
    "ext2 ext3 ext4 xfs btrfs f2fs zfs bcachefs jfs tmpfs overlay ntfs3 nfs4".split()  # noqa: SIM905
)
"""File systems of Linux on which a file keeps its number, renamed or not. FAT and its kin number anew."""
_GET_GENERATION = 0x80087601  # FS_IOC_GETVERSION: tells a file from an earlier one that had the same number


def this_computer(root: Path = Path("/")) -> Computer:
    """Return what tells this computer from others, as every user of it can read.

    Args:
        root: where the system's own files are; another one for tests.
    """
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    return _linux(root)


def file_id(file: Path) -> str:
    """Return a file's own id where its file system keeps one, else its path.

    A file that is renamed keeps its id; a copy has another one. Raises OSError if it is not there.
    """
    found = file.stat()
    if sys.platform == "win32":
        keeps = _windows_file_system(file) in ("NTFS", "ReFS")
        return f"id {found.st_ino}" if keeps else f"path {file.resolve()}"
    if sys.platform == "darwin":
        return f"id {found.st_ino} {found.st_birthtime}"
    if _linux_file_system(file.resolve()) not in _KEEP_IDS:
        return f"path {file.resolve()}"
    return f"id {found.st_ino} {_generation(file)}"


def _linux(root: Path) -> Computer:
    ids = (_public(root / name) for name in ("etc/machine-id", "var/lib/dbus/machine-id"))
    return Computer(
        next((found for found in ids if found), ""),
        frozenset(serial for disk in _built_in(root / "sys/block") if (serial := _serial(disk))),
        frozenset(address for card in _built_in(root / "sys/class/net") if (address := _address(card))),
    )


def _built_in(folder: Path) -> list[Path]:
    """Return the devices of a folder of sysfs that are real, and on no USB cable."""
    found = []
    try:
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - every command comes by here: no Path for each
            link = os.readlink(folder / name)  # noqa: PTH115 - the same
            if "/virtual/" not in link and "/usb" not in link:
                found.append(folder / name)
    except OSError:
        return found
    return found


def _serial(disk: Path) -> str:
    """Return the serial number of a disk; "" for one that can be taken out, or has none."""
    if _public(disk / "removable") == "1":
        return ""
    names = ("device/serial", "serial", "device/wwid", "wwid", "device/cid")
    return next((found for name in names if (found := _public(disk / name))), "")


def _address(card: Path) -> str:
    """Return the permanent address of a network card; "" where only the one of the moment is known."""
    if found := _public(card / "phy80211/macaddress"):  # a radio may show itself under a random one
        return found
    return _public(card / "address") if _public(card / "addr_assign_type") == "0" else ""


def _public(file: Path) -> str:
    """Return the text of a file that every user may read; "" for any other, so that root sees no more."""
    try:
        if not file.stat().st_mode & 0o004:
            return ""
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _linux_file_system(file: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """Return the type of the file system that a file is on; "" where that is not known."""
    longest, found = -1, ""
    for line in _public(mounts).splitlines():
        fields, _, tail = line.partition(" - ")
        point = Path(fields.split(" ")[4].encode().decode("unicode_escape"))
        if len(point.parts) >= longest and file.is_relative_to(point):
            longest, found = len(point.parts), tail.split(" ")[0]
    return found


def _generation(file: Path) -> str:
    if sys.platform != "win32":
        with suppress(OSError), file.open("rb") as opened:
            return fcntl.ioctl(opened, _GET_GENERATION, bytes(8))[:4].hex()
    return ""


def _macos() -> Computer:
    """Return the computer's hardware id, which no image of its disk brings along. Not tested here."""
    if sys.platform == "darwin":
        found, patience = (ctypes.c_ubyte * 16)(), (ctypes.c_long * 2)(1, 0)
        if not ctypes.CDLL(None).gethostuuid(found, patience):
            return Computer(bytes(found).hex())
    return Computer()


def _windows() -> Computer:
    """Return what the registry says of this computer to every user. Not tested here."""
    found = _registry(r"SOFTWARE\Microsoft\Cryptography", "MachineGuid")
    return Computer(next(iter(found), ""), frozenset(_registry(r"HARDWARE\DEVICEMAP\Scsi", "SerialNumber")))


def _registry(key: str, wanted: str) -> list[str]:
    """Return the values of a name in a key of the local machine, and in all keys below it."""
    values: list[str] = []
    if sys.platform == "win32":
        names: list[str] = []
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            below, count, _ = winreg.QueryInfoKey(opened)
            for name, value, _ in (winreg.EnumValue(opened, index) for index in range(count)):
                if name == wanted and str(value).strip():
                    values.append(str(value).strip())
            names = [winreg.EnumKey(opened, index) for index in range(below)]
        for name in names:
            values += _registry(f"{key}\\{name}", wanted)
    return values


def _windows_file_system(file: Path) -> str:
    """Return the name of the file system that a file is on; "" where that is not known. Not tested here."""
    if sys.platform == "win32":
        name = ctypes.create_unicode_buffer(32)
        root = file.resolve().anchor
        if ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, None, None, None, name, len(name)):
            return name.value
    return ""
