"""One child of the supervisor: a process that is started, heard, killed when it hangs, and ended."""

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from kiosk.cli.watch import Health
from kiosk.domain.clock import Clock

if sys.platform == "win32":
    _OWN_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _OWN_GROUP = 0
"""Ctrl-C is the supervisor's alone: elsewhere a session of its own does the same."""
LONGEST = 64
"""Characters of a line that a child may say."""


@dataclass(slots=True)
class Offspring:
    """A child process, started again whenever it ends.

    Attributes:
        name: as people know it.
        command: returns the arguments to start it with; given what it said last.
        line: the first line of its input.
        due: when it is to be started again; monotonic seconds.
        was_hung: whether its last end was that it hung, and was killed.
    """

    name: str
    command: Callable[[str], list[str]]
    line: str
    health: Health
    clock: Clock
    due: float = 0.0
    was_hung: bool = field(default=False, init=False)
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def is_running(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id; 0 while it does not run."""
        return self._process.pid if self._process is not None and self.is_running else 0

    def start(self) -> bool:
        """Start it, and hear it in a thread; False if it cannot be started, and is due again later."""
        try:
            self._start()
        except OSError:
            now = self.clock.monotonic()
            self.due = now + self.health.died(now)
            return False
        return True

    def _start(self) -> None:
        self.health.started(self.clock.monotonic())
        self.was_hung = False
        self._process = process = subprocess.Popen(  # noqa: S603 - Kiosk itself
            self.command(self.health.word),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=sys.platform != "win32",
            creationflags=_OWN_GROUP,
        )
        threading.Thread(target=self._hear, args=(process,), name=self.name, daemon=True).start()
        if process.stdin is not None:
            with suppress(OSError):  # it has died already
                process.stdin.write(self.line)
                process.stdin.flush()

    def has_died(self) -> bool:
        """Say, once, that it has ended; it is due again after a pause."""
        if self._process is None or self._process.poll() is None:
            return False
        self._close(self._process)
        self._process = None
        now = self.clock.monotonic()
        self.due = now + self.health.died(now)
        return True

    def kill_if_hung(self) -> None:
        """Kill it if it has been silent for too long."""
        if self._process is not None and self.health.is_hung(self.clock.monotonic()):
            self.was_hung = True
            self._process.kill()
            self._process.wait()

    def ask_to_end(self) -> None:
        """End its input."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def end(self, seconds: float) -> None:
        """Wait for its end, and kill it if that takes too long."""
        process = self._process
        if process is None:
            return
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._close(process)

    def _hear(self, process: subprocess.Popen[str]) -> None:
        with suppress(OSError, ValueError):  # it was closed meanwhile
            while process.stdout is not None and (line := process.stdout.readline(LONGEST)):
                if process is self._process:
                    self.health.heard(line.strip(), self.clock.monotonic())

    @staticmethod
    def _close(process: subprocess.Popen[str]) -> None:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
