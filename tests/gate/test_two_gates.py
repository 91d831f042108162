"""Two cameras on one station are two gates: two programs at work on one folder at the same time."""

import json
import subprocess
import sys
from collections import Counter

import cv2
import numpy as np
import qrcode
from fairground import enrol, found_station

from kiosk.bootstrap.opening import open_station
from kiosk.domain.credential import printed
from kiosk.domain.journal import Kind
from kiosk.service.evidence.verify_database import Trust
from kiosk.service.evidence.verify_export import verify
from kiosk.store.journal_reading import entries

PEOPLE = 24
GATES = ("A", "B")


def photograph(text, path):
    code = qrcode.QRCode(version=1, error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=False)
    cells = (1 - np.array(code.get_matrix(), np.uint8)) * 255
    cv2.imwrite(str(path), np.pad(np.kron(cells, np.ones((5, 5), np.uint8)), 60, constant_values=180))


def start(gate, pictures, folder):
    command = [sys.executable, "-m", "kiosk", "gate", gate, "--json", "--source", str(pictures)]
    command += ["-C", str(folder), "--clock", "2025-11-11T10:00Z"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)  # noqa: S603


def test_two_gates_of_one_station_record_everybody_once_at_the_same_time(tmp_path):
    folder = tmp_path / "station"
    station = found_station(folder)
    held_up = {}
    for gate in GATES:
        (tmp_path / gate).mkdir()
        people = [enrol(station, f"{gate}{n}") for n in range(PEOPLE)]
        held_up[gate] = [printed(person.number) for person in people]
        for n, person in enumerate(people):
            photograph(person.text, tmp_path / gate / f"{n:03}.png")
    station.close()

    running = [start(gate, tmp_path / gate, folder) for gate in GATES]
    spoken = [gate.communicate()[0] for gate in running]
    assert [gate.returncode for gate in running] == [0, 0]

    told = {
        gate: [json.loads(line) for line in out.splitlines()] for gate, out in zip(GATES, spoken, strict=True)
    }
    for gate in GATES:
        assert [line["badge"] for line in told[gate]] == held_up[gate]
        assert {line["gate"] for line in told[gate]} == {gate}
        assert {line["decision"] for line in told[gate]} == {"granted"}

    station = open_station(folder).station
    with station.database.read() as connection:
        scans = [entry for entry in entries(connection, station.journal) if entry.act.kind is Kind.SCAN]
    station.close()
    said = {line["seq"]: (gate, line["badge"]) for gate in GATES for line in told[gate]}
    assert {entry.seq: (entry.act.gate, printed(entry.act.badge)) for entry in scans} == said
    assert Counter(entry.act.gate for entry in scans) == dict.fromkeys(GATES, PEOPLE)
    assert verify(station.database.path, Trust(station.key.public, None, ())).findings == ()
