"""Own typed input: lines from a keyboard or a wedge scanner, and what each of them asks for."""

import threading
from collections.abc import Iterator
from io import TextIOWrapper
from queue import Empty, SimpleQueue
from typing import TextIO

from kiosk.domain.model import Match, Method
from kiosk.domain.typed import Keyboard as Layout
from kiosk.domain.typed import typings
from kiosk.service.admit import Admission, Admitted, Presented
from kiosk.vision.source import Pause


class Keyboard:
    """Lines typed at a gate, without ever waiting for one.

    Args:
        lines: where they come from; its end is no fault, the camera goes on.
    """

    def __init__(self, lines: TextIO | None) -> None:
        self._typed: SimpleQueue[str] = SimpleQueue()
        self._is_over = threading.Event()
        if lines is not None:
            threading.Thread(target=self._listen, args=(lines,), name="keyboard", daemon=True).start()

    def _listen(self, lines: TextIO) -> None:
        if isinstance(lines, TextIOWrapper):
            # A letter in another encoding makes its own line invalid; it must not make the gate deaf.
            lines.reconfigure(errors="replace")
        try:
            for line in lines:
                self._typed.put(line.rstrip("\r\n"))
        except OSError:  # the terminal is gone: its end, like any other
            pass
        finally:
            self._is_over.set()

    def wait(self, seconds: float) -> Pause:
        """Wait a moment, in place of a camera; END once the lines have ended and all were taken."""
        if self._is_over.is_set() and self._typed.empty():
            return Pause.END
        self._is_over.wait(seconds)
        return Pause.WAIT

    def typed(self) -> Iterator[str]:
        """Yield what has been typed since the last time; empty lines are nothing."""
        while True:
            try:
                line = self._typed.get_nowait()
            except Empty:
                return
            if line.strip():
                yield line


def as_presented(admission: Admission, line: str) -> Presented:
    """Return what a typed line presents: as typed, or repaired where exactly one repair is on the list.

    A line that is no credential under any keyboard is presented as it is, and will be `invalid`.
    """
    readings = typings(line)
    listed = [
        reading for reading in readings if _is_listed(admission.check(Presented(reading.text, Method.WEDGE)))
    ]
    if len(listed) == 1:
        chosen = listed[0]
    elif readings:
        chosen = readings[0]
    else:
        return Presented(line.strip(), Method.WEDGE)
    repaired_as = None if chosen.keyboard is Layout.AS_TYPED else chosen.keyboard.value
    return Presented(chosen.text, Method.WEDGE, repaired_as=repaired_as)


def _is_listed(admitted: Admitted) -> bool:
    return admitted.decision.match is Match.LISTED
