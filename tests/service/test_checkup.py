import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import DATABASE, KEYS, PHOTOS
from kiosk.config.computer import file_id, this_computer
from kiosk.domain.errors import KioskError
from kiosk.keys.backup import StationKeys, digest
from kiosk.keys.folder import load_keyring, load_station_key, save_receipt, save_station_key
from kiosk.keys.signing import station_key
from kiosk.service.checkup.cameras import chosen_source, inspect_cameras, print_test_card
from kiosk.service.checkup.computer_checks import LIBRARIES, check_computer, zbar_advice
from kiosk.service.checkup.finding import Finding, Level
from kiosk.service.checkup.station_checks import Place, check_station
from kiosk.vision.inspection import Advice, CameraName

MORNING = datetime(2025, 11, 11, 9, tzinfo=UTC)


class Clock:
    def __init__(self, at: datetime = MORNING + timedelta(minutes=1)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def place(tmp_path) -> Place:
    """A station that lacks nothing."""
    made = create_station(tmp_path, Birth(date(2025, 11, 11), is_demo=True, clock="2025-11-11T09:00Z"))
    event = made.station.event()
    made.station.close()
    data = made.settings.data
    keys = data / KEYS
    save_receipt(keys, digest(StationKeys(load_keyring(keys), load_station_key(keys))))
    return Place(
        data / DATABASE, data / PHOTOS, keys, 0, event, made.settings.templates, this_computer(), file_id
    )


def wrong(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is not Level.OK]


def only(findings: list[Finding]) -> Finding:
    (finding,) = wrong(findings)
    assert finding.do
    return finding


def test_a_station_that_lacks_nothing_has_no_finding(place):
    findings = check_station(place, Clock())
    assert wrong(findings) == []
    assert {one.about for one in findings} == {
        "disk", "keys", "backup", "photos", "database", "journal", "event", "templates", "list", "clock",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("system", "said"), [("Linux", "apt"), ("Darwin", "brew"), ("Windows", "Redistributable"), ("", "zbar")]
)
def test_how_zbar_is_installed_is_told_for_the_system_at_hand(system, said):
    assert said in zbar_advice(system)


def test_every_library_that_the_product_needs_is_named_with_its_version():
    says = next(one.says for one in check_computer() if one.about == "libraries")
    assert [name for name in LIBRARIES if f"{name} " not in says] == []


def test_fonts_have_letters_for_every_script():
    assert [one.level for one in check_computer() if one.about == "fonts"] == [Level.OK]


def test_keys_that_were_never_backed_up_are_an_error(place):
    (place.keys / "backup-receipt.json").unlink()
    finding = only(check_station(place, Clock()))
    assert (finding.level, finding.about) == (Level.ERROR, "backup")
    assert "kiosk keys backup" in finding.do


def test_keys_that_changed_since_their_backup_are_an_error(place):
    save_receipt(place.keys, bytes(32))
    assert "changed since" in only(check_station(place, Clock())).says


@pytest.mark.parametrize("name", ["keyring.json", "."])
def test_keys_that_others_can_read_are_an_error_with_the_command_that_closes_them(place, name):
    path = place.keys / name
    path.chmod(0o755)
    finding = only(check_station(place, Clock()))
    assert (finding.level, finding.about) == (Level.ERROR, "keys")
    assert finding.do == f"chmod {'700' if path.is_dir() else '600'} {path}"


def test_missing_keys_are_an_error_and_the_rest_is_looked_at(place):
    shutil.rmtree(place.keys)
    findings = check_station(place, Clock())
    assert [one.about for one in wrong(findings)] == ["keys"]
    assert "database" in {one.about for one in findings}


def test_little_room_on_the_disk_is_an_error(place):
    finding = only(check_station(replace(place, min_free_disk=10**18), Clock()))
    assert (finding.level, finding.about) == (Level.ERROR, "disk")


@pytest.mark.parametrize("name", [DATABASE, PHOTOS])
def test_a_damaged_file_is_an_error(place, name):
    path = place.database.with_name(name)
    path.write_bytes(b"no database at all" * 100)
    finding = only(check_station(place, Clock()))
    assert (finding.level, finding.about) == (Level.ERROR, "database" if name == DATABASE else "photos")


def test_a_file_that_is_not_there_is_an_error_and_is_not_made(place):
    place.photos.unlink()
    assert only(check_station(place, Clock())).about == "photos"
    assert not place.photos.exists()


def test_a_folder_without_a_station_is_all_errors_and_no_exception(place, tmp_path):
    nowhere = tmp_path / "nowhere"
    empty = Place(
        nowhere / DATABASE,
        nowhere / PHOTOS,
        nowhere / KEYS,
        0,
        place.wanted,
        nowhere,
        this_computer(),
        file_id,
    )
    findings = check_station(empty, Clock())
    assert {one.level for one in findings} == {Level.ERROR}
    assert all(one.do for one in findings)


def test_a_clock_before_the_newest_record_is_an_error(place):
    finding = only(check_station(place, Clock(MORNING - timedelta(minutes=1))))
    assert (finding.level, finding.about) == (Level.ERROR, "clock")
    assert "before the newest record" in finding.says


def test_a_clock_far_from_the_event_is_an_error(place):
    assert "far from the event" in only(check_station(place, Clock(MORNING + timedelta(days=400)))).says


@pytest.mark.parametrize(
    ("later", "says"),
    [
        (timedelta(), "today is an event day at PARC-EXPO"),
        (timedelta(days=2), "today is an event day at KOULIKORO"),
        (timedelta(days=5), "no day of the event"),
    ],
)
def test_whether_today_is_an_event_day_is_said(place, later, says):
    findings = check_station(place, Clock(MORNING + later + timedelta(minutes=1)))
    assert says in next(one.says for one in findings if one.about == "clock")


def test_a_changed_config_that_was_never_loaded_is_a_warning(place):
    wanted = replace(place.wanted, zones=place.wanted.zones[:-1])
    finding = only(check_station(replace(place, wanted=wanted), Clock()))
    assert (finding.level, finding.about) == (Level.WARN, "event")
    assert "kiosk event load" in finding.do


def test_a_journal_signed_with_other_keys_is_a_warning(place):
    save_station_key(place.keys, station_key(bytes(32)))
    assert "journal" in {one.about for one in wrong(check_station(place, Clock()))}


def test_a_check_leaves_the_journal_as_it_was(place):
    before = place.database.read_bytes()
    check_station(place, Clock())
    assert place.database.read_bytes() == before


def test_a_camera_that_cannot_be_opened_is_an_error_with_advice(tmp_path):
    finding = only(inspect_cameras((CameraName(97, "Ghost"),), (), tmp_path / "cameras"))
    assert (finding.level, finding.about) == (Level.ERROR, "camera 97")
    assert finding.do == Advice.NOT_THERE


def test_thumbnails_that_cannot_be_written_are_an_error(tmp_path):
    (tmp_path / "file").touch()
    finding = only(inspect_cameras((CameraName(97, "Ghost"),), (), tmp_path / "file" / "x"))
    assert "file" in finding.says


def test_a_computer_without_a_list_of_cameras_has_the_first_numbers_tried(tmp_path):
    assert "no camera was found" in only(inspect_cameras(None, (), tmp_path)).says


def test_a_camera_is_chosen_by_its_number_and_named_by_the_path_that_it_keeps():
    lasting = "/dev/v4l/by-id/usb-desk"
    found = (CameraName(0, "Desk Cam", lasting), CameraName(2, "Nameless"))
    assert [chosen_source(choice, found) for choice in ("0", "2", "/dev/video7")] == [
        lasting,
        2,
        "/dev/video7",
    ]
    assert chosen_source("3", None) == 3, "a system without a list of them"
    with pytest.raises(KioskError, match="no camera 1") as caught:
        chosen_source("1", found)
    assert "2: Nameless" in caught.value.hint
    with pytest.raises(KioskError, match="no camera 1") as caught:
        chosen_source("1", ())
    assert caught.value.hint == "plug it in first"
    with pytest.raises(KioskError, match="'door' is no camera"):
        chosen_source("door", found)


def test_a_test_card_is_never_written_over_another_file(tmp_path):
    path = tmp_path / "card.pdf"
    print_test_card(path, MORNING)
    before = path.read_bytes()
    with pytest.raises(KioskError, match="there already"):
        print_test_card(path, MORNING)
    assert path.read_bytes() == before
    with pytest.raises(KioskError, match="cannot be written"):
        print_test_card(tmp_path / "none" / "card.pdf", MORNING)
