"""The place of a badge in its carton, as commands name it."""

from kiosk.cli.language import said
from kiosk.store.filed import Filed


def place_told(filed: Filed | None) -> str:
    """Say where a badge is filed, "carton 3, position 41", or ""."""
    if filed is None:
        return ""
    return said("carton {carton}, position {position}", carton=filed.carton, position=filed.position)
