"""The clearance of a text: how far accents and descenders may reach out of its box without meeting anything.

1. A text on top of an element (a coloured head, a photo) stays inside it, a hair's breadth from the edge, and
   farther from the badge's own edge, where it is cut.
2. A text keeps clear of the elements above and below it; two texts share the room between them in proportion
   to the sizes of their letters, since either may have accents or descenders.
3. Elements that are never drawn together do not count, nor do those that the template lets overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from kiosk.badge.design import elements as el
from kiosk.badge.design.grammar import quiet_zone

HAIR = 0.35
"""Millimetres of paper between any two marks."""
_CUT = 2.2
"""Millimetres from the edge of the badge: scissors cut no more exactly."""
_TAIL, _ACCENT = 0.24, 0.27
"""Shares of a size that common descenders and accents take, outside the height of capitals."""
_TOUCH = 0.02
_EXCLUSIVE = (
    {el.Condition.ESCORT, el.Condition.NO_ESCORT},
    {el.Condition.PHOTO, el.Condition.NO_PHOTO},
    {el.Condition.NATIVE, el.Condition.NO_NATIVE},
)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Millimetres over and under a box; a negative number is inside it."""

    above: float
    under: float


FREE = Clearance(inf, inf)
"""That of a text with nothing around it."""


def clearances(elements: Sequence[el.Element], page: el.Box) -> dict[tuple[str, int], Clearance]:
    """Return how far each text of a side may reach out of its box, by its place in the template."""
    return {
        element.common.place: _clearance(element, elements, page)
        for element in elements
        if isinstance(element, el.Text)
    }


def _clearance(text: el.Text, elements: Sequence[el.Element], page: el.Box) -> Clearance:
    box = text.common.box
    if text.fill:
        inside = text.padding - min(HAIR, text.padding / 2)
        return Clearance(inside, inside)
    # An element that its template puts nearer to the cut keeps its place, but comes no nearer.
    top, bottom = min(page.y + _CUT, box.y), max(page.bottom - _CUT, box.bottom)
    for other in elements:
        if other is text or not _may_meet(text.common, other.common):
            continue
        there = _inked(other)
        if there.y <= box.y + _TOUCH and there.bottom >= box.bottom - _TOUCH:
            top, bottom = max(top, there.y + HAIR), min(bottom, there.bottom - HAIR)
        elif there.bottom <= box.y + _TOUCH:
            top = max(top, box.y - _shares(other, text, box.y - there.bottom)[1])
        elif there.y >= box.bottom - _TOUCH:
            bottom = min(bottom, box.bottom + _shares(text, other, there.y - box.bottom)[0])
    return Clearance(round(box.y - top, 3), round(bottom - box.bottom, 3))


def _may_meet(one: el.Common, other: el.Common) -> bool:
    """Say whether two elements may be drawn on one badge and overlap in width."""
    if {one.when, other.when} in _EXCLUSIVE:
        return False
    return one.box.x < other.box.right - _TOUCH and other.box.x < one.box.right - _TOUCH


def _inked(element: el.Element) -> el.Box:
    """Return the part of an element's place that other marks must keep off."""
    match element:
        case el.Code():
            return quiet_zone(element.common.box)
        case el.Rule():
            return element.common.box.inset(-element.stroke_width / 2)
        case _:
            return element.common.box


def _shares(upper: el.Element, lower: el.Element, room: float) -> tuple[float, float]:
    """Share the room between two elements: the upper one's descenders, the lower one's accents."""
    free = room - HAIR
    tails = upper.style.largest * _TAIL if isinstance(upper, el.Text) and not upper.fill else 0.0
    accents = lower.style.largest * _ACCENT if isinstance(lower, el.Text) and not lower.fill else 0.0
    share = tails / (tails + accents) if tails + accents else 0.0
    return free * share, free * (1 - share)
