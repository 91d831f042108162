"""The content of one badge: a frozen value that holds everything needed to draw it."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.errors import KioskError

_CREDENTIAL = re.compile(r"[0-9A-HJKMNP-TV-Z]{20}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NAMED = 120
_RTL = frozenset({"ar"})
"""Languages of badges that are read from right to left."""


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of the event, as marked on the badge."""

    day: date
    label: str
    is_allowed: bool


@dataclass(frozen=True, slots=True)
class BadgeContent:
    """Everything that one badge shows, ready to be drawn.

    Attributes:
        credential: the 20 characters of the QR code, Crockford base32; never a name.
        number: the badge number in print, ``DDDD-CCCCCCC-K``.
        event_lines: the event's name, one line an entry.
        event_note: dates and places, in one text; may hold line breaks.
        country: an ISO 3166 alpha-2 code, or a text that is shown unchanged.
        category_names: the category in the badge's languages, the first one larger.
        colour: the category's colour, ``#rrggbb``.
        zones: labels of the zones that the badge opens.
        days: every day of the event, allowed or not.
        photo: a JPEG made by `kiosk.badge.drawing.photo.intake`, or None for the silhouette.
        issue: 1 for the first badge of a person, 2 for its replacement and so on.
        language: the badge's first language, ``fr``, ``en``, ``tr`` or ``ar``.
        template: the name of its design among those of the batch.
        delegation: for the margin of the sheet, to sort by; the badge does not show it.

    Raises:
        KioskError: the credential or the colour is malformed.
    """

    credential: str
    number: str
    event_lines: tuple[str, ...]
    event_note: str
    family_name: str
    given_name: str = ""
    title: str = ""
    name_native: str = ""
    organisation: str = ""
    position: str = ""
    country: str = ""
    category_names: tuple[str, ...] = ()
    category_letter: str = ""
    colour: str = "#444444"
    zones: tuple[str, ...] = ()
    days: tuple[DayMark, ...] = ()
    photo: bytes | None = None
    issue: int = 1
    is_demo: bool = False
    needs_escort: bool = False
    language: str = "fr"
    template: str = ""
    delegation: str = ""

    def __post_init__(self) -> None:
        if not _CREDENTIAL.fullmatch(self.credential):
            raise KioskError(
                "badge {number}: the code must be 20 characters of Crockford base32",
                "only a sealed credential may stand in the QR code",
                number=self.number,
            )
        if not _COLOUR.fullmatch(self.colour):
            raise KioskError(
                "badge {number}: {colour!r} is not a colour",
                'write it as "#1f6f4a"',
                number=self.number,
                colour=self.colour,
            )

    @property
    def runs_rtl(self) -> bool:
        """Whether the badge's first language is read from right to left."""
        return self.language in _RTL

    @property
    def person(self) -> str:
        """Name the person in a message: one short line of printable characters."""
        named = f"{self.given_name} {self.family_name}".strip() or self.name_native
        line = " ".join("".join(char if char.isprintable() else " " for char in named).split())
        return f"{line[:_NAMED] or '?'} ({self.number})"


@dataclass(frozen=True, slots=True)
class Placed:
    """A badge that was drawn: its number, its place in the file, and the name of its design."""

    number: str
    page: int
    slot: int = 1
    template: str = ""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A badge that was not drawn: the person, the element of the template, and why."""

    number: str
    person: str
    element: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """What became of a batch, in the order of the input.

    Attributes:
        pages: pages in the file.
        placed: the badges drawn; ``page`` counts from 1.
        unfit: the badges left out, for a person to correct.
        made_at: the date that the file carries.
    """

    pages: int
    placed: tuple[Placed, ...]
    unfit: tuple[Unfit, ...]
    made_at: datetime
