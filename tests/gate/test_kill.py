"""Checklist line 27: a gate killed with SIGKILL while it scans has lost nothing that it had told."""

import json
import os
import random
import subprocess
import sys

import cv2
import numpy as np
import qrcode
from fairground import enrol, found_station

from kiosk.bootstrap.opening import open_station
from kiosk.domain.credential import printed
from kiosk.service.evidence.verify_database import Trust
from kiosk.service.evidence.verify_export import verify
from kiosk.service.station.heads import sign_journal
from kiosk.store.journal_reading import entries

TIMES = 50 if os.environ.get("KIOSK_SOAK") else 5
PEOPLE = 40


def photograph(text, path):
    code = qrcode.QRCode(version=1, error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=False)
    cells = (1 - np.array(code.get_matrix(), np.uint8)) * 255
    cv2.imwrite(str(path), np.pad(np.kron(cells, np.ones((6, 6), np.uint8)), 80, constant_values=180))


def test_every_line_that_a_killed_gate_had_printed_is_in_the_journal_once(tmp_path):
    station = found_station(tmp_path / "station")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for n in range(PEOPLE):
        photograph(enrol(station, f"Nom{n}").text, pictures / f"{n:03}.png")
    station.close()
    chance = random.Random(2025)
    told = []
    for _ in range(TIMES):
        command = [sys.executable, "-m", "kiosk", "gate", "A", "--json", "--source", str(pictures)]
        command += ["-C", str(tmp_path / "station"), "--clock", "2025-11-11T10:00Z"]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as gate:  # noqa: S603
            wanted = chance.randint(1, PEOPLE - 5)
            for line in gate.stdout:
                told.append(json.loads(line))
                wanted -= 1
                if wanted == 0:
                    gate.kill()  # the rest of the pipe is still read: it was printed
    opened = open_station(tmp_path / "station")
    station = opened.station
    sign_journal(station.database, station.journal, station.key, 0)
    with station.database.read() as connection:
        recorded = {entry.seq: entry.act for entry in entries(connection, station.journal)}
    station.close()
    assert len(told) >= TIMES
    assert len({line["seq"] for line in told}) == len(told)
    for line in told:
        act = recorded[line["seq"]]
        assert (printed(act.badge), act.outcome) == (line["badge"], line["decision"])
    verdict = verify(station.database.path, Trust(station.key.public, None, ()))
    assert verdict.findings == ()
