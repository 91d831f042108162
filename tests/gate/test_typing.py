"""What a hand scanner types passes a lane; a green too late is owed; odd codes are the scanner's."""

import keyboards
import pytest
from fairground import HandClock, enrol, found_station
from gate.props import acts, picture
from gate.test_commands import Desk, Hung
from gate.test_loop import Reel, work

from kiosk.domain.journal import Kind
from kiosk.domain.model import Match, Reason
from kiosk.domain.question import DIGITS
from kiosk.gate.loop import GateLoop
from kiosk.service.words.catalogue import phrase
from kiosk.service.words.sign import Colour
from kiosk.vision.frame import FaultKind

DIGIT = DIGITS[0]
KEYBOARD = phrase("fr", "misread")


@pytest.fixture
def clock():
    """In the evening, when a second entry without an exit is refused at the gate SOIREE."""
    return HandClock("2025-11-11T20:30Z")


@pytest.fixture
def station(tmp_path, clock):
    station = found_station(tmp_path, clock)
    numbers = iter(range(1 << 30))
    yield type(station)(
        **{name: getattr(station, name) for name in station.__dataclass_fields__ if name != "random"},
        random=lambda size: bytes(1) if size == 1 else next(numbers).to_bytes(size, "big"),
    )
    station.close()


def forged(text, last="0"):
    return text[:-1] + (last if text[-1] != last else "Z")


def reasons(lamp):
    return [scan.decision.reason for scan in lamp.scans]


# --- Once, whatever types it ------------------------------------------------------------------------------


def test_a_scanner_that_sends_a_code_twice_admits_once(station):
    """At the gate SOIREE a second entry without an exit is refused."""
    awa, desk = enrol(station, category="official"), Desk(station, "SOIREE")
    lamp = desk.work(f"{awa.text}\r{awa.text}\r", f"{awa.text}\r", f"{awa.text}{awa.text}")
    assert reasons(lamp) == [None]
    assert desk.headlines[-1] == "ENTREZ"
    lamp = desk.work(2.0, f"{awa.text}\r")
    assert reasons(lamp) == [None, Reason.PASSBACK]


def test_lines_that_are_piped_in_twice_are_one_too(station):
    awa = enrol(station, category="official")
    lamp = work(station, None, "SOIREE", typed=f"{awa.text}\n{awa.text}\n")
    assert reasons(lamp) == [None]


def test_three_codes_of_one_trigger_are_the_badge_and_a_minus_undoes_it(station):
    awa, desk = enrol(station), Desk(station)
    desk.work(f"WIFI:S:salon;;\r{awa.text}\rhttp://sponsor.example/\r", "-", DIGIT)
    assert reasons(desk.lamp) == [None]
    assert desk.headlines[-1] == "PASSAGE ANNULÉ"
    assert "Awa TRAORÉ" in desk.lamp.signs[-1].who


def test_three_codes_that_are_piped_in_at_once_are_the_badge(station):
    awa = enrol(station)
    lamp = work(station, None, typed=f"WIFI:S:salon;;\n{awa.text}\nhttp://sponsor.example/\n")
    assert reasons(lamp) == [None]
    assert lamp.signs[-1].headline == "ENTREZ"


def test_two_people_whose_silence_a_busy_computer_has_missed_are_both_recorded(station):
    awa, ben, desk = enrol(station, "Awa"), enrol(station, "Ben"), Desk(station)
    desk.work(f"{awa.text}\r{ben.text}\r")
    assert [scan.number for scan in desk.lamp.scans] == [awa.number, ben.number]
    assert desk.headlines[-3:] == ["ENTREZ", "UN INSTANT", "ENTREZ"]


def test_two_badges_in_one_line_admit_neither(station):
    awa, ben, desk = enrol(station, "Awa"), enrol(station, "Ben"), Desk(station)
    desk.work(f"{awa.text}{ben.text}\r")
    assert reasons(desk.lamp) == [Reason.AMBIGUOUS]
    assert Colour.GREEN not in desk.lamp.colours


def test_a_flood_of_codes_is_one_counted_record_and_keeps_no_badge_waiting(station):
    awa, desk = enrol(station), Desk(station)
    flood = "".join(f"FLOOD {n}\r" for n in range(500))
    lamp = desk.work(flood, f"{awa.text}\r", 5.0, 0.1)
    assert reasons(lamp) == [Reason.INVALID] * 5 + [None]
    assert [act.detail for act in acts(station) if act.kind is Kind.FAULT] == [b'{"throttled":495}']
    assert desk.headlines[-1] == "TROP DE CODES"


def test_a_flood_that_the_end_cuts_short_is_counted_too(station):
    lamp = work(station, None, typed="".join(f"FLOOD {n}\n" for n in range(50)))
    assert reasons(lamp) == [Reason.INVALID] * 5
    assert [act.detail for act in acts(station) if act.kind is Kind.FAULT] == [b'{"throttled":45}']


def test_a_badge_before_the_camera_and_under_the_scanner_is_one_presentation(station):
    awa, desk = enrol(station, category="official"), Desk(station, "SOIREE")
    seen = picture(awa.text)
    desk.work(seen, seen, f"{awa.text}\r", seen, 3.0, seen, f"{awa.text}\r")
    assert reasons(desk.lamp) == [None]
    ben, desk = enrol(station, "Ben", category="official"), Desk(station, "SOIREE")
    seen = picture(ben.text)
    desk.work(f"{ben.text}\r", seen, seen, 3.0, seen)
    assert reasons(desk.lamp) == [None]


def test_while_the_camera_is_down_a_badge_that_it_saw_last_can_be_scanned(station):
    awa, desk = enrol(station), Desk(station)
    reel = Reel(desk.clock, [picture(awa.text), FaultKind.LOST, 5.0, desk.hit(f"{awa.text}\r"), 0.5])
    GateLoop(desk.post, reel, desk.lamp, desk.keyboard).run(lambda: True)
    assert reasons(desk.lamp) == [None, None]


def test_a_scan_that_could_not_be_recorded_counts_when_it_is_repeated(station):
    awa, desk = enrol(station), Desk(station)

    def query_only(state):
        return lambda: station.database.connection.execute(f"PRAGMA query_only = {state}")

    lamp = desk.work(query_only("ON"), f"{awa.text}\r", query_only("OFF"), f"{awa.text}\r")
    assert reasons(lamp) == [None]
    assert "NON ENREGISTRÉ" in desk.headlines


# --- The scanner's keyboard -------------------------------------------------------------------------------


def test_several_forged_codes_in_a_row_ask_for_the_scanner_and_stay_forged_in_the_journal(station):
    people, desk = [enrol(station, name) for name in ("Awa", "Ben", "Chi")], Desk(station)
    lamp = desk.work(*(f"{forged(one.text)}\r" for one in people))
    assert [sign.headline for sign in lamp.signs if sign.headline != "UN INSTANT"][-3:] == [
        "BADGE FALSIFIÉ",
        "BADGE FALSIFIÉ",
        KEYBOARD,
    ]
    assert lamp.signs[-1].colour is Colour.FAULT
    assert [act.match for act in acts(station) if act.kind is Kind.SCAN] == [Match.FORGED] * 3


def test_a_badge_in_between_shows_that_the_scanner_is_right(station):
    awa, ben, desk = enrol(station, "Awa"), enrol(station, "Ben"), Desk(station)
    tries = [f"{forged(awa.text, last)}\r" for last in "0123"]
    desk.work(*tries[:2], f"{ben.text}\r", *tries[2:])
    assert KEYBOARD not in desk.headlines


def test_long_codes_of_others_count_too_and_short_ones_and_the_camera_s_do_not(station):
    desk = Desk(station)
    desk.work("https://example.org/a\r", 1.0, "short\r", 1.0, "https://example.org/b\r", 1.0)
    assert KEYBOARD not in desk.headlines
    desk.work("https://example.org/c\r")
    assert KEYBOARD not in desk.headlines, "a gate that was started anew"
    desk = Desk(station)
    desk.work(*(f"https://example.org/{n}\r" for n in range(3)))
    assert desk.headlines[-1] == KEYBOARD


def test_at_an_exit_it_is_a_remark_on_a_green_screen(station):
    awa, desk = enrol(station), Desk(station, direction="out")
    desk.work(*(f"{forged(awa.text, last)}\r" for last in "0123"))
    last = desk.lamp.signs[-1]
    assert (last.colour, last.headline) == (Colour.GREEN, "AU REVOIR")
    assert last.notices[0] == KEYBOARD
    assert "BADGE FALSIFIÉ" not in last.notices


def test_on_a_layout_that_is_repaired_nothing_is_asked(station):
    people, desk = [enrol(station, f"Awa {n}") for n in range(6)], Desk(station)
    layouts = ["French", "German", "Czech", "Turkish F", "Belgian", "Turkish Q"]
    desk.work(*(keyboards.typed(one.text, on) + "\r" for one, on in zip(people, layouts, strict=True)))
    assert reasons(desk.lamp) == [None] * 6


# --- A green that came too late ---------------------------------------------------------------------------


def hung(station, gate="SOIREE", direction="in"):
    desk = Desk(station, gate, direction)
    desk.lamp = Hung(desk.clock)
    return desk


def test_who_got_a_green_too_late_gets_it_again_and_no_second_decision(station):
    awa, desk = enrol(station, category="official"), hung(station)
    desk.work(desk.lamp.hang(20.0), f"{awa.text}\r", 3.0, f"{awa.text}\r", 2.0, f"{awa.text}\r")
    assert reasons(desk.lamp) == [None]
    assert desk.headlines[2:] == ["ENTREZ", "ÉCRAN EN RETARD", "ENTREZ"]
    desk.work(6.0, 0.1, f"{awa.text}\r")
    assert reasons(desk.lamp) == [None, Reason.PASSBACK], "once it was seen for its full time"


def test_a_green_that_is_late_twice_is_still_owed(station):
    awa, desk = enrol(station, category="official"), hung(station)
    late = desk.lamp.hang
    desk.work(late(20.0), f"{awa.text}\r", 3.0, late(20.0), f"{awa.text}\r", 3.0, f"{awa.text}\r")
    assert reasons(desk.lamp) == [None]
    assert desk.headlines[-3:] == ["ENTREZ", "ÉCRAN EN RETARD", "ENTREZ"]


def test_a_badge_before_the_camera_gets_its_late_green_again_too(station):
    awa, desk = enrol(station, category="official"), hung(station)
    seen, away = picture(awa.text), [picture()] * 25
    desk.work(desk.lamp.hang(20.0), seen, *away, seen)
    assert reasons(desk.lamp) == [None]
    assert desk.headlines[-1] == "ENTREZ"


def test_another_badge_a_forged_one_and_an_hour_are_decided_as_ever(station):
    awa, ben = (enrol(station, name, category="official") for name in ("Awa", "Ben"))
    desk = hung(station)
    desk.work(desk.lamp.hang(20.0), f"{awa.text}\r", 3.0, f"{forged(awa.text)}\r", 1.0)
    assert reasons(desk.lamp) == [None, Reason.FORGED]
    desk.work(desk.lamp.hang(20.0), f"{ben.text}\r", 3600.0, f"{ben.text}\r")
    assert reasons(desk.lamp)[2:] == [None, Reason.PASSBACK]


def test_a_passage_that_was_undone_is_not_owed(station):
    awa, desk = enrol(station, category="official"), hung(station)
    desk.work(desk.lamp.hang(20.0), f"{awa.text}\r", 2.0, "-", DIGIT, 2.0, f"{awa.text}\r")
    assert reasons(desk.lamp) == [None, None]


def test_at_an_exit_a_green_too_late_is_a_free_exit_and_then_shown(station):
    awa, desk = enrol(station), hung(station, "A", "out")
    desk.work(desk.lamp.hang(20.0), f"{awa.text}\r", 3.0, f"{awa.text}\r")
    assert desk.headlines[2:] == ["AU REVOIR", "SORTIE LIBRE", "AU REVOIR"]
    assert len(desk.lamp.scans) == 1
