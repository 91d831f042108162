"""`kiosk serve` whole: its processes are killed and stopped, and nothing that another gate sees is missed.

The camera of gate B is a stream of this test, so that it goes on whatever happens; people stand before it
for a good second each, one after the other.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle

import cv2
import pytest
from fairground import enrol, found_station
from gate.props import picture
from web.hub import free_port, until

from kiosk.bootstrap.opening import open_station
from kiosk.domain.credential import printed
from kiosk.domain.journal import Kind
from kiosk.domain.roles import Role
from kiosk.domain.sessions import Times
from kiosk.service.accounts.sessions import hash_of
from kiosk.service.evidence.verify_database import Trust
from kiosk.service.evidence.verify_export import verify
from kiosk.store.accounts import Account, AccountId, add_account
from kiosk.store.journal_reading import entries
from kiosk.store.sessions import Session, add_session
from kiosk.web.cookie import COOKIE

BEGIN = "2025-11-11T10:00Z"
PATIENCE = 120
"""Seconds that a busy computer may take to start a process, or to say what happened."""
HELD, AWAY, RATE = 1.2, 0.4, 10
PEOPLE = 8


class Turnstile:
    """A network camera: people hold up their badges before it, each in turn, and it never stops."""

    def __init__(self, texts):
        pictures = [[jpeg(picture(text) - shade) for shade in (0, 1)] for text in texts]
        nobody = [jpeg(picture() - shade) for shade in (0, 1)]
        self._scenes = (pictures, nobody)
        self.shown = []
        self._image = nobody[0]
        self._is_over = threading.Event()
        camera = self

        class Stream(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
                self.end_headers()
                with suppress(OSError):
                    camera.send(self.wfile)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Stream)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/gate.mjpeg"
        self._threads = [
            threading.Thread(target=self._server.serve_forever),
            threading.Thread(target=self._pass_by, args=(texts,)),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, out):
        while not self._is_over.wait(1 / RATE):
            head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(self._image)}\r\n\r\n"
            out.write(head.encode() + self._image + b"\r\n")

    def close(self):
        self._is_over.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join()

    def _pass_by(self, texts):
        pictures, nobody = self._scenes
        for n in cycle(range(len(texts))):
            self.shown.append(texts[n])
            if not self._show(pictures[n], HELD) or not self._show(nobody, AWAY):
                return

    def _show(self, images, seconds):
        """Show alternating pictures, for a camera whose picture stays exactly the same is a broken one."""
        for n in range(round(seconds * RATE)):
            self._image = images[n % 2]
            if self._is_over.wait(1 / RATE):
                return False
        return True


def jpeg(image):
    return cv2.imencode(".jpg", image)[1].tobytes()


TOKENS = {"A": "aa" * 32, "B": "bb" * 32}
"""The cookies of the gates' screens."""


class Follower:
    """A browser that follows a gate's stream, and connects again when it breaks."""

    def __init__(self, port, gate):
        self._port, self._gate = port, gate
        self._cookie = {"Cookie": f"{COOKIE}={TOKENS[gate]}"}
        self.heard = []
        self._is_over = False
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def close(self):
        self._is_over = True
        self._thread.join()

    def since(self, mark, name):
        """Return the events of a name that came behind a mark."""
        return [told for event, told in self.heard[mark:] if event == name]

    @property
    def mark(self):
        return len(self.heard)

    def _follow(self):
        while not self._is_over:
            try:
                self._listen()
            except (OSError, http.client.HTTPException):
                self.heard.append(("lost", {}))
                time.sleep(0.1)

    def _listen(self):
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=1.8)
        try:
            line.request("GET", f"/gate/{self._gate}/live", headers=self._cookie)
            answer, event = line.getresponse(), ""
            while not self._is_over and (text := answer.readline().decode()):
                if text.startswith("event: "):
                    event = text[7:].strip()
                elif text.startswith("data: "):
                    self.heard.append((event, json.loads(text[6:])))
            self.heard.append(("lost", {}))
        finally:
            line.close()


class Served:
    """A station that is served."""

    def __init__(self, folder, port, camera):
        command = [sys.executable, "-m", "kiosk", "serve", "--dir", str(folder), "--port", str(port)]
        command += ["--gate", "A:in:none", "--gate", f"B:in:{camera}", "--clock", BEGIN]
        self.port = port
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603

    def children(self):
        """Return the process ids of the pages and of the gates by their names."""
        listed = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        found = {}
        for row in listed.stdout.splitlines():
            pid, parent, *words = row.split()
            if int(parent) == self.process.pid and "--wire" in words:
                found["pages" if "pages" in words else words[words.index("--wire") - 1]] = int(pid)
        return found

    def hurt(self, name, number):
        """Send a child a signal; return its process id."""
        until(lambda: name in self.children(), PATIENCE)
        pid = self.children()[name]
        os.kill(pid, number)
        return pid


@contextmanager
def closing_all(*things):
    try:
        yield things
    finally:
        for thing in reversed(things):
            thing.close()


def make_screens(station):
    """Have a supervisor make one browser the screen of each gate, when the station begins to be served."""
    account = Account(AccountId(bytes(16)), "mehmet", frozenset({Role.SUPERVISOR}), "fr")
    now = datetime.fromisoformat(BEGIN)
    with station.database.write() as connection:
        add_account(connection, account, "mehmet", now)
        for gate, token in TOKENS.items():
            add_session(connection, Session(hash_of(token), account.id, gate, Times(now, now)))


@pytest.fixture
def people(tmp_path):
    station = found_station(tmp_path / "station")
    people = [enrol(station, f"Nom{n}") for n in range(PEOPLE)]
    make_screens(station)
    station.close()
    return people


def test_whatever_dies_the_other_gate_misses_nobody_and_the_screens_say_so(tmp_path, people):
    folder, port = tmp_path / "station", free_port()
    camera = Turnstile([person.text for person in people])
    served = Served(folder, port, camera.address)
    try:
        assert served.process.stdout.readline().endswith(f" http://127.0.0.1:{port}/\n")
        with closing_all(camera, Follower(port, "A"), Follower(port, "B")) as (_, a, b):
            until(lambda: a.since(0, "beat"), PATIENCE)
            until(lambda: any(told["face"] == "decided" for told in b.since(0, "sign")), PATIENCE)
            for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP):
                mark, at_b = a.mark, b.mark
                served.hurt("A", number)
                until(lambda: a.since(mark, "gone"), PATIENCE)  # noqa: B023 - called at once
                until(lambda: a.since(mark, "sign"), PATIENCE)  # noqa: B023
                assert b.since(at_b, "gone") == []
            for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP):
                mark = b.mark
                before = served.hurt("pages", number)
                until(lambda: b.since(mark, "lost"), PATIENCE)  # noqa: B023
                until(lambda: b.since(mark, "sign"), PATIENCE)  # noqa: B023
                assert served.children()["pages"] != before
            mark = b.mark
            until(lambda: len(b.since(mark, "sign")) > 1, PATIENCE)
            served.process.send_signal(signal.SIGTERM)
            served.process.communicate(timeout=PATIENCE)
    finally:
        camera.close()
        served.process.kill()
        served.process.communicate()
    assert served.process.returncode == 0
    assert served.children() == {}
    recorded = journal(folder)
    shown = [printed(person.number) for person in people]
    first = shown.index(recorded[0])
    assert recorded == [shown[(first + n) % PEOPLE] for n in range(len(recorded))]
    assert len(recorded) > PEOPLE


def journal(folder):
    """Return the badges that gate B recorded, in their order, from a journal that verifies."""
    station = open_station(folder).station
    with station.database.read() as connection:
        acts = [entry.act for entry in entries(connection, station.journal)]
    verdict = verify(station.database.path, Trust(station.key.public, None, ()))
    station.close()
    assert verdict.findings == ()
    return [printed(act.badge) for act in acts if act.kind is Kind.SCAN and act.gate == "B"]


def test_the_children_end_when_their_supervisor_is_killed(tmp_path, people):
    assert people
    port = free_port()
    served = Served(tmp_path / "station", port, "none")
    try:
        assert served.process.stdout.readline()
        children = until(lambda: len(found := served.children()) == 3 and found, PATIENCE)
        served.process.kill()
        until(lambda: not any(is_alive(pid) for pid in children.values()), PATIENCE)
    finally:
        served.process.kill()
        served.process.communicate()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_port_that_is_taken_is_said_before_anything_is_started(tmp_path, people):
    assert people
    with socket.create_server(("127.0.0.1", 0)) as other:
        served = Served(tmp_path / "station", other.getsockname()[1], "none")
        _, errors = served.process.communicate(timeout=PATIENCE)
    assert served.process.returncode == 1
    assert "is taken" in errors
