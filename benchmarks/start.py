"""The start of commands: what asks a question must answer at once.

`python -m benchmarks.start [ROUNDS]` prints a table, kept in benchmarks/results/start.txt. Each command runs
as a process of its own in a station with a small list, by turns with its reference, which loads what no
command line can do without: `python -c "import typer, rich.console"`. Ratios are of processor time, and of
the wall's clock beside it; both are medians over the rounds.
"""

import csv
import os
import platform
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import BUSY, Table, cost_of, load
from benchmarks.printing import write_list
from kiosk.bootstrap.creation import Birth, create_station
from kiosk.service.lists.importing import ListToImport, import_list

HERE = Path(__file__).parent
ROUNDS = 15
PEOPLE = 200
REFERENCE = [sys.executable, "-c", "import typer, rich.console"]
COMMANDS = (
    ("--help", 2.5),
    ("people find dupont", 2.5),
    ("log tail", 2.5),
    ("who", 2.5),
    ("check 00000000000000000000 --gate A", 4.0),
)
"""What is run, and the most that it may cost against the reference."""


def station(folder: Path) -> Path:
    """Make a station with a small list."""
    home = folder / "station"
    made = create_station(home, Birth(datetime.now(UTC).date()))
    people = folder / "people.csv"
    write_list(people, PEOPLE)
    with people.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == PEOPLE + 1
    import_list(made.station, ListToImport(people), lambda *_: None)
    made.station.close()
    return home


def main(rounds: int) -> None:
    """Measure, print and keep the table."""
    with tempfile.TemporaryDirectory(prefix="kiosk-start-") as passing:
        home = station(Path(passing))
        table = Table()
        table.say(f"{rounds} rounds, {platform.machine()}, Python {platform.python_version()}")
        table.say(f"{os.cpu_count()} processors, {load()} {BUSY}")
        table.say(f"{'command':<40} {'processor s':>12} {'ratio':>7} {'wall':>7} {'reach':>6}")
        for words, reach in COMMANDS:
            where = [] if words == "--help" else ["-C", str(home)]
            command = [sys.executable, "-m", "kiosk", *words.split(), *where]
            pairs = [(cost_of(*command), cost_of(*REFERENCE)) for _ in range(rounds + 1)][1:]
            cpu = statistics.median(ours.cpu / theirs.cpu for ours, theirs in pairs)
            wall = statistics.median(ours.wall / theirs.wall for ours, theirs in pairs)
            seconds = statistics.median(ours.cpu for ours, _ in pairs)
            table.say(f"{words:<40} {seconds:>12.2f} {cpu:>7.2f} {wall:>7.2f} {reach:>6.1f}")
    table.keep("start.txt")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
