"""The plain A4 page of lists and rulers: its size, its colours, its letters."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.badge.pdf.paged import SCALE, PagedDocument
from kiosk.badge.text.fonts import Weight
from kiosk.domain.errors import KioskError

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 18.0
INK, GREY, LINE, ALARM = "#101820", "#55606b", "#c4cbd1", "#b3261e"
DEMO = "DÉMONSTRATION · DEMONSTRATION"
"""What the papers of a demonstration must say."""
_SMALLEST = 7.0


def new_pen() -> Pen:
    """Take a pen for an empty page."""
    return Pen(HEIGHT, INK)


def rule(pen: Pen, box: el.Box, width: float, colour: str = LINE) -> None:
    """Draw a line from a box's top left to its bottom right."""
    pen.shape(el.Rule(el.Common("line", ("", 0), box, el.Condition.ALWAYS), colour, width, 0))


def style(
    size: float, align: el.Align, lines: int = 1, colour: str = INK, weight: Weight = Weight.REGULAR
) -> el.TextStyle:
    """Return a style of letters that may shrink to 7 points."""
    return el.TextStyle(weight, size, min(size, _SMALLEST), lines, 1.2, align, el.Valign.MIDDLE, colour)


def add(
    pdf: PagedDocument,
    pen: Pen,
    calibration: Calibration = NONE,
    forms: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Add what a pen drew as a page.

    Args:
        pdf: where to.
        pen: what was drawn.
        calibration: of the printer; the page is moved to make up for it.
        forms: objects that the pen's operators refer to, by name.

    Raises:
        KioskError: a text of the page does not fit.
    """
    if pen.reason:
        raise KioskError(
            "a text does not fit on the page: {reason}", "choose a shorter name", reason=pen.reason
        )
    pdf.learn(pen.uses)
    operators = SCALE + calibration.operators(HEIGHT) + "".join(pen.parts)
    content = pdf.document.deflated("", operators.encode("latin-1"))
    named = "".join(f"/{name} {number} 0 R" for name, number in forms.items())
    objects = f"/XObject<<{named}>>" if named else ""
    pdf.add(f"{content} 0 R", f"/Font {pdf.fonts} 0 R{objects}")
