"""The choice of a gate's camera, kept in config.toml, of which everything else stays as it is."""

import os
import re
import shutil
import tomllib
from contextlib import suppress
from pathlib import Path

from kiosk.config.settings import read_text, read_toml
from kiosk.domain.errors import KioskError
from kiosk.domain.model import GateId

_HEADER = re.compile(r"[ \t]*\[\[[ \t]*station[ \t]*\.[ \t]*cameras[ \t]*\]\]")
_TABLE = re.compile(r"[ \t]*\[")
_SOURCE = re.compile(r"""([ \t]*source[ \t]*=[ \t]*)("(?:[^"\\]|\\.)*"|'[^']*'|[0-9_]+)""")


def keep_camera(path: Path, gate: GateId, source: int | str) -> None:
    """Write into a config.toml which camera a gate takes its pictures from.

    Args:
        path: the config.toml; comments, order and line ends stay as they are.
        gate: a gate of the event.
        source: the number of a webcam, or its path.

    Raises:
        KioskError: the file cannot be read or written, or its cameras are written in another form.
    """
    wanted = _with_camera(read_toml(read_text(path), path), gate, source)
    with path.open(encoding="utf-8", newline="") as file:
        changed = _changed(file.read(), gate, source)
    if wanted is None or changed is None or _tables_of(changed) != wanted:
        hint = "write it by hand: [[station.cameras]], below it gate = {gate!r} and source = {source!r}"
        raise KioskError(
            "the cameras in {path} are written in a form that is not changed here",
            hint,
            path=path,
            gate=str(gate),
            source=source,
        )
    _replace(path, changed)


def _tables_of(text: str) -> dict[str, object] | None:
    """Return the tables of a text; None if it is no TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return None


def _with_camera(tables: dict[str, object], gate: GateId, source: int | str) -> dict[str, object] | None:
    """Return the tables as they shall be; None where the cameras are no list of tables."""
    station = tables.get("station", {})
    cameras = station.get("cameras", []) if isinstance(station, dict) else None
    if not isinstance(station, dict) or not isinstance(cameras, list):
        return None
    if any(one.get("gate") == gate for one in cameras):
        cameras = [{**one, "source": source} if one.get("gate") == gate else one for one in cameras]
    else:
        cameras = [*cameras, {"gate": gate, "source": source}]
    return {**tables, "station": {**station, "cameras": cameras}}


def _changed(text: str, gate: GateId, source: int | str) -> str | None:
    """Return the text with the choice in it; None if the gate's camera has no source to change."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    value = str(source) if isinstance(source, int) else _quoted(source)
    is_gate = re.compile(rf"""[ \t]*gate[ \t]*=[ \t]*["']{re.escape(gate)}["']""")
    starts = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    for start in starts:
        block = range(start + 1, _end_of(lines, start))
        if not any(is_gate.match(lines[number]) for number in block):
            continue
        for number in block:
            if _SOURCE.match(lines[number]):
                lines[number] = _SOURCE.sub(lambda found: found[1] + value, lines[number], count=1)
                return "".join(lines)
        return None
    added = f"{end}[[station.cameras]]{end}gate = {_quoted(gate)}{end}source = {value}{end}"
    whole = text if not text or text.endswith("\n") else text + end
    return whole + added


def _end_of(lines: list[str], start: int) -> int:
    """Return the number of the line with which the next table begins."""
    after = (number for number in range(start + 1, len(lines)) if _TABLE.match(lines[number]))
    return next(after, len(lines))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _replace(path: Path, text: str) -> None:
    """Replace the file as a whole: a power cut leaves the old one or the new one."""
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise KioskError(
            "{path} cannot be written: {error}", "check its rights and the free space", path=path, error=error
        ) from error
