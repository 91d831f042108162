import shutil
from dataclasses import replace
from datetime import date

import pytest
from commands import open_shop
from typer.testing import CliRunner

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import opened
from kiosk.cli.app import app
from kiosk.cli.named import gate_named
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Act, Kind, micros
from kiosk.domain.model import Direction, Match, Method, Outcome, Reason
from kiosk.keys.signing import fingerprint
from kiosk.service.people.finding import the_one
from kiosk.store.journal import append

CLOCK = "2025-11-11T09:00Z"
BADGE = 1 << 22 | 7


@pytest.fixture(scope="module")
def newborn(tmp_path_factory):
    """A station with two scans at gate A: granted at nine, denied a minute later, after its record 0."""
    folder = tmp_path_factory.mktemp("newborn")
    create_station(folder, Birth(date(2025, 11, 11), is_demo=True, clock=CLOCK)).station.close()
    with opened(folder, CLOCK) as found:
        station = found.station
        start = micros(station.clock.now())
        with station.database.write() as connection:
            append(connection, station.journal, scan(start))
            append(connection, station.journal, scan(start + 60_000_000, Reason.WRONG_ZONE))
    return folder


@pytest.fixture
def folder(newborn, tmp_path):
    return shutil.copytree(newborn, tmp_path / "station")


def scan(at, reason=None):
    return Act(
        kind=Kind.SCAN,
        occurred_at=at,
        recorded_at=at,
        gate="A",
        direction=Direction.IN,
        method=Method.CAMERA,
        badge=BADGE,
        match=Match.LISTED,
        outcome=Outcome.DENIED if reason else Outcome.GRANTED,
        reason=reason,
    )


def run(folder, *words):
    own = () if "--clock" in words else ("--clock", CLOCK)
    return CliRunner().invoke(app, ["log", *map(str, words), "--dir", str(folder), *own])


def exported(folder, out, *words):
    ran = run(folder, "export", "--out", out, *words)
    assert ran.exit_code == 0, ran.output
    return out.read_text(encoding="utf-8").splitlines()


def test_the_tail_shows_when_where_what_and_why_in_eighty_columns(folder):
    ran = run(folder, "tail", "-n", "2")
    assert ran.exit_code == 0
    lines = ran.output.splitlines()
    assert max(map(len, lines)) <= 80
    granted, denied = (line for line in lines if "0001-0000007" in line)
    assert "11/11 09:00:0" in granted
    assert ran.output.count(" A in") == 2
    assert "granted" in granted
    assert "denied" in denied
    assert "wrong zone" in denied
    assert "life" not in ran.output


def test_the_tail_says_who_did_what_to_whom_and_from_where_to_where(tmp_path):
    shop = open_shop(tmp_path)
    shop.says(
        "import", shop.write("list.csv", "external_id,given_name,family_name,category\n1,Awa,Keïta,press\n")
    )
    shop.says("people", "approve", "1")
    with opened(shop.folder, CLOCK) as found:
        station = found.station
        subject = the_one(station, "1").person.holder.subject
        act = replace(scan(micros(station.clock.now())), subject=subject, zone_from="OUTSIDE", zone_to="PARC")
        with station.database.write() as connection:
            append(connection, station.journal, act)
        operator = station.operator.removeprefix("cli:")
    said = shop.says("log", "tail")
    assert "status: pending -> active" in said
    assert "A in: OUTSIDE -> PARC" in said
    assert said.count("Awa Keïta") == 2
    assert operator in said
    shop.says("people", "erase", "1", "--yes")
    erased = shop.says("log", "tail")
    assert "Keïta" not in erased
    assert "(erased)" in erased


def test_an_export_takes_only_the_records_asked_for(folder, tmp_path):
    assert len(exported(folder, tmp_path / "all.csv")) == 1 + 3
    assert len(exported(folder, tmp_path / "gate.csv", "--gate", "a")) == 1 + 2
    assert len(exported(folder, tmp_path / "denied.csv", "--decision", "denied")) == 1 + 1
    assert len(exported(folder, tmp_path / "late.csv", "--from", "2025-11-11T09:00:30", "--gate", "A")) == 2
    assert len(exported(folder, tmp_path / "early.csv", "--to", "2025-11-11T09:00:30", "--gate", "A")) == 2
    assert (
        len(exported(folder, tmp_path / "east.csv", "--from", "2025-11-11T10:00:30+01:00", "--gate", "A"))
        == 2
    )


def test_a_day_alone_is_exported_whole(folder, tmp_path):
    of_gate = ("--gate", "A")
    whole = ("--from", "2025-11-11", "--to", "2025-11-11")
    assert len(exported(folder, tmp_path / "day.csv", *whole, *of_gate)) == 1 + 2
    assert len(exported(folder, tmp_path / "before.csv", "--to", "2025-11-10", *of_gate)) == 1
    assert len(exported(folder, tmp_path / "after.csv", "--from", "2025-11-12", *of_gate)) == 1


def test_an_export_for_excel_begins_with_a_mark_and_has_semicolons(folder, tmp_path):
    head = exported(folder, tmp_path / "log.csv", "--excel")[0]
    assert head.startswith("\ufeff")
    assert ";decision;" in head


def test_json_lines_for_excel_are_wrong_usage(folder, tmp_path):
    ran = run(folder, "export", "--out", tmp_path / "x", "--format", "jsonl", "--excel")
    assert ran.exit_code == 2
    assert not list(tmp_path.glob("x*"))


def test_an_export_into_a_folder_gets_the_usual_name(folder, tmp_path):
    out = tmp_path / "stick"
    out.mkdir()
    assert run(folder, "export", "--out", out, "--format", "jsonl").exit_code == 0
    names = sorted(path.name for path in out.iterdir())
    assert len(names) == 2
    assert names[0].startswith("bamex-25")
    assert names[0].endswith(".jsonl")
    assert names[1] == f"{names[0]}.manifest"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_verifies_with_the_fingerprint_and_not_when_a_byte_changed(folder, tmp_path, form):
    out = tmp_path / f"log.{form}"
    exported(folder, out, "--format", form)
    with opened(folder, CLOCK) as found:
        public = found.station.key.public
    paper = fingerprint(public)
    assert run(folder, "verify", out).exit_code == 3
    assert run(folder, "verify", out, "--key", public.hex()).exit_code == 0
    assert run(folder, "verify", out, "--key", bytes(32).hex()).exit_code == 4
    assert run(folder, "verify", out, "--fingerprint", paper.lower()).exit_code == 0
    other = run(folder, "verify", out, "--fingerprint", "0000-0000-0000-0000-0000")
    assert other.exit_code == 4
    assert "letter by letter: 0000-0000-0000-0000-0000" in other.output
    out.write_bytes(out.read_bytes().replace(b"wrong_zone", b"wrong_site"))
    ran = run(folder, "verify", out, "--fingerprint", paper)
    assert ran.exit_code == 4
    assert "TAMPERED" in ran.output


@pytest.mark.parametrize("typed", ["", "1234", "9Z8T-3D7F-QFAJ-QD4S-NF7", "9Z8T-3D7F-QFAJ-QD4S-NF7U"])
def test_what_cannot_be_a_fingerprint_is_an_error_and_no_forgery(folder, typed):
    ran = run(folder, "verify", "--fingerprint", typed)
    assert isinstance(ran.exception, KioskError)
    assert "letter by letter" in ran.exception.hint


def test_a_station_verifies_its_own_file_and_shows_the_key_to_compare(folder):
    ran = run(folder, "verify")
    assert ran.exit_code == 0, ran.output
    with opened(folder, CLOCK) as found:
        assert fingerprint(found.station.key.public) in ran.output
    assert "verdict: whole" in ran.output


def test_an_edited_record_is_named(folder):
    with opened(folder, CLOCK) as found:
        database = found.station.database
        found.station.photos.close()
        with database.write() as connection:
            triggers = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'"
                )
            ]
            for name in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(
                "UPDATE journal SET outcome = 'granted', reason = NULL WHERE reason IS NOT NULL"
            )
    ran = run(folder, "verify")
    assert ran.exit_code == 4
    assert "record 2" in ran.output


def test_a_head_kept_elsewhere_vouches_and_finds_what_was_lost(folder, tmp_path):
    elsewhere = tmp_path / "head"
    elsewhere.write_bytes((folder / "data" / "kiosk.sqlite3.head").read_bytes())
    out = tmp_path / "log.jsonl"
    exported(folder, out, "--format", "jsonl")
    assert run(folder, "verify", out, "--head", elsewhere).exit_code == 0
    assert run(folder, "verify", out, "--head", elsewhere.read_text(encoding="utf-8")).exit_code == 0
    ran = run(folder, "verify", "--head", elsewhere)
    assert ran.exit_code == 0
    assert "a head from outside the file vouches for records 0 to 2" in ran.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "--out", "x.csv", "--gate", "HAL-1"), "HALL-1"),
        (("export", "--out", "x.csv", "--from", "yesterday"), "2025-11-11T08:00"),
        (("verify", "--key", "abc"), "64 hexadecimal digits"),
        (("verify", "--head", "no such file"), "kept elsewhere"),
        (("verify", "no such file"), "check the name"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(folder, words, says):
    ran = run(folder, *words)
    assert isinstance(ran.exception, KioskError)
    assert says in ran.exception.hint


def test_gates_are_found_however_they_are_written(folder):
    with opened(folder, CLOCK) as found:
        assert gate_named(found.station.event(), "hall-1") == "HALL-1"
