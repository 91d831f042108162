"""The terminal of Linux and macOS, by termios (POSIX.1-2017, chapter 11) and its signals."""

import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.gate.wire import Watcher

assert sys.platform != "win32"  # noqa: S101 - for the types of termios

QUIET = 0.1
"""Seconds of silence after which a scanner is taken to have finished typing."""
PATIENCE = 20
"""How often QUIET is waited for: a scanner that never stops does not keep the gate from ending."""
_SIZE = 4096

Settings = list[int | list[bytes | int]]


def raw(shell: Settings) -> Settings:
    """Return settings under which bytes are only read, made from those of a shell."""
    iflag, oflag, cflag, lflag, ispeed, ospeed, characters = shell
    assert isinstance(iflag, int)  # noqa: S101 - termios types its list loosely
    assert isinstance(lflag, int)  # noqa: S101
    assert isinstance(characters, list)  # noqa: S101
    # No flow control (Ctrl-S, and with IXANY every key), no break that signals, no changed bytes.
    iflag &= ~(termios.IXON | termios.IXOFF | termios.IXANY)
    iflag &= ~(termios.BRKINT | termios.PARMRK | termios.ISTRIP | termios.INPCK)
    iflag &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
    # No signals (Ctrl-C, Ctrl-Z, Ctrl-\), no lines (Ctrl-D), no echo, no Ctrl-V and Ctrl-O.
    lflag &= ~(termios.ISIG | termios.ICANON | termios.IEXTEN)
    lflag &= ~(termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ECHONL)
    changed = [*characters]
    changed[termios.VMIN], changed[termios.VTIME] = 1, 0
    return [iflag, oflag, cflag, lflag, ispeed, ospeed, changed]


class PosixTty:
    """A terminal, taken when it is made.

    Args:
        descriptor: of the terminal, for reading; it stays the caller's.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._shell: Settings = termios.tcgetattr(descriptor)
        self._lock = threading.Lock()
        self._is_over = False
        self._watcher: Watcher | None = None
        self._take()

    def watch(self, watcher: "Watcher") -> None:
        """From now on tell a watcher what happens to the terminal."""
        self._watcher = watcher

    def read(self, timeout: float) -> bytes | None:
        """Return what was typed; None after `timeout` seconds of silence; b"" when the terminal is gone."""
        try:
            if not self._has_come(timeout) and not self._has_come(0):  # a busy program may wake up late
                return None
            with self._lock:
                if self._is_over:
                    return b""
                return os.read(self._descriptor, _SIZE) if self._has_come(0) else None
        except OSError:
            return b""

    def give_back(self) -> None:
        """Let the code being typed finish, discard it, and restore the shell's mode."""
        with self._lock:
            self._is_over = True
        with suppress(OSError):
            for _ in range(PATIENCE):
                if not self._has_come(QUIET) or not os.read(self._descriptor, _SIZE):
                    break
        self._set(self._shell)

    def suspend(self, *_: object) -> None:
        """Give the terminal back while the program is suspended; take it again afterwards."""
        if self._watcher is not None:
            self._watcher.leave()
        self._set(self._shell)
        ours = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, ours)
        self.resume()

    def resume(self, *_: object) -> None:
        """Take the terminal again, and have its screen redrawn."""
        self._take()
        self.resized()

    def resized(self, *_: object) -> None:
        """Have the screen redrawn."""
        if self._watcher is not None:
            self._watcher.redraw()

    def _has_come(self, timeout: float) -> bool:
        return bool(select.select([self._descriptor], [], [], timeout)[0])

    def _take(self) -> None:
        self._set(raw(self._shell))

    def _set(self, settings: Settings) -> None:
        """Change the settings and discard what was typed; in the background, leave the shell's settings."""
        with suppress(termios.error, OSError):
            if self._is_in_front():
                termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, settings)

    def _is_in_front(self) -> bool:
        try:
            return os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except OSError:  # not this program's controlling terminal: then there is no background
            return True


def _terminal() -> int | None:
    """Return a new descriptor for the terminal that this program reads from or shows on; None if none."""
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        if stream is None or not os.isatty(stream.fileno()):
            continue
        if stream is sys.__stdin__:
            return os.dup(stream.fileno())
        with suppress(OSError):
            return os.open(os.ttyname(stream.fileno()), os.O_RDWR | os.O_NOCTTY)
    return None


def _end(number: int, _: FrameType | None) -> None:
    """End as the signal would, but run every `finally`."""
    sys.exit(128 + number)


@contextmanager
def take() -> Iterator[PosixTty | None]:
    """Take the terminal for the length of a block; None if this program has none."""
    descriptor = _terminal()
    if descriptor is None:
        yield None
        return
    try:
        tty = PosixTty(descriptor)
    except termios.error:
        os.close(descriptor)
        yield None
        return
    with _heard(tty):
        try:
            yield tty
        finally:
            tty.give_back()
            os.close(descriptor)


@contextmanager
def _heard(tty: PosixTty) -> Iterator[None]:
    """Handle the signals that concern a terminal for the length of a block."""
    wanted: Mapping[signal.Signals, Callable[[int, FrameType | None], None]] = {
        signal.SIGTSTP: tty.suspend,
        signal.SIGCONT: tty.resume,
        signal.SIGWINCH: tty.resized,
        signal.SIGTERM: _end,
        signal.SIGHUP: _end,
        signal.SIGQUIT: _end,
    }
    with ExitStack() as stack:
        for number, handler in wanted.items():
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                before = signal.signal(number, handler)
                stack.callback(signal.signal, number, before)
        yield
