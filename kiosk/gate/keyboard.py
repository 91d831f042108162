"""Typed input: what a person or a hand scanner types at a gate, or what is piped in.

1. Lines piped in are all codes: no person is there to answer a question.
2. The end of a pipe is an ordinary end; the end of a terminal is a fault, for a person should be there.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from io import TextIOWrapper
from queue import Empty, SimpleQueue
from typing import TextIO

from kiosk.domain.bursts import SILENCE, Assembler, Burst, Keys, Line
from kiosk.domain.clock import Clock
from kiosk.gate.wire import Wire
from kiosk.vision.frame import Pause

IDLE = 0.2
"""Seconds between two looks at an idle terminal."""


class Told(Enum):
    """What a terminal reports apart from what is typed."""

    GONE = "gone"
    REDRAW = "redraw"


@dataclass(frozen=True, slots=True)
class _Bytes:
    """Bytes as they arrived; none for a silence after some."""

    data: bytes
    at: float


class Keyboard:
    """What is typed at a gate, read without ever blocking.

    Args:
        lines: piped in; None if there are none.
    """

    def __init__(self, lines: TextIO | None) -> None:
        self._came: SimpleQueue[str | _Bytes | Told] = SimpleQueue()
        self._news = threading.Event()
        self._assembler = Assembler()
        self._is_over = False
        self._is_closed = False
        self._listener: threading.Thread | None = None
        if lines is not None:
            self._start(lambda: self._follow(lines))

    def attend(self, wire: Wire, clock: Clock) -> None:
        """From now on also read what is typed at a terminal, in a separate thread."""
        self._listener = self._start(lambda: self.listen(wire, clock))

    def close(self) -> None:
        """Stop reading the terminal: a thread still running would keep the program from ending."""
        self._is_closed = True
        if self._listener is not None:
            self._listener.join(5 * IDLE)

    def listen(self, wire: Wire, clock: Clock) -> None:
        """Read a wire until it closes."""
        data: bytes | None = None
        while data != b"" and not self._is_closed:
            was_silent = data is None
            data = wire.read(IDLE if was_silent else SILENCE)
            if data == b"" and not was_silent:  # what was typed last ends with the wire
                self.hear(None, clock.monotonic())
            if data is not None or not was_silent:
                self.hear(data, clock.monotonic())

    def hear(self, data: bytes | None, at: float) -> None:
        """Take what a wire has delivered: bytes, None for a silence after some, b"" for its end."""
        self._put(Told.GONE if data == b"" else _Bytes(data or b"", at))

    def redraw(self) -> None:
        """Ask for the screen to be redrawn; safe in a signal handler, as it waits for no lock."""
        self._came.put(Told.REDRAW)

    def wake(self) -> None:
        """End the wait that is under way: something else than typing has come."""
        self._news.set()

    def end(self) -> None:
        """Note that nothing more will be typed."""
        self._is_over = True
        self._news.set()

    def wait(self, seconds: float) -> Pause:
        """Wait a moment, in place of a camera; END once the lines have ended and all have been taken."""
        if self._is_over and self._came.empty():
            return Pause.END
        self.rest(seconds)
        return Pause.WAIT

    def rest(self, seconds: float) -> None:
        """Let seconds pass, whether or not anything more can be typed."""
        self._news.wait(seconds)
        self._news.clear()

    def typed(self) -> Iterator[Line | Burst | Keys | Told]:
        """Yield what has been typed since the last call: a Line is piped in, and is never empty."""
        while True:
            try:
                came = self._came.get_nowait()
            except Empty:
                return
            if isinstance(came, str):
                if came.strip():
                    yield Line(came)
            elif isinstance(came, Told):
                yield came
            else:
                yield from (
                    self._assembler.feed(came.data, came.at) if came.data else self._assembler.silence()
                )

    def put_back(self, line: str) -> None:
        """Keep a piped line for later."""
        self._put(line)

    def forget(self) -> None:
        """Discard what has been typed of an unfinished line."""
        self._assembler.forget()

    def _start(self, reading: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=reading, name="keyboard", daemon=True)
        thread.start()
        return thread

    def _put(self, came: str | _Bytes | Told) -> None:
        self._came.put(came)
        self._news.set()

    def _follow(self, lines: TextIO) -> None:
        if isinstance(lines, TextIOWrapper):
            # A letter in another encoding makes its own line invalid, but must not make the gate deaf.
            lines.reconfigure(errors="replace")
        try:
            for line in lines:
                self._put(line.rstrip("\r\n"))
        except OSError:  # their source is gone: an end like any other
            pass
        finally:
            self.end()
