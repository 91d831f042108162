"""Fields: filling an element's text in from a badge, its conditions, and what badges share."""

from dataclasses import dataclass, field

from kiosk.badge.countries import country_names
from kiosk.badge.design import elements as el
from kiosk.badge.drawing.content import BadgeContent
from kiosk.badge.text.shaping import clean
from kiosk.badge.text.shortening import shorter

_LINED = frozenset({el.Field.EVENT, el.Field.EVENT_NOTE})


_COLOURS = ("fill", "stroke", "colour", "ground", "figure", "frame", "off")
"""The attributes of elements that are colours."""

Values = dict[el.Field, str]


def values_of(content: BadgeContent, languages: tuple[str, ...]) -> Values:
    """Return what each field shows for one badge.

    Args:
        content: the badge.
        languages: of country names. The first, which gate staff read, stays first; the badge's own comes
            next; the number stays the same.
    """
    named = tuple(dict.fromkeys((languages[0], content.language, *languages)))[: len(languages)]
    countries = country_names(content.country, named)
    return {
        el.Field.TITLE: content.title,
        el.Field.GIVEN_NAME: content.given_name,
        el.Field.FAMILY_NAME: content.family_name,
        el.Field.NAME_NATIVE: content.name_native,
        el.Field.ORGANISATION: content.organisation,
        el.Field.POSITION: content.position,
        el.Field.COUNTRY: " · ".join(countries),
        el.Field.COUNTRY_FIRST: countries[0],
        el.Field.COUNTRY_OTHER: " · ".join(countries[1:]),
        el.Field.COUNTRY_CODE: content.country,
        el.Field.CATEGORY: next(iter(content.category_names), ""),
        el.Field.CATEGORY_OTHER: " · ".join(content.category_names[1:]),
        el.Field.CATEGORY_LETTER: content.category_letter,
        el.Field.NUMBER: content.number,
        el.Field.ISSUE: str(content.issue),
        el.Field.EVENT: "\n".join(content.event_lines),
        el.Field.EVENT_NOTE: content.event_note,
        el.Field.ZONES: ", ".join(content.zones),
    }


_SAYS = {
    el.Field.COUNTRY: {el.Field.COUNTRY, el.Field.COUNTRY_FIRST, el.Field.COUNTRY_OTHER},
    el.Field.COUNTRY_FIRST: {el.Field.COUNTRY, el.Field.COUNTRY_FIRST},
}
"""Fields that each field includes."""


@dataclass(slots=True)
class SideTexts:
    """The texts of one side, in the template's order: none is repeated to fill a gap.

    If a field stands in for an empty one, a later text of that field alone is left out; a field that was
    already shown never stands in.

    Attributes:
        values: of all fields.
        said: fields shown so far.
        stood_in: those that stood in for another.
    """

    values: Values
    said: set[el.Field] = field(default_factory=set)
    stood_in: set[el.Field] = field(default_factory=set)

    def wordings_of(self, element: el.Text, language: str) -> tuple[str, ...]:
        """Return the wordings of a text, in full first, then shorter ones if the template allows it."""
        pieces = _pieces_of(element, language)
        if self.stood_in and self._is_said(pieces):
            return ("",)
        if not element.may_shorten:
            return (self._filled(pieces, self.values),)
        given = shorter(clean(self.values[el.Field.GIVEN_NAME]))
        changed = (self.values | {el.Field.GIVEN_NAME: one} for one in given)
        return tuple(dict.fromkeys(self._filled(pieces, one) for one in changed))

    def _is_said(self, pieces: tuple[el.Piece, ...]) -> bool:
        """Say whether everything that a text would show has already stood in for something."""
        fields = [piece.fields[0] for piece in pieces if piece.fields]
        return bool(fields) and self.stood_in.issuperset(fields)

    def _filled(self, pieces: tuple[el.Piece, ...], values: Values) -> str:
        """Fill in the fields of a text; if all its fields are empty, so is the text."""
        shown = ""
        has_fields = is_filled = False
        for piece in pieces:
            if not piece.fields:
                shown += piece.literal
                continue
            has_fields = True
            one = piece.fields[0]
            value = values[one] or (self._instead(piece, values) if len(piece.fields) > 1 else "")
            if value:
                is_filled = True
                self.said.add(one)
            # Only the event's own texts hold line breaks; one in a person's field is a blank.
            shown += value if one in _LINED else value.replace("\n", " ")
        return "" if has_fields and not is_filled else shown.strip()

    def _instead(self, piece: el.Piece, values: Values) -> str:
        """Return what stands in for a piece's first field, which is empty."""
        said = {other for one in self.said for other in _SAYS.get(one, (one,))}
        for one in piece.fields[1:]:
            if values[one] and one not in said:
                self.stood_in |= _SAYS.get(one, {one})
                return values[one]
        return ""


def _pieces_of(element: el.Text, language: str) -> tuple[el.Piece, ...]:
    """Return the pieces of a text in a language, else those for all other languages, else the first."""
    pieces = element.pieces[0][1]
    for key, candidate in element.pieces:
        if key in {language, ""}:
            pieces = candidate
            if key:
                break
    return pieces


def conditions_of(content: BadgeContent) -> frozenset[el.Condition]:
    """Return the conditions under which a badge's elements are drawn."""
    found = {
        el.Condition.ALWAYS: True,
        el.Condition.ESCORT: content.needs_escort,
        el.Condition.NO_ESCORT: not content.needs_escort,
        el.Condition.DEMO: content.is_demo,
        el.Condition.PHOTO: content.photo is not None,
        el.Condition.NO_PHOTO: content.photo is None,
        el.Condition.NATIVE: bool(content.name_native),
        el.Condition.NO_NATIVE: not content.name_native,
        el.Condition.REPLACEMENT: content.issue > 1,
    }
    return frozenset(condition for condition, holds in found.items() if holds)


def follows_category(element: el.Element) -> bool:
    """Say whether any colour of an element is the category's."""
    style = getattr(element, "style", None)
    colours = [str(getattr(element, name, "")) for name in _COLOURS]
    if isinstance(style, el.TextStyle):
        colours.append(style.colour)
    return any(colour.startswith(el.CATEGORY) for colour in colours)


def is_shared(element: el.Element) -> bool:
    """Say whether many badges share this element: it depends on event, category or rights only."""
    if element.common.when not in {el.Condition.ALWAYS, el.Condition.DEMO}:
        return False
    if isinstance(element, el.Text):
        fields = {name for _, pieces in element.pieces for piece in pieces for name in piece.fields}
        return fields <= el.SHARED_FIELDS and not element.follow
    return isinstance(element, el.Rectangle | el.Rule | el.Motif | el.Picture | el.Band | el.Zones | el.Days)
