"""The clearance of a text: how far its accents and tails may reach out of its box before they meet something.

1. What a text lies on (a coloured head, a photo) keeps its ink inside, a hair from the edge; the badge's own
   edge, along which it is cut, farther.
2. What stands above or below it keeps its ink away; two texts share the room between them after the sizes of
   their letters, since either may have accents or tails.
3. Elements that are never drawn together do not count, nor do those that the template lets overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from kiosk.badge.design import elements as el
from kiosk.badge.design.grammar import quiet_zone

#: Millimetres of paper between any two inks.
HAIR = 0.35
#: Millimetres from the edge of the badge: no pair of scissors cuts better.
_CUT = 2.2
#: Shares of a size that common tails and common accents take, outside the height of capitals.
_TAIL, _ACCENT = 0.24, 0.27
_TOUCH = 0.02
_EXCLUSIVE = (
    {el.Condition.ESCORT, el.Condition.NO_ESCORT},
    {el.Condition.PHOTO, el.Condition.NO_PHOTO},
    {el.Condition.NATIVE, el.Condition.NO_NATIVE},
)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Millimetres over and under a box; less than nothing is that much inside it."""

    above: float
    under: float


FREE = Clearance(inf, inf)
"""That of a text with nothing around it."""


def clearances(elements: Sequence[el.Element], page: el.Box) -> dict[tuple[str, int], Clearance]:
    """Say of each text of a side how far its ink may reach out of its box, by its place in the template."""
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
    # What stands nearer to the cut by its template keeps its place, but comes no nearer.
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
    """Say whether two elements may be drawn on one badge, and have some width in common."""
    if {one.when, other.when} in _EXCLUSIVE:
        return False
    return one.box.x < other.box.right - _TOUCH and other.box.x < one.box.right - _TOUCH


def _inked(element: el.Element) -> el.Box:
    """Return what of an element's place other ink must keep off."""
    match element:
        case el.Code():
            return quiet_zone(element.common.box)
        case el.Rule():
            return element.common.box.inset(-element.stroke_width / 2)
        case _:
            return element.common.box


def _shares(upper: el.Element, lower: el.Element, room: float) -> tuple[float, float]:
    """Share the room between two elements: how much is for tails of the upper, for accents of the lower."""
    free = room - HAIR
    tails = upper.style.largest * _TAIL if isinstance(upper, el.Text) and not upper.fill else 0.0
    accents = lower.style.largest * _ACCENT if isinstance(lower, el.Text) and not lower.fill else 0.0
    share = tails / (tails + accents) if tails + accents else 0.0
    return free * share, free * (1 - share)
