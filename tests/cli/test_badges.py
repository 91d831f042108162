import json

import pytest
from badged import issue_all, make_station, numbers, states_of
from typer.testing import CliRunner

from kiosk.bootstrap.opening import open_station
from kiosk.cli.app import app
from kiosk.domain.errors import KioskError
from kiosk.service.people.desk import NewPerson, register


@pytest.fixture
def folder(tmp_path):
    station = make_station(tmp_path)
    issue_all(station)
    station.close()
    return tmp_path


def run(folder, *words):
    return CliRunner().invoke(app, ["badges", *words, "-C", str(folder)])


def test_a_printed_preview_and_page_are_read_back_by_the_command_that_reads(folder):
    drawn = folder / "a6.png"
    assert run(folder, "preview", "a6", "--category", "press", "--out", str(drawn)).exit_code == 0
    shown = CliRunner().invoke(app, ["read", str(drawn), "--json"])
    (line,) = shown.stdout.splitlines()
    told = json.loads(line)
    assert told["file"] == str(drawn)
    assert [code["text"] for code in told["codes"]] == ["SPEC1MEN000000000000"]
    assert len(told["codes"][0]["corners"]) == 4
    assert told["ms"] > 0


def test_reading_goes_on_after_a_file_that_is_no_picture_and_says_so(folder):
    drawn = folder / "a6.png"
    run(folder, "preview", "a6", "--out", str(drawn))
    shown = CliRunner().invoke(app, ["read", str(folder / "config.toml"), str(drawn)])
    assert shown.exit_code == 1
    assert "config.toml is not a picture" in shown.stderr.replace("\n", "")
    assert "SPEC1MEN" in shown.stdout


def test_printing_says_how_many_and_where(folder):
    out = folder / "b.pdf"
    shown = run(folder, "print", "--out", str(out))
    assert shown.exit_code == 0, shown.exception
    assert f"4 badges on 4 pages: {out}" in shown.stdout
    assert out.read_bytes()[:5] == b"%PDF-"
    again = run(folder, "print", "--out", str(folder / "c.pdf"))
    assert (again.exit_code, "nothing to print" in again.stderr) == (0, True)


def test_the_life_of_a_badge_on_the_command_line(folder):
    first, second, third, _ = numbers(folder)
    run(folder, "print", "--out", str(folder / "b.pdf"))
    assert run(folder, "handover", first, second).exit_code == 0
    assert run(folder, "requeue", third).exit_code == 0
    assert run(folder, "revoke", second).exit_code == 0
    replaced = run(folder, "replace", first)
    assert first in replaced.stdout
    assert "no. 2" in replaced.stdout
    assert states_of(folder) == {"Mensah": "issued", "Diallo": None, "Traoré": "issued", "Gül": "printed"}


@pytest.mark.parametrize("command", ["replace", "revoke", "handover", "requeue"])
def test_a_mistyped_number_is_refused_with_how_it_should_look(folder, command):
    number = numbers(folder)[0]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    refused = run(folder, command, wrong)
    assert isinstance(refused.exception, KioskError)
    assert wrong in refused.exception.message
    assert "last one catches" in refused.exception.hint
    assert set(states_of(folder).values()) == {"issued"}


def test_the_templates_are_listed_with_their_sizes(folder):
    shown = run(folder, "templates")
    assert "105 x 148" in shown.stdout
    assert "4xa6" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_who_does_not_fit_is_named_and_the_exit_code_says_so(folder):
    station = open_station(folder).station
    register(station, NewPerson("visitor", texts={"given_name": "Jean", "family_name": "W" * 120}))
    station.close()
    shown = run(folder, "print", "--person", "Jean", "--out", str(folder / "b.pdf"))
    assert shown.exit_code == 1
    assert "not printed: Jean W" in shown.stderr
    assert not (folder / "b.pdf").exists()
    assert set(states_of(folder).values()) == {"issued"}
