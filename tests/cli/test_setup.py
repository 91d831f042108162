import os
import shutil
import stat
from pathlib import Path

import cv2
import pytest
from commands import Shop, even, open_shop
from typer.testing import CliRunner

from kiosk.badge.pdf.raster import rasterise
from kiosk.bootstrap.opening import opened
from kiosk.cli.app import app
from kiosk.config.event_file import load_config
from kiosk.domain.document import digest, to_document
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import GateId, ZoneId
from kiosk.keys.signing import fingerprint
from kiosk.store.journal_reading import tail
from kiosk.vision.inspection import TEST_CARD
from kiosk.vision.reader import Reader

WORDS = "cheval pile agrafe correct"


@pytest.fixture
def shop(tmp_path):
    return open_shop(tmp_path)


def last_act(shop: Shop):
    with opened(shop.folder) as found, found.station.database.read() as connection:
        return tail(connection, found.station.journal, 1)[0].act


def change(shop: Shop, old: str, new: str) -> None:
    path = shop.folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def back_up(shop: Shop, name: str = "backup.txt") -> str:
    secret = shop.write("secret.txt", f"{WORDS}\n")
    shop.says("keys", "backup", str(shop.folder / name), "--passphrase-file", secret, clock=None)
    return str(shop.folder / name)


def test_init_says_what_it_made_and_the_fingerprint_to_write_on_paper(tmp_path):
    result = CliRunner().invoke(app, ["init", str(tmp_path / "new"), "--first-day", "2026-03-02"])
    assert result.exit_code == 0
    assert "02/03/2026 to 05/03/2026" in result.stdout
    with opened(tmp_path / "new") as found:
        assert f"key fingerprint  {fingerprint(found.station.key.public)}" in result.stdout
        assert not found.station.event().is_demo
    assert "kiosk keys backup" in result.stdout


def test_init_never_makes_a_second_station_in_one_folder(shop):
    result = CliRunner().invoke(app, ["init", str(shop.folder)])
    assert isinstance(result.exception, KioskError)
    assert "already" in result.exception.message


def test_init_takes_a_simulated_clock_for_a_demonstration_only(tmp_path):
    asked = ["init", str(tmp_path / "new"), "--clock", "2025-11-11T08:30Z"]
    assert CliRunner().invoke(app, asked).exit_code == 2
    assert not (tmp_path / "new").exists()
    assert CliRunner().invoke(app, [*asked, "--demo", "--first-day", "2025-11-11"]).exit_code == 0


def test_a_day_that_is_none_is_wrong_usage(tmp_path):
    assert CliRunner().invoke(app, ["init", str(tmp_path), "--first-day", "soon"]).exit_code == 2


def test_a_changed_event_is_loaded_as_a_new_version_with_its_record(shop):
    with opened(shop.folder) as found:
        before = found.station.event()
    change(shop, "capacity = 450", "capacity = 451")
    changes = "event.zones.CONF.capacity: 450 becomes 451"
    assert changes in shop.says("event", "diff")
    with opened(shop.folder) as found:
        assert found.station.event() == before
    said = shop.says("event", "load")
    assert changes in said
    assert "Version 2" in said
    with opened(shop.folder) as found:
        event = found.station.event()
    assert event.zone[ZoneId("CONF")].capacity == 451
    assert (event.id, event.is_demo) == (before.id, True)
    act = last_act(shop)
    assert (act.kind, act.policy_version) == (Kind.POLICY, 2)
    assert read_detail(act.detail) == {"digest": digest(to_document(event)).hex(), "version": 2}


def test_a_badge_printed_before_the_days_moved_opens_the_gate_on_the_new_day(shop):
    shop.says("import", shop.write("list.csv", "family_name,category\nKeita,visitor\n"))
    sheet = shop.folder / "badges.pdf"
    shop.says("badges", "print", "--out", str(sheet), "--no-proof")
    page = cv2.cvtColor(rasterise(sheet, 1, 300), cv2.COLOR_RGB2GRAY)
    code = Reader().read(page).readings[0].text
    asked = ("check", code, "--gate", "A")
    assert "GO IN" in shop.says(*asked)
    for day in (14, 13, 12, 11):
        change(shop, f"date = 2025-11-{day}", f"date = 2025-12-{day}")
    said = shop.says("event", "diff")
    assert "11/11/2025 -> 11/12/2025" in said
    assert "1 person with the rights of their category" in said
    assert "GO IN" in shop.says(*asked), "diff changes nothing"
    assert "kiosk badges outdated" in shop.says("event", "load")
    moved = ("--clock", "2025-12-11T09:00Z")
    assert "GO IN" not in shop.says(*asked)
    assert "GO IN" in shop.says(*asked, *moved, clock=None)
    assert "no right on any day" not in even(shop.run("doctor", *moved, clock=None).stdout)


def test_an_unchanged_event_is_no_new_version_and_no_record(shop):
    kind = last_act(shop).kind
    assert "version 1 stays in force" in shop.says("event", "load")
    assert last_act(shop).kind is kind
    assert "No difference" in shop.says("event", "diff")


def test_an_event_with_faults_is_refused_and_the_old_one_stays(shop):
    text = (shop.folder / "config.toml").read_text(encoding="utf-8")
    broken = shop.write("broken.toml", text.replace('parent = "HALL"', 'parent = "HAL"'))
    result = shop.run("event", "load", broken)
    assert isinstance(result.exception, KioskError)
    assert "HAL" in result.exception.message
    with opened(shop.folder) as found:
        assert found.station.event().zone[ZoneId("B2B")].parent == "HALL"


def test_what_dump_writes_load_takes(shop):
    dumped = shop.run("event", "dump").stdout.replace('"capacity": 450', '"capacity": 7')
    shop.says("event", "load", shop.write("event.json", dumped))
    with opened(shop.folder) as found:
        assert found.station.event().zone[ZoneId("CONF")].capacity == 7


def test_a_dumped_event_with_faults_is_refused_too(shop):
    dumped = shop.run("event", "dump").stdout.replace('"parent": "HALL"', '"parent": "HAL"')
    written = shop.write("event.json", dumped)
    for verb in ("diff", "load"):
        result = shop.run("event", verb, written)
        assert isinstance(result.exception, KioskError)
        assert "faults" in result.exception.message


def test_a_category_without_a_template_is_told_by_diff_load_init_and_doctor(shop, tmp_path):
    change(shop, 'template = "a6-press"', 'template = "a6-pres"')
    for words in (("event", "diff"), ("event", "load")):
        told = even(shop.run(*words).stderr)
        assert 'press: there is no template "a6-pres"' in told
        assert "a6-press" in told.split("hint:")[1]
    assert "a6-pres" in even(shop.run("doctor").stdout)
    (tmp_path / "new").mkdir()
    shutil.copy(shop.folder / "config.toml", tmp_path / "new")
    made = CliRunner().invoke(app, ["init", str(tmp_path / "new")])
    assert made.exit_code == 0
    assert "a6-pres" in made.stderr


def test_keys_backed_up_are_restored_from_the_file_and_from_the_sheet(shop):
    backup = Path(back_up(shop))
    sheet = shop.folder / "backup-sheet.txt"
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (backup, sheet)} == {0o600}
    keys = shop.folder / "data" / "keys"
    before = {name: (keys / name).read_text() for name in ("keyring.json", "station.json")}
    paper = shop.says("keys", "fingerprint", clock=None)
    for written in (backup, sheet):
        shutil.rmtree(keys)
        secret = str(shop.folder / "secret.txt")
        said = shop.says("keys", "restore", str(written), "--passphrase-file", secret, clock=None)
        assert paper in said
        assert {name: (keys / name).read_text() for name in before} == before


def test_a_passphrase_that_is_asked_for_is_typed_twice_and_never_shown(shop):
    out = str(shop.folder / "typed.txt")
    result = shop.run("keys", "backup", out, clock=None, typed=f"{WORDS}\n{WORDS}\n")
    assert result.exit_code == 0
    assert WORDS not in result.output


def test_a_backup_is_never_overwritten(shop):
    written = Path(back_up(shop))
    before = written.read_text()
    result = shop.run("keys", "backup", str(written), clock=None)
    assert isinstance(result.exception, KioskError)
    assert written.read_text() == before


def test_a_short_passphrase_writes_nothing(shop):
    secret = shop.write("secret.txt", "court\n")
    result = shop.run("keys", "backup", str(shop.folder / "b.txt"), "--passphrase-file", secret, clock=None)
    assert isinstance(result.exception, KioskError)
    assert not (shop.folder / "b.txt").exists()


def test_other_keys_are_replaced_by_force_alone_and_never_lost(shop, tmp_path_factory):
    backup, secret = back_up(shop), str(shop.folder / "secret.txt")
    old = shop.says("keys", "fingerprint", clock=None)
    other = open_shop(tmp_path_factory.mktemp("other"))
    keys = shop.folder / "data" / "keys"
    shutil.rmtree(keys)
    shutil.copytree(other.folder / "data" / "keys", keys)
    asked = ("keys", "restore", backup, "--passphrase-file", secret)
    assert isinstance(shop.run(*asked, clock=None).exception, KioskError)
    assert shop.says("keys", "fingerprint", clock=None) != old
    assert "keys-before-1" in shop.says(*asked, "--force", clock=None)
    assert shop.says("keys", "fingerprint", clock=None) == old
    assert (shop.folder / "data" / "keys-before-1" / "station.json").exists()


def test_keys_of_another_event_are_refused(shop, tmp_path_factory):
    backup, secret = back_up(shop), str(shop.folder / "secret.txt")
    other = open_shop(tmp_path_factory.mktemp("other"))
    result = other.run("keys", "restore", backup, "--passphrase-file", secret, clock=None)
    assert isinstance(result.exception, KioskError)
    assert "another event" in result.exception.message


def test_doctor_is_red_until_the_keys_are_backed_up_once(shop):
    ill = shop.run("doctor")
    assert ill.exit_code == 1
    assert "never backed up" in even(ill.stdout)
    assert max(len(line) for line in ill.stdout.splitlines()) <= 80
    back_up(shop)
    well = shop.run("doctor")
    assert (well.exit_code, "Ready" in well.stdout) == (0, True)


def test_doctor_looks_on_where_the_configuration_is_broken(shop):
    change(shop, "\n[event]\n", "\n[event\n")
    result = shop.run("doctor")
    assert result.exit_code == 1
    assert "is not TOML" in even(result.stdout)
    assert "fonts" in result.stdout


def test_doctor_opens_the_cameras_when_asked(shop):
    back_up(shop)
    result = shop.run("doctor", "--cameras")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "camera" in result.stdout
    assert result.stdout.count("no camera was found") <= 1


def test_a_camera_is_chosen_in_doctor_and_kept_in_the_configuration(shop):
    lasting = "/dev/v4l/by-id/usb-Maker_Cam_0042-video-index0"
    result = shop.run("doctor", "--camera", f"a={lasting}")
    assert f"gate A: camera {lasting}" in even(result.stdout)
    assert load_config(shop.folder / "config.toml").station.camera(GateId("A")).source == lasting
    for choice, fault in (("Z=0", 'no gate "Z"'), ("A", "no camera"), ("A=the left one", "no camera")):
        assert fault in str(shop.run("doctor", "--camera", choice).exception)


def test_doctor_prints_a_test_card_that_it_reads_itself(tmp_path):
    path = tmp_path / "card.pdf"
    asked = ["doctor", "--test-card", str(path), "-C", str(tmp_path / "no station is needed")]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0
    assert "libraries" not in result.stdout, "alone it looks at nothing"
    page = cv2.cvtColor(rasterise(path, 1, 100), cv2.COLOR_RGB2GRAY)
    assert [reading.text for reading in Reader().read(page).readings] == [TEST_CARD]
    again = CliRunner().invoke(app, asked)
    assert isinstance(again.exception, KioskError)


def test_doctor_prints_the_card_and_then_looks_where_both_are_asked_for(shop):
    path = shop.folder / "card.pdf"
    result = shop.run("doctor", "--cameras", "--test-card", str(path))
    assert path.exists()
    assert "libraries" in result.stdout
