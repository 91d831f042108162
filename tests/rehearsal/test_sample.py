"""The one-day sample: it is sound, its pictures are those drawn, and it works from list to gate."""

import csv
import json

import cv2
import numpy as np
import pytest
from badge.gallery import difference
from commands import MORNING, Shop
from PIL import Image
from rehearsal.sample import BADGE, SAMPLE, draw_all, draw_badge
from typer.testing import CliRunner

from kiosk.badge.pdf.raster import page_count, rasterise
from kiosk.bootstrap.creation import Birth, create_station
from kiosk.cli.app import app
from kiosk.config.event_file import load_config
from kiosk.config.shipped import ONE_DAY
from kiosk.domain.errors import KioskError
from kiosk.service.lists.columns import column_of
from kiosk.service.lists.example import write_example

DEMO = ["--demo", "--clock", MORNING]


def init(folder, *words):
    return CliRunner().invoke(app, ["init", str(folder), *words])


@pytest.fixture
def shop(tmp_path):
    result = init(tmp_path / "forum", "--sample", "one-day", *DEMO)
    assert result.exit_code == 0, result.exception
    return Shop(tmp_path / "forum")


def test_the_sample_is_small_and_of_one_day():
    event = load_config(ONE_DAY).event
    counts = [len(part) for part in (event.sites, event.days, event.gates, event.categories)]
    assert counts == [1, 1, 2, 4]
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 600_000


def test_everything_of_the_sample_has_a_name_in_four_languages():
    event = load_config(ONE_DAY).event
    parts = (event.sites, event.days, event.zones, event.gates, event.categories)
    labels = (zone.label for zone in event.zones)
    for name in (event.name, *labels, *(one.name for part in parts for one in part)):
        assert list(name) == ["fr", "en", "tr", "ar"]
        assert all(name.values())


def test_the_pictures_of_the_sample_are_those_that_are_drawn():
    drawn = draw_all()
    there = {str(path.relative_to(SAMPLE)) for path in SAMPLE.rglob("*.[jp][pn]g")}
    assert there == set(drawn)
    for name, picture in drawn.items():
        kept, now = (
            cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_UNCHANGED).astype(np.int16)
            for one in ((SAMPLE / name).read_bytes(), picture)
        )
        assert kept.shape == now.shape
        assert np.abs(kept - now).mean() < 2, f"{name}: drawn anew by tests/rehearsal/sample.py"


def test_the_badge_looks_as_in_the_tutorial(tmp_path):
    drawn = draw_badge()
    drawn.save(tmp_path / "actual.png")
    shown = Image.open(BADGE).convert("RGB")
    told = f"actual is kept in {tmp_path}; drawn anew by tests/rehearsal/sample.py"
    assert difference(drawn, shown) < 0.0005, told


def test_twenty_people_come_in_from_the_list_to_the_gate(shop, tmp_path):
    folder = shop.folder
    took = shop.says("import", str(folder / "list.csv"), "--photos", str(folder / "photos"))
    assert "All 20 rows were taken" in took
    assert "Read as UTF-8." in took
    printed = shop.says("badges", "print", "--out", str(folder / "badges.pdf"))
    assert "20 badges on 20 pages" in printed
    shop.says("badges", "handover", "--category", "staff")
    shown = tmp_path / "shown"
    shown.mkdir()
    assert page_count(folder / "badges.pdf") == 20
    for page in range(1, 21):
        picture = cv2.cvtColor(rasterise(folder / "badges.pdf", page, 110), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(shown / f"{page:02d}.png"), picture)
    gate = shop.run("gate", "A", "--direction", "in", "--source", str(shown), "--json")
    assert gate.exit_code == 0, gate.exception
    scans = [json.loads(line) for line in gate.stdout.splitlines()]
    assert len({scan["badge"] for scan in scans}) == len(scans) == 20
    assert [scan["decision"] for scan in scans] == ["granted"] * 20
    assert "20" in shop.says("who")


@pytest.mark.parametrize("day", ["2028-02-29", "2031-12-31"])
def test_the_list_fits_whatever_day_the_sample_is_moved_to(tmp_path, day):
    assert init(tmp_path / "forum", "--sample", "one-day", "--first-day", day, *DEMO).exit_code == 0
    shop = Shop(tmp_path / "forum")
    assert "All 20 rows were taken" in shop.says("import", str(shop.folder / "list.csv"))
    assert f"date = {day}" in (shop.folder / "config.toml").read_text(encoding="utf-8")


def test_behind_the_stage_only_speakers_and_staff_may_go():
    event = load_config(ONE_DAY).event
    assert {one.id for one in event.categories if "COULISSES" in one.zones} == {"speaker", "staff"}


def test_init_with_a_sample_lays_its_list_photos_and_badge_beside_the_station(shop):
    for name in ("list.csv", "photos/FE-001.jpg", "badge_templates/forum.toml", "badge_templates/logo.png"):
        assert (shop.folder / name).read_bytes() == (SAMPLE / name).read_bytes()
    assert (shop.folder / "badge_templates" / "a6.toml").exists()
    assert "date = 2025-11-11" in (shop.folder / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["config.toml", "list.csv", "photos"])
def test_a_sample_is_never_laid_over_files_that_are_there(tmp_path, name):
    (tmp_path / name).write_text("mine")
    result = init(tmp_path, "--sample", "one-day", *DEMO)
    assert isinstance(result.exception, KioskError)
    assert name in result.exception.message
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_an_installation_that_lost_its_sample_says_so_and_makes_nothing(tmp_path):
    with pytest.raises(KioskError, match="no sample"):
        create_station(tmp_path / "new", Birth(sample=tmp_path / "gone" / "config.toml"))
    assert list(tmp_path.iterdir()) == []


def test_a_sample_that_does_not_exist_is_wrong_usage(tmp_path):
    assert init(tmp_path / "new", "--sample", "two-days").exit_code == 2
    assert not (tmp_path / "new").exists()


def test_a_new_station_has_the_head_of_a_list_that_an_import_understands(tmp_path):
    assert init(tmp_path, *DEMO).exit_code == 0
    (head,) = csv.reader(
        (tmp_path / "example.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"
    )
    assert [column_of(name) for name in head] == head
    assert {"family_name", "given_name", "category", "zones", "days", "photo_file"} <= set(head)


def test_rows_written_under_that_head_are_taken(tmp_path):
    assert init(tmp_path, *DEMO).exit_code == 0
    head = (tmp_path / "example.csv").read_bytes().decode("utf-8-sig")
    cells = dict.fromkeys(head.strip().split(";"), "")
    cells |= {"given_name": "Awa", "family_name": "Diarra", "category": "visitor"}
    shop = Shop(tmp_path)
    shop.write("mine.csv", f"{head}{';'.join(cells.values())}\r\n")
    assert "The one row was taken" in shop.says("import", str(tmp_path / "mine.csv"))


def test_an_example_list_that_finds_no_place_is_an_error_in_words(tmp_path):
    with pytest.raises(KioskError, match="cannot be written"):
        write_example(tmp_path / "nowhere" / "example.csv")


def test_an_example_list_that_was_filled_in_is_left_alone(tmp_path):
    (tmp_path / "example.csv").write_text("mine")
    assert init(tmp_path, *DEMO).exit_code == 0
    assert (tmp_path / "example.csv").read_text() == "mine"
