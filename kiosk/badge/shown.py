"""Own what the paper shows: the facts that a template prints of a badge, and their digest.

A badge is out of date when the digest of today's list differs from the one kept when it was printed.
"""

import hashlib
from collections.abc import Mapping

from kiosk.badge import elements as el
from kiosk.badge.content import BadgeContent
from kiosk.badge.fields import Values, conditions_of, follows_category, values_of

_SEPARATOR = "\x1f"


def shown(content: BadgeContent, template: el.Template) -> dict[str, str]:
    """Return what a template prints of a badge, by the name of the fact; photos and codes as digests."""
    values = values_of(content, template.languages)
    conditions = conditions_of(content)
    found: dict[str, str] = {}
    for element in (*template.front, *template.back):
        if element.common.when is not el.Condition.ALWAYS:
            found[str(element.common.when)] = str(element.common.when in conditions)
        if follows_category(element):
            found["colour"] = content.colour
        found |= _facts(element, content, values)
    return dict(sorted(found.items()))


def _facts(element: el.Element, content: BadgeContent, values: Values) -> dict[str, str]:
    """Return what one element shows."""
    found: dict[str, str] = {}
    match element:
        case el.Text():
            names = {name for _, pieces in element.pieces for piece in pieces for name in piece.fields}
            found = {str(name): values[name] for name in names}
            if len(element.pieces) > 1:
                found["language"] = content.language
        case el.Photo():
            found["photo"] = "" if content.photo is None else _digest(content.photo)
        case el.Code():
            found["code"] = _digest(content.credential.encode())
        case el.Band():
            found["category"] = _SEPARATOR.join(content.category_names)
            found["category_letter"] = content.category_letter
            found["colour"] = content.colour
        case el.Motif() if element.pattern is el.Pattern.CATEGORY:
            found["category_letter"] = content.category_letter
        case el.Zones():
            found["zones"] = ", ".join(content.zones)
        case el.Days():
            marks = (f"{mark.day} {mark.label} {mark.is_allowed}" for mark in content.days)
            found["days"] = _SEPARATOR.join(marks)
        case _:
            pass
    return found


def paper_digest(facts: Mapping[str, str]) -> bytes:
    """Return the SHA-256 of what `shown` found, each part with its length before it."""
    digest = hashlib.sha256(b"kiosk/v1/paper")
    for key, value in sorted(facts.items()):
        for part in (key.encode(), value.encode("utf-8", "surrogatepass")):
            digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Name the facts in which two papers differ."""
    return tuple(sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key)))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
