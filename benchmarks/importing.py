"""Imports: 100,000 rows validated and searchable, against the same file inserted into a plain table.

`python -m benchmarks.importing [ROWS]` prints a table, kept in benchmarks/results/importing.txt. Both run as
a command of their own, by turns, on the same file and disk; the time is that of the whole command.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import apsw

from kiosk.config.computer import SystemClock, random_bytes
from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.journal import Life, LifeId
from kiosk.domain.model import EventId, StationId
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.keys.keyring import new_keyring
from kiosk.keys.signing import new_station_key
from kiosk.service.lists.importing import ListToImport, import_list
from kiosk.service.station.heads import begin_life
from kiosk.service.station.station import PhotoFile, Station
from kiosk.store import search
from kiosk.store.database import create_database
from kiosk.store.events import save_event
from kiosk.store.journal import journals
from kiosk.store.people import count
from kiosk.store.photos import create_photos

ROUNDS = 5
REACH = 0.5
HERE = Path(__file__).parent
ONCE = (sys.executable, "-m", "benchmarks.importing", "--once")
MORE = ("id_document", "phone", "host", "notes", "valid_from", "valid_until")


def open_desk(folder: Path) -> None:
    database = create_database(folder / "kiosk.db")
    event = load_config(SAMPLE, EventId(random_bytes(16))).event
    with database.write() as connection:
        save_event(connection, event, SystemClock().now())
    life = Life(event.id, StationId(random_bytes(16)), LifeId(random_bytes(16)))
    begin_life(database, life, new_station_key(random_bytes), 1, "cli:benchmark")
    create_photos(folder / "photos.db").close()
    database.close()


def reopen(folder: Path) -> Station:
    database = create_database(folder / "kiosk.db")
    journal = journals(database.connection)[-1]
    keyring, key = new_keyring(journal.life.event, random_bytes), new_station_key(random_bytes)
    photos, actor = PhotoFile(folder / "photos.db"), Actor("cli:benchmark", ALL_ROLES)
    return Station(database, photos, journal, keyring, key, SystemClock(), random_bytes, actor)


def write_list(path: Path, rows: int) -> None:
    """Write a list with all our columns: a few thousand people under new ids, documents and addresses."""
    from kiosk.rehearsal.cast import COLUMNS, cast  # noqa: PLC0415 - heavy, and not part of the time measured

    members = [member.cells for member in cast(load_config(SAMPLE).event, 4_000, 1)]
    with path.open("w", encoding="utf-8-sig") as file:
        file.write(";".join((*COLUMNS, *MORE)) + "\n")
        for n in range(rows):
            cells = members[n % len(members)] | {"external_id": f"BX-{n:06}", "email": f"p{n}@exemple.ml"}
            cells["birth_date"] = f"{1950 + n % 53}-{1 + n % 12:02}-{1 + n % 28:02}"
            more = (f"P{n * 7919 % 10**8:08}", f"+223 {n * 104729 % 10**8:08}", "", "", "", "")
            file.write(";".join((*(cells[column] for column in COLUMNS), *more)) + "\n")


def run(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def import_once(path: Path, folder: Path) -> None:
    desk = reopen(folder)
    report = import_list(desk, ListToImport(path), lambda _step, _done, _total: None)
    print(report.new, report.refused)


def check(folder: Path, rows: int) -> str:
    """Check that everyone is there and found, and say how long a search takes."""
    database = create_database(folder / "kiosk.db")
    connection = database.connection
    assert count(connection) == rows
    connection.execute("INSERT INTO person_search (person_search) VALUES ('integrity-check')")
    timings = []
    for text in ("ba", "sy", "محم", "traore moussa", "BX-000777", "drones"):
        began = time.perf_counter()
        found = search.find(connection, text, 20)
        timings.append(f"{text} {1000 * (time.perf_counter() - began):.1f} ms")
        assert found, text
    return "found: " + ", ".join(timings)


def felt_by_others(path: Path, folder: Path) -> str:
    """Say how long another program, such as a gate, waits to write while an import runs."""
    open_desk(folder)
    importer = subprocess.Popen([*ONCE, str(path), str(folder)], stdout=subprocess.DEVNULL)
    other = create_database(folder / "kiosk.db")
    waits = []
    while importer.poll() is None:
        began = time.perf_counter()
        with other.write():
            waits.append(1_000 * (time.perf_counter() - began))
        time.sleep(0.005)
    waits.sort()
    middle, most, last = waits[len(waits) // 2], waits[int(len(waits) * 0.99)], waits[-1]
    return f"another program waits to write: p50 {middle:.1f}, p99 {most:.1f}, longest {last:.1f} ms"


def main() -> None:
    if sys.argv[1:2] == ["--once"]:
        import_once(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    versions = f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}"
    lines = [f"{platform.machine()}, {os.cpu_count()} cores, {versions}"]
    utils = str(Path(sys.executable).with_name("sqlite-utils"))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder / "list.csv"
        write_list(path, rows)
        lines.append(f"{rows:,} rows, 23 columns, {path.stat().st_size / 1e6:.1f} MB")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            reference = folder / "reference.db"
            reference.unlink(missing_ok=True)
            options = ("--csv", "--no-detect-types", "--encoding", "utf-8-sig", "--delimiter", ";")
            theirs.append(run(utils, "insert", str(reference), "people", str(path), *options))
            shutil.rmtree(folder / "station", ignore_errors=True)
            (folder / "station").mkdir()
            open_desk(folder / "station")  # a station is set up before it imports
            ours.append(
                run(
                    sys.executable, "-m", "benchmarks.importing", "--once", str(path), str(folder / "station")
                )
            )
            lines.append(
                f"sqlite-utils {theirs[-1]:.2f} s, kiosk {ours[-1]:.2f} s, ratio {ours[-1] / theirs[-1]:.2f}"
            )
            print(lines[-1])
        ratio = statistics.median(ours) / statistics.median(theirs)
        lines.append(
            f"medians: sqlite-utils {statistics.median(theirs):.2f} s, kiosk {statistics.median(ours):.2f} s"
        )
        lines.append(f"ratio {ratio:.2f}; to reach: <= {REACH}")
        lines.append(check(folder / "station", rows))
        (folder / "other").mkdir()
        lines.append(felt_by_others(path, folder / "other"))
    print("\n".join(lines))
    (HERE / "results" / "importing.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
