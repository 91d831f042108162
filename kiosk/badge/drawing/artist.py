"""Drawing one side of one badge: each element as PDF operators, or the reason why it does not fit.

1. Elements of the event, the category or its rights are drawn first, once for all badges that share them
   (the backdrop).
2. Elements of the person are drawn over it, in the template's order.
3. Nothing is cut to fit: the whole badge is refused, with the element's name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kiosk.badge import code
from kiosk.badge.design import elements as el
from kiosk.badge.design.template import quiet_zone
from kiosk.badge.drawing import operators as ops
from kiosk.badge.drawing.clearance import HAIR, Clearance, clearances
from kiosk.badge.drawing.content import BadgeContent
from kiosk.badge.drawing.fields import SideTexts, conditions_of, is_shared, values_of
from kiosk.badge.drawing.pen import Pen, Stroke
from kiosk.badge.drawing.photo import measure
from kiosk.badge.drawing.places import framed

_MAX_KEPT = 1_000
"""Drawings kept; a bound, so that memory does not grow with the batch."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a badge cannot be drawn: the element's name and the reason."""

    element: str
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side, drawn: operators in millimetres, the glyphs they use, the pictures they name.

    Attributes:
        backdrop: the part shared by all badges of its kind.
        person: the part of this badge alone.
        uses: glyphs, grouped by stroke, in the order of their first use.
        pictures: elements whose pictures the backdrop names ``I0``, ``I1`` …
    """

    backdrop: str
    person: str
    uses: tuple[tuple[ops.Use, ...], ...]
    pictures: tuple[el.Picture, ...]


@dataclass(slots=True)
class Artist:
    """The drawing of badges of one template; keeps what badges share."""

    template: el.Template
    _kept: dict[tuple[object, ...], Stroke] = field(default_factory=dict)
    _shared: dict[tuple[str, int], bool] = field(init=False)
    _clear: dict[tuple[str, int], Clearance] = field(init=False)
    _moved: dict[tuple[tuple[str, int], float], el.Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._shared = {}
        page = el.Box(0, 0, self.template.width, self.template.height)
        self._clear = clearances(self.template.front, page) | clearances(self.template.back, page)
        for side in (self.template.front, self.template.back):
            own: list[el.Box] = []
            for element in side:
                box = element.common.box
                # An element over one of the person's must be drawn after it.
                shared = is_shared(element) and not any(box.overlaps(under) for under in own)
                self._shared[element.common.place] = shared
                if not shared:
                    own.append(box)

    def draw(self, content: BadgeContent, elements: Sequence[el.Element]) -> Side | Refusal:
        """Draw one side of one badge."""
        backdrop: list[str] = []
        person: list[str] = []
        uses: list[tuple[ops.Use, ...]] = []
        pictures: list[el.Picture] = []
        for element, stroke in self.strokes(content, elements):
            common = element.common
            if stroke.reason:
                return Refusal(common.name, stroke.reason)
            operators = stroke.operators
            if isinstance(element, el.Picture):
                operators = operators.replace("/I ", f"/I{len(pictures)} ")
                pictures.append(element)
            (backdrop if self._shared[common.place] else person).append(operators)
            uses.append(stroke.uses)
        return Side("".join(backdrop), "".join(person), tuple(uses), tuple(pictures))

    def strokes(
        self, content: BadgeContent, elements: Sequence[el.Element]
    ) -> Iterator[tuple[el.Element, Stroke]]:
        """Draw the elements that this badge has on one side, in order."""
        values = SideTexts(values_of(content, self.template.languages))
        conditions = conditions_of(content)
        end = 0.0  # of the text before, for one that follows it; an empty text ends where it would begin
        for element in elements:
            if element.common.when not in conditions:
                continue
            if isinstance(element, el.Text):
                wordings = values.wordings_of(element, content.language)
                stroke, end = self._text(element, wordings, end, content.colour)
            else:
                stroke = self._stroke(element, content)
            yield element, stroke

    def _text(
        self, element: el.Text, wordings: tuple[str, ...], end: float, colour: str
    ) -> tuple[Stroke, float]:
        """Draw a text after one that ended there; also return where it ends itself."""
        place = element.common.place
        top, clear = _top(element, end), self._clear[place]
        # The text before has the room down to this one's top.
        above = round(top - end - HAIR, 2) if element.follow and end else clear.above
        key = (place, wordings, top, above, colour)
        kept = self._kept.get(key)
        if kept is None:
            pen = Pen(self.template.height, colour)
            moved = (place, top)
            if moved not in self._moved:
                self._moved[moved] = _moved_up(element, top)
            pen.text(self._moved[moved], wordings, Clearance(above, clear.under))
            kept = self._keep(key, pen)
        return kept, kept.end or max(end, top)

    def _stroke(self, element: el.Element, content: BadgeContent) -> Stroke:
        if isinstance(element, el.Code):
            return self._code(element, content)
        if isinstance(element, el.PhotoBox) and content.photo is not None:
            return self._photo(element, content.photo, content.colour)
        key = (element.common.place, content.colour, *_inputs(element, content))
        kept = self._kept.get(key)
        if kept is None:
            kept = self._keep(key, self._drawn(element, content))
        return kept

    def _keep(self, key: tuple[object, ...], pen: Pen) -> Stroke:
        if len(self._kept) > _MAX_KEPT:
            self._kept.clear()
            self._moved.clear()
        stroke = self._kept[key] = pen.result()
        return stroke

    def _drawn(self, element: el.Element, content: BadgeContent) -> Pen:
        pen = Pen(self.template.height, content.colour)
        match element:
            case el.Band():
                pen.band(element, content)
            case el.Zones():
                pen.zones(element, content)
            case el.Days():
                pen.days(element, content)
            case el.PhotoBox():
                pen.silhouette(element)
            case el.Picture():
                pen.picture(element)
            case el.Motif():
                pen.motif(element, content.category_letter)
            case el.Rectangle() | el.Rule():
                pen.shape(element)
        return pen

    def _code(self, element: el.Code, content: BadgeContent) -> Stroke:
        box, quiet = element.common.box, quiet_zone(element.common.box)
        module = box.width / code.MODULES
        paper = ops.rectangle(quiet.x, self.template.height - quiet.bottom, quiet.width, quiet.height)
        place = ops.nums(module, 0, 0, module, box.x, self.template.height - box.bottom)
        drawn = code.path(content.credential).decode()
        return Stroke(f"1 g {paper}f q {place} cm 0 g {drawn} Q ", (), 0.0, "")

    def _photo(self, element: el.PhotoBox, jpeg: bytes, category: str) -> Stroke:
        size = measure(jpeg)
        if size is None:
            return Stroke("", (), 0.0, "the photo is no JPEG that paper can take")
        box, radius = framed(element)
        scale = max(box.width / size[0], box.height / size[1])
        wide, tall = size[0] * scale, size[1] * scale
        bottom = self.template.height - box.bottom
        across, down = element.focus  # the box is filled: this much of the excess goes before it
        x, y = box.x - (wide - box.width) * across, bottom - (tall - box.height) * (1 - down)
        outline = ops.rectangle(box.x, bottom, box.width, box.height, radius)
        pen = Pen(self.template.height, category)
        pen.add(f"q {outline}W n {ops.nums(wide, 0, 0, tall, x, y)} cm /P Do Q ")
        pen.outline(element)
        return pen.result()


def _inputs(element: el.Element, content: BadgeContent) -> tuple[object, ...]:
    """Return everything that the drawing of an element depends on, besides the category's colour."""
    match element:
        case el.Band():
            return (content.category_letter, content.category_names)
        case el.Motif():
            return (content.category_letter,)
        case el.Zones():
            return (content.runs_rtl, content.zones)
        case el.Days():
            return (content.runs_rtl, content.days)
        case _:
            return ()


def _top(element: el.Text, end: float) -> float:
    """Say where a text begins: as planned, or earlier if it follows one that ended earlier."""
    planned = element.common.box.y
    return min(planned, round(end + element.follow, 2)) if element.follow and end else planned


def _moved_up(element: el.Text, top: float) -> el.Text:
    """Extend a text's room upwards from its box."""
    box = element.common.box
    moved = el.Box(box.x, top, box.width, box.bottom - top)
    return replace(element, common=replace(element.common, box=moved))
