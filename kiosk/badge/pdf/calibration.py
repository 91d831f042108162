"""Calibration: how far a printer shifts and scales a page, and how pages are drawn to compensate."""

from dataclasses import dataclass

from kiosk.badge.design.elements import Box
from kiosk.domain.errors import KioskError

SQUARE = Box(55, 98, 100, 100)
"""The square on the ruler page, nominally: millimetres from the top left of the paper."""
_MAX_SHIFT = 15.0
"""The largest shift of a printer: more is a misreading."""
_MAX_SOUND = 0.015
"""The largest scaling of a sound printer: more is a page scaled to fit, which must not be corrected."""
_MAX_STRETCH = 0.1 + 1e-9  # 110 / 100 is only approximately 1.1
_HINT = "print the ruler page at 100 %, not fitted to the page, and measure from outer edge to outer edge"


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a printer does to a page, from its top left: scale it, then shift it.

    Attributes:
        right: millimetres to the right; negative to the left.
        down: millimetres down; negative up.
        across: scale factor across the page.
        along: scale factor along the page.

    Raises:
        KioskError: no sound printer is that far off.
    """

    right: float = 0.0
    down: float = 0.0
    across: float = 1.0
    along: float = 1.0

    def __post_init__(self) -> None:
        for side, shift in (("right", self.right), ("down", self.down)):
            if not abs(shift) <= _MAX_SHIFT:
                raise KioskError(
                    "a printer cannot be off by {shift:.1f} mm ({side})", _HINT, shift=shift, side=side
                )
        for side, scale in (("across", self.across), ("along", self.along)):
            if not abs(scale - 1) <= _MAX_STRETCH:
                raise KioskError(
                    "a printer cannot scale to {scale:.1f} % ({side})", _HINT, scale=scale * 100, side=side
                )

    def operators(self, height: float) -> str:
        """Return the operator that compensates for the printer, to open a page of this height."""
        if self == NONE:
            return ""
        rise = height - (height - self.down) / self.along
        left = -self.right / self.across
        return f"{1 / self.across:.6f} 0 0 {1 / self.along:.6f} {left:.4f} {rise:.4f} cm\n"

    def place(self, box: Box) -> Box:
        """Return where a box on the paper is in the file."""
        return Box(
            (box.x - self.right) / self.across,
            (box.y - self.down) / self.along,
            box.width / self.across,
            box.height / self.along,
        )


NONE = Calibration()
"""A printer that needs no correction."""


def measured(width: float, height: float, left: float, top: float) -> Calibration:
    """Compute a calibration from the measurements on the ruler page, in millimetres.

    Args:
        width: A, of the square, from outer edge to outer edge.
        height: B, of the square.
        left: C, from the left edge of the paper to the square.
        top: D, from the upper edge of the paper to the square.

    Raises:
        KioskError: a number is impossible; which one, and about what it should be.
    """
    _check("A", width, SQUARE.width, SQUARE.width * _MAX_STRETCH)
    _check("B", height, SQUARE.height, SQUARE.height * _MAX_STRETCH)
    for mark, value, meant in (("A", width, SQUARE.width), ("B", height, SQUARE.height)):
        if abs(value - meant) > meant * _MAX_SOUND + 1e-9:
            raise KioskError(
                "{mark} is {value:g} mm, not {meant:g}: the page was fitted to the paper, or scaled",
                'print the ruler page again at 100 % ("actual size") and measure that;'
                " a printer that still is off by more than {max_sound:.1%} is not for badges",
                mark=mark,
                value=value,
                meant=meant,
                max_sound=_MAX_SOUND,
            )
    across, along = width / SQUARE.width, height / SQUARE.height
    _check("C", left, across * SQUARE.x, _MAX_SHIFT)
    _check("D", top, along * SQUARE.y, _MAX_SHIFT)
    return Calibration(left - across * SQUARE.x, top - along * SQUARE.y, across, along)


def _check(mark: str, value: float, meant: float, room: float) -> None:
    if not abs(value - meant) <= room:
        raise KioskError(
            "{mark} should be about {meant:.0f} mm; {value:g} mm cannot be",
            _HINT,
            mark=mark,
            meant=meant,
            value=value,
        )
