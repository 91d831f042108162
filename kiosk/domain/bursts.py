"""Bursts: sorting the bytes typed into a terminal into scanned codes and a person's keystrokes.

1. A group is a run of bytes without 80 ms of silence. Silence is measured where the terminal is read, so a
   busy program never splits a code.
2. A group of six characters or more, or with its own Enter, is a burst: a code, with nothing before it.
3. Shorter groups are a person's keys. They add up to half a line, which Enter ends and a pause throws away:
   after one second if it has up to three keys (probably brushed by accident), after five if it is longer.
4. Enter, Tab, CR and LF end a line. Every other control character is a part of it, and does nothing else.
5. Arrow keys and scrolling never count as characters.
"""

import re
from collections.abc import Iterator
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
"""Bytes kept of a group: more than any QR code holds."""

_ENDS = b"\r\n\t"
_BACKSPACES = "\b\x7f"
# ECMA-48, 5.4 (control sequences), and the keypad's SS3; the Linux console writes F1 as CSI [ A.
_KEY_SEQUENCE = re.compile(r"\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[@-~])")


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line: what is decided as a scan.

    Attributes:
        is_burst: whether it came faster than a person types.
        at: when its last byte came, in monotonic seconds; None where it does not matter.
    """

    text: str
    is_burst: bool = True
    at: float | None = field(default=None, compare=False)


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
        self._group = bytearray()
        self._is_torn = False
        self._half = ""
        self._last = 0.0

    def feed(self, data: bytes, at: float) -> Iterator[Line | Keys]:
        """Take bytes that arrived at a time; yield the lines that they end."""
        if not self._group and not self._is_torn:
            self._expire(at)
        self._last = at
        for byte in data:
            if byte not in _ENDS:
                if len(self._group) < LONGEST:
                    self._group.append(byte)
                continue
            line = self._ended()
            self._is_torn = True
            if line is not None:
                yield line

    def silence(self) -> Iterator[Line | Keys]:
        """Note that nothing came for SILENCE seconds; yield what the group before it was."""
        struck, is_torn, self._is_torn = self._taken(), self._is_torn, False
        text = _KEY_SEQUENCE.sub("", struck)
        if not text:
            return
        if is_torn or len(text) >= BURST:
            self._half = ""
            yield Line(text, at=self._last)
            return
        before = self._half
        self._go_on_with(text)
        yield Keys(struck, self._last, before)

    def forget(self) -> None:
        """Discard the unfinished line."""
        self._half = ""

    def _ended(self) -> Line | None:
        """Return the line that an Enter ends, if it is one."""
        text, before, self._half = _KEY_SEQUENCE.sub("", self._taken()), self._half, ""
        if not text:  # Enter alone, after a person's keystrokes; the LF after a CR ends nothing
            is_line = before.strip() and not self._is_torn
            return Line(before, is_burst=False, at=self._last) if is_line else None
        is_alone = self._is_torn or len(text) >= BURST
        return Line(text if is_alone else before + text, at=self._last)

    def _taken(self) -> str:
        text = self._group.decode("utf-8", "replace")
        self._group.clear()
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
