"""`kiosk demo --serve` whole: one line, a door, a gate at work, "start again", and nothing left behind."""

import http.client
import json
import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest
from web.hub import free_port, until

from kiosk.web.cookie import COOKIE

PATIENCE = 180
"""Seconds that a busy computer may take."""
OWN = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


class Demo:
    """A demonstration that is served, with the folder that it has for what passes."""

    def __init__(self, passing, *more):
        self.port = free_port()
        self.passing = passing
        surroundings = {**os.environ, "TMPDIR": str(passing), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
        command = [sys.executable, "-m", "kiosk", "demo", "--serve", "--port", str(self.port), *more]
        self.process = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings
        )

    def ask(self, method, path, form="", **headers):
        """Return the status, the headers and the text of an answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request(method, path, form, OWN | headers)
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()

    def edition(self):
        """Return which start of the pages answers; "" for none."""
        try:
            return self.ask("GET", "/doors/edition")[2]
        except (OSError, http.client.HTTPException):
            return ""

    def cookie(self, door):
        """Go through a door; return the cookie behind it."""
        status, headers, _ = self.ask("POST", f"/doors/{door}", "language=fr")
        assert status == 303
        return headers["set-cookie"].split(";")[0]

    def signs(self, cookie):
        """Yield what a browser hears of gate A's decisions."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("GET", "/gate/A/live", headers={"Cookie": cookie})
            answer, event = line.getresponse(), ""
            assert answer.status == 200
            while text := answer.readline().decode():
                if text.startswith("event: "):
                    event = text[7:].strip()
                elif text.startswith("data: ") and event == "sign":
                    yield json.loads(text[6:])

    def children(self):
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [line.split() for line in listed.stdout.splitlines()]
        return [int(pid) for pid, parent in rows if int(parent) == self.process.pid]

    def end(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=PATIENCE)


@pytest.fixture
def demo(tmp_path):
    passing = tmp_path / "passing"
    passing.mkdir()
    found = Demo(passing)
    yield found
    found.process.kill()
    found.process.communicate()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_line_one_click_people_who_are_let_in_and_refused_and_nothing_left(demo):
    assert demo.process.stdout.readline().endswith(f" http://127.0.0.1:{demo.port}/\n")
    cookie = demo.cookie("gate")
    assert cookie.startswith(f"{COOKIE}=")
    decided, refused = set(), set()
    for sign in demo.signs(cookie):
        if sign["face"] == "decided":
            decided.add(sign["colour"])
            if sign["outcome"] == "denied":
                refused.add(sign["seq"])
        if "green" in decided and len(refused) >= 3:
            break
    assert "green" in decided
    assert len(refused) >= 3
    before = demo.edition()
    assert demo.ask("POST", "/doors/again")[0] == 200
    until(lambda: demo.edition() not in ("", before), PATIENCE)
    assert demo.ask("GET", "/gate/A", Cookie=cookie)[0] == 303, "that session is gone with its station"
    assert any(sign["face"] == "decided" for sign in demo.signs(demo.cookie("gate")))
    children = demo.children()
    assert len(children) == 3
    out, _ = demo.end()
    assert demo.process.returncode == 0
    assert out == "", "nothing but the one line"
    assert not any(map(is_alive, children))
    assert list(demo.passing.iterdir()) == []


def test_an_interrupted_preparation_leaves_nothing(demo):
    until(lambda: list(demo.passing.glob("kiosk-demo-*/station/data")), PATIENCE)
    demo.process.send_signal(signal.SIGTERM)
    out, _ = demo.process.communicate(timeout=PATIENCE)
    assert out == ""
    assert list(demo.passing.iterdir()) == []
