"""Letters that were encoded twice: UTF-8 that a program took for another code page and saved again.

1. Runs of characters above 127 are examined. A run is mended if all of it, turned back into the bytes of one
   code page, is UTF-8, and the result is letters or marks that occur in lists.
2. A single letter of another alphabet is chance, not a word.
"""

import re
import unicodedata
from collections.abc import Iterable

_NAMES = ("cp1252", "latin_1", "cp1254", "mac_roman", "cp850", "cp1251")
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_MOST_TIMES = 3
_LATIN = re.compile(
    "[\u00a0-\u017f\u0181\u0186\u018a\u0190\u0198\u0199\u01b3\u01b4\u0218-\u021b\u0253\u0254\u0257\u025b"
    "\u1e00-\u1eff\u2010-\u2026\u20ac\u2116]+"
).fullmatch
_OTHERS = re.compile(
    "[\u0370-\u03ff\u0400-\u045f\u0490-\u04ff\u05d0-\u05ea\u0600-\u06ff\u200c\u200d\u00a0]{2,}"
).fullmatch


def _bytes_of(page: str) -> dict[int, int]:
    """Return the byte of each character above 127 of a code page; a byte without one stands for itself."""
    table = {}
    for byte in range(0x80, 0x100):
        character = bytes([byte]).decode(page, "replace")
        table[byte if character == "\ufffd" else ord(character)] = byte
    return table


_TABLES = {page: _bytes_of(page) for page in _NAMES}


def _class(codes: Iterable[int]) -> str:
    return "[{}]".format("".join(re.escape(chr(code)) for code in codes))


def _firsts(table: dict[int, int]) -> list[int]:
    """Return the characters that stand for the first byte of a letter in UTF-8."""
    return [code for code, byte in table.items() if 0xC2 <= byte <= 0xF4]


def _seconds(table: dict[int, int]) -> list[int]:
    """Return the characters that stand for the bytes after the first one."""
    return [code for code, byte in table.items() if byte < 0xC0]


_ANY_FIRST = _class({code for table in _TABLES.values() for code in _firsts(table)})
_ANY_SECOND = _class({code for table in _TABLES.values() for code in _seconds(table)})
_PAIRS = "|".join(_class(_firsts(table)) + _class(_seconds(table)) for table in _TABLES.values())
_SUSPECT = re.compile(f"{_ANY_FIRST}{_ANY_SECOND}(?<={_PAIRS})")
"""A first and a second character of one page. Those of any page are looked for before: seven times faster."""


def is_suspect(text: str) -> bool:
    """Say whether a text may hold letters that were encoded twice; quick, and errs towards yes."""
    return not text.isascii() and _SUSPECT.search(text) is not None


def mend(text: str) -> str:
    """Return a text with the letters that were encoded twice restored."""
    for _ in range(_MOST_TIMES):
        mended = _RUN.sub(lambda found: _once(found[0]), text)
        if mended == text:
            break
        text = mended
    return text


def _once(run: str) -> str:
    for table in _TABLES.values():
        codes = [table.get(ord(character)) for character in run]
        raw = bytes(code for code in codes if code is not None)
        if len(raw) < len(run):
            continue
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _LATIN(text) or _OTHERS(text) or _is_twice(text):
            return unicodedata.normalize("NFC", text)
    return run


def _is_twice(text: str) -> bool:
    """Say whether the result is itself suspect: then it was encoded three times."""
    return len(text) > 1 and _SUSPECT.search(text) is not None
