"""A fault of a document: where it is, what is wrong, and what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.document import Json

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (a path such as `event.zones[3].parent`), what, and what to do."""

    path: str
    message: str
    hint: str = ""


def spoken(path: str, document: Json) -> str:
    """Write a path as people count: `event.zones[3].parent` is `event.zones, number 4 (VIP), parent`.

    Args:
        path: as in a fault, numbers from 0.
        document: the document that it points into; an item's id or date is named if it has one.
    """
    said, after = "", ""
    value = document
    for index, name in _STEP.findall(path):
        if name:
            said += f"{after}{name}"
            after = "."
            value = value.get(name) if isinstance(value, Mapping) else None
        else:
            said += f", number {int(index) + 1}"
            after = ", "
            items = value if isinstance(value, (list, tuple)) else ()
            value = items[int(index)] if int(index) < len(items) else None
            own = (value.get("id") or value.get("date")) if isinstance(value, Mapping) else None
            said += f" ({own})" if own else ""
    return said
