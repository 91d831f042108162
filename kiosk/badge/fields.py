"""Own what an element shows of a badge: fields filled in, conditions, and what many badges share."""

from collections.abc import Callable, Sequence

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
    return "".join(text or piece.literal for piece, text in filled).strip()


def _first(fields: Sequence[el.Field], content: BadgeContent, languages: tuple[str, ...]) -> str:
    return next((text for text in (_value(field, content, languages) for field in fields) if text), "")


def _value(name: el.Field, content: BadgeContent, languages: tuple[str, ...]) -> str:
    computed: dict[el.Field, Callable[[], str]] = {
        el.Field.COUNTRY: lambda: country_name(content.country, languages),
        el.Field.COUNTRY_CODE: lambda: content.country,
        el.Field.CATEGORY: lambda: next(iter(content.category_names), ""),
        el.Field.CATEGORY_OTHER: lambda: " · ".join(content.category_names[1:]),
        el.Field.EVENT: lambda: "\n".join(content.event_lines),
        el.Field.EVENT_NOTE: lambda: content.event_note,
        el.Field.ZONES: lambda: ", ".join(content.zones),
        el.Field.ISSUE: lambda: str(content.issue),
    }
    if name in computed:
        return computed[name]()
    return str(getattr(content, name)).replace("\n", " ")


def holds(when: el.Condition, content: BadgeContent) -> bool:
    """Say whether an element with this condition is drawn."""
    return {
        el.Condition.ALWAYS: True,
        el.Condition.ESCORT: content.needs_escort,
        el.Condition.DEMO: content.is_demo,
        el.Condition.PHOTO: content.photo is not None,
        el.Condition.NO_PHOTO: content.photo is None,
        el.Condition.NATIVE: bool(content.name_native),
        el.Condition.NO_NATIVE: not content.name_native,
        el.Condition.REPLACEMENT: content.issue > 1,
    }[when]


def is_shared(element: el.Element) -> bool:
    """Say whether many badges show this element alike: by event, category, or the rights that go with it."""
    if element.common.when not in {el.Condition.ALWAYS, el.Condition.DEMO}:
        return False
    if isinstance(element, el.Text):
        fields = {name for _, pieces in element.pieces for piece in pieces for name in piece.fields}
        return fields <= el.SHARED_FIELDS and not element.follow
    return isinstance(element, el.Rectangle | el.Rule | el.Motif | el.Picture | el.Band | el.Zones | el.Days)


def inputs(element: el.Element, content: BadgeContent, languages: tuple[str, ...]) -> tuple[object, ...]:
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
