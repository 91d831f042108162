"""A gate in a real terminal, started from a real shell: nothing that is typed reaches the shell."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from commands import MORNING, open_shop
from fairground import enrol

from kiosk.bootstrap.opening import open_station

pty = pytest.importorskip("pty", reason="a terminal of Linux or macOS")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

MOUNT = """
mkdir -p /dev/pts && mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts
rm -f /dev/ptmx && ln -s pts/ptmx /dev/ptmx
"""
LONG = 90.0
"""Seconds for which a busy machine is waited for."""


class Session:
    """A shell in a terminal, whose keys and screen are the test's."""

    def __init__(self, folder):
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, b"\x18\x00\x50\x00\x00\x00\x00\x00")
        self.shell = subprocess.Popen(
            ["/bin/sh", "-i"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={**os.environ, "PS1": "ready> ", "TERM": "xterm", "ENV": ""},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(theirs)
        self.seen = ""
        self.until("ready> ")

    def type(self, keys):
        os.write(self.ours, keys.encode())

    def until(self, wanted):
        """Read the screen until it says something; return what it said since the last time."""
        end = time.monotonic() + LONG
        while not (found := re.search(wanted, self.seen)):
            assert time.monotonic() < end, (wanted, self.seen)
            self._read(1.0)
        said, self.seen = self.seen[: found.end()], self.seen[found.end() :]
        return said

    def settle(self, quiet=0.4):
        """Read on until nothing more comes."""
        while self._read(quiet):
            pass

    def answer(self):
        """Type the digit that the screen asks for, once somebody could have read it."""
        digit = re.search(r"TAPER (\d)", self.until(r"TAPER \d"))[1]
        self.settle()
        self.type(digit)

    def modes(self):
        """Return whether the terminal makes signals, lines, echo and flow control of what is typed."""
        iflag, _, _, lflag, *_ = termios.tcgetattr(self.ours)
        local = [bool(lflag & flag) for flag in (termios.ISIG, termios.ICANON, termios.ECHO, termios.IEXTEN)]
        return {*local, bool(iflag & termios.IXON)}

    def gate(self, folder):
        """Start a gate; return its process's id."""
        self.type(f"{sys.executable} -m kiosk gate A --source none -C {folder} --clock {MORNING}\r")
        self.until("READY")
        return os.tcgetpgrp(self.ours)

    def close(self):
        os.close(self.ours)
        with suppress(ProcessLookupError):
            self.shell.kill()
        self.shell.wait()

    def _read(self, seconds):
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        self.seen += os.read(self.ours, 65536).decode("utf-8", "replace")
        return True


@pytest.fixture(scope="session")
def terminals():
    """Have the system give terminals: one that was only unpacked, as by debootstrap, has mounted none."""
    try:
        pairs = pty.openpty()
    except OSError:
        if os.geteuid() != 0 or subprocess.run(["/bin/sh", "-ec", MOUNT], check=False).returncode:  # noqa: S603
            pytest.skip("this system gives no terminals: mount devpts on /dev/pts")
        yield
        subprocess.run(["/bin/umount", "-l", "/dev/pts"], check=False)
        return
    for one in pairs:
        os.close(one)
    yield


@pytest.fixture
def folder(tmp_path):
    return open_shop(tmp_path).folder


@pytest.fixture
def badge(folder):
    found = open_station(folder, MORNING)
    text = enrol(found.station).text
    found.station.close()
    return text


@pytest.fixture
def session(folder, terminals):  # noqa: ARG001 - a terminal is what it needs
    session = Session(folder)
    yield session
    session.close()


def test_a_code_full_of_control_characters_commands_neither_the_gate_nor_the_shell(session, folder, badge):
    session.gate(folder)
    assert session.modes() == {False}
    payloads = [
        "\x1a",
        "\x03",
        "\x03" + "\r" * 40,
        "\x04",
        "\x1c",
        "\x16\x03",
        "\x0f",
        "\x19",
        "\x13",
        "\x1b",
    ]
    for payload in payloads:
        session.type(f"{payload}touch PWNED\r")
        session.until("NOT A BADGE")
        session.settle()
    session.type(f"{badge}\r")
    session.until("GO IN")
    session.type("q")
    session.answer()
    said = session.until("ready> ")
    # The interrupt with many Enters is two codes.
    assert re.search(rf"entrées : 1, refus : {len(payloads) + 1}, de \d\d:\d\d à \d\d:\d\d", said)
    session.type("echo sh'el'l\r")
    session.until("shell")
    assert not (folder / "PWNED").exists()
    assert badge not in session.seen + said, "nothing was echoed"


def test_a_scanner_without_enter_is_read_and_one_that_sends_each_code_twice_is_one(session, folder, badge):
    session.gate(folder)
    session.type(badge)
    session.until("GO IN")
    session.type(badge + badge)
    session.settle()
    session.type("q")
    session.answer()
    session.until("entrées : 1, refus : 0")


def test_a_suspended_gate_gives_the_terminal_back_and_takes_it_again(session, folder, badge):
    shell = session.modes()
    gate = session.gate(folder)
    os.killpg(gate, signal.SIGTSTP)
    session.until("ready> ")
    assert session.modes() == shell
    session.type("fg\r")
    session.until("READY")
    assert session.modes() == {False}
    session.type(f"{badge}\r")
    session.until("GO IN")
    os.killpg(gate, signal.SIGTERM)
    session.until("entrées : 1, refus : 0")
    session.until("ready> ")
    assert session.modes() == shell


def test_what_is_typed_while_a_station_will_not_open_is_not_left_for_the_shell(session, folder):
    data = (folder / "data").rename(folder / "gone")
    session.type(f"{sys.executable} -m kiosk gate A --source none -C {folder}\r")
    session.until("NOT RECORDED")
    assert session.modes() == {False}
    session.type("\x03touch PWNED\r\x1atouch PWNED\r")
    session.type("\x04")
    session.settle()
    session.type("q")
    session.answer()
    session.until("kiosk: error")
    session.until("ready> ")
    assert not (folder / "PWNED").exists()
    data.rename(folder / "data")


def test_a_gate_that_ends_with_an_error_gives_the_terminal_back(session, folder):
    shell = session.modes()
    session.type(f"{sys.executable} -m kiosk gate NOWHERE -C {folder}\r")
    session.until("no gate")
    session.until("ready> ")
    assert session.modes() == shell
