"""The battery: what Linux says of it, in a folder made like /sys/class/power_supply."""

import pytest

from kiosk.gate.battery import Battery, battery


def supply(folder, name, **files):
    (folder / name).mkdir()
    for file, text in files.items():
        (folder / name / file).write_text(f"{text}\n", encoding="ascii")
    return folder


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"energy_now": 30_000_000, "power_now": 15_000_000}, Battery(62, 120)),
        ({"charge_now": 2_000_000, "current_now": 1_500_000}, Battery(62, 80)),
        ({"charge_now": 2_000_000, "current_now": -1_500_000}, Battery(62, 80)),
        ({"energy_now": 30_000_000, "power_now": 0}, Battery(62, -1)),
        ({}, Battery(62, -1)),
    ],
)
def test_a_battery_that_drains_tells_its_minutes_where_it_knows_them(tmp_path, files, found):
    assert battery(supply(tmp_path, "BAT0", capacity=62, status="Discharging", **files)) == found


def test_a_battery_that_charges_has_no_end(tmp_path):
    supply(tmp_path, "BAT0", capacity=62, status="Charging", energy_now=30_000_000, power_now=15_000_000)
    assert battery(tmp_path) == Battery(62, -1)


def test_a_computer_without_a_battery_tells_nothing(tmp_path):
    supply(tmp_path, "AC", online=1)
    supply(tmp_path, "hidpp_battery_0", capacity=10, status="Discharging")
    supply(tmp_path, "BAT1", capacity="unknown")
    assert battery(tmp_path) == battery(tmp_path / "none") == Battery()
