"""`kiosk read`: the codes found in pictures, whatever they say."""

import json
from pathlib import Path
from time import perf_counter_ns
from typing import Annotated

import typer
from rich.table import Table

from kiosk.cli.app import app, console, report
from kiosk.cli.tables import plain, remark, table
from kiosk.domain.errors import KioskError
from kiosk.vision.reader import Reader
from kiosk.vision.reading import Reading
from kiosk.vision.source import load_picture


@app.command()
def read(
    images: Annotated[list[Path], typer.Argument(metavar="IMAGE...", help="Picture files.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a picture.")] = False,
) -> None:
    """Read the QR codes in pictures, whatever they say.

    Their corners are in pixels.

    Exit 1 if a file is not a picture; a picture without codes is not an error.
    """
    reader = Reader()
    shown = table("Picture", "Code", "Where", "Tier", "ms")
    has_failed = False
    for path in images:
        try:
            picture = load_picture(path)
        except KioskError as wrong:
            has_failed = True
            report(wrong)
            continue
        began = perf_counter_ns()
        readings = reader.read(picture).readings
        ms = (perf_counter_ns() - began) / 1e6
        if not readings:
            remark("{path}: no codes found", path=path)
        if as_json:
            typer.echo(_line(path, ms, readings))
        else:
            _add(shown, path, ms, readings)
    if not as_json and shown.row_count:
        console.print(shown)
    if has_failed:
        raise typer.Exit(1)


def _line(path: Path, ms: float, readings: tuple[Reading, ...]) -> str:
    codes = [
        {
            "text": reading.text,
            "corners": [[round(x, 1), round(y, 1)] for x, y in reading.corners],
            "tier": reading.tier,
        }
        for reading in readings
    ]
    return json.dumps({"file": str(path), "ms": round(ms, 1), "codes": codes})


def _add(shown: Table, path: Path, ms: float, readings: tuple[Reading, ...]) -> None:
    if not readings:
        shown.add_row(plain(str(path)), "-", "", "", f"{ms:.1f}")
    for reading in readings:
        x, y = (round(sum(corner[axis] for corner in reading.corners) / 4) for axis in (0, 1))
        shown.add_row(plain(str(path)), plain(reading.text), f"{x},{y}", reading.tier, f"{ms:.1f}")
