"""English texts that can still be said in another language: they remember what they were made of."""

from collections.abc import Iterable, Mapping
from typing import Self


def filled(template: str, values: Mapping[str, object]) -> str:
    """Fill values into a text, `{name}` by `{name}`; a text that is not a template is returned unchanged."""
    if not values:
        return template
    try:
        return template.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return template


class Phrase(str):
    """A text that remembers the template of English words that it was made of, and its values.

    Args:
        template: the words, with a name in braces for each value.
        values: the value for each name.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill the template in, in English; a template that is a phrase already is taken as it is."""
        if isinstance(template, Phrase):
            values, template = dict(template.values), template.template
        self = super().__new__(cls, filled(template, values))
        self.template, self.values = template, values
        return self


def joined(parts: Iterable[str], between: str = "; ") -> Phrase:
    """Return texts one after the other, each of which can still be said in another language.

    Args:
        parts: the texts.
        between: what stands between two of them; no word.
    """
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(between.join([f"{{{name}}}" for name in values]), **values)


class Count(str):
    """A number with its noun that remembers both: `1 day`, `2 days`, `12,000 people`.

    Args:
        number: how many.
        one: the noun for exactly one, with whatever follows it.
        many: the noun for any other number.
    """

    __slots__ = ("many", "number", "one")
    number: int
    one: str
    many: str

    def __new__(cls, number: int, one: str, many: str) -> Self:
        """Say both in English."""
        self = super().__new__(cls, f"{number:,} {one if number == 1 else many}")
        self.number, self.one, self.many = number, one, many
        return self
