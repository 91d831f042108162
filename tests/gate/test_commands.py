"""What staff command at a gate: its terminal is in the test's hands, everything behind it is real."""

from dataclasses import replace
from itertools import count

import pytest
from fairground import HandClock, enrol, found_station
from gate.props import Lamp, acts, picture, post_at
from gate.test_loop import Reel

from kiosk.domain.journal import Kind
from kiosk.domain.model import Reason
from kiosk.domain.question import DIGITS
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.service.words.sign import Colour

DIGIT = DIGITS[0]


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def station(tmp_path, clock):
    station = found_station(tmp_path, clock)
    numbers = count()
    yield replace(station, random=lambda size: bytes(1) if size == 1 else next(numbers).to_bytes(size, "big"))
    station.close()


class Desk:
    """A gate at whose terminal a test types."""

    def __init__(self, station, gate="A", direction="in"):
        self.station, self.clock, self.lamp = station, station.clock, Lamp()
        self.keyboard, self.post = Keyboard(None), post_at(station, gate, direction)

    def hit(self, text):
        """Type a group of keys, with silence behind it."""

        def type_it():
            self.keyboard.hear(text.encode(), self.clock.monotonic())
            self.clock.go(0.08)
            self.keyboard.hear(None, self.clock.monotonic())

        return type_it

    def unplug(self):
        self.keyboard.hear(b"", self.clock.monotonic())

    def work(self, *items):
        """Work through groups of keys (texts), pauses and pictures, half a second between them."""
        reel = [picture()]
        for item in items:
            reel += [0.5, self.hit(item) if isinstance(item, str) else item]
        self.tally = GateLoop(self.post, Reel(self.clock, [*reel, 0.5]), self.lamp, self.keyboard).run(
            lambda: True
        )
        return self.lamp

    @property
    def headlines(self):
        return [sign.headline for sign in self.lamp.signs]

    @property
    def kinds(self):
        return [act.kind for act in acts(self.station)]


def test_a_minus_asks_and_its_digit_undoes_the_last_passage(station):
    awa, desk = enrol(station), Desk(station)
    desk.work(f"{awa.text}\r", "-", DIGIT)
    assert desk.headlines[-2:] == [f"TAPER {DIGIT}", "PASSAGE ANNULÉ"]
    assert "Awa TRAORÉ" in desk.lamp.signs[-1].who
    assert desk.lamp.signs[-1].to_do.startswith("La personne n'est pas entrée")
    assert desk.kinds[-1] is Kind.TURNED_BACK
    assert desk.lamp.undoings == 1


def test_an_exit_undone_says_that_the_person_has_not_left(station):
    awa, desk = enrol(station), Desk(station, direction="out")
    desk.work(f"{awa.text}\r", "-", DIGIT)
    assert desk.lamp.signs[-1].to_do.startswith("La personne n'est pas sortie")


def test_a_minus_after_a_refusal_undoes_nothing(station):
    awa, desk = enrol(station), Desk(station, "PRESSE")
    desk.work(f"{awa.text}\r", "-", DIGIT)
    assert (desk.lamp.signs[-1].colour, desk.headlines[-1]) == (Colour.IDLE, "RIEN À ANNULER")
    assert {Kind.TURNED_BACK, Kind.FAULT}.isdisjoint(desk.kinds)
    assert desk.lamp.undoings == 0


@pytest.mark.parametrize(
    "shown",
    ["-\r", "!\r", "q\r", f"-{DIGIT}\r", f"-\r{DIGIT}\r", f"q{DIGIT}", "\x03\r", "\x1a\r", "\x04\r"],
)
def test_a_code_that_says_a_command_is_a_code(station, shown):
    """Nothing that a scanner types in one go ends, undoes or confirms anything."""
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work(f"{awa.text}\r", shown, 2.0, f"{awa.text}\r")
    assert lamp.scans[0].number == lamp.scans[-1].number == awa.number
    assert {Kind.TURNED_BACK, Kind.CLOCK}.isdisjoint(desk.kinds)
    assert not [headline for headline in desk.headlines if headline.startswith("TAPER")]


def test_a_code_closes_a_question_and_is_decided(station):
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work("q", f"{awa.text}\r", DIGIT, 2.0, f"{awa.text}\r")
    assert len(lamp.scans) == 2, "the gate goes on"


def test_a_badge_before_the_camera_closes_a_question(station):
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work("q", lambda: desk.clock.go(0.1))
    assert lamp.signs[-1].colour is Colour.ASK
    desk = Desk(station)
    reel = [picture(), desk.hit("q"), *[picture(awa.text)] * 3, 0.5, desk.hit(DIGIT), *[picture()] * 3]
    GateLoop(desk.post, Reel(desk.clock, reel), desk.lamp, desk.keyboard).run(lambda: True)
    assert len(desk.lamp.scans) == 1
    assert desk.lamp.colours.count(Colour.ASK) == 1


def test_the_end_is_asked_for_and_what_came_of_the_gate_is_told(station, clock):
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work(f"{awa.text}\r", "nothing of ours\r", "q", DIGIT, f"{awa.text}\r")
    assert len(lamp.scans) == 2, "the last one came after the end"
    tally = desk.tally
    assert (tally.granted, tally.denied) == (1, 1)
    assert tally.began < tally.ended <= clock.now()


def test_who_was_turned_back_is_not_counted_as_let_in(station):
    awa, desk = enrol(station), Desk(station)
    desk.work(f"{awa.text}\r", "-", DIGIT)
    assert (desk.tally.granted, desk.tally.denied) == (0, 0)


def test_a_wrong_digit_leaves_everything_as_it_was(station):
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work(f"{awa.text}\r", "-", "9", DIGIT, f"{awa.text}\r")
    assert Kind.TURNED_BACK not in desk.kinds
    assert len(lamp.scans) == 2


def test_enter_behind_a_command_is_a_habit_and_no_code(station):
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work(f"{awa.text}\r", "-", "\r", DIGIT, "\r")
    assert desk.headlines[-1] == "PASSAGE ANNULÉ"
    assert len(lamp.scans) == 1


def test_a_question_that_nobody_answers_goes_by_itself(station):
    desk = Desk(station)
    desk.work("q", 6.0, 0.1)
    assert desk.headlines[-1] == "PRÊT"


def test_a_suspect_clock_is_on_the_screen_until_somebody_confirms_it(station, clock):
    clock.wall = clock.wall.replace(year=2038)
    desk = Desk(station)
    lamp = desk.work("!", DIGIT)
    ready = [sign for sign in lamp.signs if sign.headline == "PRÊT"]
    assert [[warning.headline for warning in sign.warnings] for sign in ready] == [["HEURE DOUTEUSE"], []]
    assert "touche !" in ready[0].notices[0]
    assert Kind.CLOCK in desk.kinds


@pytest.mark.parametrize("stray", ["a", "\x1b", "\x1b[A\x1b[A\x1b[A", "é", "\x04", "\x13"])
def test_a_stray_key_does_not_spoil_the_next_badge(station, stray):
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work(stray, f"{awa.text}\r")
    assert [scan.number for scan in lamp.scans] == [awa.number]


def test_a_label_with_control_characters_is_one_code_that_is_not_ours(station):
    desk = Desk(station)
    lamp = desk.work("[)>\x1e06\x1dPART\x1d1K4\x1e\x04\r", "\x1b]0;mine\x07\x1b[2J\r")
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.INVALID] * 2


def test_a_terminal_that_is_gone_is_a_fault_on_the_screen_and_the_camera_goes_on(station):
    awa, desk = enrol(station), Desk(station)
    lamp = desk.work(desk.unplug, picture(awa.text), picture(awa.text), 6.0, 0.1)
    assert [scan.number for scan in lamp.scans] == [awa.number]
    assert [warning.headline for warning in lamp.signs[-1].warnings] == ["DOUCHETTE EN PANNE"]
    assert [act.detail for act in acts(station) if act.kind is Kind.FAULT] == [b'{"scanner":"gone"}']


def test_a_gate_with_a_hand_scanner_alone_ends_when_its_terminal_is_gone(station):
    desk = Desk(station)
    desk.unplug()
    GateLoop(desk.post, None, desk.lamp, desk.keyboard).run(lambda: True)
    assert desk.headlines == ["PRÊT"]


def test_a_gate_without_a_camera_asks_for_the_hand_scanner(station):
    desk = Desk(station)
    desk.unplug()
    GateLoop(desk.post, None, desk.lamp, desk.keyboard).run(lambda: True)
    assert desk.lamp.signs[0].to_do == "Scannez le badge avec la douchette."


def test_a_screen_is_drawn_anew_when_it_is_asked_for(station):
    desk = Desk(station)
    desk.work(desk.keyboard.redraw, desk.keyboard.redraw)
    assert desk.headlines == ["UN INSTANT", "PRÊT", "PRÊT", "PRÊT"]


class Hung(Lamp):
    """A screen that hangs for some seconds when it is told to, before it shows a sign."""

    def __init__(self, clock):
        super().__init__()
        self.clock, self.hangs = clock, 0.0

    def show(self, sign):
        self.clock.go(self.hangs)
        self.hangs = 0.0
        super().show(sign)

    def hang(self, seconds):
        def hang_it():
            self.hangs = seconds

        return hang_it


def test_a_green_that_came_too_late_is_followed_by_a_sign_that_says_so(station):
    awa, ben, desk = enrol(station, "Awa"), enrol(station, "Ben"), Desk(station)
    desk.lamp = Hung(desk.clock)
    desk.work(desk.lamp.hang(20.0), f"{awa.text}\r", f"{ben.text}\r")
    assert desk.headlines[2:] == ["ENTREZ", "ÉCRAN EN RETARD", "ENTREZ"]
    assert [scan.number for scan in desk.lamp.scans] == [awa.number, ben.number]


def test_at_an_exit_a_screen_that_hung_is_a_free_exit(station):
    awa, desk = enrol(station), Desk(station, direction="out")
    desk.lamp = Hung(desk.clock)
    desk.work(desk.lamp.hang(20.0), f"{awa.text}\r")
    assert desk.headlines[-1] == "SORTIE LIBRE"


def test_nothing_is_decided_while_the_screen_hangs(station):
    awa, desk = enrol(station), Desk(station)
    desk.lamp = Hung(desk.clock)
    # The idle sign hangs, then the sign that would go out before the next decision does.
    desk.work(
        desk.lamp.hang(20.0),
        desk.keyboard.redraw,
        desk.lamp.hang(6.0),
        11.0,
        desk.lamp.hang(6.0),
        f"{awa.text}\r",
    )
    assert desk.lamp.scans == []
    assert Colour.GREEN not in desk.lamp.colours


def test_who_scanned_while_the_screen_hung_has_gone(station):
    awa, ben, desk = enrol(station, "Awa"), enrol(station, "Ben"), Desk(station)
    desk.lamp = Hung(desk.clock)

    def both():
        desk.hit(f"{awa.text}\r")()
        desk.hit(f"{ben.text}\r")()

    desk.work(desk.lamp.hang(20.0), both)
    assert [scan.number for scan in desk.lamp.scans] == [awa.number]
    assert desk.headlines[-1] == "ÉCRAN EN RETARD"
