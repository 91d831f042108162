# ruff: noqa: RUF001 - Turkish has a dotless i
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from commands import Shop, even, open_shop

from kiosk.bootstrap.opening import opened
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Act, Kind, micros
from kiosk.domain.model import (
    OUTSIDE,
    BadgeNumber,
    BadgeState,
    Direction,
    GateId,
    Match,
    Method,
    Outcome,
    ZoneId,
)
from kiosk.service.people import finding
from kiosk.store import search
from kiosk.store.badges import NewBadge, add, set_state
from kiosk.store.journal import append
from kiosk.store.people import everybody
from kiosk.store.presence import follow

LIST = """id;prénom;nom;nom natif;société;catégorie
E-1;Ayşegül;Yıldırım;;ASELSAN Elektronik Sanayi ve Ticaret A.Ş.;armed_forces
E-2;Omar;Farouq;عمر الفاروق;وزارة الدفاع;official
E-3;Aminata;Keïta;;ORTM;press
E-4;Zeynep;Yıldız;;Roketsan;exhibitor
"""
BADGE = BadgeNumber(5 << 22 | 17)
NINE = datetime(2025, 11, 11, 9, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path):
    made = open_shop(tmp_path)
    made.says("import", made.write("list.csv", LIST))
    return made


def print_badge(shop: Shop, text: str) -> None:
    with opened(shop.folder) as found, found.station.database.write() as connection:
        person = search.find(connection, text, 1)
        add(connection, [NewBadge(BADGE, 0, person[0], bytes(32), 1)], NINE)
        set_state(connection, BADGE, BadgeState.PRINTED, NINE)


def walk(shop: Shop, text: str, at: datetime, way: tuple[str, str]) -> None:
    """Somebody is granted and walks from one zone to another."""
    with opened(shop.folder) as found:
        station = found.station
        subject = finding.the_one(station, text).person.holder.subject
        act = Act(
            Kind.SCAN,
            micros(at),
            micros(at),
            gate=GateId("A"),
            direction=Direction.IN,
            zone_from=ZoneId(way[0]),
            zone_to=ZoneId(way[1]),
            method=Method.CAMERA,
            match=Match.LISTED,
            subject=subject,
            outcome=Outcome.GRANTED,
        )
        event = station.event()
        with station.database.write() as connection:
            append(connection, station.journal, act)
            follow(connection, act, event)


def test_a_person_is_found_by_name_native_name_id_and_badge_number(shop):
    print_badge(shop, "yıldırım")
    for text in ("yildirim", "ASELSAN", "E-1", printed(BADGE)):
        said = shop.says("people", "find", text)
        assert "Ayşegül Yıldırım" in said
        assert "Keïta" not in said
    assert f"armed_forces {printed(BADGE)}" in said
    assert "active printed" in said
    assert "عمر الفاروق" in shop.says("people", "find", "الفاروق")


def test_people_are_listed_in_80_columns(shop):
    print_badge(shop, "yıldırım")
    lines = shop.run("people", "find", "E-").stdout.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert sum("E-" in line for line in lines) == 4


def test_who_is_nobody_is_said_kindly(shop):
    said = shop.says("people", "find", "Wirkkala")
    assert 'Nobody was found for "Wirkkala"' in said


def test_everything_about_a_person_is_shown(shop):
    said = shop.says("people", "show", "E-2")
    for words in ("Name Omar Farouq", "Native name عمر الفاروق", "Category official", "Badges none yet"):
        assert words in said
    assert "12/11 B2B, CONF, HALL, HONNEUR, SOIREE, STATIQUE" in said


def test_an_act_on_somebody_who_may_be_two_is_refused(shop):
    result = shop.run("people", "suspend", "Yıldı")
    assert isinstance(result.exception, KioskError)
    assert "may mean" in result.exception.message
    assert "active" not in shop.says("people", "show", "E-3")


def test_a_status_changes_and_is_said(shop):
    assert "Aminata Keïta: pending -> active" in shop.says("people", "approve", "Keïta")
    assert "active -> suspended" in shop.says("people", "suspend", "E-3")
    assert "is already suspended" in shop.says("people", "suspend", "E-3")
    assert "suspended -> blocked" in shop.says("people", "block", "E-3")
    assert "blocked -> active" in shop.says("people", "reinstate", "E-3")
    assert "is already active" in shop.says("people", "approve", "E-3")


def test_erasing_asks_first_and_takes_the_person_away(shop):
    assert shop.run("people", "erase", "E-2", typed="n\n").exit_code == 1
    assert "Omar" in shop.says("people", "find", "Omar")
    assert "is erased" in shop.says("people", "erase", "E-2", "--yes")
    assert "Nobody" in shop.says("people", "find", "Omar")


def test_an_approval_of_somebody_approved_is_said_kindly_and_lifts_no_block(shop):
    assert "nothing was changed" in shop.says("people", "approve", "E-4")
    shop.says("people", "block", "E-4")
    refused = shop.run("people", "approve", "E-4").exception
    assert "blocked" in refused.message
    assert "faster" not in refused.hint


def test_who_waits_for_an_approval_is_listed_and_a_print_says_how(shop):
    shop.says("people", "suspend", "E-4")
    said = shop.says("people", "waiting")
    assert "Keïta" in said
    assert "1 suspended" in said
    assert "by id or name" in said
    out = str(shop.folder / "badges.pdf")
    assert "kiosk people waiting" in even(shop.run("badges", "print", "--out", out, "--no-proof").stderr)
    for one in ("E-1", "E-2", "E-3"):
        shop.run("people", "approve", one)
    shop.says("people", "reinstate", "E-4")
    assert "Everyone on the list is approved" in shop.says("people", "waiting")


def test_who_is_inside_is_told_as_numbers_alone_or_written_to_a_file(shop):
    walk(shop, "yıldırım", NINE, ("OUTSIDE", "PARC"))
    walk(shop, "keïta", NINE, ("OUTSIDE", "HALL"))
    totals = shop.says("who", "--totals")
    assert "PARC: 2, HALL: 1" in totals
    assert "2 inside" in totals
    assert "Keïta" not in totals
    out = shop.folder / "inside.csv"
    assert "Keïta" in shop.says("who", "--out", str(out))
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "zone;since;name;name_native;organisation;category"
    assert lines[2] == "HALL;2025-11-11 09:00:00;Aminata Keïta;;ORTM;press"
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    again = shop.run("who", "--out", str(out))
    assert isinstance(again.exception, KioskError)


def test_no_cell_of_the_file_of_who_is_inside_begins_a_formula(shop):
    shop.says("import", shop.write("more.csv", "id;nom;société;catégorie\nE-9;=1+1;@SUM(1);visitor\n"))
    walk(shop, "E-9", NINE, ("OUTSIDE", "PARC"))
    out = shop.folder / "inside.csv"
    shop.says("who", "--out", str(out))
    assert "'=1+1;;'@SUM(1)" in out.read_text(encoding="utf-8-sig")


def test_nobody_inside_is_said_kindly(shop):
    assert shop.says("who").startswith("Nobody is inside, 11/11/2025 09:0")
    assert shop.says("who", "--at", "08:00") == "Nobody is inside, 11/11/2025 08:00:00."


def test_who_is_inside_now_and_who_was_then(shop):
    walk(shop, "E-1", NINE.replace(hour=8), (OUTSIDE, "PARC"))
    walk(shop, "E-2", NINE.replace(hour=8, minute=30), (OUTSIDE, "PARC"))
    walk(shop, "E-2", NINE.replace(hour=8, minute=40), ("PARC", "HALL"))
    walk(shop, "E-1", NINE.replace(hour=8, minute=50), ("PARC", OUTSIDE))
    now = shop.says("who")
    assert "HALL 08:40 Omar Farouq" in now
    assert "عمر الفاروق" in now
    assert "PARC: 1, HALL: 1 1 inside" in now
    assert "Ayşegül" not in now
    then = shop.says("who", "--at", "2025-11-11T08:35")
    assert "PARC 08:00 Ayşegül Yıldırım" in then
    assert "PARC 08:30 Omar Farouq" in then
    assert "PARC: 2 2 inside" in then
    assert "Nobody is inside HALL" in shop.says("who", "--at", "08:35", "--zone", "hall")


def test_who_was_inside_before_an_erasure_is_counted_without_a_name(shop):
    walk(shop, "E-2", NINE.replace(hour=8), (OUTSIDE, "PARC"))
    shop.says("people", "erase", "E-2", "--yes")
    said = shop.says("who", "--at", "08:30")
    assert "PARC 08:00 (erased)" in said
    assert "Omar" not in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--zone", "HAL"), "no zone"),
        (("--at", "soon"), "is not a time"),
        (("--at", "2025-11-12T10:00"), "not come yet"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(shop, words, says):
    result = shop.run("who", *words)
    assert isinstance(result.exception, KioskError)
    assert says in result.exception.message


def test_names_fit_80_columns_in_the_muster(shop):
    walk(shop, "E-1", NINE.replace(hour=8), (OUTSIDE, "PARC"))
    lines = shop.run("who").stdout.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert "Ayşegül Yıldırım" in even(" ".join(lines))


def test_a_great_many_people_inside_are_one_line_each(shop):
    rows = "".join(f"V-{number};A;Visiteur {number};زائر;X;visitor\n" for number in range(501))
    shop.says("import", shop.write("many.csv", LIST.splitlines()[0] + "\n" + rows), "--source", "many")
    with opened(shop.folder) as found:
        station = found.station
        event = station.event()
        with station.database.write() as connection:
            subjects = [one.holder.subject for one in everybody(connection) if one.source == "many"]
            for subject in subjects:
                act = Act(
                    Kind.SCAN,
                    micros(NINE),
                    micros(NINE),
                    zone_from=OUTSIDE,
                    zone_to=ZoneId("PARC"),
                    subject=subject,
                    outcome=Outcome.GRANTED,
                )
                append(connection, station.journal, act)
                follow(connection, act, event)
    lines = shop.run("who", clock="2025-11-11T10:00Z").stdout.splitlines()
    assert "PARC  09:00  A Visiteur 7 / زائر  X  visitor" in lines
    assert lines[-1].startswith("501 inside")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_terminal_without_letters_for_a_name_ends_no_command(shop, encoding):
    command = [sys.executable, "-m", "kiosk", "people", "find", "E-2", "-C", str(shop.folder)]
    there = {**os.environ, "PYTHONIOENCODING": encoding}
    ran = subprocess.run(command, env=there, capture_output=True, check=False)  # noqa: S603 - our own words
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Omar Farouq" in ran.stdout
    assert ("عمر".encode() in ran.stdout) == (encoding == "utf-8")
