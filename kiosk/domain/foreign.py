"""Words of a newer Kiosk: kept as they are, not understood, and written again letter by letter.

1. A record whose kind, reason or notice this version does not know is read, shown and hashed like any other;
   nothing that this version does follows from it.
2. Only what has the form of a wire name is such a word; anything else is damage.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

_Word = TypeVar("_Word", bound=StrEnum)
_is_wire_name = re.compile(r"[a-z][a-z0-9_]{0,63}").fullmatch


def foreign(kind: type[_Word], text: str) -> _Word:
    """Return a word that this version does not know as one of its kind; KeyError for what is no word."""
    if not _is_wire_name(text):
        raise KeyError(text)
    word = str.__new__(kind, text)
    word._name_ = word._value_ = text
    return word


def is_foreign(word: StrEnum) -> bool:
    """Say whether this version does not know a word."""
    return all(word is not known for known in type(word))


class Words(dict[str | None, _Word]):
    """The words of a kind by their text; one that is not known is `foreign`."""

    def __init__(self, kind: type[_Word], more: Iterable[_Word] = ()) -> None:
        super().__init__({word.value: word for word in (*more, *kind)})
        self._kind = kind

    def __missing__(self, text: str | None) -> _Word:
        """Return the word that is not known. Raises KeyError for what is no word."""
        return foreign(self._kind, text or "")
