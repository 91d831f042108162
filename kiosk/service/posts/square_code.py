"""A code on a screen that a telephone reads, as the path of a drawing."""

from dataclasses import dataclass

from kiosk.badge.address_code import address_grid


@dataclass(frozen=True, slots=True)
class SquareCode:
    """A QR code as a path (SVG 2, 9.3): one unit a module, the quiet zone included.

    Attributes:
        side: modules on a side.
        path: of the dark modules.
    """

    side: int
    path: str


def square_code(address: str) -> SquareCode:
    """Draw the code of an address."""
    grid = address_grid(address)
    dark = ((x, y) for y, row in enumerate(grid) for x, is_dark in enumerate(row) if is_dark)
    return SquareCode(len(grid), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
