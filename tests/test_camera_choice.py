import os

import pytest

from kiosk.config.camera_choice import keep_camera
from kiosk.config.settings import load_settings
from kiosk.config.shipped import SAMPLE
from kiosk.domain.errors import KioskError
from kiosk.domain.model import GateId

TEXT = SAMPLE.read_text(encoding="utf-8")
LASTING = "/dev/v4l/by-id/usb-Maker_Cam_0042-video-index0"
A, B = GateId("A"), GateId("B")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_gate_takes_the_camera_chosen_and_nothing_else_of_the_file_changes(path):
    keep_camera(path, A, LASTING)
    assert load_settings(path).camera(A).source == LASTING
    changed = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line not in TEXT.splitlines()
    ]
    assert changed == [f'source = "{LASTING}"']
    keep_camera(path, A, 0)
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_gate_without_a_camera_of_its_own_gets_one_behind_all_the_others(path):
    keep_camera(path, B, 1)
    cameras = load_settings(path).cameras
    assert (cameras[A].source, cameras[B].source) == (0, 1)
    assert path.read_text(encoding="utf-8") == f'{TEXT}\n[[station.cameras]]\ngate = "B"\nsource = 1\n'
    keep_camera(path, B, 2)
    assert load_settings(path).cameras[B].source == 2


def test_comments_and_an_editor_s_line_ends_stay(tmp_path):
    path = tmp_path / "config.toml"
    text = "\ufeff[station]\r\n[[station.cameras]] # one\r\nsource = 'a # b' # door\r\ngate = 'A'\r\n"
    path.write_bytes(text.encode())
    keep_camera(path, A, 3)
    assert path.read_bytes().decode() == text.replace("'a # b'", "3")
    keep_camera(path, B, 1)
    assert path.read_bytes().decode().count("\n") == path.read_bytes().decode().count("\r\n") == 8


def test_a_file_that_ends_within_a_line_and_a_path_with_quotes_are_written_well(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[station]\nname = "Desk"', encoding="utf-8")
    keep_camera(path, A, '/dev/v4l/by-id/"\\')
    assert load_settings(path).camera(A).source == '/dev/v4l/by-id/"\\'
    assert load_settings(path).name == "Desk"


@pytest.mark.parametrize(
    "text",
    [
        '[station]\ncameras = [{gate = "A", source = 0}]\n',
        '[station]\ncameras = [{gate = "B", source = 0}]\n',
        '[[station.cameras]]\ngate = "A"\nwidth = 640\n',
        'station = "none"\n',
        "station = {cameras = 3}\n",
    ],
)
def test_cameras_written_in_another_form_are_left_alone_and_the_lines_to_write_are_told(text, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KioskError, match="in a form that is not changed here") as caught:
        keep_camera(path, A, LASTING)
    assert LASTING in caught.value.hint
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.skipif(os.name != "posix", reason="rights")
def test_a_file_keeps_its_rights_and_one_that_cannot_be_replaced_is_whole(path):
    path.chmod(0o640)
    keep_camera(path, A, LASTING)
    assert path.stat().st_mode & 0o777 == 0o640
    (path.parent / ".config.toml.new").mkdir()
    with pytest.raises(KioskError, match="cannot be written"):
        keep_camera(path, A, 5)
    assert load_settings(path).camera(A).source == LASTING
