"""A green that nobody saw, because the screen hung, comes before another decision on that badge."""

import io

import pytest
from fairground import HandClock, enrol, found_station
from gate.props import Lamp, acts, picture, post_at
from gate.test_loop import Reel

from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import Reason
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.gate.state import TOO_LATE
from kiosk.service.badges.lifecycle import revoke
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

    def __init__(self, clock, meanwhile):
        super().__init__()
        self.clock = clock
        self.meanwhile = meanwhile
        self.has_hung = False

    def show(self, sign):
        if sign.colour is Colour.GREEN and not self.has_hung:
            self.has_hung = True
            self.clock.go(TOO_LATE + 2.0)
            self.meanwhile()
        super().show(sign)


def work(station, items, meanwhile=lambda: None):
    lamp = HangingLamp(station.clock, meanwhile)
    source = Reel(station.clock, items)
    GateLoop(post_at(station, "HONNEUR", "in"), source, lamp, Keyboard(io.StringIO(""))).run(lambda: True)
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


def test_once_it_was_seen_for_its_full_time_the_next_decision_is_a_refusal_again(station):
    held = badge(station)
    work(station, [held, *[EMPTY] * 30, held, *[EMPTY] * 99, held])
    assert scans(station) == [("granted", None), ("denied", Reason.PASSBACK)]


def test_a_badge_that_was_cancelled_meanwhile_is_decided_again(station):
    enrolled = enrol(station, zones="HONNEUR")

    def cancel():
        with station.connected() as desk:
            revoke(desk, [enrolled.number])

    held = picture(enrolled.text)
    lamp = work(station, [held, *[EMPTY] * 30, held], cancel)
    assert scans(station) == [("granted", None), ("denied", Reason.REVOKED)]
    assert lamp.colours.count(Colour.GREEN) == 1
