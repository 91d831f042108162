"""Own the drawing of one side of one badge: each element turned into operators, or the reason why not.

1. What belongs to the event or the category alone is drawn first, and once for all badges (the backdrop).
2. What belongs to the person is drawn over it, in the template's order.
3. Nothing that does not fit is cut: the whole badge is refused instead, with the element's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.badge import code, ink
from kiosk.badge import elements as el
from kiosk.badge.content import BadgeContent, DayMark
from kiosk.badge.countries import country_name
from kiosk.badge.fitting import MM_PER_POINT, Fitted, Measure, fit
from kiosk.badge.fonts import main_face
from kiosk.badge.photo import measure
from kiosk.badge.template import quiet_zone

_WHITE = "#ffffff"


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
    _kept: dict[tuple[object, ...], tuple[str, tuple[ink.Use, ...]] | Refusal] = field(default_factory=dict)

    def draw(self, content: BadgeContent, elements: Sequence[el.Element]) -> Side | Refusal:
        """Draw one side of one badge."""
        parts: tuple[list[str], list[str]] = ([], [])
        uses: dict[ink.Use, None] = {}
        pictures: list[el.Picture] = []
        for element in elements:
            if not _holds(element.common.when, content):
                continue
            drawn = self._element(element, content)
            if isinstance(drawn, Refusal):
                return drawn
            operators, used = drawn
            if isinstance(element, el.Picture):
                operators = operators.replace("/I ", f"/I{len(pictures)} ")
                pictures.append(element)
            parts[0 if _is_shared(element) else 1].append(operators)
            uses.update(dict.fromkeys(used))
        return Side("".join(parts[0]), "".join(parts[1]), tuple(uses), tuple(pictures))

    def _element(
        self, element: el.Element, content: BadgeContent
    ) -> tuple[str, tuple[ink.Use, ...]] | Refusal:
        if isinstance(element, el.Code):
            return self._code(element, content), ()
        if isinstance(element, el.Photo) and content.photo is not None:
            return self._photo(element, content.photo, content.colour)
        key = (element.common.name, content.colour, *_inputs(element, content, self.template.languages))
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) > 5_000:  # a bound, so that a batch of any length takes the same memory
                self._kept.clear()
            kept = self._kept[key] = self._fresh(element, content)
        return kept

    def _fresh(self, element: el.Element, content: BadgeContent) -> tuple[str, tuple[ink.Use, ...]] | Refusal:
        pen = Pen(self.template.height, content.colour)
        match element:
            case el.Text():
                shown = text_of(element, content, self.template.languages)
                pen.text(element, shown)
            case el.Rectangle():
                pen.rectangle(element)
            case el.Rule():
                pen.rule(element)
            case el.Motif():
                pen.motif(element)
            case el.Photo():
                pen.silhouette(element)
            case el.Picture():
                box = element.common.box
                y = self.template.height - box.bottom
                pen.add(f"q {_nums(box.width, 0, 0, box.height, box.x, y)} cm /I Do Q ")
            case el.Band():
                pen.band(element, content)
            case el.Zones():
                pen.zones(element, content.zones)
            case el.Days():
                pen.days(element, content.days)
            case el.Code():
                pass
        return pen.result(element.common.name)

    def _code(self, element: el.Code, content: BadgeContent) -> str:
        box, quiet = element.common.box, quiet_zone(element.common.box)
        module = box.width / code.MODULES
        paper = ink.rectangle(quiet.x, self.template.height - quiet.bottom, quiet.width, quiet.height)
        place = _nums(module, 0, 0, module, box.x, self.template.height - box.bottom)
        drawn = code.path(content.credential).decode()
        return f"1 g {paper}f q {place} cm 0 g {drawn} Q "

    def _photo(
        self, element: el.Photo, jpeg: bytes, category: str
    ) -> tuple[str, tuple[ink.Use, ...]] | Refusal:
        size = measure(jpeg)
        if size is None:
            return Refusal(element.common.name, "the photo is no JPEG that paper can take")
        box = element.common.box
        scale = max(box.width / size[0], box.height / size[1])
        wide, tall = size[0] * scale, size[1] * scale
        bottom = self.template.height - box.bottom
        # Filled: what is too tall loses more of its lower part than of its upper one, where the head is.
        x, y = box.x - (wide - box.width) / 2, bottom - (tall - box.height) * 0.65
        outline = ink.rectangle(box.x, bottom, box.width, box.height, element.radius)
        drawn = f"q {outline}W n {_nums(wide, 0, 0, tall, x, y)} cm /P Do Q "
        pen = Pen(self.template.height, category)
        pen.add(drawn)
        pen.outline(element)
        return "".join(pen.parts), ()


