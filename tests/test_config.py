import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from kiosk.config.computer import SimulatedClock, SystemClock, clock_from, operator, random_bytes
from kiosk.config.event_file import load_config, parse_config, shift_days
from kiosk.config.shipped import SAMPLE
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Hours, Opens, Passback
from kiosk.domain.fault import spoken
from kiosk.domain.model import OUTSIDE, Direction, EventId, GateId, Reason, SiteId, ZoneId
from kiosk.domain.soundness import faults

TEXT = SAMPLE.read_text(encoding="utf-8")


def refusal(*changes: tuple[str, str]) -> KioskError:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(KioskError) as caught:
        parse_config(text, Path("config.toml"))
    return caught.value


def test_the_sample_is_the_salon_of_two_sites_and_four_days():
    config = load_config(SAMPLE, EventId(b"e" * 16))
    event = config.event
    assert event.id == b"e" * 16
    assert not event.is_demo
    assert [(day.date.day, day.sites) for day in event.days] == [
        (11, ("PARC-EXPO",)),
        (12, ("PARC-EXPO",)),
        (13, ("KOULIKORO",)),
        (14, ("KOULIKORO",)),
    ]
    assert faults(event) == ()
    names = [event.name]
    for things in (event.zones, event.gates, event.days, event.categories):
        names += [thing.name for thing in things]
    assert all({"fr", "en"} <= set(name) for name in names)


def test_every_word_of_the_sample_arrives_in_the_event():
    event = load_config(SAMPLE).event
    site = event.site[SiteId("PARC-EXPO")]
    assert (site.time_zone, site.day_starts_at) == ("Africa/Bamako", time(4))
    hall = event.zone[ZoneId("HALL")]
    assert (hall.parent, hall.capacity, hall.passback, hall.hours) == (
        "PARC",
        6000,
        Passback.SOFT,
        Hours(510, 1110),
    )
    assert event.zone[ZoneId("PARC")].parent == OUTSIDE
    checkpoint = event.checkpoint(GateId("A"), Direction.IN)
    assert (checkpoint.zone_from, checkpoint.zone_to) == (OUTSIDE, "PARC")
    staff = next(category for category in event.categories if category.id == "staff")
    assert (staff.opens, staff.keeps_any_hours, staff.can_escort) == (Opens.HANDOVER, True, True)
    assert Reason.PASSBACK in event.policy.overridable
    assert (event.policy.escort_within, event.policy.list_stale_after, event.policy.nearly_full) == (
        120,
        24,
        95,
    )


def test_hours_that_close_before_they_open_close_after_midnight():
    assert load_config(SAMPLE).event.zone[ZoneId("SOIREE")].hours == Hours(19 * 60, 26 * 60)


def test_folders_of_the_station_lie_beside_the_file(tmp_path):
    (tmp_path / "config.toml").write_text(TEXT, encoding="utf-8-sig")  # as Windows' Notepad saves it
    station = load_config(tmp_path / "config.toml").station
    assert station.data == tmp_path / "data"
    assert station.templates == SAMPLE.parent / "badge_templates"
    (tmp_path / "badge_templates").mkdir()
    assert load_config(tmp_path / "config.toml").station.templates == tmp_path / "badge_templates"
    assert station.languages == ("fr", "en")
    assert station.min_free_disk == 500_000_000


@pytest.mark.parametrize(
    ("line", "gates"),
    [("", ()), ("gates = []", ()), ('gates = ["A:in", "B:out:none"]', ("A:in", "B:out:none"))],
)
def test_the_gates_that_this_computer_opens_may_be_named(line, gates):
    text = TEXT.replace("\n[station]\n", f"\n[station]\n{line}\n")
    assert parse_config(text, Path("/salon/config.toml")).station.gates == gates


@pytest.mark.parametrize("line", ['gates = "A:in"', "gates = 0", "gates = [1]"])
def test_gates_that_are_no_list_of_texts_are_refused(line):
    with pytest.raises(KioskError, match="gates"):
        parse_config(TEXT.replace("\n[station]\n", f"\n[station]\n{line}\n"), Path("/salon/config.toml"))


@pytest.mark.parametrize(
    ("written", "source"), [("0", 0), ('"film.mp4"', "/salon/film.mp4"), ('"rtsp://cam/1"', "rtsp://cam/1")]
)
def test_a_camera_is_a_number_a_file_or_a_url(written, source):
    config = parse_config(TEXT.replace("source = 0", f"source = {written}"), Path("/salon/config.toml"))
    camera = config.station.camera(GateId("A"))
    assert (str(camera.source), camera.width, camera.height, camera.rate) == (str(source), 1280, 720, 30)


def test_a_gate_without_a_camera_of_its_own_has_the_first_webcam():
    assert load_config(SAMPLE).station.camera(GateId("K")).source == 0


def test_an_unknown_key_is_refused_with_its_line_and_the_nearest_known_one():
    error = refusal(("capacity = 6000", "capasity = 6000"))
    line = TEXT.splitlines().index("capacity = 6000") + 1
    where = f"config.toml, line {line}: event.zones, number 2 (HALL), capasity"
    assert error.message == f"{where}: there is no such key"
    assert error.hint == 'did you mean "capacity"?'


@pytest.mark.parametrize(
    ("old", "new", "path", "hint"),
    [
        ('passback = "soft"', 'passback = "sofft"', "event.zones[0].passback", '"soft"'),
        ('["not_approved", ', '["not_aproved", ', "event.policy.overridable[0]", "not_app"),
        ("capacity = 12000", 'capacity = "12000"', "event.zones[0].capacity", "without quotes"),
        ("date = 2025-11-11", 'date = "2025-11-11"', "event.days[0].date", "without quotes"),
        ("\ncan_escort = true", "\ncan_escort = 1", "event.categories[1].can_escort", "true or false"),
        ('hours = "06:00-02:00"', 'hours = "6h-2h"', "event.zones[0].hours", "08:30-18:30"),
        ('id = "HALL"\n', "", "event.zones[1].id", "sample"),
        ("rate = 30", "rate = 0", "station.cameras[0].rate", ""),
        ('label = { fr = "SOIRÉE"', 'label = { fr = ""', "event.zones[7].label", ""),
        ('parent = "PARC"', 'parent = "PARK"', "event.zones[1].parent", '"PARC"'),
        ('zones = ["HALL", "B2B"', 'zones = ["HALL", "B2C"', "event.categories[0].zones", '"B2B"'),
        ('sites = ["PARC-EXPO"]', 'sites = ["PARC-EXPOS"]', "event.days[0].sites", '"PARC-EXPO"'),
        ("rate = 30", 'rate = 30\nlens = "above"', "station.cameras[0].lens", ""),
        ('gate = "A"', 'gate = "A1"', "station.cameras[0].gate", '"A"'),
        ('time_zone = "Africa/Bamako"', 'time_zone = "Bamako"', "event.sites[0].time_zone", "Africa/Bamako"),
        ('overridable = ["not', 'overridable = ["forged", "not', "event.policy.overridable", "take it out"),
        ('colour = "#1b6ca8"', 'colour = "blue"', "event.categories[0].colour", "#1b6ca8"),
        ('letter = "O"', 'letter = "E"', "event.categories[1].letter", "another"),
        ('id = "HALL"', 'id = "HALL EST"', "event.zones[1].id", "capitals"),
        ("date = 2025-11-12", "date = 2025-11-11", "event.days[1].date", "its own"),
    ],
)  # fmt: skip
def test_each_fault_names_its_path_and_what_to_do(old, new, path, hint):
    error = refusal((old, new))
    assert spoken(path, {}) in re.sub(r" \([^)]*\)", "", error.message), "ids left out"
    assert hint in error.message + error.hint


def test_all_faults_are_reported_in_one_pass():
    error = refusal(
        ("capacity = 12000", "capacitee = 1"),
        ("rate = 30", "rate = -1"),
        ('opens = "handover"', 'opens = "hand"'),
    )
    assert error.message.startswith("config.toml has 3 faults:")
    assert error.message.count("line ") == 3


def test_zones_inside_each_other_are_found():
    error = refusal(
        ('site = "PARC-EXPO"\ncapacity = 12000', 'site = "PARC-EXPO"\nparent = "HALL"\ncapacity = 12000')
    )
    assert "lies inside itself" in error.message


def test_a_file_that_is_not_toml_names_the_line():
    error = refusal(('id = "HALL"', "id = HALL"))
    assert "line" in error.message
    assert "quotes" in error.hint


def test_who_writes_yes_is_told_how_it_is_written():
    error = refusal(('passback = "soft"', "passback = yes"))
    assert "yes is written true" in error.hint


def test_a_missing_or_unreadable_file_says_what_to_do(tmp_path):
    with pytest.raises(KioskError, match="there is no"):
        load_config(tmp_path / "config.toml")
    (tmp_path / "config.toml").write_bytes("é".encode("cp1252"))
    with pytest.raises(KioskError) as caught:
        load_config(tmp_path / "config.toml")
    assert "UTF-8" in caught.value.hint


def test_the_days_move_together_and_nothing_else_changes():
    moved = shift_days(TEXT, date(2026, 2, 27))
    event = parse_config(moved, Path("config.toml")).event
    assert [day.date for day in event.days] == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
        date(2026, 3, 2),
    ]
    different = [(a, b) for a, b in zip(TEXT.splitlines(), moved.splitlines(), strict=True) if a != b]
    assert len(different) == 4
    assert shift_days(moved, date(2025, 11, 11)) == TEXT


@pytest.mark.parametrize(
    ("written", "moved"),
    [
        ("date = 2025-11-11", "date = 2026-02-28"),
        ("  date=2025-11-11 # the opening", "  date=2026-02-28 # the opening"),
        ("date   = '2025-11-11'", "date   = '2026-02-28'"),
        ("date = 2025-11-11\n# date = 2020-01-01", "date = 2026-02-28\n# date = 2020-01-01"),
    ],
)
def test_days_move_however_they_are_written(written, moved):
    assert shift_days(f"[[event.days]]\n{written}\n", date(2026, 2, 28)) == f"[[event.days]]\n{moved}\n"


def test_days_that_are_not_found_in_the_text_are_never_moved_in_part():
    text = '[event]\ndays = [{ "date" = 2025-11-11 }]\n[[event.more]]\ndate = 2025-11-12\n'
    with pytest.raises(KioskError, match="cannot be moved"):
        shift_days(text, date(2026, 2, 28))


def test_no_days_to_move_is_said():
    with pytest.raises(KioskError):
        shift_days("[event]\n", date(2026, 1, 1))


def test_a_simulated_clock_starts_where_it_is_told_and_goes_on():
    clock = clock_from("2025-11-11T08:30Z")
    assert isinstance(clock, SimulatedClock)
    first, second = clock.now(), clock.now()
    assert (
        datetime(2025, 11, 11, 8, 30, tzinfo=UTC)
        <= first
        <= second
        < datetime(2025, 11, 11, 8, 31, tzinfo=UTC)
    )
    assert clock_from("2025-11-11T09:30+01:00").now() < datetime(2025, 11, 11, 8, 31, tzinfo=UTC)
    assert clock.monotonic() <= clock.monotonic()


@pytest.mark.parametrize("text", ["yesterday", "2025-11-11T08:30", ""])
def test_a_clock_that_names_no_instant_is_refused(text):
    with pytest.raises(KioskError, match=r"is not a date and time|time zone"):
        clock_from(text)


def test_the_computer_has_a_clock_a_user_and_chance():
    assert isinstance(clock_from(None), SystemClock)
    assert SystemClock().now().tzinfo is UTC
    assert SystemClock().monotonic() <= SystemClock().monotonic()
    assert operator().startswith("cli:")
    assert len(random_bytes(16)) == 16
