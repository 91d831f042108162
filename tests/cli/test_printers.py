"""`kiosk badges printers` and `calibrate`, with a CUPS of the tests' own in the place of the computer's."""

import json
from dataclasses import astuple

import pytest
import spooler
from commands import even, open_shop

from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.badge.pdf.raster import page_count
from kiosk.bootstrap.opening import open_station
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.service.printers.calibrating import calibration_of
from kiosk.store.journal_reading import Selection, entries


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if not spooler.HAS_CUPS:
        pytest.skip(spooler.WITHOUT)
    with spooler.running(tmp_path_factory.mktemp("cups")) as found:
        found.queue("Bureau-1")
        yield found


@pytest.fixture
def shop(tmp_path, server, monkeypatch):
    monkeypatch.setenv("CUPS_SERVER", server.socket)
    return open_shop(tmp_path)


def known(shop, name="Bureau-1") -> Calibration:
    station = open_station(shop.folder).station
    found = calibration_of(station, name)
    station.close()
    return found


def calibrations_recorded(shop):
    station = open_station(shop.folder).station
    with station.database.read() as connection:
        acts = [entry.act for entry in entries(connection, station.journal, Selection())]
    station.close()
    return [json.loads(act.detail) for act in acts if act.kind is Kind.PRINT]


def test_the_ruler_page_comes_out_of_the_printer(shop, server):
    said = shop.says("badges", "calibrate", "Bureau-1")
    assert "printed: Bureau-1-" in said
    assert "--measured A B C D" in said
    assert page_count(server.arrived("Bureau-1")) == 1
    assert "PageSize=A4" in server.asked("Bureau-1")


def test_what_was_measured_is_kept_recorded_shown_and_forgotten(shop):
    assert "Bureau-1 idle not measured" in shop.says("badges", "printers")
    said = shop.says("badges", "calibrate", "Bureau-1", "--measured", "99.5", "101", "56", "97.5")
    assert said.startswith("Bureau-1: 1.3 mm right, 1.5 mm up, 99.5% wide, 101.0% high")
    assert astuple(known(shop)) == pytest.approx((1.275, -1.48, 0.995, 1.01))
    (record,) = calibrations_recorded(shop)
    assert record == {
        "calibrated": "Bureau-1",
        "right_um": 1275,
        "down_um": -1480,
        "across_ppm": 995000,
        "along_ppm": 1010000,
    }
    assert "1.3 mm right" in shop.says("badges", "printers")
    shop.says("badges", "calibrate", "Bureau-1", "--measured", "100", "100", "55", "98")
    assert "Bureau-1 idle nothing" in shop.says("badges", "printers")
    shop.says("badges", "calibrate", "Bureau-1", "--forget")
    assert known(shop) == NONE
    assert calibrations_recorded(shop)[-1] == {"calibrated": "Bureau-1", "forgotten": True}
    again = shop.run("badges", "calibrate", "Bureau-1", "--forget")
    assert "nobody has measured" in again.exception.message


def test_the_page_that_checks_is_drawn_as_corrected(shop):
    shop.says("badges", "calibrate", "Bureau-1", "--measured", "99", "100", "55", "98")
    pages = {}
    for name, words in {"plain": (), "check": ("--check",)}.items():
        out = shop.folder / f"{name}.pdf"
        assert even(str(out)) in shop.says("badges", "calibrate", "Bureau-1", "--out", str(out), *words)
        pages[name] = out.read_bytes()
    assert pages["plain"] != pages["check"]
    again = shop.run("badges", "calibrate", "Bureau-1", "--out", str(shop.folder / "plain.pdf"))
    assert "exists already" in again.exception.message
    nowhere = shop.run("badges", "calibrate", "Bureau-1", "--out", str(shop.folder / "no" / "plain.pdf"))
    assert "there is no folder" in nowhere.exception.message


@pytest.mark.parametrize("words", [(), ("--measured", "100", "100", "55", "98")])
def test_a_slip_in_the_name_keeps_nothing(shop, words):
    refused = shop.run("badges", "calibrate", "Bureau1", *words)
    assert isinstance(refused.exception, KioskError)
    assert refused.exception.hint == 'did you mean "Bureau-1"?'
    assert known(shop, "Bureau1") == NONE


def test_numbers_that_cannot_be_are_refused_and_nothing_is_kept(shop):
    refused = shop.run("badges", "calibrate", "Bureau-1", "--measured", "89", "100", "55", "98")
    assert "A should be about 100 mm" in refused.exception.message
    assert calibrations_recorded(shop) == []


def test_lengths_may_be_written_with_a_decimal_comma_and_their_unit(shop):
    shop.says("badges", "calibrate", "Bureau-1", "--measured", "99,5", "100.5mm", "55,5 mm", "98")
    assert (known(shop).across, known(shop).along) == pytest.approx((0.995, 1.005))
    refused = shop.run("badges", "calibrate", "Bureau-1", "--measured", "99;5", "100", "55", "98")
    assert '"99;5" is not a length' in refused.exception.message


def test_a_printer_that_refuses_is_an_error_with_what_to_do(shop, server):
    server.queue("Bureau-2")
    server.tool("cupsreject", "Bureau-2")
    assert "refuses jobs" in shop.says("badges", "printers")
    refused = shop.run("badges", "calibrate", "Bureau-2")
    assert "Bureau-2 refused the job" in refused.exception.message


@pytest.mark.parametrize(
    "words",
    [
        ("--check", "--forget"),
        ("--forget", "--out", "x.pdf"),
        ("--measured", "1", "2", "3", "4", "--out", "x.pdf"),
    ],
)
def test_what_contradicts_itself_is_wrong_usage(shop, words):
    assert shop.run("badges", "calibrate", "Bureau-1", *words).exit_code == 2
