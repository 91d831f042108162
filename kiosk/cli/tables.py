"""Output in a terminal: plain tables for 80 columns, and text that cannot steer the terminal."""

import unicodedata
from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from kiosk.cli.app import console

_INVISIBLE = frozenset({"Cc", "Cs", "Cn"})
_KEPT = frozenset("\u200c\u200d")  # joiners shape Arabic and Persian names
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """Return a text that cannot steer a terminal: control and direction marks become visible as one mark."""
    return "".join([_REPLACED if _steers(character) else character for character in text])


def _steers(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _INVISIBLE or (category == "Cf" and character not in _KEPT)


def plain(*lines: str) -> Text:
    """Return lines as rich shows them: nothing in them is markup."""
    return Text("\n".join(shown(line) for line in lines))


def table(*columns: str, title: str | None = None) -> Table:
    """Return an empty table; every column but those that the caller narrows may wrap."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, title_justify="left")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def say(line: str) -> None:
    """Write a line to stdout as it is; long paths are not broken."""
    console.print(shown(line), markup=False, soft_wrap=True)


def say_all(lines: Iterable[str]) -> None:
    """Write lines to stdout."""
    for line in lines:
        say(line)
