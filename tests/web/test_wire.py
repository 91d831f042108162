"""A gate and its pages on the wire: real sockets, a real gate, a fake camera."""

import os
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from fairground import enrol, found_station
from gate.props import Lamp, acts, picture, post_at
from web.hub import DEADLINE, free_port, hub, until

from kiosk.config.computer import SystemClock
from kiosk.domain.journal import Kind
from kiosk.domain.roles import Actor, Role
from kiosk.gate.faces import Fixed
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.gate.onlookers import Shown
from kiosk.gate.outlet import Around, Outlet, Whose
from kiosk.gate.showing import Showing
from kiosk.service.posts.frames import frame_of
from kiosk.service.posts.link import Link
from kiosk.service.posts.messages import Challenge, Watched, Welcome
from kiosk.service.words.sign import Reads, Signs
from kiosk.vision.frame import Frame, Pause

STEWARD = Actor("aa" * 16, frozenset({Role.GATE}))
SUPERVISOR = Actor("bb" * 16, frozenset({Role.SUPERVISOR}))


class Held:
    """A camera before which a test holds up pictures."""

    def __init__(self):
        self.image = picture()
        self.is_over = False
        self._index = 0
        self._hangs = 0.0

    def read(self, timeout):
        if self.is_over:
            return Pause.END
        hangs, self._hangs = self._hangs, 0.0
        time.sleep(min(timeout, 0.02) + hangs)
        self._index += 1
        return Frame(self.image, time.monotonic(), self._index)

    def hang(self, seconds):
        """Have the next picture take this long: the gate's whole loop waits for it."""
        self._hangs = seconds

    def close(self):
        self.is_over = True


class Working:
    """A gate at work in a thread."""

    def __init__(self, station, link, gate="A", *, has_camera=True):
        self.station = station
        self.camera = Held() if has_camera else None
        self.keyboard = Keyboard(None)
        self.lamp = Lamp()
        self.words = []
        around = Around(SystemClock(), os.urandom, self.keyboard.wake, self.words.append)
        self.outlet = Outlet(Whose(gate, "in", os.getpid()), link, around)
        self._is_wanted = True
        post = post_at(station, gate, "in")
        loop = GateLoop(post, self.camera, self.lamp, self.keyboard, self.outlet)
        self._thread = threading.Thread(target=loop.run, args=(lambda: self._is_wanted,))

    def start(self):
        self.outlet.start()
        self._thread.start()

    def close(self):
        self._is_wanted = False
        self._thread.join()
        self.outlet.close()


@contextmanager
def working(station, link, gate="A", *, has_camera=True):
    gate = Working(station, link, gate, has_camera=has_camera)
    gate.start()
    try:
        yield gate
    finally:
        gate.close()


@pytest.fixture
def station(tmp_path):
    station = found_station(tmp_path)
    yield station
    station.close()


def test_a_badge_held_up_is_green_in_the_pages_once_its_record_is_committed(station):
    awa = enrol(station)
    with hub() as pages, working(station, pages.link) as gate:
        gate.camera.image = picture(awa.text)
        until(lambda: "decided" in pages.faces("A"))
        sign = next(sign for sign in pages.gates.gate("A").signs if sign.face == "decided")
        assert (sign.colour, sign.subject) == ("green", awa.subject.hex())
        with station.connected() as other:
            assert acts(other)[sign.seq].subject == awa.subject


def test_names_never_travel(station):
    awa = enrol(station, "Zénobie")
    with hub() as pages, working(station, pages.link) as gate:
        gate.camera.image = picture(awa.text)
        until(lambda: "decided" in pages.faces("A"))
        assert "Zénobie" not in repr(pages.gates.now)


def test_a_gate_says_twice_a_second_how_it_is(station):
    with hub() as pages, working(station, pages.link) as gate:
        until(lambda: (beat := pages.gates.gate("A").beat) and beat.fps > 0)
        assert pages.gates.gate("A").beat.capacity == station.event().zone["PARC"].capacity
        assert set(gate.words) == {"in"}


def test_pictures_come_only_while_somebody_looks(station):
    with hub() as pages, working(station, pages.link):
        until(lambda: pages.gates.gate("A").beat)
        assert pages.gates.gate("A").picture == b""
        pages.gates.look_at("A")
        until(lambda: pages.gates.gate("A").pictures > 1)
        assert pages.gates.gate("A").picture.startswith(b"\xff\xd8\xff")


def test_a_code_typed_at_a_page_is_a_scan_of_the_account_that_typed_it(station):
    awa = enrol(station)
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        done = pages.gates.act("A", "typed", STEWARD, {"text": awa.text})
        assert (done.message, done.values) == ("", {"outcome": "granted"})
        with station.connected() as other:
            act = acts(other)[done.seq]
        assert (act.kind, act.operator, act.method, act.subject) == (
            Kind.SCAN,
            STEWARD.account,
            "wedge",
            awa.subject,
        )


def test_the_last_passage_is_turned_back_with_its_reason_and_security_is_told(station):
    awa = enrol(station)
    with hub() as pages, working(station, pages.link, has_camera=False) as gate:
        until(lambda: "ready" in pages.faces("A"))
        pages.gates.act("A", "typed", STEWARD, {"text": awa.text})
        done = pages.gates.act("A", "turn_back", STEWARD, {"why": "not_the_holder"})
        until(lambda: "turned_back" in pages.faces("A"))
        with station.connected() as other:
            act = acts(other)[done.seq]
        assert (act.kind, act.operator, act.alerts) == (
            Kind.TURNED_BACK,
            STEWARD.account,
            ("not_the_holder",),
        )
        assert b'"why":"not_the_holder"' in act.detail
        assert gate.lamp.undoings == 1


def test_an_older_passage_is_turned_back_by_its_record_and_the_light_stays(station):
    awa, ben = enrol(station, "Awa"), enrol(station, "Ben")
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        first = pages.gates.act("A", "typed", STEWARD, {"text": awa.text})
        pages.gates.act("A", "typed", STEWARD, {"text": ben.text})
        done = pages.gates.act("A", "turn_back", STEWARD, {"seq": first.seq})
        assert done.message == ""
        assert "turned_back" not in pages.faces("A")
        with station.connected() as other:
            assert acts(other)[done.seq].answers.seq == first.seq


def test_nothing_to_turn_back_is_answered_and_shows_nothing(station):
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        done = pages.gates.act("A", "turn_back", STEWARD, {})
        assert (done.seq, bool(done.message), bool(done.hint)) == (None, True, True)
        wrong = pages.gates.act("A", "turn_back", STEWARD, {"seq": 0})
        assert wrong.values == {"seq": "0"}
        assert set(pages.faces("A")) == {"ready"}


def test_a_steward_may_not_confirm_the_clock_and_a_supervisor_may(station):
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        refused = pages.gates.act("A", "confirm_clock", STEWARD, {})
        assert "supervisor" in refused.values["roles"]
        done = pages.gates.act("A", "confirm_clock", SUPERVISOR, {})
        with station.connected() as other:
            act = acts(other)[done.seq]
        assert (act.kind, act.operator) == (Kind.CLOCK, SUPERVISOR.account)


def test_a_gate_turned_round_lets_people_out_and_says_so_to_its_supervisor(station):
    awa = enrol(station)
    with hub() as pages, working(station, pages.link, has_camera=False) as gate:
        until(lambda: "ready" in pages.faces("A"))
        pages.gates.act("A", "direction", STEWARD, {"direction": "out"})
        done = pages.gates.act("A", "typed", STEWARD, {"text": awa.text})
        with station.connected() as other:
            assert acts(other)[done.seq].direction == "out"
        until(lambda: gate.words[-1] == "out")
        assert pages.gates.gate("A").direction == "out"


def test_a_badge_that_is_only_looked_at_is_shown_and_in_no_journal(station):
    awa = enrol(station)
    with hub() as pages, working(station, pages.link) as gate:
        until(lambda: "ready" in pages.faces("A"))
        pages.gates.act("A", "look", STEWARD, {})
        until(lambda: "looking" in pages.faces("A"))
        gate.camera.image = picture(awa.text)
        until(lambda: "looked" in pages.faces("A"))
        sign = pages.gates.gate("A").sign
        assert (sign.colour, sign.seq, sign.outcome, sign.subject) == (
            "idle",
            None,
            "granted",
            awa.subject.hex(),
        )
        with station.connected() as other:
            assert [act for act in acts(other) if act.kind is Kind.SCAN] == []
        done = pages.gates.act("A", "typed", STEWARD, {"text": awa.text})
        assert done.seq is not None


def test_a_party_is_counted_with_its_host_and_moves_nobody(station):
    awa = enrol(station)
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        alone = pages.gates.act("A", "party", STEWARD, {"people": 3, "kind": "protocol"})
        assert (alone.seq, bool(alone.message)) == (None, True)
        host = pages.gates.act("A", "typed", STEWARD, {"text": awa.text})
        done = pages.gates.act("A", "party", STEWARD, {"people": 3, "kind": "protocol"})
        with station.connected() as other:
            act = acts(other)[done.seq]
        assert (act.kind, act.subject, act.operator) == (Kind.PARTY, awa.subject, STEWARD.account)
        assert (act.answers.seq, act.detail) == (host.seq, b'{"kind":"protocol","people":3}')
        until(lambda: pages.gates.gate("A").beat.granted == 1)
        assert pages.gates.gate("A").beat.inside == 1


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("fly", {}),
        ("direction", {"direction": "up"}),
        ("turn_back", {"why": "boredom"}),
        ("party", {"people": 2, "kind": "fans"}),
    ],
)
def test_what_a_gate_cannot_do_is_answered(station, what, values):
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        done = pages.gates.act("A", what, SUPERVISOR, values)
        assert (done.seq, bool(done.message), bool(done.hint)) == (None, True, True)


def test_nobody_without_a_role_scans(station):
    awa = enrol(station)
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        done = pages.gates.act("A", "typed", Actor("post:A", frozenset()), {"text": awa.text})
        assert done.message
        assert set(pages.faces("A")) == {"ready"}


def test_a_gate_goes_on_without_pages_and_tells_its_newest_sign_when_they_come(station):
    awa = enrol(station)
    port = free_port()
    with working(station, Link(port, bytes(range(32)))) as gate:
        gate.camera.image = picture(awa.text)
        until(lambda: gate.lamp.scans)
        with hub(port) as pages:
            until(lambda: pages.gates.gate("A").sign)
        until(lambda: len(gate.words) > 1)
        with hub(port) as pages:  # and again, when they are started anew
            until(lambda: pages.gates.gate("A").sign)


def test_a_gate_of_another_start_is_not_listened_to(station):
    with hub() as pages, working(station, Link(pages.link.port, bytes(32))) as gate:
        until(lambda: len(gate.words) > 2)
        assert "A" not in pages.gates.now


def test_a_gate_tells_nothing_to_a_stranger_in_the_pages_place(station):
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        stranger.settimeout(DEADLINE)
        link = Link(stranger.getsockname()[1], bytes(range(32)))
        with working(station, link, has_camera=False):
            line, _ = stranger.accept()
            with line:
                line.settimeout(DEADLINE)
                line.sendall(frame_of(Challenge("ab" * 16)))
                assert b'"kind": "hello"' in line.recv(65536)
                line.sendall(frame_of(Welcome("A", "00" * 32)))
                assert line.recv(65536) == b""


def test_garbage_on_the_wire_ends_its_connection_and_nothing_else(station):
    with hub() as pages, working(station, pages.link, has_camera=False):
        until(lambda: "ready" in pages.faces("A"))
        for garbage in (b"GET / HTTP/1.1\r\n\r\n", b"\0\0\0\0", frame_of(Watched("A"))):
            with socket.create_connection(("127.0.0.1", pages.link.port)) as line:
                line.settimeout(DEADLINE)
                line.sendall(garbage)
                while line.recv(65536):
                    pass
        assert pages.gates.gate("A").tell is not None


def test_a_gate_never_waits_for_pages_that_take_nothing(station):
    """Twenty thousand signs are more than the system holds for a reader that has stopped."""
    go_on = threading.Event()
    with hub() as pages:
        around = Around(SystemClock(), os.urandom, print, str)
        outlet = Outlet(Whose("A", "in", 1), pages.link, around)
        outlet.start()
        Showing(post_at(station, "A", "in"), Lamp(), outlet, Reads.SCANNER).show()
        until(lambda: pages.gates.gate("A").sign)
        pages.loop.call_soon_threadsafe(go_on.wait, DEADLINE)
        shown = Shown(Fixed.THROTTLED, Signs("fr").throttled("in"), "in")
        taken = []
        for _ in range(20_000):
            began = time.monotonic()
            outlet.shown(shown)
            taken.append(time.monotonic() - began)
        go_on.set()
        newest = len(taken) + 1
        until(lambda: pages.gates.gate("A").sign.n == newest)
        outlet.close()
    assert sorted(taken)[len(taken) * 99 // 100] < 0.050
