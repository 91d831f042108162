"""Own the words for what is wrong with a config.toml: the line, the path, the fault and what to do."""

import re
from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from kiosk.config.schema import File
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.soundness import Fault

_EXPECTED = {
    "missing": ("is missing", "add it; the sample file shows how"),
    "string_type": ("is not a text", 'texts stand in "quotes"'),
    "int_type": ("is not a whole number", "numbers stand without quotes"),
    "bool_type": ("is neither true nor false", "write true or false, without quotes"),
    "date_type": ("is not a date", "write it as 2025-11-11, without quotes"),
    "list_type": ("is not a list", 'lists stand in brackets: ["A", "B"]'),
    "dict_type": ("is not a table of languages", 'like { fr = "Entrée", en = "Entrance" }'),
    "model_type": ("is not a table", "like those of the sample file"),
    "string_pattern_mismatch": ("is not written as expected", 'hours are like "08:30" or "08:30-18:30"'),
}


def fault(details: ErrorDetails) -> Fault:
    """Put one of pydantic's findings in words."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in details["loc"]).lstrip(
        "."
    )
    kind, found = details["type"], details["input"]
    if kind == "extra_forbidden":
        known = _keys_at(details["loc"][:-1])
        return Fault(path, "there is no such key", did_you_mean(str(details["loc"][-1]), known))
    if kind == "enum":
        allowed = re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", "")))
        return Fault(path, f'"{found}" is not one of the choices', did_you_mean(str(found), allowed))
    message, hint = _EXPECTED.get(kind, (details["msg"], ""))
    return Fault(path, message if kind == "missing" else f"{found!r} {message}", hint)


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the table at `loc` may have."""
    table: type[BaseModel] = File
    for part in loc:
        if isinstance(part, str) and part in table.model_fields:
            annotation = table.model_fields[part].annotation
            inner = next(iter(get_args(annotation)), annotation)
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                table = inner
    return list(table.model_fields)


def refusal(path: Path, text: str, found: list[Fault]) -> KioskError:
    """Join all faults in one error: with one, its hint is the hint; with more, each carries its own."""
    lines = [f"{_where(path, text, one.path)}: {one.message}" for one in found]
    if len(found) == 1:
        return KioskError(lines[0], found[0].hint)
    listed = [f"  {line}; {one.hint}" for line, one in zip(lines, found, strict=True)]
    return KioskError(
        "\n".join([f"{path.name} has {len(found)} faults:", *listed]), "mend them and try again"
    )


def _where(path: Path, text: str, toml_path: str) -> str:
    """Name the place: the file, the line if it can be told, and the path within."""
    line = _line(text.splitlines(), re.findall(r"[^.\[\]]+", toml_path))
    return f"{path.name}, line {line}: {toml_path}" if line else f"{path.name}: {toml_path}"


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
