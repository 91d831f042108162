"""The supervisor watches over real processes, small ones: whatever one of them does, the others go on."""

import os
import signal
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from web.hub import DEADLINE, free_port, until

from kiosk.cli.offspring import Offspring
from kiosk.cli.served_gates import ServedGate, served_gates
from kiosk.cli.supervisor import Supervisor, Voice
from kiosk.cli.watch import DEATHS, FIRST, PAUSE, REST, WITHIN, Health
from kiosk.config.computer import SystemClock
from kiosk.domain.errors import KioskError

BEATS = """
import sys, threading, time
def beat():
    for _ in sys.stdin: pass
    over.set()
over = threading.Event()
print(sys.stdin.readline().strip(), flush=True)
threading.Thread(target=beat, daemon=True).start()
while not over.wait(0.05):
    print("in", flush=True)
"""
BUSY = "print('in', flush=True)\nwhile True: pass"
DIES = "import sys; sys.exit(3)"
STAYS = "print('in', flush=True)\nimport time\nwhile True: time.sleep(9)"


def child(program, name="A", patience=FIRST):
    return Offspring(
        name, lambda _: [sys.executable, "-c", program], "hello\n", Health(patience), SystemClock()
    )


class Watched:
    """A supervisor at work, and what it has said."""

    def __init__(self, *offspring):
        self.said, self.opened, self.is_over = [], [], threading.Event()
        self.port = free_port()
        voice = Voice(
            lambda line, **values: self.said.append(line.format(**values)),
            lambda: self.opened.append(True),
            lambda: "the <disk> is full",
        )
        self.supervisor = Supervisor(offspring, self.port, voice)
        self._thread = threading.Thread(target=self.supervisor.run, args=(lambda: not self.is_over.is_set(),))

    def start(self):
        self._thread.start()

    def close(self):
        self.is_over.set()
        self._thread.join(DEADLINE)
        assert not self._thread.is_alive()


@contextmanager
def watched(*offspring):
    supervised = Watched(*offspring)
    supervised.start()
    try:
        yield supervised
    finally:
        supervised.close()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_children_are_told_the_link_and_ended_with_their_supervisor():
    pages, gate = child(BEATS, "pages"), child(BEATS)
    with watched(pages, gate) as supervised:
        until(lambda: pages.health.word == gate.health.word == "in")
        assert supervised.opened == [True]
        pids = pages.pid, gate.pid
        assert all(pids)
    assert not any(is_alive(pid) for pid in pids)
    assert supervised.said == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_child_that_dies_is_started_again_and_the_other_goes_on(number):
    pages, gate = child(BEATS, "pages"), child(BEATS)
    with watched(pages, gate) as supervised:
        until(lambda: pages.health.word == gate.health.word == "in")
        before, other = gate.pid, pages.pid
        os.kill(before, number)
        until(lambda: gate.pid not in (0, before))
        assert pages.pid == other
    assert supervised.said == ["kiosk: A ended, and is started again"]


@pytest.mark.parametrize("program", [BUSY, STAYS])
def test_a_child_that_hangs_is_killed_and_started_again(program):
    pages, gate = child(BEATS, "pages"), child(program, patience=0.2)
    with watched(pages, gate) as supervised:
        before = until(lambda: gate.health.has_spoken and gate.pid)
        until(lambda: gate.pid not in (0, before))
        assert not is_alive(before)
    assert set(supervised.said[:4]) == {"kiosk: A gave no sign of life, and is started again"}


def test_a_child_that_was_stopped_is_killed_and_started_again():
    pages, gate = child(BEATS, "pages"), child(BEATS, patience=1.0)
    with watched(pages, gate):
        before = until(lambda: gate.health.has_spoken and gate.pid)
        os.kill(before, signal.SIGSTOP)
        until(lambda: gate.pid not in (0, before))
        assert not is_alive(before)


def test_where_the_pages_die_again_and_again_a_page_says_what_the_doctor_says():
    pages = child(DIES, "pages")
    with watched(pages) as supervised:
        until(lambda: any("again and again" in said for said in supervised.said))

        def fetched():
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{supervised.port}/gate/A", timeout=DEADLINE)
            except urllib.error.HTTPError as answer:
                with answer:
                    return answer.code, answer.read().decode()
            except OSError:
                return None

        status, _ = until(fetched)
        until(lambda: "the &lt;disk&gt; is full" in fetched()[1])
    assert status == 503
    assert len(supervised.said) == DEATHS


def test_a_program_that_cannot_be_started_is_tried_again_and_the_other_goes_on(tmp_path):
    pages, gate = child(BEATS, "pages"), child(BEATS)
    gate.command = lambda _: [str(tmp_path / "gone")]
    with watched(pages, gate) as supervised:
        until(lambda: len(supervised.said) > 1)
        assert pages.pid
    assert set(supervised.said) <= {
        "kiosk: A ended, and is started again",
        "kiosk: A ends again and again; it is tried again in 30 s",
    }


def test_a_child_is_hung_once_it_has_been_silent_for_longer_than_its_patience():
    health = Health(3.0)
    health.started(10.0)
    assert not health.is_hung(10.0 + FIRST)
    assert health.is_hung(10.1 + FIRST)
    health.heard("in", 20.0)
    assert not health.is_hung(23.0)
    assert health.is_hung(23.1)
    health.started(30.0)
    assert not health.is_hung(30.0 + FIRST)
    assert health.word == "in"


def test_five_deaths_within_a_minute_are_a_reason_to_rest():
    health = Health(3.0)
    assert [health.died(at) for at in (0.0, 1.0, 2.0, 3.0)] == [PAUSE] * 4
    assert health.died(WITHIN - 0.1) == REST
    health = Health(3.0)
    assert [health.died(at) for at in (0.0, 1.0, 2.0, 3.0, WITHIN)] == [PAUSE] * 5


def test_gates_are_written_with_direction_and_source():
    assert served_gates(["A:in", "B:out:none", "C", "D:in:rtsp://camera/1", "E::0"]) == (
        ServedGate("A", "in"),
        ServedGate("B", "out", "none"),
        ServedGate("C", "in"),
        ServedGate("D", "in", "rtsp://camera/1"),
        ServedGate("E", "in", "0"),
    )


@pytest.mark.parametrize("written", [[""], [":in"], ["A:up"], ["--help"], ["A:in", "A:out"]])
def test_a_miswritten_gate_is_refused(written):
    with pytest.raises(KioskError):
        served_gates(written)
