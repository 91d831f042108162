"""Own the drawing of one side of one badge: each element turned into operators, or the reason why not.

1. What belongs to the event, the category or its rights is drawn first, and once for all badges that share
   it (the backdrop).
2. What belongs to the person is drawn over it, in the template's order.
3. Nothing that does not fit is cut: the whole badge is refused instead, with the element's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kiosk.badge import code, ink
from kiosk.badge import elements as el
from kiosk.badge.content import BadgeContent
from kiosk.badge.fields import holds, inputs, is_shared, text_of
from kiosk.badge.pen import Pen, Stroke
from kiosk.badge.photo import measure
from kiosk.badge.template import quiet_zone

#: Drawings kept; a bound, so that a batch of any length takes the same memory.
_MAX_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a badge cannot be drawn: the element's name and the reason."""

    element: str
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side, drawn: operators in millimetres, what they use, the pictures that they name.

    Attributes:
        backdrop: What all badges of its kind share.
        person: What this badge alone shows.
        uses: Glyphs, in the order of their first use.
        pictures: Elements whose pictures the backdrop names ``I0``, ``I1`` …
    """

    backdrop: str
    person: str
    uses: tuple[ink.Use, ...]
    pictures: tuple[el.Picture, ...]


@dataclass(slots=True)
class Artist:
    """The drawing of badges of one template; keeps what badges share."""

    template: el.Template
    _kept: dict[tuple[object, ...], Stroke] = field(default_factory=dict)

    def draw(self, content: BadgeContent, elements: Sequence[el.Element]) -> Side | Refusal:
        """Draw one side of one badge."""
        backdrop: list[str] = []
        person: list[str] = []
        uses: dict[ink.Use, None] = {}
        pictures: list[el.Picture] = []
        end = 0.0
        for element in elements:
            if not holds(element.common.when, content):
                continue
            stroke = self._stroke(_followed(element, end), content)
            if stroke.reason:
                return Refusal(element.common.name, stroke.reason)
            operators = stroke.operators
            if isinstance(element, el.Picture):
                operators = operators.replace("/I ", f"/I{len(pictures)} ")
                pictures.append(element)
            elif isinstance(element, el.Text):
                end = stroke.end or end
            (backdrop if is_shared(element) else person).append(operators)
            uses.update(dict.fromkeys(stroke.uses))
        return Side("".join(backdrop), "".join(person), tuple(uses), tuple(pictures))

    def _stroke(self, element: el.Element, content: BadgeContent) -> Stroke:
        if isinstance(element, el.Code):
            return self._code(element, content)
        if isinstance(element, el.Photo) and content.photo is not None:
            return self._photo(element, content.photo, content.colour)
        common = element.common
        shown = inputs(element, content, self.template.languages)
        key = (common.place, common.box, content.colour, *shown)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) > _MAX_KEPT:
                self._kept.clear()
            kept = self._kept[key] = self._fresh(element, content)
        return kept

    def _fresh(self, element: el.Element, content: BadgeContent) -> Stroke:
        pen = Pen(self.template.height, content.colour)
        match element:
            case el.Text():
                pen.text(element, text_of(element, content, self.template.languages))
            case el.Band():
                pen.band(element, content)
            case el.Zones():
                pen.zones(element, content.zones)
            case el.Days():
                pen.days(element, content.days)
            case el.Photo():
                pen.silhouette(element)
            case el.Picture():
                box = element.common.box
                y = self.template.height - box.bottom
                pen.add(f"q {ink.nums(box.width, 0, 0, box.height, box.x, y)} cm /I Do Q ")
            case el.Rectangle() | el.Rule() | el.Motif():
                pen.shape(element)
        return pen.result()

    def _code(self, element: el.Code, content: BadgeContent) -> Stroke:
        box, quiet = element.common.box, quiet_zone(element.common.box)
        module = box.width / code.MODULES
        paper = ink.rectangle(quiet.x, self.template.height - quiet.bottom, quiet.width, quiet.height)
        place = ink.nums(module, 0, 0, module, box.x, self.template.height - box.bottom)
        drawn = code.path(content.credential).decode()
        return Stroke(f"1 g {paper}f q {place} cm 0 g {drawn} Q ", (), 0.0, "")

    def _photo(self, element: el.Photo, jpeg: bytes, category: str) -> Stroke:
        size = measure(jpeg)
        if size is None:
            return Stroke("", (), 0.0, "the photo is no JPEG that paper can take")
        box = element.common.box
        scale = max(box.width / size[0], box.height / size[1])
        wide, tall = size[0] * scale, size[1] * scale
        bottom = self.template.height - box.bottom
        # Filled: what is too tall loses more of its lower part than of its upper one, where the head is.
        x, y = box.x - (wide - box.width) / 2, bottom - (tall - box.height) * 0.65
        outline = ink.rectangle(box.x, bottom, box.width, box.height, element.radius)
        pen = Pen(self.template.height, category)
        pen.add(f"q {outline}W n {ink.nums(wide, 0, 0, tall, x, y)} cm /P Do Q ")
        pen.outline(element)
        return pen.result()


def _followed(element: el.Element, end: float) -> el.Element:
    """Move a text that follows another up to the end of it, and give it the room in between."""
    if not isinstance(element, el.Text) or not element.follow or not end:
        return element
    box = element.common.box
    top = round(min(box.y, end + element.follow), 2)
    moved = el.Box(box.x, top, box.width, box.bottom - top)
    return replace(element, common=replace(element.common, box=moved))
