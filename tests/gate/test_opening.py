"""A gate whose station will not open: it waits for it, and ends only where that is no use."""

from dataclasses import dataclass, field

import pytest
from commands import open_shop
from typer.testing import CliRunner

from kiosk.bootstrap.opening import DATABASE, open_station
from kiosk.cli.app import app
from kiosk.domain.errors import KioskError
from kiosk.gate.opening import FIRST_PAUSE, LAST_PAUSE, persist
from kiosk.store.database import StoreError


@dataclass
class Patience:
    """Waits without waiting: after so many pauses the user stops it."""

    pauses: int
    waited: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def refused(self, error: KioskError) -> None:
        self.told.append(error.message)

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return len(self.waited) < self.pauses


@pytest.fixture
def folder(tmp_path):
    open_shop(tmp_path)
    return tmp_path


def test_a_disk_that_comes_back_is_opened_without_anybody_s_help(folder):
    data = folder / "data"
    gone = data.rename(folder / "gone")

    class Cable(Patience):
        def wait(self, seconds: float) -> bool:
            if len(self.told) == 3:
                gone.rename(data)
            return super().wait(seconds)

    staff = Cable(10)
    found = persist(lambda: open_station(folder), staff.refused, staff.wait, StoreError)
    found.station.close()
    assert len(staff.told) == 3
    assert DATABASE in staff.told[0]


def test_the_pauses_grow_and_have_an_end(folder):
    (folder / "data" / DATABASE).unlink()
    staff = Patience(8)
    with pytest.raises(StoreError):
        persist(lambda: open_station(folder), staff.refused, staff.wait, StoreError)
    assert staff.waited[0] == FIRST_PAUSE
    assert staff.waited == sorted(staff.waited)
    assert staff.waited[-2:] == [LAST_PAUSE, LAST_PAUSE]


def test_wrong_usage_is_not_waited_for(tmp_path):
    staff = Patience(8)
    with pytest.raises(KioskError, match="there is no"):
        persist(lambda: open_station(tmp_path / "nowhere"), staff.refused, staff.wait, StoreError)
    assert (staff.told, staff.waited) == ([], [])


def test_a_gate_that_does_not_exist_ends_at_once_and_the_nearest_is_named(folder):
    result = CliRunner().invoke(app, ["gate", "AA", "--source", "none", "-C", str(folder)])
    assert isinstance(result.exception, KioskError)
    assert 'no gate "AA"' in result.exception.message


def test_a_folder_that_is_none_is_an_error_and_no_sign(folder):
    words = ["gate", "A", "--direction", "out", "--source", "none", "-C", str(folder / "nowhere")]
    result = CliRunner().invoke(app, words)
    assert isinstance(result.exception, KioskError)
    assert "SORTIE LIBRE" not in result.output


def test_an_exit_whose_keys_are_lost_ends_with_the_sign_that_it_is_free(folder):
    (folder / "data" / "keys" / "station.json").unlink()
    words = ["gate", "A", "--direction", "out", "--source", "none", "-C", str(folder)]
    result = CliRunner().invoke(app, words)
    assert isinstance(result.exception, KioskError)
    assert "SORTIE LIBRE" in result.stderr


def test_a_fault_in_config_toml_is_waited_for_until_it_is_mended(folder):
    config = folder / "config.toml"
    good = config.read_text(encoding="utf-8")
    config.write_text(good.replace("width = 1280", 'width = "wide"'), encoding="utf-8")

    class Support(Patience):
        def wait(self, seconds: float) -> bool:
            if len(self.told) == 2:
                config.write_text(good, encoding="utf-8")
            return super().wait(seconds)

    staff = Support(10)
    persist(lambda: open_station(folder), staff.refused, staff.wait, KioskError).station.close()
    assert len(staff.told) == 2
    assert "width" in staff.told[0]


@pytest.mark.parametrize("option", ["--json", "--headless"])
def test_a_gate_without_a_screen_says_on_stderr_what_it_waits_for_once(folder, option):
    (folder / "data" / DATABASE).unlink()
    result = CliRunner().invoke(app, ["gate", "A", option, "--source", "none", "-C", str(folder)])
    assert isinstance(result.exception, StoreError)
    assert result.stdout == ""
    assert result.stderr.count("kiosk: fault: NON ENREGISTRÉ") == 1


def test_the_sign_of_an_exit_that_waits_is_a_free_exit(folder):
    (folder / "data" / DATABASE).unlink()
    words = ["gate", "A", "--direction", "out", "--source", "none", "-C", str(folder)]
    shown = CliRunner().invoke(app, words).stdout
    assert "SORTIE LIBRE" in shown
    assert "Nouvel essai" in shown
