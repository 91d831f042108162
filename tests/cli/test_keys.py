"""The keys on the command line: epochs begin and end, and keys of another event are never taken."""

import json
import shutil
from pathlib import Path

import pytest
from badged import issue_all
from commands import MORNING, Shop, even, open_shop

from kiosk.bootstrap.opening import open_station
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.keys.folder import load_keyring
from kiosk.service.people.desk import NewPerson, register
from kiosk.store.badges import look_up
from kiosk.store.journal_reading import Selection, entries
from kiosk.store.series import lives_of_series

WORDS = "cheval pile agrafe correct"


@pytest.fixture
def shop(tmp_path):
    made = open_shop(tmp_path / "salon")
    made.write("secret.txt", WORDS)
    return made


def backup_of(shop: Shop) -> str:
    out = str(shop.folder / "backup.txt")
    shop.says("keys", "backup", out, "--passphrase-file", str(shop.folder / "secret.txt"), clock=None)
    return out


def restored(shop: Shop, backup: str):
    words = ("--passphrase-file", str(shop.folder / "secret.txt"), "--force")
    return shop.run("keys", "restore", backup, *words, clock=None)


def badge(shop: Shop, name: str) -> str:
    """Register somebody with a badge; return its code."""
    station = open_station(shop.folder, MORNING).station
    register(station, NewPerson("visitor", texts={"family_name": name}))
    number = max(issue_all(station))
    text = station.keyring.issue(number, station.life.id)
    with station.database.read() as connection:
        assert look_up(connection, number, b"").epoch == station.keyring.sealing_epoch
        assert list(lives_of_series(connection)) == [number >> 22]
    station.close()
    return text


def reason(shop: Shop, text: str) -> str:
    return str(json.loads(shop.says("check", text, "--gate", "A", "--json"))["reason"])


def details(shop: Shop, kind: Kind):
    station = open_station(shop.folder, MORNING).station
    with station.database.read() as connection:
        acts = [entry.act for entry in entries(connection, station.journal, Selection())]
    station.close()
    return [dict(read_detail(act.detail)) for act in acts if act.kind is kind]


def test_a_new_epoch_seals_new_badges_and_a_closed_one_opens_none(shop):
    old = badge(shop, "Keita")
    said = shop.says("keys", "new-epoch")
    assert "key epoch 1" in said
    assert "kiosk keys backup" in said
    new = badge(shop, "Diallo")
    assert {reason(shop, text) for text in (old, new)} == {"not_issued"}
    said = shop.says("keys", "close-epoch", "0", "--yes")
    assert "had sealed 1 badge in force" in said
    assert (reason(shop, old), reason(shop, new)) == ("revoked", "not_issued")
    assert details(shop, Kind.POLICY) == [{"epoch": 1, "to": "sealing"}, {"epoch": 0, "to": "closed"}]
    assert "key epochs: 0 closed, 1 sealing" in even(shop.run("doctor").stdout)


def test_an_epoch_that_still_seals_or_is_not_there_is_never_closed(shop):
    for number, said in (("0", "still seals"), ("7", "no key epoch 7")):
        result = shop.run("keys", "close-epoch", number, "--yes")
        assert isinstance(result.exception, KioskError)
        assert said in result.exception.message
    shop.says("keys", "new-epoch")
    assert shop.run("keys", "close-epoch", "0", typed="n\n").exit_code != 0
    assert load_keyring(shop.folder / "data" / "keys").epoch_state(0) == "open"


def test_keys_of_another_event_are_refused_even_where_the_database_is_gone(shop, tmp_path):
    other = open_shop(tmp_path / "other")
    other.write("secret.txt", WORDS)
    theirs = backup_of(other)
    before = sorted((shop.folder / "data" / "keys").iterdir())
    for path in (shop.folder / "data").glob("kiosk.sqlite3"):
        path.unlink()
    result = restored(shop, theirs)
    assert isinstance(result.exception, KioskError)
    assert "another event than the station" in result.exception.message
    assert sorted((shop.folder / "data" / "keys").iterdir()) == before


def test_keys_of_another_event_that_are_there_all_the_same_are_an_error_and_seal_nothing(shop, tmp_path):
    other = open_shop(tmp_path / "other")
    shutil.rmtree(shop.folder / "data" / "keys")
    shutil.copytree(other.folder / "data" / "keys", shop.folder / "data" / "keys")
    told = shop.run("doctor")
    assert told.exit_code == 1
    assert "they belong to another event than the list" in even(told.stdout)
    station = open_station(shop.folder, MORNING).station
    register(station, NewPerson("visitor", texts={"family_name": "Keita"}))
    with pytest.raises(KioskError, match="belong to another event"):
        issue_all(station)
    station.close()


def test_the_first_record_names_the_event_document_in_force(shop):
    station = open_station(shop.folder, MORNING).station
    with station.database.read() as connection:
        digest = connection.execute("SELECT digest FROM event_document").get
    station.close()
    assert details(shop, Kind.LIFE)[0]["policy"] == digest.hex()
    assert f"version 1 ({digest.hex()[:8]}, " in even(shop.run("doctor").stdout)


def test_a_backup_of_this_event_still_comes_back(shop):
    written = backup_of(shop)
    shutil.rmtree(shop.folder / "data" / "keys")
    assert restored(shop, written).exit_code == 0
    assert Path(shop.folder / "data" / "keys" / "keyring.json").exists()
