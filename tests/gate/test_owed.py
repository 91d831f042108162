"""A green that nobody saw, because the screen hung, comes before another decision on that badge."""

import io
from dataclasses import replace

import pytest
from fairground import HandClock, enrol, found_station
from gate.props import Lamp, acts, picture, post_at
from gate.test_loop import Reel
from gate.test_state import admitted

from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import BadgeNumber, Match, Reason
from kiosk.gate.faces import Decided, Fixed
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.gate.state import OWED_FOR, SHOWN_FOR, TOO_LATE, ScreenState
from kiosk.service.words.sign import Colour

EMPTY = picture()


@pytest.fixture
def station(tmp_path):
    station = found_station(tmp_path, HandClock())
    yield station
    station.close()


def badge(station):
    return picture(enrol(station, zones="HONNEUR").text)


class HangingLamp(Lamp):
    """A screen whose first green takes far too long to appear."""

    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.has_hung = False

    def show(self, sign):
        if sign.colour is Colour.GREEN and not self.has_hung:
            self.has_hung = True
            self.clock.go(TOO_LATE + 2.0)
        super().show(sign)


def work(station, items, gate="HONNEUR"):
    lamp = HangingLamp(station.clock)
    source = Reel(station.clock, items)
    GateLoop(post_at(station, gate, "in"), source, lamp, Keyboard(io.StringIO(""))).run(lambda: True)
    return lamp


def scans(station):
    return [(act.outcome, act.reason) for act in acts(station) if act.kind is Kind.SCAN]


def test_at_a_hard_gate_who_never_saw_the_green_gets_it_and_no_second_decision(station):
    held = badge(station)
    lamp = work(station, [held, *[EMPTY] * 30, held, held])
    assert scans(station) == [("granted", None)]
    seen = [colour for colour in lamp.colours if colour is not Colour.IDLE]
    assert seen == [Colour.GREEN, Colour.FAULT, Colour.GREEN]
    (shown,) = [act for act in acts(station) if act.kind is Kind.FAULT]
    assert "shown_again" in read_detail(shown.detail)


def test_once_it_was_seen_the_next_decision_is_a_refusal_again(station):
    held = badge(station)
    work(station, [held, *[EMPTY] * 30, held, *[EMPTY] * 30, held])
    assert scans(station) == [("granted", None), ("denied", Reason.PASSBACK)]


def test_another_badge_is_decided_and_the_first_one_stays_owed(station):
    first, second = (
        badge(station),
        badge(station),
    )
    lamp = work(station, [first, *[EMPTY] * 30, second, *[EMPTY] * 30, first])
    assert scans(station) == [("granted", None), ("granted", None)]
    assert lamp.colours.count(Colour.GREEN) == 3


def hung(scan):
    return ScreenState().recorded(scan, 10.0).drawn(10.0, 10.0 + TOO_LATE + 1)


def test_what_is_owed_is_that_badge_s_alone_for_a_while_and_only_if_nothing_else_is_against_it():
    scan = replace(admitted(1), number=BadgeNumber(73))
    state, soon = hung(scan), 12.0
    assert (state.face, state.owed) == (Fixed.LATE, scan)
    again = replace(scan, seq=None)
    assert state.owes(again, soon)
    passback = replace(again.decision, reason=Reason.PASSBACK)
    assert state.owes(replace(again, decision=passback), soon)
    assert not state.owes(replace(again, decision=replace(again.decision, reason=Reason.BLOCKED)), soon)
    assert not state.owes(replace(again, decision=replace(again.decision, match=Match.FORGED)), soon)
    assert not state.owes(replace(again, number=BadgeNumber(74)), soon)
    assert not state.owes(again, 11.0 + TOO_LATE + OWED_FOR)


def test_what_is_owed_is_paid_once_drawn_in_time_and_forgotten_once_turned_back():
    scan = admitted(1)
    state = hung(scan).shown_again(13.0)
    assert (state.face, state.last_granted) == (Decided(scan), scan)
    assert state.drawn(13.0, 13.0 + TOO_LATE + 1).owed == scan
    seen = state.drawn(13.0, 13.1)
    assert (seen.owed, seen.face, seen.until) == (None, Decided(scan), 13.1 + SHOWN_FOR)
    assert hung(scan).turned_back(12.0).owed is None
    assert hung(admitted(1, Reason.BLOCKED)).owed is None
    assert ScreenState().shown_again(1.0) == ScreenState()
