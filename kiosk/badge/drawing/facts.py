"""The facts that a template prints of a badge, and their digest.

A badge is out of date when the digest of today's list differs from the one kept when it was printed.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.content import BadgeContent, DayMark
from kiosk.badge.drawing.fields import Values, conditions_of, follows_category, values_of

_SEPARATOR = "\x1f"


_Reading = Callable[[BadgeContent, Values, frozenset[el.Condition]], str]
"""Reads one fact off a badge, off its filled-in fields, or off the conditions that hold for it."""


class Facts:
    """What a template prints of any badge. Its elements are analysed once, not for every badge."""

    def __init__(self, template: el.Template) -> None:
        self._languages = template.languages
        readings: dict[str, _Reading] = {}
        for element in (*template.front, *template.back):
            if element.common.when is not el.Condition.ALWAYS:
                readings[str(element.common.when)] = _is_held(element.common.when)
            if follows_category(element):
                readings["colour"] = _OTHERS["colour"]
            readings |= _facts(element)
        self._readings = sorted(readings.items())

    def of(self, content: BadgeContent) -> dict[str, str]:
        """Return what is printed of a badge, by the name of the fact; photos and codes as digests."""
        values = values_of(content, self._languages)
        conditions = conditions_of(content)
        return {name: read(content, values, conditions) for name, read in self._readings}


def shown(content: BadgeContent, template: el.Template) -> dict[str, str]:
    """Return what a template prints of one badge; for many badges make `Facts` once."""
    return Facts(template).of(content)


def _facts(element: el.Element) -> dict[str, _Reading]:
    """Return what one element shows."""
    if isinstance(element, el.Text):
        names = {name for _, pieces in element.pieces for piece in pieces for name in piece.fields}
        found = {str(name): _value(name) for name in names}
        return found | _others("language") if len(element.pieces) > 1 else found
    match element:
        case el.Band():
            return _others("category", "category_letter", "colour")
        case el.Motif() if element.pattern is el.Pattern.CATEGORY:
            return _others("category_letter")
        case el.PhotoBox() | el.Code() | el.Zones() | el.Days():
            return _others(_FACT_OF[type(element)])
        case _:
            return {}


def _is_held(condition: el.Condition) -> _Reading:
    return lambda _content, _values, conditions: str(condition in conditions)


def _value(field: el.Field) -> _Reading:
    return lambda _content, values, _conditions: values[field]


def _others(*names: str) -> dict[str, _Reading]:
    return {name: _OTHERS[name] for name in names}


@lru_cache(maxsize=256)  # one for each set of days: there are few
def _days(marks: tuple[DayMark, ...]) -> str:
    return _SEPARATOR.join(f"{mark.day} {mark.label} {mark.is_allowed}" for mark in marks)


_OTHERS: dict[str, _Reading] = {
    "language": lambda content, _values, _conditions: content.language,
    "photo": lambda content, _values, _conditions: "" if content.photo is None else _digest(content.photo),
    "code": lambda content, _values, _conditions: _digest(content.credential.encode()),
    "colour": lambda content, _values, _conditions: content.colour,
    "category": lambda content, _values, _conditions: _SEPARATOR.join(content.category_names),
    "category_letter": lambda content, _values, _conditions: content.category_letter,
    "zones": lambda content, _values, _conditions: ", ".join(content.zones),
    "days": lambda content, _values, _conditions: _days(content.days),
}


_FACT_OF: Mapping[type[el.Element], str] = {
    el.PhotoBox: "photo",
    el.Code: "code",
    el.Zones: "zones",
    el.Days: "days",
}
"""The fact that each of these elements prints. Its name is kept with printed badges."""


def paper_digest(facts: Mapping[str, str]) -> bytes:
    """Return the SHA-256 of what `shown` returned, each part prefixed with its length."""
    parts = [b"kiosk/v1/paper"]
    for item in sorted(facts.items()):
        for part in item:
            text = part.encode("utf-8", "surrogatepass")
            parts += (len(text).to_bytes(4), text)
    return hashlib.sha256(b"".join(parts)).digest()


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Name the facts in which two printed badges differ."""
    return tuple(sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key)))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
