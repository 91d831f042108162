"""A station is backed up into one file, and made of it again on another computer."""

import json
import os
import shutil
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest
from commands import MORNING, Shop, even, open_shop
from typer.testing import CliRunner

from kiosk.badge.pdf.raster import rasterise
from kiosk.bootstrap.opening import open_station
from kiosk.cli.app import app
from kiosk.domain.errors import KioskError
from kiosk.keys.authority import certificate_for
from kiosk.vision.reader import Reader

WORDS = "cheval pile agrafe correct"


@pytest.fixture
def shop(tmp_path):
    made = open_shop(tmp_path / "old")
    made.write("secret.txt", WORDS)
    made.says("import", made.write("list.csv", "external_id,family_name,category\n1,Keita,visitor\n"))
    return made


def secret(shop: Shop) -> tuple[str, str]:
    return "--passphrase-file", str(shop.folder / "secret.txt")


def backed_up(shop: Shop) -> Path:
    out = shop.folder.parent / "salon.kiosk"
    shop.says("station", "backup", str(out), *secret(shop))
    return out


def restored(shop: Shop, backup: Path) -> Shop:
    new = Shop(shop.folder.parent / "new")
    new.says("station", "restore", str(backup), *secret(shop))
    return new


def code_of(shop: Shop) -> str:
    sheet = shop.folder / "badges.pdf"
    shop.says("badges", "print", "--out", str(sheet), "--no-proof")
    return Reader().read(cv2.cvtColor(rasterise(sheet, 1, 300), cv2.COLOR_RGB2GRAY)).readings[0].text


def test_a_badge_printed_on_the_old_computer_opens_the_gate_on_the_new_one(shop):
    code = code_of(shop)
    fingerprint = shop.says("keys", "fingerprint", clock=None)
    new = restored(shop, backed_up(shop))
    assert "GO IN" in new.says("check", code, "--gate", "A")
    assert new.says("keys", "fingerprint", clock=None) == fingerprint
    assert new.run("doctor").exit_code == 0
    if os.name == "posix":
        assert stat.S_IMODE((new.folder / "data").stat().st_mode) == 0o700


def test_telephones_that_trusted_the_old_computer_trust_the_new_one(shop):
    keys = shop.folder / "data" / "keys"
    before = certificate_for(keys, ["kiosk.local"], datetime.now(UTC), os.urandom)
    backup = backed_up(shop)
    with zipfile.ZipFile(backup) as archive:
        assert not [name for name in archive.namelist() if b"PRIVATE" in archive.read(name)]
    new = restored(shop, backup)
    there = new.folder / "data" / "keys"
    after = certificate_for(there, ["other.local"], datetime.now(UTC), os.urandom)
    assert after.fingerprint == before.fingerprint
    assert not (new.folder / "authority.txt").exists()


def test_a_station_without_a_network_is_restored_without_an_authority(shop):
    new = restored(shop, backed_up(shop))
    assert not (new.folder / "data" / "keys" / "authority.crt").exists()


def test_a_restored_station_begins_a_life_and_numbers_of_its_own(shop):
    before = code_of(shop)
    new = restored(shop, backed_up(shop))
    more = "external_id,family_name,category\n2,Sow,visitor\n"
    for one in (shop, new):
        one.says("import", one.write("more.csv", more))
    assert len({before, *(sheet_code(one) for one in (shop, new))}) == 3
    new.says("log", "verify")


def sheet_code(shop: Shop) -> str:
    sheet = shop.folder / "more.pdf"
    shop.says("badges", "print", "--out", str(sheet), "--no-proof")
    return Reader().read(cv2.cvtColor(rasterise(sheet, 1, 300), cv2.COLOR_RGB2GRAY)).readings[0].text


def test_own_templates_and_settings_move_with_the_station(shop):
    (shop.folder / "badge_templates" / "ours.toml").write_text("# ours\n")
    config = shop.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("Poste 1", "Accueil"), encoding="utf-8")
    new = restored(shop, backed_up(shop))
    assert (new.folder / "badge_templates" / "ours.toml").read_text() == "# ours\n"
    assert "Accueil" in (new.folder / "config.toml").read_text(encoding="utf-8")


def test_the_keys_in_a_backup_are_locked_and_the_file_is_for_its_owner_alone(shop):
    backup = backed_up(shop)
    seed = json.loads((shop.folder / "data" / "keys" / "station.json").read_text())["seed"]
    with zipfile.ZipFile(backup) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert seed.encode() not in everything
    assert bytes.fromhex(seed) not in everything
    if os.name == "posix":
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def test_backing_up_counts_as_a_backup_of_the_keys(shop):
    assert "never backed up" in even(shop.run("doctor").stdout)
    backed_up(shop)
    assert "never backed up" not in even(shop.run("doctor").stdout)


def test_a_backup_is_never_written_over_anything(shop):
    backup = backed_up(shop)
    before = backup.read_bytes()
    assert isinstance(shop.run("station", "backup", str(backup), *secret(shop)).exception, KioskError)
    assert backup.read_bytes() == before
    new = restored(shop, backup)
    assert isinstance(new.run("station", "restore", str(backup), *secret(shop)).exception, KioskError)
    assert new.says("people", "find", "keita")


@pytest.mark.parametrize("damage", ["short", "changed", "renamed", "text", "missing"])
def test_what_is_no_whole_backup_is_refused_and_leaves_nothing_behind(shop, damage):
    backup = backed_up(shop)
    if damage == "short":
        backup.write_bytes(backup.read_bytes()[:-2000])
    elif damage == "text":
        backup.write_text("not a backup")
    elif damage == "missing":
        backup.unlink()
    else:
        other = backup.with_suffix(".zip")
        with zipfile.ZipFile(backup) as old, zipfile.ZipFile(other, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if damage == "changed" and name == "config.toml":
                    content += b"# more\n"
                if damage == "renamed" and name == "backup.json":
                    content = content.replace(b"badge_templates/a6.toml", b"../a6.toml")
                new.writestr(
                    "../a6.toml" if damage == "renamed" and name.endswith("/a6.toml") else name, content
                )
        other.replace(backup)
    fresh = Shop(shop.folder.parent / "new")
    result = fresh.run("station", "restore", str(backup), *secret(shop))
    assert isinstance(result.exception, KioskError)
    assert result.exception.hint
    assert not fresh.folder.exists()
    assert not (shop.folder.parent / "a6.toml").exists()


def test_a_wrong_passphrase_restores_nothing(shop):
    backup = backed_up(shop)
    shop.write("secret.txt", "some quite other words")
    new = Shop(shop.folder.parent / "new")
    assert isinstance(new.run("station", "restore", str(backup), *secret(shop)).exception, KioskError)
    assert not new.folder.exists()


def test_keys_alone_begin_the_event_again_and_no_old_badge_passes_for_a_new_one(shop):
    old = code_of(shop)
    shop.says("keys", "backup", str(shop.folder / "keys.txt"), *secret(shop), clock=None)
    new = Shop(shop.folder.parent / "new")
    keys = ("--keys", str(shop.folder / "keys.txt"), *secret(shop))
    asked = ["init", str(new.folder), *keys, "--demo", "--clock", MORNING, "--first-day", "2025-11-11"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert new.says("keys", "fingerprint", clock=None) == shop.says("keys", "fingerprint", clock=None)
    new.says("import", str(shop.folder / "list.csv"))
    assert "GO IN" in new.says("check", code_of(new), "--gate", "A")
    assert "GO IN" not in new.says("check", old, "--gate", "A")
    stations = [open_station(one.folder) for one in (shop, new)]
    for one in stations:
        one.station.close()
    assert stations[0].station.life.event == stations[1].station.life.event
    assert stations[0].station.keyring.sealing_epoch != stations[1].station.keyring.sealing_epoch


def test_keys_restored_where_there_is_no_station_are_told_the_way(tmp_path):
    result = Shop(tmp_path).run("keys", "restore", "keys.txt", clock=None)
    assert isinstance(result.exception, KioskError)
    assert "kiosk station restore" in result.exception.hint
    assert "kiosk init" in result.exception.hint


def test_keys_that_cannot_be_written_leave_the_old_ones_in_their_place(shop):
    shop.says("keys", "backup", str(shop.folder / "keys.txt"), *secret(shop), clock=None)
    keys = shop.folder / "data" / "keys"
    (keys / "keyring.json").write_text("{}")
    before = {path.name: path.read_bytes() for path in keys.iterdir()}
    (shop.folder / "data" / ".keys.new").write_text("in the way, and no folder")
    asked = ("keys", "restore", str(shop.folder / "keys.txt"), *secret(shop), "--force")
    assert isinstance(shop.run(*asked, clock=None).exception, KioskError)
    assert {path.name: path.read_bytes() for path in keys.iterdir()} == before
    (shop.folder / "data" / ".keys.new").unlink()
    assert "keys-before-1" in shop.says(*asked, clock=None)


def test_keys_of_another_event_are_refused_with_force_too(shop, tmp_path):
    shop.says("keys", "backup", str(shop.folder / "keys.txt"), *secret(shop), clock=None)
    other = open_shop(tmp_path / "other")
    asked = ("keys", "restore", str(shop.folder / "keys.txt"), *secret(shop), "--force")
    result = other.run(*asked, clock=None)
    assert isinstance(result.exception, KioskError)
    assert "another event" in result.exception.message


def test_a_passphrase_that_is_too_short_is_told_before_and_asked_for_again(shop):
    typed = f"court\n{WORDS}\n{WORDS}\n"
    out = shop.folder / "typed.txt"
    result = shop.run("keys", "backup", str(out), clock=None, typed=typed)
    assert result.exit_code == 0
    assert "12 characters or more" in result.output.split("\n")[0]
    assert out.exists()


def test_a_copied_folder_says_what_it_is_once_and_goes_on(shop):
    copy = Shop(shop.folder.parent / "copy")
    shutil.copytree(shop.folder, copy.folder)
    first = copy.run("who")
    assert first.exit_code == 0
    assert "is a copy of another folder on this computer" in even(first.stderr)
    assert copy.run("who").stderr == ""
    assert "alarm: copied" in copy.says("log", "tail")
    assert "because it was a copy of this station's file" in even(copy.run("doctor").stdout)
    assert shop.run("who").stderr == ""


def test_a_station_that_is_moved_on_purpose_arrives_without_a_word(shop):
    assert "may be moved now" in shop.says("station", "move")
    moved = Shop(shop.folder.parent / "moved")
    shutil.copytree(shop.folder, moved.folder)
    assert moved.run("who").stderr == ""
    again = Shop(shop.folder.parent / "again")
    shutil.copytree(moved.folder, again.folder)
    assert "has moved here" in again.says("station", "move")
    assert "may be moved now" in again.says("station", "move")
