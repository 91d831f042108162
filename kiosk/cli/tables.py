"""Terminal output: plain tables for 80 columns, and text that cannot control the terminal."""

import unicodedata
from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from kiosk.cli.app import console, errors
from kiosk.cli.language import said

_INVISIBLE = frozenset({"Cc", "Cs", "Cn"})
_KEPT = frozenset("\u200c\u200d")  # joiners shape Arabic and Persian names
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """Return text that cannot control a terminal: control and direction characters become a visible mark."""
    return "".join([_REPLACED if _steers(character) else character for character in text])


def _steers(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _INVISIBLE or (category == "Cf" and character not in _KEPT)


def plain(*lines: str) -> Text:
    """Return lines for rich, without any markup."""
    return Text("\n".join(shown(line) for line in lines))


def table(*columns: str, title: str | None = None) -> Table:
    """Return an empty table; its headings are English texts, and every column but narrowed ones may wrap."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, title_justify="left")
    for column in columns:
        made.add_column(said(column) if column else "", overflow="fold")
    return made


def say(line: str, /, **values: object) -> None:
    """Write a line to stdout in the user's language; long paths are not broken.

    Args:
        line: the English text, with a name in braces for each value.
        values: what is filled in.
    """
    console.print(shown(said(line, **values)), markup=False, soft_wrap=True)


def remark(line: str, /, **values: object) -> None:
    """Write a line to stderr, like `say`: progress, and what was not asked for."""
    errors.print(shown(said(line, **values)), markup=False, soft_wrap=True)


def say_all(lines: Iterable[str]) -> None:
    """Write lines to stdout."""
    for line in lines:
        say(line)


def both_names(latin: str, native: str) -> tuple[str, ...]:
    """Return the names that there are, each once."""
    return tuple(dict.fromkeys(name for name in (latin, native) if name))
