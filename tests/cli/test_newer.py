"""What a newer Kiosk wrote stops no older one: it is kept, shown and verified."""

import pytest
from commands import MORNING, open_shop

from kiosk.bootstrap.opening import open_station
from kiosk.domain.foreign import foreign
from kiosk.domain.journal import Act, Kind
from kiosk.domain.model import Reason
from kiosk.service.muster.earlier import who_was_inside
from kiosk.service.muster.inside import who_is_inside
from kiosk.store.journal import append
from kiosk.store.tampering import alter_one_record


@pytest.fixture
def shop(tmp_path):
    return open_shop(tmp_path / "salon")


def test_a_record_of_a_newer_kiosk_is_shown_passed_over_and_verified(shop):
    station = open_station(shop.folder, MORNING).station
    act = Act(foreign(Kind, "teleport"), 1, 1, reason=foreign(Reason, "too_fast"), operator="cli:x")
    with station.database.write() as connection:
        append(connection, station.journal, act)
    assert who_is_inside(station).people == ()
    assert who_was_inside(station, station.clock.now()).people == ()
    station.close()
    assert "teleport (known to a newer Kiosk)" in shop.says("log", "tail")
    assert "teleport" in (shop.folder / export_of(shop)).read_text()
    for file in ((), (str(shop.folder / "log.jsonl"),)):
        assert shop.run("log", "verify", *file, clock=None).exit_code in (0, 3)
    alter_one_record(shop.folder / "data" / "kiosk.sqlite3", 1)
    assert shop.run("log", "verify", clock=None).exit_code == 4


def export_of(shop) -> str:
    shop.says("log", "export", "--format", "jsonl", "--out", str(shop.folder / "log.jsonl"))
    return "log.jsonl"
