"""The strict reading of a TOML file: each key asked for, all others refused, errors with their line.

A table may change one of the base template: keys that it leaves out come from there. An error names the file
and line of the key.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from kiosk.domain.errors import KioskError
from kiosk.domain.wording import Phrase

_Choice = TypeVar("_Choice", bound=StrEnum)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HEADING = re.compile(r"""\[\[?\s*["']?([\w. -]*\w)["']?\s*\]\]?\s*(?:#.*)?""")
_MISSING = object()
_MAX_BYTES = 256 * 1024
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file's name and lines, to locate a key in messages."""

    file: str
    lines: tuple[str, ...]

    def line_of(self, header: str, nth: int, key: str) -> int:
        """Find the line of a key in the nth table of an array (from 0), or of the table, or 1."""
        seen, at = -1, 1
        opened = header == ""
        for number, line in enumerate(self.lines, 1):
            bare = line.strip()
            if heading := _HEADING.fullmatch(bare):
                if opened and header:
                    return at
                seen += heading[1] == header
                opened = bool(header) and seen == nth
                at = number if opened else at
            elif opened and key and re.match(rf'"?{re.escape(key)}"?\s*[=.]', bare):
                return number
        return at


@dataclass(slots=True)
class Table:
    """One table being read.

    Attributes:
        source: the file that it stands in.
        header: the text in its brackets; "" for the head of the file.
        nth: which of the tables with that header it is, from 0.
        label: its name in messages.
        values: its own keys.
        changed: the table that this one changes, or None.
        asked: the keys read so far, which are therefore known.
    """

    source: TomlFile
    header: str
    nth: int
    label: str
    values: dict[str, object]
    changed: "Table | None" = None
    asked: set[str] = field(default_factory=set)

    def wrong(self, key: str, expected: str, hint: str = "") -> KioskError:
        """Make the error for a key: file, line, element, what was expected."""
        if self.changed is not None and key not in self.values and self.changed.holds(key):
            return self.changed.wrong(key, expected, hint)
        line = self.source.line_of(self.header, self.nth, key)
        return KioskError(
            "{file}, line {line}: {label}: {expected}",
            hint,
            file=self.source.file,
            line=line,
            label=self.label,
            expected=expected,
        )

    def holds(self, key: str) -> bool:
        """Say whether the key is here or in the table that this one changes."""
        return key in self.values or (self.changed is not None and self.changed.holds(key))

    def place_of(self, key: str) -> str:
        """Return the file that gives a key: this one, or that of the table that this one changes."""
        if key in self.values or self.changed is None:
            return self.source.file
        return self.changed.place_of(key)

    def take(self, key: str, default: object = _MISSING) -> object:
        """Return the value of a key, and mark the key as known."""
        self.asked.add(key)
        if key not in self.values and self.changed is not None:
            return self.changed.take(key, default)
        value = self.values.get(key, default)
        if value is _MISSING:
            raise self.wrong("", f"{key} is missing")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text."""
        value = self.take(key, _MISSING if default is None else default)
        if not isinstance(value, str):
            raise self.wrong(key, f"{key} must be a text, not {value!r}")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Read a non-negative number."""
        value = self.take(key, _MISSING if default is None else default)
        return self._number(key, value)

    def count(self, key: str, default: int) -> int:
        """Read a whole number, at least 1."""
        value = self.take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST:
            raise self.wrong(key, f"{key} must be a whole number from 1 to {_MOST}, not {value!r}")
        return value

    def claim(self, key: str) -> bool:
        """Read true or false; false by default."""
        value = self.take(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, f"{key} must be true or false, not {value!r}")
        return value

    def numbers(
        self, key: str, names: Sequence[str], default: tuple[float, ...] | None = None
    ) -> tuple[float, ...]:
        """Read as many numbers as there are names."""
        value = self.take(key, _MISSING if default is None else list(default))
        if not isinstance(value, list) or len(value) != len(names):
            raise self.wrong(key, f"{key} must be [{', '.join(names)}], not {value!r}")
        return tuple(self._number(key, one) for one in value)

    def choice(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Read one of the given words."""
        value = self.take(key, _MISSING if default is None else default)
        words = [str(word) for word in kind]
        if not isinstance(value, str) or value not in words:
            raise self.wrong(
                key, f"{key} must be one of {', '.join(words)}, not {value!r}", near(value, words)
            )
        return kind(value)

    def colour(self, key: str, named: dict[str, str], default: str | None = None) -> str:
        """Read a colour: ``#rrggbb``, a name of the template, or the default."""
        value = self.take(key, _MISSING if default is None else default)
        if isinstance(value, str) and value in named:
            return named[value]
        if isinstance(value, str) and (_COLOUR.fullmatch(value) or value == default):
            return value.lower()
        names = sorted(named)
        expected = (
            f'{key} must be a colour such as "#1f6f4a" or a name among {", ".join(names)}, not {value!r}'
        )
        raise self.wrong(key, expected, near(value, names))

    def words(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Read a list of texts."""
        value = self.take(key, list(default))
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, f"{key} must be a list of texts, not {value!r}")
        return tuple(str(one) for one in value)

    def close(self) -> None:
        """Refuse the keys that were never read."""
        known = sorted(self.asked)
        for key in self.values:
            if key not in self.asked:
                raise self.wrong(key, f"unknown key {key!r}; known are {', '.join(known)}", near(key, known))
        if self.changed is not None:
            self.changed.asked |= self.asked
            self.changed.close()

    def _number(self, key: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 10_000:
            raise self.wrong(key, f"{key} must be a number from 0 to 10000, not {value!r}")
        return float(value)


def read_toml(file: str, raw: bytes) -> tuple[TomlFile, dict[str, object]]:
    """Read a TOML file: UTF-8, with or without a byte order mark.

    Raises:
        KioskError: it is not TOML, with the line where reading stopped.
    """
    try:
        text = raw.decode("utf-8-sig")
        values: dict[str, object] = tomllib.loads(text)
    except UnicodeDecodeError as wrong:
        raise KioskError("{file}: not UTF-8", "save the file as UTF-8", file=file) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise KioskError(
            "{file}: {wrong}", "https://toml.io shows how TOML is written", file=file, wrong=wrong
        ) from wrong
    except RecursionError as wrong:
        raise KioskError("{file}: lists or tables stand in each other too deep", file=file) from wrong
    return TomlFile(file, tuple(text.splitlines())), values


def read_plain(folder: Path, file: Path) -> bytes:
    """Read a plain file of a folder; errors as `inside`, and for one that is too large."""
    if inside(folder, file).stat().st_size > _MAX_BYTES:
        raise KioskError(
            "{file}: a template has at most {max_bytes} KB", file=file.name, max_bytes=_MAX_BYTES // 1024
        )
    return file.read_bytes()


def inside(folder: Path, file: Path) -> Path:
    """Return the file if it is a plain file that lies in the folder itself; symbolic links are refused.

    Raises:
        KioskError: it is something else, or missing.
    """
    if not file.is_symlink() and not file.exists():
        raise KioskError(
            "there is no {file} in {folder}", "copy the file into that folder", file=file.name, folder=folder
        )
    if file.is_symlink() or not file.is_file() or file.resolve().parent != folder.resolve():
        raise KioskError(
            "{file}: only plain files of {folder} are read",
            "copy the file into that folder",
            file=file.name,
            folder=folder,
        )
    return file


def near(word: object, known: Sequence[str]) -> str:
    """Return a hint with the nearest known word, or ""."""
    found = get_close_matches(str(word), [str(one) for one in known], 1)
    return Phrase("did you mean {closest!r}?", closest=found[0]) if found else ""
