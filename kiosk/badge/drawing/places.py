"""The places of an element's parts: labels in rows, cells and lines through them, a photo in its frame."""

from collections.abc import Sequence

from kiosk.badge.design import elements as el
from kiosk.badge.text.fitting import MM_PER_POINT, Measure, fit
from kiosk.badge.text.fonts import main_face

Point = tuple[float, float]
FLAT = 2.4
"""A cell at least this many times as wide as high has its text in one line."""
_HALO = 0.5
"""Millimetres between a hairline and figures."""
_SHORT = 0.3
"""A piece of a hairline shorter than this looks like a speck."""


def framed(photo: el.PhotoBox) -> tuple[el.Box, float]:
    """Return a photo's place and corner radius: to the middle of its frame, not behind it."""
    bare = photo.frame_width / 2 if photo.frame else 0.0
    return photo.common.box.inset(bare), max(photo.radius - bare, 0)


def mirrored(box: el.Box, within: el.Box) -> el.Box:
    """Return a box mirrored within another, left to right."""
    return el.Box(within.x + within.right - box.right, box.y, box.width, box.height)


def clear_of(cell: el.Box, marks: Sequence[el.Box]) -> list[tuple[Point, Point]]:
    """Return the parts of the line that crosses out a cell which meet no marks.

    The line is the diagonal from bottom left to top right; in a flat cell it runs level through the middle,
    because a nearly level line does not look like a crossing-out.
    """
    slope = 0.0 if cell.width > FLAT * cell.height else cell.height / cell.width
    start = cell.bottom if slope else cell.y + cell.height / 2
    left = min((one.x for one in marks), default=cell.right) - _HALO - cell.x
    right = max((one.right for one in marks), default=cell.x) + _HALO - cell.x
    if slope and marks:  # it may enter the marks from below and leave them above
        left = max(left, (start - max(one.bottom for one in marks) - _HALO) / slope)
        right = min(right, (start - min(one.y for one in marks) + _HALO) / slope)
    ends = ((0.0, left), (right, cell.width)) if left < right else ((0.0, cell.width),)

    def point(across: float) -> Point:
        return cell.x + across, start - across * slope

    return [(point(begin), point(end)) for begin, end in ends if end - begin > _SHORT]


def flow(
    labels: Sequence[str], box: el.Box, style: el.TextStyle, size: float
) -> list[tuple[str, el.Box]] | None:
    """Place labels in rows; None if they need more room."""
    em = size * MM_PER_POINT
    gap, pad = em * 0.35, em * 0.5
    x, y = box.x, box.y
    placed: list[tuple[str, el.Box]] = []
    lines = []
    for label in labels:
        fitted = fit(label, Measure(box.width - 2 * pad, em, size, size, 1, 1, style.weight))
        if isinstance(fitted, str):
            return None
        lines.append(fitted.lines[0])
    # As high as the label that reaches farthest from its middle: accents and descenders stay inside.
    middle = main_face(style.weight).capital / 2
    reach = max((max(line.rise - middle, line.depth + middle) for line in lines), default=0.0)
    tall = em * max(1.5, 2 * reach + 0.25)
    for label, line in zip(labels, lines, strict=True):
        wide = max(line.width * em + 2 * pad, tall)
        if x > box.x and x + wide > box.right + 0.01:
            x, y = box.x, y + tall + gap
        if y + tall > box.bottom + 0.01:
            return None
        placed.append((label, el.Box(x, y, wide, tall)))
        x += wide + gap
    return placed
