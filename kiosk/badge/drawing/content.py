"""The content of one badge: a frozen value in which nothing is left to look up."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.errors import KioskError

_CREDENTIAL = re.compile(r"[0-9A-HJKMNP-TV-Z]{20}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NAMED = 120
#: Languages of badges that are read from right to left.
_RTL = frozenset({"ar"})


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of the event as the badge marks it."""

    day: date
    label: str
    is_allowed: bool


@dataclass(frozen=True, slots=True)
class BadgeContent:
    """Everything that one badge shows, ready to be drawn.

    Attributes:
        credential: The 20 characters of the QR code, Crockford base32; never a name.
        number: The badge number in print, ``DDDD-CCCCCCC-K``.
        event_lines: The event's name, one line an entry.
        event_note: Dates and places, in one text; may hold line breaks.
        country: An ISO 3166 alpha-2 code, or a text that is shown as it stands.
        category_names: The category in the badge's languages, the first one larger.
        colour: The category's colour, ``#rrggbb``.
        zones: Labels of the zones that the badge opens.
        days: Every day of the event, allowed or not.
        photo: A JPEG made by `kiosk.badge.drawing.photo.intake`, or None for the silhouette.
        issue: 1 for the first badge of a person, 2 for its replacement and so on.
        language: The badge's first language, ``fr``, ``en``, ``tr`` or ``ar``.
        template: The name of its design among those of the batch.
        delegation: For the margin of the sheet, where somebody sorts by it; the badge does not show it.

    Raises:
        KioskError: The credential or the colour has another shape.
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
                "badge {number}: {colour!r} is no colour",
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
    """A badge that was drawn: its number, where it lies in the file, and the name of its design."""

    number: str
    page: int
    slot: int = 1
    template: str = ""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A badge that was not drawn: whose, which element of the template, and why."""

    number: str
    person: str
    element: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """What became of a batch, in the order of the input.

    Attributes:
        pages: Pages in the file.
        placed: The badges drawn; ``page`` counts from 1.
        unfit: The badges left out, for a person to settle.
        made_at: The date that the file carries.
    """

    pages: int
    placed: tuple[Placed, ...]
    unfit: tuple[Unfit, ...]
    made_at: datetime
