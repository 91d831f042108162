"""Kiosk among the programs of this computer's user: an icon to click, and a start with the computer.

1. On Linux both are desktop entries, as the freedesktop.org specification writes them; on Windows, shortcuts.
2. What is taken away again is what was put there, and nothing else.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import KioskError

ICON = Path(__file__).resolve().parents[1] / "web" / "static" / "kiosk.svg"
NAME = "kiosk.desktop"
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "`": "\\`", "$": "\\$"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where the entries and the icon go.

    Attributes:
        applications: the entry that menus show.
        autostart: the entry that is started with the session.
    """

    applications: Path
    autostart: Path
    icon: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """All that `install` writes."""
        return self.applications, self.autostart, self.icon


def places(settings: Mapping[str, str], home: Path) -> Places:
    """Return where a user's entries go, as the XDG base directories say.

    Args:
        settings: the environment.
        home: the user's folder.
    """
    share = _base(settings, "XDG_DATA_HOME", home / ".local" / "share")
    config = _base(settings, "XDG_CONFIG_HOME", home / ".config")
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / "kiosk.svg"
    return Places(share / "applications" / NAME, config / "autostart" / NAME, icon)


def here() -> Places:
    """Return where the entries of this computer's user go."""
    return places(os.environ, Path.home())  # noqa: TID251 - read here for all floors


def _base(settings: Mapping[str, str], name: str, otherwise: Path) -> Path:
    """Return a base directory; one that is not absolute is not looked at, as the specification says."""
    found = Path(settings.get(name, ""))
    return found if found.is_absolute() else otherwise


def command_of(folder: Path) -> tuple[str, ...]:
    """Return what starts a station and shows its pages."""
    return sys.executable, "-m", "kiosk", "serve", "--browser", "--dir", str(folder)


def entry(command: Sequence[str], folder: Path, icon: Path, comments: Mapping[str, str]) -> str:
    """Return a desktop entry.

    Args:
        command: with its arguments.
        folder: in which it is started.
        icon: the file.
        comments: what it is, by language; `en` is there.
    """
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=Kiosk",
        f"Comment={comments['en']}",
        *(f"Comment[{code}]={comment}" for code, comment in comments.items() if code != "en"),
        f"Exec={' '.join(_argument(word) for word in command)}",
        f"Path={_string(str(folder))}",
        f"Icon={_string(str(icon))}",
        "Terminal=false",
        "Categories=Office;",
    ]
    return "\n".join(lines) + "\n"


def _argument(word: str) -> str:
    """Quote an argument; its quotes are themselves inside a string, where each backslash is doubled."""
    return _string('"' + word.translate(_QUOTED).replace("%", "%%") + '"')


def _string(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def install(where: Places, folder: Path, comments: Mapping[str, str]) -> None:
    """Write the icon and both entries. Raises KioskError if one cannot be written."""
    text = entry(command_of(folder), folder, where.icon, comments)
    try:
        for path in where.files:
            path.parent.mkdir(parents=True, exist_ok=True)
        where.icon.write_bytes(ICON.read_bytes())
        where.applications.write_text(text, encoding="utf-8")
        where.autostart.write_text(text, encoding="utf-8")
    except OSError as error:
        raise KioskError(
            "{path} cannot be written: {error}",
            "check its rights and the free space",
            path=error.filename,
            error=error.strerror,
        ) from error


def remove(where: Places) -> bool:
    """Take the icon and both entries away; return whether there was any."""
    there = [path for path in where.files if path.exists()]
    for path in there:
        path.unlink()
    return bool(there)


_SHORTCUTS = """\
$places = @([Environment]::GetFolderPath('Desktop'), [Environment]::GetFolderPath('Startup'))
foreach ($place in $places) {
  $file = Join-Path $place 'Kiosk.lnk'
  if ($env:KIOSK_FOLDER) {
    $link = (New-Object -ComObject WScript.Shell).CreateShortcut($file)
    $link.TargetPath = $env:KIOSK_PROGRAM
    $link.Arguments = $env:KIOSK_ARGUMENTS
    $link.WorkingDirectory = $env:KIOSK_FOLDER
    $link.Save()
  } elseif (Test-Path $file) { Remove-Item $file }
}
"""


def shortcuts(folder: Path | None) -> None:
    """Put shortcuts on the desktop of Windows and into its start, or take them away for None. Not tested.

    Raises:
        KioskError: PowerShell did not do it.
    """
    program, *arguments = command_of(folder or Path())
    windowless = Path(program).with_name("pythonw.exe")
    given = {
        "KIOSK_PROGRAM": str(windowless),
        "KIOSK_ARGUMENTS": subprocess.list2cmdline(arguments),
        "KIOSK_FOLDER": "" if folder is None else str(folder),
    }
    try:
        subprocess.run(  # noqa: S603 - our own script
            ["powershell", "-NoProfile", "-NonInteractive", "-Command", _SHORTCUTS],  # noqa: S607 - of the system
            check=True,
            capture_output=True,
            env={**os.environ, **given},  # noqa: TID251 - handed on to a program of the system
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise KioskError(
            "Windows did not make the shortcuts", "make one by hand, to `kiosk serve --browser`"
        ) from error
