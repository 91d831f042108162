"""A station as Kiosk 0.2 left it, row for row: tests/cases/station-0.2.json was written by that version.

Six people: four of the desk, two of a list (one suspended, one whose first badge was replaced), one badge
revoked; each badge was held up once at the entrance of gate A on 11 November 2025, and `decisions` says what
came of it. The tables are those of the migrations 0001 to 0003.
"""

import json
from importlib.resources import files
from pathlib import Path

import apsw

from kiosk.config.shipped import SAMPLE
from kiosk.store.photos import create_photos

CASE = json.loads((Path(__file__).parent / "cases" / "station-0.2.json").read_text("utf-8"))
DECISIONS = CASE["decisions"]
"""Credential -> reason, or "granted"."""


def write_station(folder: Path) -> Path:
    """Write the station into a folder; return its database."""
    data = folder / "data"
    (data / "keys").mkdir(parents=True, mode=0o700)
    (folder / "config.toml").write_text(SAMPLE.read_text("utf-8"), "utf-8")
    for name, values in CASE["keys"].items():
        (data / "keys" / name).write_text(json.dumps(values), "utf-8")
        (data / "keys" / name).chmod(0o600)
    create_photos(data / "photos.sqlite3").close()
    database = data / "kiosk.sqlite3"
    connection = apsw.Connection(str(database))
    connection.pragma("journal_mode", "WAL")
    scripts = sorted(files("kiosk.store").joinpath("migrations").iterdir(), key=lambda entry: entry.name)
    for script in scripts[:3]:
        connection.execute(script.read_text(encoding="utf-8"))
    connection.pragma("user_version", 3)
    for name, rows in CASE["tables"].items():
        for row in rows:
            cells = [bytes.fromhex(cell["hex"]) if isinstance(cell, dict) else cell for cell in row]
            connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(cells))})", cells)  # noqa: S608
    connection.execute(
        "INSERT INTO person_search (rowid, name, name_native, organisation)"
        " SELECT n, lower(given_name || ' ' || family_name), name_native, lower(organisation) FROM holder"
    )
    connection.close()
    database.with_name("kiosk.sqlite3.head").write_text(CASE["head"], "utf-8", newline="\n")
    return database
