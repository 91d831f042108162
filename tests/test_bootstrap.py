"""The wiring: a station is made once, and never over what is left of another."""

import subprocess
from datetime import UTC, date, datetime, timedelta

import pytest
from commands import open_shop
from fairground import OPENING, enrol, found_station

from kiosk.bootstrap.creation import Birth, create_station, event_day
from kiosk.bootstrap.opening import KEYS, open_station
from kiosk.config.event_file import parse_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.gate.post import open_gate
from kiosk.service.admission.admit import Presented
from kiosk.store.database import StoreError
from kiosk.store.journal_reading import tail


def git(*words):
    command = ["git", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def test_init_never_writes_over_the_keys_of_a_station_that_lost_its_database(tmp_path):
    station = found_station(tmp_path)
    station.close()
    data = station.database.path.parent
    before = {path.name: path.read_bytes() for path in (data / KEYS).iterdir()}
    station.database.path.unlink()
    with pytest.raises(KioskError, match="what is left of one: keys"):
        create_station(tmp_path, Birth(date(2025, 11, 11)))
    assert {path.name: path.read_bytes() for path in (data / KEYS).iterdir()} == before


def test_a_restored_copy_begins_a_new_life_and_the_journal_says_so(tmp_path):
    station = found_station(tmp_path)
    station.close()
    database = station.database.path
    copy = database.read_bytes()
    opened = open_station(tmp_path)
    with opened.station.database.write() as connection:
        connection.execute("SELECT 1")
    opened.station.close()
    database.write_bytes(copy)
    database.with_name(f"{database.name}.head").unlink()
    opened = open_station(tmp_path)
    with opened.station.database.read() as connection:
        (record,) = tail(connection, opened.station.journal, 1)
    opened.station.close()
    assert opened.station.life.id != station.life.id
    assert record.act.kind is Kind.LIFE


def test_the_data_folder_is_closed_to_other_users(tmp_path):
    station = found_station(tmp_path)
    station.close()
    assert station.database.path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2027-03-02T00:30Z", date(2027, 3, 1)),
        ("2027-03-02T03:59Z", date(2027, 3, 1)),
        ("2027-03-02T04:00Z", date(2027, 3, 2)),
        ("2027-03-02T23:59Z", date(2027, 3, 2)),
        ("2027-01-01T00:30Z", date(2026, 12, 31)),
        ("2028-02-29T12:00Z", date(2028, 2, 29)),
        ("2028-03-01T03:00Z", date(2028, 2, 29)),
    ],
)
def test_the_first_day_of_a_new_station_is_the_event_day_that_it_is_now(tmp_path, now, first):
    opened = create_station(tmp_path, Birth(is_demo=True, clock=now))
    event = opened.station.event()
    opened.station.close()
    assert [day.date for day in event.days] == [first + timedelta(days=n) for n in range(4)]
    assert event.moment(datetime.fromisoformat(now), event.days[0].sites[0]).day == first


def test_the_first_day_is_that_of_the_place_where_the_event_begins(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace("Africa/Bamako", "Pacific/Auckland")
    event = parse_config(text, tmp_path / "config.toml").event
    assert event_day(event, datetime(2027, 3, 1, 14, 30, tzinfo=UTC)) == date(2027, 3, 1)  # 03:30 on the 2nd
    assert event_day(event, datetime(2027, 3, 1, 15, 30, tzinfo=UTC)) == date(2027, 3, 2)


def test_git_sees_nothing_of_a_station_wherever_it_lies(tmp_path):
    git("init", "--quiet", tmp_path)
    create_station(tmp_path / "salon", Birth()).station.close()
    (tmp_path / "salon" / "exposants.csv").write_text("Nom\n", encoding="utf-8")
    assert git("-C", tmp_path, "status", "--porcelain", "--untracked-files=all") == ""


def test_a_station_in_a_repository_of_its_own_leaves_its_event_to_be_kept(tmp_path):
    git("init", "--quiet", tmp_path)
    create_station(tmp_path, Birth()).station.close()
    seen = git("-C", tmp_path, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert "?? config.toml" in seen
    assert not [line for line in seen if "data" in line]


def test_what_a_folder_tells_git_already_stays_as_it_is(tmp_path):
    (tmp_path / ".gitignore").write_text("*.pdf\n", encoding="utf-8")
    create_station(tmp_path, Birth()).station.close()
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "*.pdf\n"


@pytest.mark.parametrize(("way", "headline"), [("in", "NOT RECORDED"), ("out", "FREE EXIT")])
def test_a_gate_that_cannot_open_its_station_says_so_on_its_screen(tmp_path, way, headline):
    shop = open_shop(tmp_path)
    next(tmp_path.rglob("kiosk.sqlite3")).unlink()
    result = shop.run("gate", "A", "--direction", way, "--source", "none")
    assert isinstance(result.exception, KioskError)
    assert headline in result.output


def test_a_dumped_event_is_read_back_whatever_its_file_is_called(tmp_path):
    shop = open_shop(tmp_path)
    dumped = tmp_path / "event.toml"
    dumped.write_text(shop.run("event", "dump", clock=None).stdout, encoding="utf-8")
    assert "No difference" in shop.run("event", "diff", str(dumped), clock=None).output


def test_a_gate_works_beside_a_damaged_photo_file(tmp_path):
    station = found_station(tmp_path)
    awa = enrol(station)
    station.close()
    station.photo_file.path.write_bytes(b"not a photo file" * 300)
    opened = open_station(tmp_path, OPENING)
    gate = open_gate(opened.station, opened.station.event().checkpoint("A", "in")).admission
    assert gate.admit(Presented(awa.text)).decision.is_granted
    with pytest.raises(StoreError, match="damaged"):
        assert opened.station.photos
    opened.station.close()
