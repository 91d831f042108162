"""Many logins at a time: gates go on (checklist 4 and 16)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import flooding
from fairground import found_station, issue_badge
from visiting import PASSWORD, opened_house

from kiosk.domain.model import BadgeState, Direction
from kiosk.domain.roles import ALL_ROLES
from kiosk.gate.post import open_gate
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.choosing import Choice
from kiosk.service.accounts.codes import Redeemed, new_setup_code, redeem
from kiosk.service.accounts.naming import named
from kiosk.service.accounts.proving import Claim, Proof, at_address, prove
from kiosk.service.admission.admit import Presented
from kiosk.service.people.desk import NewPerson, register
from kiosk.store.database import open_database

SOAK = os.environ.get("KIOSK_SOAK") == "1"
RATE = 200
LOGINS = 10 * RATE if SOAK else 10 * RATE // 50
PEOPLE = 400 if SOAK else 30
SCRIPT = Path(flooding.__file__)


class Watching(Passwords):
    """Hashes, and looks whether somebody else could write meanwhile."""

    def __init__(self, path):
        super().__init__(os.urandom)
        self.path = path
        self.wrote = 0

    def matches(self, hashed, secret):
        other = open_database(self.path)
        with other.write() as connection:  # would wait for the lock of whoever is logging in
            connection.execute("DELETE FROM attempt WHERE whose = 'nobody'")
        other.close()
        self.wrote += 1
        return super().matches(hashed, secret)


def test_checklist_16_no_write_lock_is_held_while_a_secret_is_compared(tmp_path):
    with opened_house(tmp_path) as house:
        house.add("aissata", ALL_ROLES, password=PASSWORD)
        watching = Watching(house.station.database.path)
        for secret in (PASSWORD, "tigre vert dort"):
            claim = Claim(named(house.station, "aissata"), Proof.PASSWORD, secret, at_address("x"), "login")
            prove(house.station, watching, claim, lambda *_: None)
        assert watching.wrote == 2


def test_checklist_16_gates_go_on_during_a_flood_of_logins(tmp_path):
    """A fiftieth of 200 logins a second for ten seconds; by night all of them, and the scans are timed."""
    station = found_station(tmp_path / "salon")
    setup = Redeemed(
        new_setup_code(station), Choice(flooding.PASSWORD, "492817"), flooding.NAME, is_first=True
    )
    redeem(station, Passwords(os.urandom), setup, at_address("127.0.0.1"))
    people = [register(station, NewPerson("visitor", texts={"family_name": f"P {n}"})) for n in range(PEOPLE)]
    badges = [issue_badge(station, person, BadgeState.HANDED_OVER) for person in people]
    gate = open_gate(station, station.event().checkpoint("A", Direction.IN))
    serving = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, SCRIPT, "serve", str(tmp_path / "salon")], stdout=subprocess.PIPE, text=True
    )
    try:
        port = serving.stdout.readline().strip()
        coming = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, SCRIPT, "flood", port, str(LOGINS), str(RATE)], stdout=subprocess.PIPE, text=True
        )
        spent = []
        for badge in badges:
            began = time.perf_counter()
            admitted = gate.admission.admit(Presented(badge.text))
            spent.append(time.perf_counter() - began)
            assert admitted.seq > 0
            if SOAK:
                time.sleep(0.02)
        answers = coming.communicate(timeout=300)[0].split()
    finally:
        serving.kill()
        serving.communicate()
        station.close()
    counted = {int(status): int(times) for status, times in (one.split(":") for one in answers)}
    assert sum(counted.values()) == LOGINS
    assert set(counted) <= {303, 503}, "logged in, or asked to try again"
    assert counted[303] > 0
    if SOAK:
        assert sorted(spent)[int(0.99 * len(spent))] < 0.1
