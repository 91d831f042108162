"""Own what an element shows of a badge: the filling of fields, conditions, and what is shared by many badges."""

from collections.abc import Sequence

from kiosk.badge import elements as el
from kiosk.badge.content import BadgeContent
from kiosk.badge.countries import country_name


def text_of(element: el.Text, content: BadgeContent, languages: tuple[str, ...]) -> str:
    """Fill in the fields of a text; where all its fields are empty, the text is empty too."""
    by_language = dict(element.pieces)
    pieces = by_language.get(content.language) or by_language.get("") or next(iter(by_language.values()))
    filled = [(piece, _first(piece.fields, content, languages)) for piece in pieces]
    if any(piece.fields for piece, _ in filled) and not any(text for piece, text in filled if piece.fields):
        return ""
    return " ".join("".join(text or piece.literal for piece, text in filled).split(" ")).strip()


def _first(fields: Sequence[el.Field], content: BadgeContent, languages: tuple[str, ...]) -> str:
    return next((text for text in (_value(field, content, languages) for field in fields) if text), "")


def _value(name: el.Field, content: BadgeContent, languages: tuple[str, ...]) -> str:
    match name:
        case el.Field.COUNTRY:
            return country_name(content.country, languages)
        case el.Field.COUNTRY_CODE:
            return content.country
        case el.Field.CATEGORY:
            return content.category_names[0] if content.category_names else ""
        case el.Field.CATEGORY_OTHER:
            return " · ".join(content.category_names[1:])
        case el.Field.EVENT:
            return "\n".join(content.event_lines)
        case el.Field.ZONES:
            return ", ".join(content.zones)
        case el.Field.ISSUE:
            return str(content.issue)
        case _:
            return str(getattr(content, name)).replace("\n", "\n" if name is el.Field.EVENT_NOTE else " ")


def _holds(when: el.Condition, content: BadgeContent) -> bool:
    match when:
        case el.Condition.ALWAYS:
            return True
        case el.Condition.ESCORT:
            return content.needs_escort
        case el.Condition.DEMO:
            return content.is_demo
        case el.Condition.PHOTO:
            return content.photo is not None
        case el.Condition.NO_PHOTO:
            return content.photo is None
        case el.Condition.NATIVE:
            return bool(content.name_native)
        case el.Condition.NO_NATIVE:
            return not content.name_native
        case el.Condition.REPLACEMENT:
            return content.issue > 1


def _is_shared(element: el.Element) -> bool:
    """Say whether badges of one category and event show this element alike."""
    if element.common.when not in {el.Condition.ALWAYS, el.Condition.DEMO}:
        return False
    if isinstance(element, el.Text):
        fields = {name for _, pieces in element.pieces for piece in pieces for name in piece.fields}
        return fields <= el.SHARED_FIELDS
    return isinstance(element, el.Rectangle | el.Rule | el.Motif | el.Picture | el.Band)


def _inputs(element: el.Element, content: BadgeContent, languages: tuple[str, ...]) -> tuple[object, ...]:
    """Return all that an element's drawing depends on, besides the category's colour."""
    match element:
        case el.Text():
            return (text_of(element, content, languages),)
        case el.Band():
            return (content.category_letter, content.category_names)
        case el.Zones():
            return content.zones
        case el.Days():
            return content.days
        case _:
            return ()


