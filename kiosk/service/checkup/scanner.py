"""The check-up of a hand scanner: what its card told, what to do about it, and the card itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from kiosk.badge.papers.scanner_card import scanner_page
from kiosk.domain.bursts import SILENCE
from kiosk.domain.layouts import NOTHING, Layout
from kiosk.domain.scanner_card import CODES, Digits, Sample, has_changed
from kiosk.domain.typed import UNKNOWN, Scanner
from kiosk.domain.wording import Phrase
from kiosk.service.checkup.cameras import write_new
from kiosk.service.checkup.finding import Finding, Level
from kiosk.service.words.translation import text

NAMES: Mapping[Layout, str] = {
    Layout.US: "QWERTY (English, Spanish, Italian, Turkish Q)",
    Layout.FRENCH: "AZERTY (French)",
    Layout.BELGIAN: "AZERTY (Belgian, or French of Apple)",
    Layout.FRENCH_KEYPAD: "AZERTY (French or Belgian), digits from the numeric pad",
    Layout.FRENCH_AFNOR: "AZERTY (French, AFNOR)",
    Layout.QWERTZ: "QWERTZ (German, Swiss)",
    Layout.CZECH: "QWERTZ (Czech)",
    Layout.CZECH_QWERTY: "QWERTY (Czech)",
    Layout.SLOVAK: "QWERTZ (Slovak)",
    Layout.TURKISH_F: "Turkish F",
}
"""The layouts as people know them."""
_ENDS = {"\r": "Enter", "\n": "Enter (LF)", "\t": "Tab", "": "none"}
_SLOW = 0.6 * SILENCE
"""Seconds between characters from which on a busy computer may take a code to pieces."""


def findings_of(samples: Sequence[Sample]) -> list[Finding]:
    """Return what the card told, and what to set on the scanner or the computer.

    Args:
        samples: the card's codes as they were typed, at least one.
    """
    last = samples[-1]
    return [_layout(last), _caps_lock(last), *_additions(samples), _end(last), _speed(samples)]


def kept(scanner: Scanner) -> Finding:
    """Return what is known of this computer's scanner from an earlier check-up."""
    if scanner == UNKNOWN:
        says = "nothing is known of it: `kiosk doctor --scanner` finds out how it types, if there is one"
        return Finding(Level.OK, "scanner", says)
    around = [
        f"{about} {added}"
        for about, added in (("prefix", scanner.prefix), ("suffix", scanner.suffix))
        if added
    ]
    return Finding(Level.OK, "scanner", ", ".join([NAMES[scanner.layout], *around]))


def print_scanner_card(path: Path, made_at: datetime) -> None:
    """Write the page whose codes are scanned. Raises KioskError: it exists, or cannot be written."""
    write_new(path, lambda page: scanner_page(CODES, page, made_at))


def _layout(sample: Sample) -> Finding:
    name = NAMES[sample.hypothesis.layout]
    if sample.digits is Digits.NUMERIC_PAD:
        do = "codes are read all the same; with Num Lock on, or digits from their row, it is safer"
        return Finding(
            Level.WARN, "layout", Phrase("{name}; the numeric pad types cursor keys", name=name), do
        )
    if sample.digits is Digits.ALT_CODES:
        return Finding(
            Level.OK,
            "layout",
            Phrase("any: each character is typed as Alt and its number; here {name}", name=name),
        )
    return Finding(Level.OK, "layout", name)


def _caps_lock(sample: Sample) -> Finding:
    if sample.hypothesis.has_caps_lock:
        do = "codes are read all the same; switch it off before typing anything else"
        return Finding(Level.WARN, "caps lock", "on, or the scanner sends small letters", do)
    return Finding(Level.OK, "caps lock", "off")


def _additions(samples: Sequence[Sample]) -> list[Finding]:
    if has_changed(samples):
        says = " and then ".join(
            " ".join(filter(None, (sample.prefix, "...", sample.suffix))) for sample in samples
        )
        do = "switch off what changes from code to code (a date, a counter): forged codes are told less well"
        return [Finding(Level.WARN, "prefix and suffix", says, do)]
    last = samples[-1]
    return [_addition(text("prefix"), last.prefix), _addition(text("suffix"), last.suffix)]


def _addition(about: str, added: str) -> Finding:
    if NOTHING in added:
        return Finding(Level.WARN, about, "typed with keys that this layout has not", "switch it off")
    return Finding(Level.OK, about, added or "none")


def _end(sample: Sample) -> Finding:
    if sample.end:
        return Finding(Level.OK, "ends with", _ENDS[sample.end])
    do = "codes are read all the same, a moment later; set the scanner to send Enter"
    return Finding(Level.WARN, "ends with", _ENDS[sample.end], do)


def _speed(samples: Sequence[Sample]) -> Finding:
    pace = max(sample.pace for sample in samples)
    if pace <= 0:
        return Finding(Level.OK, "speed", "whole codes at once")
    says = Phrase("{n:.0f} characters a second", n=1 / pace)
    if pace >= _SLOW:
        do = "too slow to be told from a person: set the delay between characters to 0"
        return Finding(Level.ERROR, "speed", says, do)
    return Finding(Level.OK, "speed", says)
