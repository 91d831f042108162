"""A shell in a real terminal, whose keys and screen are the test's. Linux and macOS only."""

import os
import re
import select
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from commands import MORNING

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

    def scan(self, text, pace=0.004):
        """Type as a scanner does, key by key, and watch the screen meanwhile."""
        for char in text:
            self.type(char)
            self._read(pace)

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

    def run(self, command):
        """Start a command of Kiosk."""
        self.type(f"{sys.executable} -m kiosk {command}\r")

    def gate(self, folder):
        """Start a gate; return its process's id."""
        self.run(f"gate A --source none -C {folder} --clock {MORNING}")
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
