"""The hand scanner of one computer: what was found out about it, in a file beside the station's database.

The file belongs to the computer, not to the station: a backup does not hold it. Kiosk works without it, so
one that cannot be read counts as missing.
"""

import json
import tomllib
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.domain.layouts import Layout
from kiosk.domain.typed import UNKNOWN, Scanner

SCANNER = "scanner.toml"
_HEAD = "# Found by `kiosk doctor --scanner`; remove this file to forget it.\n"


def load_scanner(data: Path) -> Scanner:
    """Return what is kept in a station's data folder; UNKNOWN if there is nothing that can be read."""
    try:
        found = tomllib.loads((data / SCANNER).read_text(encoding="utf-8"))
        layout = Layout(str(found["layout"]))
    except (OSError, ValueError, KeyError):
        return UNKNOWN
    prefix, suffix = (found.get(key, "") for key in ("prefix", "suffix"))
    if not isinstance(prefix, str) or not isinstance(suffix, str):
        return UNKNOWN
    return Scanner(layout, prefix, suffix)


def keep_scanner(data: Path, scanner: Scanner) -> Path:
    """Write what was found, and return the file. Raises KioskError."""
    path = data / SCANNER
    values = {"layout": scanner.layout.value, "prefix": scanner.prefix, "suffix": scanner.suffix}
    # A text in JSON is also one in TOML.
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in values.items()]
    try:
        path.write_text(_HEAD + "".join(lines), encoding="utf-8")
    except OSError as error:
        raise KioskError(
            "{path} cannot be written: {strerror}",
            "check the rights of the folder",
            path=path,
            strerror=error.strerror,
        ) from error
    return path
