"""The keyboard of a gate: what a wire delivers, by whom it is read, and when it ends."""

import io
from collections import deque

from fairground import HandClock

from kiosk.domain.bursts import SILENCE, Burst, Keys, Line
from kiosk.gate.keyboard import IDLE, Keyboard, Told
from kiosk.vision.frame import Pause


class Wire:
    """Delivers what it is given, then that it is gone."""

    def __init__(self, *delivers):
        self.delivers, self.waited = deque(delivers), []

    def read(self, timeout):
        self.waited.append(timeout)
        return self.delivers.popleft() if self.delivers else b""


def heard(*delivers):
    keyboard, wire = Keyboard(None), Wire(*delivers)
    keyboard.listen(wire, HandClock())
    return list(keyboard.typed()), wire


def test_a_wire_is_listened_to_until_it_is_gone():
    typed, _ = heard(b"q", None, None, b"0123456789", b"ABCDEFGHJK\r", None)
    assert typed == [Keys("q", 0.0), Burst((Line("0123456789ABCDEFGHJK"),)), Told.GONE]


def test_silence_is_short_only_behind_something_that_was_typed():
    _, wire = heard(None, b"q", None, None)
    assert wire.waited == [IDLE, IDLE, SILENCE, IDLE, IDLE]


def test_what_was_typed_before_a_wire_went_is_still_there():
    typed, _ = heard(b"0123456789\r")
    assert typed == [Burst((Line("0123456789"),)), Told.GONE]
    typed, _ = heard(b"0123456789")
    assert typed == [Burst((Line("0123456789"),)), Told.GONE]


def test_a_wire_in_a_thread_of_its_own_ends_with_the_keyboard():
    class Silent(Wire):
        def read(self, timeout):
            self.waited.append(timeout)

    wire, keyboard = Silent(), Keyboard(None)
    keyboard.attend(wire, HandClock())
    keyboard.close()
    read = len(wire.waited)
    assert keyboard.wait(0) is Pause.WAIT
    assert len(wire.waited) == read


def test_a_terminal_that_is_gone_does_not_end_what_is_piped_in_and_put_back():
    keyboard = Keyboard(None)
    keyboard.hear(b"", 0.0)
    keyboard.put_back("a code")
    assert keyboard.wait(0) is Pause.WAIT
    assert list(keyboard.typed()) == [Told.GONE, Line("a code")]


def test_lines_end_with_their_pipe_once_all_were_taken():
    keyboard, lines = Keyboard(io.StringIO("one\n\n  \ntwo")), []
    while keyboard.wait(0.01) is not Pause.END:
        lines += keyboard.typed()
    assert lines == [Line("one"), Line("two")]
