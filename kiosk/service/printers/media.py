"""The paper for a page: the right one of a printer's sizes, by the spooler's name (PWG 5101.1)."""

import re
from collections.abc import Iterable, Iterator

from kiosk.domain.errors import KioskError

_CLOSE = 1.0
"""Millimetres by which a paper's name may differ from it: points are rounded, and so are labels."""
_NAMED = re.compile(r"^(?P<name>.*)_(?P<width>\d+(?:\.\d+)?)x(?P<height>\d+(?:\.\d+)?)(?P<unit>mm|in)$")
_UNITS = {"mm": 1.0, "in": 25.4}
_ANY = "custom_min_"


def medium(width: float, height: float, known: Iterable[str]) -> str:
    """Name the paper of a size in millimetres, in either orientation, for `lp -o media=`.

    Args:
        width: of the page.
        height: of the page.
        known: `media-supported` of the printer; empty if it does not report that.

    Raises:
        KioskError: the printer has no such paper, and does not accept custom sizes.
    """
    names = tuple(known)
    sizes = sorted((_off((width, height), size), name) for name, size in _sizes(names))
    if sizes and sizes[0][0] <= _CLOSE:
        return sizes[0][1]
    if not sizes or any(name.startswith(_ANY) for name in names):
        return f"Custom.{width:g}x{height:g}mm"
    nearest = ", ".join(_shown(name) for _, name in sizes[:3])
    raise KioskError(
        "the printer has no paper of {width:g} x {height:g} mm",
        "the nearest that it has: {nearest}; add the size in its settings, or print on sheets: --sheet",
        width=width,
        height=height,
        nearest=nearest,
    )


def _sizes(names: Iterable[str]) -> Iterator[tuple[str, tuple[float, float]]]:
    for name in names:
        found = _NAMED.match(name)
        if found is not None and not name.startswith(("custom_min_", "custom_max_")):
            unit = _UNITS[found["unit"]]
            yield name, (float(found["width"]) * unit, float(found["height"]) * unit)


def _off(page: tuple[float, float], paper: tuple[float, float]) -> float:
    """Return by how many millimetres a paper differs from a page, in the better orientation."""
    wide, tall = page
    return min(max(abs(wide - a), abs(tall - b)) for a, b in (paper, paper[::-1]))


def _shown(name: str) -> str:
    found = _NAMED.match(name)
    return name if found is None else f"{found['width']} x {found['height']} {found['unit']}"
