"""Keys that a group of users may read, because their folder says so; and no others."""

import grp
import os
import random
import stat
from datetime import date

import pytest

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import open_station
from kiosk.domain.errors import KioskError
from kiosk.keys.backup import StationKeys
from kiosk.keys.folder import load_keyring, load_station_key, open_to_others
from kiosk.keys.replacing import replace_keys
from kiosk.service.people.desk import NewPerson, register
from kiosk.service.station.epochs import begin_epoch

GROUP = grp.getgrgid(os.getgid()).gr_name


@pytest.fixture
def folder(tmp_path):
    mask = os.umask(0o022)
    create_station(tmp_path, Birth(date(2025, 11, 11), shared=GROUP)).station.close()
    yield tmp_path
    os.umask(mask)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def modes(keys):
    return {path.name: mode(path) for path in keys.iterdir()}


def test_the_members_of_a_group_work_with_the_data_and_read_the_keys(folder):
    data = folder / "data"
    station = open_station(folder).station
    register(station, NewPerson("visitor", texts={"family_name": "Keita"}))
    assert mode(data) == 0o2770
    assert {mode(path) for path in data.glob("kiosk.sqlite3*")} == {0o660}
    station.close()
    assert mode(data / "keys") == 0o750
    assert set(modes(data / "keys").values()) == {0o640}
    assert open_to_others(data / "keys") == ()


def test_keys_that_are_changed_stay_the_groups(folder):
    keys = folder / "data" / "keys"
    station = open_station(folder).station
    assert begin_epoch(station, keys) == 1
    station.close()
    assert set(modes(keys).values()) == {0o640}
    replace_keys(keys, StationKeys(load_keyring(keys), load_station_key(keys)))
    assert (mode(keys), set(modes(keys).values())) == (0o750, {0o640})
    assert load_keyring(keys).sealing_epoch == 1


@pytest.mark.parametrize("loose", [0o644, 0o660, 0o642])
def test_what_goes_beyond_reading_by_the_group_is_refused(folder, loose):
    keys = folder / "data" / "keys"
    (keys / "keyring.json").chmod(loose)
    assert open_to_others(keys) == (keys / "keyring.json",)
    with pytest.raises(KioskError, match="other users"):
        load_keyring(keys)


@pytest.mark.parametrize("content", ["", "{}", '{"format": "kiosk/v1/shared", "group": "no such group %d"}'])
def test_a_folder_that_names_no_group_is_its_owners_alone(folder, content):
    keys = folder / "data" / "keys"
    (keys / "shared.json").write_text(content.replace("%d", str(random.Random(3).random())))
    with pytest.raises(KioskError, match="other users"):
        load_keyring(keys)


def test_a_group_that_is_not_there_is_named(tmp_path):
    with pytest.raises(KioskError, match="no group kiosk-of-nobody"):
        create_station(tmp_path, Birth(date(2025, 11, 11), shared="kiosk-of-nobody"))
    assert list(tmp_path.iterdir()) == []
