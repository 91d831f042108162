"""The state of a gate's screen, whatever happens in whatever order: what may be shown, and for how long."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.bursts import Keys
from kiosk.domain.model import (
    Admitted,
    Checkpoint,
    Decision,
    Direction,
    GateId,
    Match,
    Outcome,
    Reason,
    SiteId,
    ZoneId,
)
from kiosk.domain.question import OPEN_FOR, TOO_SOON, Wish
from kiosk.gate.faces import Asked, CameraDown, Decided, Fixed, Ready, TurnedBack, Unrecorded, plain_sign
from kiosk.gate.state import LOOK_FOR, ODD, OWED_FOR, SHOWN_FOR, TOO_LATE, ScreenState
from kiosk.service.words.catalogue import phrase
from kiosk.service.words.sign import Colour, Signs
from kiosk.store.database import StoreError
from kiosk.vision.frame import FaultKind

DIGIT = "4"
EVENTS = (
    *("let_in", "refused", "store_failed", "broke", "signing_failed", "told"),
    *("camera_failed", "camera_back", "key", "digit", "other_key", "turned_back", "throttled", "again"),
)
WAITS = (0.0, TOO_SOON + 0.05, 1.0, SHOWN_FOR - 0.1, SHOWN_FOR, 60.0)
HANGS = (0.0, 0.0, 0.0, TOO_LATE, TOO_LATE + 0.1, 7.0)

steps = st.lists(
    st.tuples(st.sampled_from(EVENTS), st.sampled_from(WAITS), st.sampled_from(HANGS)), max_size=15
)


def admitted(seq, reason=None):
    way = Checkpoint(GateId("A"), Direction.IN, SiteId("BKO"), ZoneId("OUTSIDE"), ZoneId("HALL"))
    outcome = Outcome.GRANTED if reason is None else Outcome.DENIED
    return Admitted(seq, datetime(2025, 11, 11, 9, tzinfo=UTC), way, Decision(outcome, Match.LISTED, reason))


def badge_of(scan):
    return f"the badge of scan {scan.seq}".encode()


class Screen:
    """A screen with a clock that is set by hand, and what truly happened to its gate."""

    def __init__(self):
        self.state = ScreenState(is_opening=True)
        self.now = 100.0
        self.drawn_at = self.now
        self.newest = "opening"
        self.granted = self.owed = None
        self.owed_until = 0.0
        self.is_written = self.has_camera = True
        self.has_picture = False
        self.seq = 0

    def happen(self, event, hang):
        before = self.state
        getattr(self, event)()
        if self.state is not before:
            self.draw(hang)

    def draw(self, hang):
        """Draw as the gate does: once more where what was drawn came too late."""
        face, began = self.state.face, self.now
        self.now += hang
        self.state = self.state.drawn(began, self.now)
        if hang > TOO_LATE and isinstance(face, Decided):
            self.owed = face.admitted if face.admitted.decision.is_granted else None
            self.owed_until = self.now + OWED_FOR
        if self.state.face is Fixed.LATE and face is not Fixed.LATE:
            self.newest = "late"
            self.draw(0.0)
        self.drawn_at = self.now

    def wait(self, seconds):
        self.now += seconds
        if self.state.face == Decided(self.owed) and self.now - self.drawn_at >= SHOWN_FOR:
            self.owed = None
        self.state = self.state.passed(self.now)

    def record(self, reason):
        self.seq += 1
        scan = admitted(self.seq, reason)
        self.granted, self.is_written, self.owed = (scan if reason is None else None), True, None
        self.state = self.state.recorded(scan, self.now, badge_of(scan))
        self.newest = "recorded"
        assert self.state.face == Decided(scan)

    def let_in(self):
        self.record(None)

    def again(self):
        """Present the badge whose green is owed, as the gate does."""
        badge = b"" if self.owed is None else badge_of(self.owed)
        is_owed = self.owed is not None and self.now < self.owed_until
        assert self.state.owes(badge, self.now) == is_owed
        if is_owed:
            self.state = self.state.repaid(self.now)
            self.newest = "recorded"

    def refused(self):
        self.record(Reason.WRONG_ZONE)

    def fail(self, error):
        self.granted = None
        self.state = self.state.broke(error, self.now)
        self.newest = "broke"
        assert self.state.face == Unrecorded(error)

    def store_failed(self):
        self.is_written = False
        self.fail(StoreError("the disk is full"))

    def broke(self):
        self.fail(ValueError("a picture of no size"))

    def signing_failed(self):
        """The store fails behind a record: what is shown stays."""
        self.is_written = False
        shown = self.state.passing
        self.state = self.state.store_failed(StoreError("the disk is full"))
        assert self.state.passing == shown

    def told(self):
        was_failing = not self.is_written
        self.is_written = True
        self.state = self.state.told()
        if was_failing:
            self.newest = "told"

    def camera_failed(self):
        self.has_camera, self.has_picture = False, True
        self.state = self.state.camera_failed(FaultKind.BLACK)
        self.newest = "camera"
        assert self.state.face == CameraDown(FaultKind.BLACK) or not self.is_written

    def camera_back(self):
        self.has_camera = self.has_picture = True
        self.state = self.state.camera_back()
        self.newest = "camera"

    def strike(self, text):
        was_open = isinstance(self.state.face, Asked)
        self.state, wish = self.state.struck(Keys(text, self.now), DIGIT, self.now)
        assert wish is None or (was_open and text == DIGIT)
        if was_open or isinstance(self.state.face, Asked):
            self.newest = "keys"

    def key(self):
        self.strike("q")

    def digit(self):
        self.strike(DIGIT)

    def other_key(self):
        self.strike("x")

    def turned_back(self):
        undone, self.granted = self.granted, None
        self.owed = None if undone is not None else self.owed
        self.state = self.state.turned_back(self.now)
        self.newest = "turned_back"
        assert self.state.face == (Fixed.NOTHING_UNDONE if undone is None else TurnedBack(undone))

    def throttled(self):
        self.state = self.state.shown(Fixed.THROTTLED, self.now)
        self.newest = "throttled"


def played(history):
    """Yield the screen after each event, and after each time that passed."""
    screen = Screen()
    yield screen
    for event, wait, hang in history:
        screen.happen(event, hang)
        yield screen
        screen.wait(wait)
        yield screen


@given(steps)
def test_a_green_is_shown_only_for_a_recorded_grant_and_never_longer_than_its_time(history):
    for screen in played(history):
        if screen.state.is_green:
            assert screen.newest == "recorded"
            assert screen.state.face in {Decided(screen.granted), Decided(screen.owed)}
            assert screen.now - screen.drawn_at < SHOWN_FOR
            assert not screen.state.is_late


@given(steps)
def test_while_a_fault_lasts_nothing_looks_ready(history):
    for screen in played(history):
        if isinstance(screen.state.face, Ready):
            assert screen.is_written
            assert screen.has_camera
            assert screen.has_picture


@given(steps)
def test_a_fault_that_lasts_is_what_is_shown_once_all_else_has_passed(history):
    for screen in played(history):
        later = screen.state.passed(screen.now + max(SHOWN_FOR, OPEN_FOR))
        kind = type(later.face)
        if not screen.is_written:
            assert kind is Unrecorded
        elif not screen.has_camera:
            assert kind is CameraDown
        elif screen.has_picture:
            assert kind is Ready
        else:
            assert later.face is Fixed.OPENING


@given(steps)
def test_a_question_closes_by_itself_and_with_whatever_else_is_shown(history):
    for screen in played(history):
        if isinstance(screen.state.face, Asked):
            assert screen.newest == "keys"
            assert screen.now - screen.drawn_at < OPEN_FOR
            after, wish = screen.state.struck(Keys(DIGIT, screen.drawn_at + TOO_SOON / 2), DIGIT, screen.now)
            assert wish is None, "nobody has read it yet"
            assert not isinstance(after.face, Asked)


@given(steps)
def test_a_screen_shows_the_newest_thing_that_is_true(history):
    shown_by = {
        "recorded": Decided,
        "broke": Unrecorded,
        "keys": Asked,
        "turned_back": (TurnedBack, Fixed),
        "throttled": Fixed,
        "late": Fixed,
    }
    for screen in played(history):
        if screen.state.passing is not None:
            assert isinstance(screen.state.passing, shown_by[screen.newest])


@given(steps)
def test_what_was_turned_back_or_spoilt_by_a_fault_is_not_turned_back_again(history):
    for screen in played(history):
        assert screen.state.last_granted == screen.granted


@given(steps)
def test_after_a_screen_that_hung_nothing_is_decided_before_it_has_shown_something_in_time(history):
    for screen in played(history):
        if screen.state.is_late:
            assert screen.state.must_clear
            assert not screen.state.shown(Fixed.CHECKING, screen.now).drawn(0.0, TOO_LATE).must_clear


@pytest.mark.parametrize(
    "face",
    [Unrecorded(ValueError("odd")), Fixed.LATE, *(CameraDown(kind) for kind in FaultKind)],
)
def test_a_fault_at_an_exit_shows_free_exit_and_is_never_ready_anywhere(face):
    signs = Signs("fr")
    out, into = (plain_sign(face, signs, way) for way in (Direction.OUT, Direction.IN))
    assert out.headline == phrase("fr", "free_exit")
    assert (out.colour, into.colour) == (Colour.FAULT, Colour.FAULT)
    assert into.headline not in {phrase("fr", "ready"), out.headline}


def test_a_question_answered_in_time_is_the_wish_that_its_key_stands_for():
    asked, none = ScreenState().struck(Keys("-", 1.0), DIGIT, 1.0)
    answered, wish = asked.drawn(1.0, 1.5).struck(Keys(DIGIT, 3.0), DIGIT, 3.0)
    assert (none, wish, answered.passing) == (None, Wish.TURN_BACK, None)


def test_who_scanned_before_a_screen_hung_has_gone_and_who_scans_after_it_has_not():
    state = ScreenState().drawn(10.0, 20.0)
    assert state.has_gone(12.0, now=20.0)
    assert not state.has_gone(19.0, now=20.0), "may still stand there"
    assert not state.has_gone(21.0, now=30.0)
    assert not state.has_gone(None, now=30.0)


def test_a_badge_that_is_looked_at_is_no_passage_and_undoes_none():
    let_in = admitted(7)
    state = ScreenState().recorded(let_in, 0.0).shown(Fixed.LOOKING, 1.0)
    assert state.is_looking
    assert not state.must_clear
    looked = state.looked(replace(let_in, seq=None), 2.0)
    assert not looked.is_looking
    assert not looked.is_green
    assert looked.last_granted is let_in
    assert looked.passed(2.0 + LOOK_FOR - 0.1) is looked
    assert looked.passed(2.0 + LOOK_FOR).face == Ready(has_scanner=True)


def test_a_look_that_nobody_comes_for_ends_by_itself():
    state = ScreenState().shown(Fixed.LOOKING, 0.0)
    assert state.lasts == LOOK_FOR
    assert not state.passed(LOOK_FOR).is_looking


def test_a_green_is_owed_to_its_own_badge_alone_and_for_a_minute():
    late = ScreenState().recorded(admitted(1), 1.0, b"awa").drawn(1.0, 9.0)
    assert late.owes(b"awa", 9.0 + OWED_FOR - 0.1)
    assert not late.owes(b"awa", 9.0 + OWED_FOR)
    assert not late.owes(b"ben", 9.0)
    assert not late.recorded(admitted(2), 10.0, b"ben").owes(b"awa", 10.0)
    in_time = ScreenState().recorded(admitted(1), 1.0, b"awa").drawn(1.0, 1.1)
    assert not in_time.owes(b"awa", 1.2)


def test_a_green_that_is_owed_and_interrupted_is_owed_still():
    late = ScreenState().recorded(admitted(1), 1.0, b"awa").drawn(1.0, 9.0)
    shown = late.repaid(10.0).drawn(10.0, 10.1)
    assert shown.repaid(11.0) is shown, "it is on the screen already"
    assert shown.shown(Fixed.THROTTLED, 12.0).passed(99.0).owes(b"awa", 30.0)
    assert not shown.passed(10.1 + SHOWN_FOR).owes(b"awa", 30.0)


@pytest.mark.parametrize(
    ("typed", "is_asked"),
    [
        ([(Match.FORGED, 20)] * ODD, True),
        ([(Match.INVALID, 25)] * ODD, True),
        ([(Match.FORGED, 20)] * (ODD - 1), False),
        ([(Match.INVALID, 5)] * 9, False),
        ([(Match.FORGED, 20)] * (ODD - 1) + [(Match.LISTED, 20), (Match.FORGED, 20)], False),
        ([(Match.FORGED, 20)] * (ODD - 1) + [(Match.UNSYNCED, 20), (Match.FORGED, 20)], True),
        ([(Match.FORGED, 20)] * ODD + [(Match.UNSYNCED, 20)], False),
    ],
)
def test_several_odd_codes_in_a_row_put_the_scanner_in_question(typed, is_asked):
    state = ScreenState()
    for seq, (match, length) in enumerate(typed):
        reason = None if match is Match.LISTED else Reason(match.value)
        state = state.recorded(admitted(seq, reason), 1.0).typed(match, length)
    assert state.passing.is_misread == is_asked
