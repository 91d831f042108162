"""From a credential's text to a durable record, on a list of a million, against a 4 KiB append + fdatasync.

`python -m benchmarks.decision` alternates the two in one run and prints the ratios of their percentiles;
then it does the same while an import writes to the same file from another process.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.config.computer import operator
from kiosk.domain.credential import credential_hash
from kiosk.domain.model import Direction
from kiosk.gate.post import open_gate
from kiosk.rehearsal.cast import cast, write_list
from kiosk.service.admission.admit import Presented
from kiosk.store import badges, series
from kiosk.store.rights import keep_rights

PEOPLE = 1_000_000
ROUNDS = 4_000
RESULTS = Path(__file__).parent / "results" / "decision.txt"


def fill(station, people):
    """Write a list of people with printed badges and the right to the hall; return some credentials."""
    connection = station.database.connection
    event = station.event()
    rights = frozenset((day.date, zone) for day in event.days for zone in ("HALL", "STATIQUE"))
    with station.database.write():
        number_of_rights = keep_rights(connection, rights)
        series.begin_series(connection, station.life.id, 3)
    texts = []
    for first in range(0, people, 50_000):
        with station.database.write():
            numbers = series.take_numbers(connection, station.life.id, min(50_000, people - first))
            rows, badge_rows = [], []
            for n, number in enumerate(numbers, first + 1):
                text = station.keyring.issue(number, station.life.id)
                rows.append((n, n.to_bytes(16), os.urandom(16), f"Name{n}", "TRAORÉ"))
                badge_rows.append(badges.NewBadge(number, 0, n, credential_hash(text), 1))
                if n % 97 == 0:
                    texts.append(text)
            connection.executemany(
                "INSERT INTO holder (n, id, subject, given_name, family_name) VALUES (?, ?, ?, ?, ?)", rows
            )
            connection.executemany(
                "INSERT INTO accreditation (n, id, holder, category, status, rights)"
                " VALUES (?, ?, ?, 'visitor', 'active', ?)",
                ((row[0], row[1], row[0], number_of_rights) for row in rows),
            )
            badges.add(connection, badge_rows, station.clock.now())
    with station.database.write():
        connection.execute("UPDATE badge SET state = 'printed'")
    connection.wal_checkpoint(mode=3)
    return texts


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def race(admission, texts, reference, rounds=ROUNDS):
    """Alternate a scan and a reference write; return both lists of milliseconds."""
    scans, writes, block = [], [], os.urandom(4096)
    for n in range(rounds):
        began = time.perf_counter()
        admission.admit(Presented(texts[n * 7919 % len(texts)]))
        scans.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        os.write(reference, block)
        os.fdatasync(reference)
        writes.append(1000 * (time.perf_counter() - began))
    return scans, writes


def told(name, scans, writes):
    lines = []
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        ours, theirs = percentile(scans, share), percentile(writes, share)
        lines.append(
            f"{name:<16} {label}  {ours:8.3f} ms  reference {theirs:8.3f} ms  ratio {ours / theirs:5.2f}"
        )
    return lines


def main():
    """Print and keep the figures."""
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        home = Path(folder)
        opened = create_station(home, Birth(date(2025, 11, 11), is_demo=True, clock="2025-11-11T09:00Z"))
        station = opened.station
        texts = fill(station, PEOPLE)
        checkpoint = station.event().checkpoint("A", Direction.IN)
        admission = open_gate(station, checkpoint).admission
        reference = os.open(home / "reference.bin", os.O_CREAT | os.O_WRONLY)
        race(admission, texts, reference, 200)
        lines = [f"list of {PEOPLE:,} people, {ROUNDS:,} rounds by turns, operator {operator()[:3]}"]
        lines += told("alone", *race(admission, texts, reference))
        people = home / "people.csv"
        write_list(people, cast(station.event(), 20_000, 7))
        command = [sys.executable, "-m", "kiosk", "import", str(people), "-C", str(home)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as busy:
            scans, writes = [], []
            while busy.poll() is None:
                more = race(admission, texts, reference, 50)
                scans += more[0]
                writes += more[1]
        lines.append(f"while an import runs: {len(scans):,} rounds, import exit {busy.returncode}")
        lines += told("during import", scans, writes)
        station.close()
        os.close(reference)
    RESULTS.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
