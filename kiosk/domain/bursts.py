"""Bursts: sorting the bytes typed into a terminal into scanned codes and a person's keystrokes.

1. A group is a run of bytes without 80 ms of silence. Silence is measured where the terminal is read, so a
   busy program never splits a code.
2. A group of six characters or more, or with its own Enter, is a burst: a code, with nothing before it.
3. Shorter groups are a person's keys. They add up to half a line, which Enter ends and a pause throws away:
   after one second if it has up to three keys (probably brushed by accident), after five if it is longer.
4. Enter, Tab, CR and LF end a line. Every other control character is a part of it, and does nothing else.
5. Arrow keys and scrolling never count as characters. A numeric pad without Num Lock types them for digits:
   a line with such keys also says what it would be with digits in their place.
6. Lines of one group belong together: a scanner may read several codes at one pull of its trigger.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

SILENCE = 0.080
"""Seconds without a byte after which a group has ended."""
BURST = 6
"""Characters in one group that no person types that fast."""
STRAY = 3
"""Keystrokes that may be accidental."""
STRAY_KEPT = 1.0
HALF_KEPT = 5.0
LONGEST = 16_384
"""Bytes kept of a line: more than any QR code holds."""
MOST = 16
"""Lines of one group that belong together; what never ends is taken to pieces."""

_ENDS = b"\r\n\t"
_BACKSPACES = "\b\x7f"
# ECMA-48, 5.4 (control sequences), and the keypad's SS3; the Linux console writes F1 as CSI [ A.
_KEY_SEQUENCE = re.compile(r"\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[@-~])")


_NUMERIC_PAD: Mapping[str, str] = {
    **dict.fromkeys(("[2~",), "0"),
    **dict.fromkeys(("[F", "OF", "[4~", "[8~"), "1"),
    **dict.fromkeys(("[B", "OB"), "2"),
    **dict.fromkeys(("[6~",), "3"),
    **dict.fromkeys(("[D", "OD"), "4"),
    **dict.fromkeys(("[E", "OE", "[G"), "5"),
    **dict.fromkeys(("[C", "OC"), "6"),
    **dict.fromkeys(("[H", "OH", "[1~", "[7~"), "7"),
    **dict.fromkeys(("[A", "OA"), "8"),
    **dict.fromkeys(("[5~",), "9"),
    **{f"O{letter}": digit for letter, digit in zip("pqrstuvwxy", "0123456789", strict=True)},
}
"""The digits on the keys of a numeric pad: as cursor keys of xterm, Linux and rxvt, and as VT100's keypad."""


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line: what is decided as a scan.

    Attributes:
        keypad: the same with digits for keys of the numeric pad; "" if there are no such keys in it.
        keys: what the same keys type on a US keyboard; "" where nobody knows which keys they were.
        end: the character that ended it; "" for silence.
    """

    text: str
    keypad: str = ""
    keys: str = ""
    end: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Burst:
    """The lines that came without a silence between them; one for a line typed by hand.

    Attributes:
        is_by_hand: whether a person typed it, key by key.
        began: when its first byte came, in monotonic seconds.
        at: when its last byte came.
    """

    lines: tuple[Line, ...]
    is_by_hand: bool = False
    began: float = field(default=0.0, compare=False)
    at: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """One key, or a few at once, that did not end a line.

    Attributes:
        text: as it came; one character for a key alone.
        at: when the last of them came; monotonic seconds.
        before: the unfinished line that they continue.
    """

    text: str
    at: float
    before: str = ""


class Assembler:
    """Assembles typed bytes. Pure except for its memory."""

    def __init__(self) -> None:
        self._typed = bytearray()
        self._lines: list[Line] = []
        self._is_torn = False
        self._is_by_hand = False
        self._half = ""
        self._began = 0.0
        self._last = 0.0

    def feed(self, data: bytes, at: float) -> Iterator[Burst]:
        """Take bytes that arrived at a time; yield lines only where there are too many without a silence."""
        if not self._typed and not self._is_torn:
            self._expire(at)
            self._began = at
        self._last = at
        for byte in data:
            if byte not in _ENDS:
                if len(self._typed) < LONGEST:
                    self._typed.append(byte)
                continue
            self._end_line(chr(byte))
            self._is_torn = True
            if len(self._lines) == MOST:
                yield self._burst()

    def silence(self) -> Iterator[Burst | Keys]:
        """Note that nothing came for SILENCE seconds; yield what the group before it was."""
        struck, is_torn, self._is_torn = self._taken(), self._is_torn, False
        text = _KEY_SEQUENCE.sub("", struck)
        if text and (is_torn or len(text) >= BURST):
            self._half = ""
            self._lines.append(_line(struck, ""))
        elif text:
            before = self._half
            self._go_on_with(text)
            yield Keys(struck, self._last, before)
        if self._lines:
            yield self._burst()

    def forget(self) -> None:
        """Discard the unfinished line."""
        self._half = ""

    def _burst(self) -> Burst:
        lines, self._lines = tuple(self._lines), []
        is_by_hand, self._is_by_hand = self._is_by_hand, False
        return Burst(lines, is_by_hand, self._began, self._last)

    def _end_line(self, end: str) -> None:
        """Keep the line that an Enter ends, if it is one."""
        struck, before, self._half = self._taken(), self._half, ""
        text = _KEY_SEQUENCE.sub("", struck)
        if not text:  # Enter alone, after a person's keystrokes; the LF after a CR ends nothing
            if before.strip() and not self._is_torn:
                self._lines.append(Line(before, end=end))
                self._is_by_hand = True
            return
        is_alone = self._is_torn or len(text) >= BURST
        self._lines.append(_line(struck, end) if is_alone else Line(before + text, end=end))

    def _taken(self) -> str:
        text = self._typed.decode("utf-8", "replace")
        self._typed.clear()
        return text

    def _go_on_with(self, text: str) -> None:
        if text in _BACKSPACES:
            self._half = self._half[:-1]
        elif text.isprintable():
            self._half += text

    def _expire(self, now: float) -> None:
        kept = STRAY_KEPT if len(self._half) <= STRAY else HALF_KEPT
        if now - self._last >= kept:
            self._half = ""


def _line(struck: str, end: str) -> Line:
    text, keypad = _KEY_SEQUENCE.sub("", struck), _KEY_SEQUENCE.sub(_digit, struck)
    return Line(text, "" if keypad == text else keypad, end=end)


def _digit(key: re.Match[str]) -> str:
    return _NUMERIC_PAD.get(key[0][1:], "")
