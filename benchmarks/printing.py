"""Badges printed by the whole command: a list of 5,000 in a real station, journal and marking included.

`python -m benchmarks.printing [COUNT]` prints a table, kept in benchmarks/results/printing.txt. The command
runs as its users run it, in a process of its own, from nothing issued to everything marked printed, and
without proof; its reference is the plain loop of `benchmarks.badges`, timed by turns with it. Processor
time, workers included, is shown beside wall time: it says more on a busy computer.
"""

import csv
import os
import platform
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.badges import names, photo, plain, write_photos
from benchmarks.measuring import BUSY, Cost, Table, cost_here, cost_of, load, middle
from kiosk.bootstrap.creation import Birth, create_station
from kiosk.service.lists.importing import ListToImport, import_list
from kiosk.service.lists.photo_folder import PhotoFolder

HERE = Path(__file__).parent
ROUNDS = 3
CATEGORIES = ("visitor", "exhibitor", "official", "delegation")
COLUMNS = (
    *("external_id", "given_name", "family_name", "organisation", "position", "country"),
    *("category", "delegation", "photo_file"),
)
COUNTRIES = ("ML", "BF", "NE", "TR", "MA", "TG")


def write_list(file: Path, count: int) -> None:
    """Write a list like a fair's: fifteen delegations, a few hundred organisations."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for nth in range(count):
            work = (f"Organisation {nth % 300}", f"Ingénieur {nth % 40}", COUNTRIES[nth % len(COUNTRIES)])
            group = (CATEGORIES[nth % len(CATEGORIES)], f"Délégation {nth % 15}")
            rows.writerow((f"A{nth}", *names(nth), *work, *group, f"{nth}.jpg"))


def make_station(folder: Path, photos: Path, count: int) -> None:
    """Make a station with everyone on its list; photos are stored unchanged, since all are valid."""
    write_list(folder.parent / "list.csv", count)
    found = create_station(folder, Birth(date(2025, 11, 11)))
    try:
        pictures = PhotoFolder(photos, lambda raw: raw)
        report = import_list(
            found.station, ListToImport(folder.parent / "list.csv", photos=pictures), lambda *_: None
        )
        assert report.new == count, report
    finally:
        found.station.close()


def command_cost(made: Path, folder: Path) -> Cost:
    """Return the cost of `badges print` for everyone in a fresh copy of a station."""
    station, out = folder / "copy", folder / "badges.pdf"
    shutil.rmtree(station, ignore_errors=True)
    out.unlink(missing_ok=True)
    shutil.copytree(made, station)
    os.sync()
    return cost_of(
        sys.executable, "-m", "kiosk", "badges", "print", "--no-proof", "--out", out, "--dir", station
    )


def main(count: int = 5000) -> None:
    sample = max(50, count // 10)
    table = Table()
    say = table.say
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "photos").mkdir()
        files = write_photos(folder / "photos", [photo()], count)
        make_station(folder / "made", folder / "photos", count)
        say(
            f"badges print, the whole command: {os.cpu_count()} cores, Python {platform.python_version()},"
            f" {count} badges, photos of {len(photo())} bytes"
        )
        say(f"{'':34}{'badges':>8}{'seconds':>10}{'cpu':>8}{'a second':>10}{'ratio':>8}")
        slow, fast = [], []
        for _ in range(ROUNDS):
            slow.append(cost_here(plain, files[:sample], folder / "plain.pdf", 0))
            fast.append(command_cost(folder / "made", folder))
        reference = sample / middle(slow).wall
        for title, badges, costs in (
            ("plain reportlab + qrcode loop", sample, slow),
            ("kiosk badges print --no-proof", count, fast),
        ):
            cost = middle(costs)
            rate = badges / cost.wall
            say(f"{title:34}{badges:8}{cost.wall:10.2f}{cost.cpu:8.2f}{rate:10.0f}{rate / reference:8.1f}")
        ratio = middle(slow).cpu / sample / (middle(fast).cpu / count)
        say(f"ratio by processors' time alone, of one core to one: {ratio:.1f}; {BUSY}: {load()}")
        size = (folder / "badges.pdf").stat().st_size
        say(f"megabytes of the file: {size / 1e6:.0f}")
    table.keep("printing.txt")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
