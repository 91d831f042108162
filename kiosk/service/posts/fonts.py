"""The fonts of pages: those of badges, so that a name looks alike on paper and on a screen."""

from collections.abc import Mapping

from kiosk.badge.text.fonts import Weight, main_face

_WEIGHTS: Mapping[str, Weight] = {"regular": Weight.REGULAR, "bold": Weight.BOLD}


def font_file(name: str) -> bytes | None:
    """Return a TrueType file, `regular` or `bold`; None for any other name."""
    weight = _WEIGHTS.get(name)
    return None if weight is None else main_face(weight).data
