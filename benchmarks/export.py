"""The journal's export: Kiosk against SQLite's own shell, on the same SELECT.

`python -m benchmarks.export [COUNT]` fills a journal (1,000,000 records of 8,000 people), then exports it by
turns: `sqlite3 -csv` running the SELECT of kiosk/store/journal_csv.py, and the whole of `export`, with
digest, manifest, head, its own record and an fsync. The best of each is compared: other work on the
machine can only slow a run. Memory is the peak of a fresh process that exports a tenth of it, and all of it.
"""

import io
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import apsw
import apsw.shell

from kiosk.domain.credential import number_from
from kiosk.domain.event import Category, Day, Event, Gate, Site, Zone
from kiosk.domain.journal import Act, Kind, Life
from kiosk.domain.model import OUTSIDE, Direction, Match, Method, Outcome, Reason
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.keys.keyring import new_keyring
from kiosk.keys.signing import new_station_key
from kiosk.service.evidence.exporting import Format, Request, export
from kiosk.service.evidence.local_time import locale_of
from kiosk.service.evidence.verify_database import Trust, verify_database
from kiosk.service.station.heads import Begun, begin_life, sign_journal
from kiosk.service.station.station import PhotoFile, Station
from kiosk.store.database import Database, create_database, open_database
from kiosk.store.events import save_event
from kiosk.store.journal import append, journals
from kiosk.store.journal_csv import select
from kiosk.store.journal_reading import Selection, span_of

HERE = Path(__file__).parent
PEOPLE = 8_000
ROUNDS = 5
BEGIN = 1_762_848_000_000_000
KEY = new_station_key(random.Random(7).randbytes)
GATES = ("NORTH", "SOUTH", "VIP", "FIELD")
BAMAKO = {"fr": "Bamako"}
EVENT = Event(
    id=bytes(16),
    name={"fr": "Salon"},
    sites=(Site("BKO", BAMAKO, "Africa/Bamako"),),
    zones=(Zone("HALL", BAMAKO, "BKO"),),
    gates=tuple(Gate(gate, BAMAKO, OUTSIDE, "HALL") for gate in GATES),
    categories=(Category("press", BAMAKO, "#204060", "P", ("HALL",)),),
    days=(Day(date(2025, 11, 11), ("BKO",), BAMAKO),),
)


class WallClock:
    """The computer's clock."""

    def now(self):
        return datetime.now(UTC)

    def monotonic(self):
        return time.monotonic()


def station_of(database: Database) -> Station:
    """Return the station whose file this is."""
    chance, actor = random.Random(12).randbytes, Actor("cli:bench", ALL_ROLES)
    journal = journals(database.connection)[-1]
    photos = PhotoFile(database.path.with_name("photos.db"))
    return Station(database, photos, journal, new_keyring(EVENT.id, chance), KEY, WallClock(), chance, actor)


def fill(path: Path, count: int) -> float:
    """Make a database of this many records and return the seconds that appending one took."""
    chance = random.Random(11)
    database = create_database(path)
    people = []
    with database.write() as connection:
        save_event(connection, EVENT, WallClock().now())
        connection.execute("INSERT INTO rights VALUES (1, '')")
        for n in range(1, PEOPLE + 1):
            subject, number = chance.randbytes(16), number_from(1, n)
            given = chance.choice(("Awa", "Moussa", "Ömer", "Nguyễn", "Jean-Marie"))
            company = chance.choice(("ASELSAN", "Ministère, Défense", 'Presse "A"', "Armée de terre"))
            connection.execute(
                "INSERT INTO holder (n, id, subject, given_name, family_name, organisation)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (n, subject, subject, given, f"Traoré {n}", company),
            )
            connection.execute(
                "INSERT INTO accreditation (n, id, holder, category, status, rights)"
                " VALUES (?, ?, ?, 'press', 'active', 1)",
                (n, subject, n),
            )
            connection.execute(
                "INSERT INTO badge (number, epoch, accreditation, credential_hash, state, issue, issued_at)"
                " VALUES (?, 0, ?, ?, 'printed', 1, 0)",
                (number, n, chance.randbytes(32)),
            )
            people.append((subject, number))
    journal = begin_life(database, Life(bytes(16), bytes(16), bytes(16)), KEY, Begun(BEGIN, "cli:bench"))
    spent, at = 0.0, BEGIN
    for begin in range(1, count, 20_000):
        acts = []
        for _ in range(min(20_000, count - begin)):
            at += chance.randrange(300_000)
            acts.append(scan(at, *chance.choice(people), chance))
        with database.write() as connection:
            started = time.perf_counter()
            for act in acts:
                append(connection, journal, act)
            spent += time.perf_counter() - started
    sign_journal(database, journal, KEY, at)
    database.checkpoint()
    database.close()
    return spent / max(count - 1, 1)


def scan(at, subject, number, chance):
    """Make up one scan; six in a hundred are refused."""
    is_denied = chance.random() < 0.06
    return Act(
        kind=Kind.SCAN,
        occurred_at=at,
        recorded_at=at + 90,
        gate=chance.choice(GATES),
        direction=Direction.IN,
        zone_from=OUTSIDE,
        zone_to="HALL",
        method=Method.CAMERA,
        badge=number,
        match=Match.LISTED,
        subject=subject,
        outcome=Outcome.DENIED if is_denied else Outcome.GRANTED,
        reason=Reason.WRONG_ZONE if is_denied else None,
        operator="cli:gate",
        list_version=3,
        policy_version=1,
    )


def by_shell(path: Path, sql: str, out: Path) -> float:
    """Time the sqlite3 shell, or apsw's if the machine has none."""
    started = time.perf_counter()
    with out.open("wb") as file:
        try:
            command = ["sqlite3", "-readonly", "-header", "-csv", str(path), f"{sql};"]
            subprocess.run(command, stdout=file, check=True)
        except FileNotFoundError:
            with io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
                shell = apsw.shell.Shell(stdout=text, args=[str(path)])
                shell.process_command(".mode csv")
                shell.process_sql(sql)
    return time.perf_counter() - started


def by_kiosk(database: Database, out: Path, form: Format) -> float:
    """Time a whole export."""
    started = time.perf_counter()
    export(station_of(database), Request(out, form))
    return time.perf_counter() - started


def peak(path: Path, folder: Path, form: Format, *, tenth: bool) -> float:
    """Return the peak memory, in MiB, of a fresh process that exports."""
    code = (
        "import resource, sys; from pathlib import Path; from benchmarks.export import *\n"
        "d = open_database(Path(sys.argv[1])); j = journals(d.connection)[-1]\n"
        "a, b = span_of(d.connection, j); u = a + (b - a) // 10 if sys.argv[4] == 'tenth' else None\n"
        "export(station_of(d), Request(Path(sys.argv[2]), Format(sys.argv[3]), Selection(until=u)))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    out = folder / f"peak-{form}-{tenth}"
    part = "tenth" if tenth else "all"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path), str(out), form, part],
        check=True,
        capture_output=True,
        text=True,
        cwd=HERE.parent,
    )
    out.unlink()
    return int(ran.stdout) / 1024


def main(count: int) -> str:
    """Run the race and return its table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "kiosk.db"
        appended = fill(path, count)
        database = open_database(path)
        (journal,) = journals(database.connection)
        sql = select(
            journal, Selection(before=count), locale_of(EVENT, *span_of(database.connection, journal))
        )
        shell, kiosk = [], []
        for turn in range(ROUNDS):
            shell.append(by_shell(path, sql, folder / "shell.csv"))
            kiosk.append(by_kiosk(database, folder / f"kiosk{turn}.csv", Format.CSV))
            (folder / f"kiosk{turn}.csv").unlink()
        started = time.perf_counter()
        assert verify_database(path, Trust(public=KEY.public)).exit_code in (0, 3)
        verified = time.perf_counter() - started
        lossless = by_kiosk(database, folder / "kiosk.jsonl", Format.JSONL)
        database.close()
        size = path.stat().st_size / count
        memory = {
            form: (peak(path, folder, form, tenth=True), peak(path, folder, form, tenth=False))
            for form in (Format.CSV, Format.JSONL)
        }
    median = sorted(k / s for k, s in zip(kiosk, shell, strict=True))[ROUNDS // 2]
    versions = (
        f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}, shell {shell_version()}"
    )
    lines = [
        f"export of {count:,} records; {platform.platform()}, {os.cpu_count()} cores",
        f"{versions}; {ROUNDS} rounds",
        "",
        f"sqlite3 shell, same SELECT to CSV      {min(shell):8.2f} s   all: {listed(shell)}",
        f"kiosk export to CSV, signed            {min(kiosk):8.2f} s   all: {listed(kiosk)}",
        f"ratio of the best                      {min(kiosk) / min(shell):8.2f}     to reach: <= 1.20",
        f"ratio turn by turn, median             {median:8.2f}",
        f"kiosk export to JSON Lines             {lossless:8.2f} s",
        f"kiosk log verify                       {verified:8.2f} s",
        f"appending one record, in Python        {appended * 1e6:8.1f} us  (commit not counted)",
        f"size of the file                       {size:8.0f} bytes a record",
        *(
            f"peak memory, {form:5}: a tenth / all     {low:8.1f} / {high:.1f} MiB"
            for form, (low, high) in memory.items()
        ),
    ]
    return "\n".join(lines)


def listed(times: list[float]) -> str:
    """Write the times of all rounds."""
    return " ".join(f"{one:.2f}" for one in times)


def shell_version() -> str:
    """Return the version of the sqlite3 on the path."""
    try:
        ran = subprocess.run(["sqlite3", "--version"], check=True, capture_output=True, text=True)
        return ran.stdout.split()[0]
    except FileNotFoundError:
        return f"apsw.shell {apsw.sqlite_lib_version()}"


if __name__ == "__main__":
    table = main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print(table)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "export.txt").write_text(f"{table}\n", encoding="utf-8")
