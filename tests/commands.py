"""The command line for tests: a demo station in a folder of its own, and commands run in it."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import apsw
from typer.testing import CliRunner, Result

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.cli.app import app

MORNING = "2025-11-11T09:00Z"


@dataclass(frozen=True)
class Shop:
    """A station's folder, and its command line."""

    folder: Path

    def run(self, *words: str, clock: str | None = MORNING, typed: str | None = None) -> Result:
        """Run a command that takes --dir, and mostly --clock."""
        clocked = [] if clock is None else ["--clock", clock]
        return CliRunner().invoke(app, [*words, "-C", str(self.folder), *clocked], input=typed)

    def says(self, *words: str, clock: str | None = MORNING) -> str:
        """Run a command that succeeds, and return what it wrote to stdout, its white space evened."""
        result = self.run(*words, clock=clock)
        assert result.exit_code == 0, (result.output, result.exception)
        return even(result.stdout)

    def write(self, name: str, text: str) -> str:
        """Write a file beside the station; return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


def even(text: str) -> str:
    return " ".join(text.split())


def copy_of(station: Path, folder: Path) -> Path:
    """Copy a station, closed, into a folder where it goes on with its life as if it had been made there."""
    shutil.copytree(station, folder)
    connection = apsw.Connection(str(folder / "data" / "kiosk.sqlite3"))
    connection.execute("DELETE FROM home WHERE kind = 'file'")
    connection.close()
    return folder


def open_shop(folder: Path) -> Shop:
    create_station(folder, Birth(date(2025, 11, 11), is_demo=True, clock=MORNING)).station.close()
    return Shop(folder)
