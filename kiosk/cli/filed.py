"""The place of a badge in its carton, as commands name it."""

from kiosk.store.filed import Filed


def place_told(filed: Filed | None) -> str:
    """Say where a badge is filed, "carton 3, position 41", or ""."""
    return "" if filed is None else f"carton {filed.carton}, position {filed.position}"
