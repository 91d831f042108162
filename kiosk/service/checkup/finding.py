"""A finding: one thing that a check-up examined, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined.

    Attributes:
        about: what was examined, in a word or two.
        says: what was found.
        do: what to do about it; "" if all is well.
    """

    level: Level
    about: str
    says: str
    do: str = ""
