"""The elements that a template is made of; lengths in millimetres from the top left, sizes in points."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.badge.text.fonts import Weight


class Align(StrEnum):
    """How the lines of a text are aligned; START is left, or right for text that runs from right to left."""

    START = "start"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Valign(StrEnum):
    """How the block of lines is aligned in its box."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Pattern(StrEnum):
    """A pattern that identifies a category without colour; CATEGORY is that of the badge's own category."""

    DIAGONALS = "diagonals"
    DOTS = "dots"
    CHEVRONS = "chevrons"
    BARS = "bars"
    DIAMONDS = "diamonds"
    CROSSES = "crosses"
    STAIRS = "stairs"
    TRIANGLES = "triangles"
    CHECKS = "checks"
    CATEGORY = "category"


class Fit(StrEnum):
    """How a picture of another shape fills its box: whole inside it, covering it, or stretched."""

    INSIDE = "inside"
    COVER = "cover"
    STRETCH = "stretch"


class Condition(StrEnum):
    """The condition on a badge under which an element is drawn."""

    ALWAYS = "always"
    ESCORT = "escort"
    NO_ESCORT = "no escort"
    DEMO = "demo"
    PHOTO = "photo"
    NO_PHOTO = "no photo"
    NATIVE = "native"
    NO_NATIVE = "no native"
    REPLACEMENT = "replacement"


class Field(StrEnum):
    """What a text may show between braces."""

    TITLE = "title"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    NAME_NATIVE = "name_native"
    ORGANISATION = "organisation"
    POSITION = "position"
    COUNTRY = "country"
    COUNTRY_FIRST = "country_first"
    COUNTRY_OTHER = "country_other"
    COUNTRY_CODE = "country_code"
    CATEGORY = "category"
    CATEGORY_OTHER = "category_other"
    CATEGORY_LETTER = "category_letter"
    NUMBER = "number"
    ISSUE = "issue"
    EVENT = "event"
    EVENT_NOTE = "event_note"
    ZONES = "zones"


SHARED_FIELDS = frozenset(
    {Field.EVENT, Field.EVENT_NOTE, Field.CATEGORY, Field.CATEGORY_OTHER, Field.CATEGORY_LETTER}
)
"""Fields of the event or the category: an element that shows only these is drawn once for all badges."""

# Colours that depend on the badge, besides ``#rrggbb``.
CATEGORY = "category"
CATEGORY_INK = "category-ink"
CATEGORY_TINT = "category-tint"
CATEGORY_SHADE = "category-shade"
CATEGORY_PATTERN = "category-pattern"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in millimetres from the top left of the badge."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def inset(self, by: float) -> "Box":
        """Return the box made smaller on each side, or larger for a negative number."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def overlaps(self, other: "Box") -> bool:
        """Say whether the two share more than an edge."""
        edge = 0.01
        return (
            self.x < other.right - edge
            and other.x < self.right - edge
            and self.y < other.bottom - edge
            and other.y < self.bottom - edge
        )


@dataclass(frozen=True, slots=True)
class Common:
    """What every element has: its name in messages, its place in the template, its box, when it is drawn."""

    name: str
    place: tuple[str, int]
    box: Box
    when: Condition


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: literal, or the first of some fields that is not empty."""

    literal: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set; it takes more lines rather than shrink below ``wrap_under``."""

    weight: Weight
    largest: float
    smallest: float
    lines: int
    leading: float
    align: Align
    valign: Valign
    colour: str
    wrap_under: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """A text with fields, by language; ``""`` is the language of all others.

    With ``follow``, the box begins that far under the text before, if that ended higher than planned. With
    ``may_shorten``, given names that do not fit are abbreviated (`kiosk.badge.text.shortening`).
    """

    common: Common
    pieces: tuple[tuple[str, tuple[Piece, ...]], ...]
    style: TextStyle
    fill: str
    radius: float
    padding: float
    follow: float
    may_shorten: bool = False


@dataclass(frozen=True, slots=True)
class PhotoBox:
    """The person's photo, or a silhouette; ``focus`` says which part to keep of a photo of another shape.

    In shares of the excess: (0, 0) keeps the left and the top, (1, 1) the right and the bottom.
    """

    common: Common
    ground: str
    figure: str
    frame: str
    frame_width: float
    radius: float
    focus: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, or the first page of a PDF, from the template's folder; ``shape`` is width and height."""

    common: Common
    file: Path
    fit: Fit = Fit.STRETCH
    shape: tuple[float, float] = (1, 1)

    @property
    def placed(self) -> Box:
        """The place of the whole picture, centred in its box; with COVER the box crops it."""
        box, (wide, tall) = self.common.box, self.shape
        if self.fit is Fit.STRETCH:
            return box
        scales = (box.width / wide, box.height / tall)
        scale = min(scales) if self.fit is Fit.INSIDE else max(scales)
        width, height = wide * scale, tall * scale
        return Box(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle, filled, outlined or both."""

    common: Common
    fill: str
    stroke: str
    stroke_width: float
    radius: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from the box's top left to its bottom right."""

    common: Common
    stroke: str
    stroke_width: float
    dash: float


@dataclass(frozen=True, slots=True)
class Motif:
    """A box filled with one pattern."""

    common: Common
    pattern: Pattern
    colour: str
    pitch: float


@dataclass(frozen=True, slots=True)
class Code:
    """The QR code; its quiet zone is outside its box and is kept free."""

    common: Common


@dataclass(frozen=True, slots=True)
class Band:
    """The category: its colour, its letter, its names and its own pattern.

    Attributes:
        letter: width of the space in which the letter's field is centred.
        pattern: width of the pattern at the right.
        indent: where the letter's field begins instead, from the left; 0 to centre it.
    """

    common: Common
    style: TextStyle
    letter: float
    pattern: float
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones that the badge opens, as a row of labels that wraps."""

    common: Common
    style: TextStyle
    fill: str
    stroke: str


@dataclass(frozen=True, slots=True)
class Days:
    """Every day of the event: filled where the badge is valid, struck through where it is not."""

    common: Common
    style: TextStyle
    fill: str
    off: str
    gap: float


Element = Text | PhotoBox | Picture | Rectangle | Rule | Motif | Code | Band | Zones | Days


@dataclass(frozen=True, slots=True)
class Template:
    """A badge design.

    Attributes:
        name: its file's name without ``.toml``.
        title: its name in the list of templates.
        width: millimetres.
        height: millimetres.
        languages: the languages of country names, at least one.
        sheet: the name of the sheet that it is usually printed on, or "".
        front: elements in the order in which they are drawn.
        back: the same for the other side; empty if there is none.
    """

    name: str
    title: str
    width: float
    height: float
    languages: tuple[str, ...]
    sheet: str
    front: tuple[Element, ...]
    back: tuple[Element, ...]

    @property
    def codes(self) -> tuple[tuple[int, Box], ...]:
        """Each side (0 front, 1 back) that has a code, and the code's box."""
        return tuple(
            (side, element.common.box)
            for side, elements in enumerate((self.front, self.back))
            for element in elements
            if isinstance(element, Code)
        )
