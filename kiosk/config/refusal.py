"""The error about a config.toml: line, path, fault, and what to do."""

import re
import tomllib
from pathlib import Path

from kiosk.domain.document import Json
from kiosk.domain.errors import KioskError
from kiosk.domain.fault import Fault, spoken
from kiosk.domain.plural import counted


def refusal(path: Path, text: str, found: list[Fault]) -> KioskError:
    """Join all faults in one error: a single one gives the hint; of several, each carries its own."""
    try:
        document: Json = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        document = {}
    lines = [f"{_where(path, text, one.path)}{spoken(one.path, document)}: {one.message}" for one in found]
    if len(found) == 1:
        return KioskError(lines[0], found[0].hint)
    listed = [f"  {line}; {one.hint}" for line, one in zip(lines, found, strict=True)]
    return KioskError(
        "\n".join([f"{path.name} has {counted(len(found), 'fault')}:", *listed]), "mend them and try again"
    )


def _where(path: Path, text: str, toml_path: str) -> str:
    """Name the place: the file, and the line if known."""
    line = _line(text.splitlines(), re.findall(r"[^.\[\]]+", toml_path))
    return f"{path.name}, line {line}: " if line else f"{path.name}: "


def _line(lines: list[str], parts: list[str]) -> int:
    """Return the line of a key such as event, zones, 3, parent, or of its table; 0 if there is neither."""
    table = ".".join(part for part in parts[:2])
    index = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
    heads = [n for n, line in enumerate(lines, 1) if line.strip() in (f"[{table}]", f"[[{table}]]")]
    if len(heads) <= index:
        return 0
    for number, line in enumerate(lines[heads[index] :], heads[index] + 1):
        if line.startswith("["):
            break
        if re.match(rf"{re.escape(parts[-1])}\s*=", line):
            return number
    return heads[index]
