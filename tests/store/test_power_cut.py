"""Checklist line 27: after a power cut everything that was acknowledged is there, and the file is whole.

A VFS writes down what SQLite writes and syncs. A cut at any moment keeps what was synced, and of the rest any
part, also half a write.
"""

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest
from fairground import HandClock, enrol, found_station

from kiosk.domain.model import Direction
from kiosk.service.admission.admit import Admission, Presented
from kiosk.service.station import timekeeper
from kiosk.store.database import create_database
from kiosk.store.journal import journals
from kiosk.store.journal_reading import entries

CUTS = 150 if os.environ.get("KIOSK_SOAK") else 20
SCANS = 60
SECTOR = 512
PLAIN_DISK = apsw.vfs_names()[0]


@dataclass
class Tape:
    """What reached the disk, in order: (file, "write" | "truncate" | "sync" | "delete", where, bytes)."""

    steps: list = field(default_factory=list)


class TapedFile(apsw.VFSFile):
    def __init__(self, name, flags, tape):
        self.tape = tape
        self.name = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__(PLAIN_DISK, name, flags)

    def xWrite(self, data, offset):  # noqa: N802 - SQLite's name
        super().xWrite(data, offset)
        self.tape.steps.append((self.name, "write", offset, bytes(data)))

    def xTruncate(self, size):  # noqa: N802 - SQLite's name
        super().xTruncate(size)
        self.tape.steps.append((self.name, "truncate", size, b""))

    def xSync(self, flags):  # noqa: N802 - SQLite's name
        super().xSync(flags)
        self.tape.steps.append((self.name, "sync", 0, b""))


class TapedDisk(apsw.VFS):
    def __init__(self, tape):
        self.tape = tape
        super().__init__("taped", PLAIN_DISK, makedefault=True)

    def xOpen(self, name, flags):  # noqa: N802 - SQLite's name
        return TapedFile(name, flags, self.tape)

    def xDelete(self, name, syncdir):  # noqa: N802 - SQLite's name
        super().xDelete(name, syncdir)
        self.tape.steps.append((name, "delete", 0, b""))


@pytest.fixture
def tape():
    """Let SQLite write to tape; without shared memory it needs the file to itself."""
    tape = Tape()
    disk = TapedDisk(tape)
    apsw.connection_hooks.append(exclusively)
    yield tape
    apsw.connection_hooks.remove(exclusively)
    disk.unregister()


def exclusively(connection):
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")


def apply(content, kind, where, data):
    if kind == "truncate":
        return content[:where]
    return content[:where].ljust(where, b"\0") + data + content[where + len(data) :]


def after_a_cut(steps, chance):
    """Return the files' contents when the power goes after these steps."""
    files, pending = {}, {}
    for name, kind, where, data in steps:
        if kind == "delete":
            files.pop(name, None)
            pending.pop(name, None)
        elif kind == "sync":
            for step in pending.pop(name, []):
                files[name] = apply(files.get(name, b""), *step)
        else:
            pending.setdefault(name, []).append((kind, where, data))
    for name, waiting in pending.items():
        for kind, where, data in waiting:
            kept = chance.choice((None, len(data), len(data) // SECTOR // 2 * SECTOR))
            if kept is not None:
                files[name] = apply(files.get(name, b""), kind, where, data[:kept])
    return files


def test_a_power_cut_loses_nothing_that_was_acknowledged(tape, tmp_path):
    station = found_station(tmp_path / "station", HandClock())
    people = [enrol(station, f"Nom{n}") for n in range(6)]
    gate = Admission(station, station.event().checkpoint("A", Direction.IN), timekeeper.begin(station))
    acknowledged = [(len(tape.steps), 0)]
    for n in range(SCANS):
        seq = gate.admit(Presented(people[n % 6].text if n % 3 else f"garbage {n}")).seq
        acknowledged.append((len(tape.steps), seq))
        if n % 25 == 24:
            station.database.checkpoint()
    path = str(station.database.path)
    station.close()
    chance = random.Random(2025)
    first = acknowledged[1][0]
    for cut in range(CUTS):
        moment = chance.randint(first, acknowledged[-1][0])
        folder = tmp_path / f"cut{cut}"
        folder.mkdir()
        for name, content in after_a_cut(tape.steps[:moment], chance).items():
            if name.startswith(path):
                (folder / Path(name).name).write_bytes(content)
        survivor = create_database(folder / Path(path).name)
        with survivor.read() as connection:
            kept = {entry.seq for entry in entries(connection, journals(connection)[-1])}
        assert survivor.quick_check() == "ok"
        survivor.close()
        assert {seq for steps, seq in acknowledged if steps <= moment} <= kept
