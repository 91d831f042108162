"""The errors that a user is meant to read.

An error is a template of English words with named values beside it, so that another catalogue can say the
same in another language: `code` names the template, `values` are what stands in it.
"""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[a-z0-9]+")
_CODE_WORDS = 9
"""Words of a template, names of values among them, that make its code: enough to tell it from every other."""


class KioskError(Exception):
    """A broken world: something that an expected outcome cannot express.

    Args:
        message: What is wrong, in one line, naming the thing that is wrong: `"there is no {path}"`.
        hint: What to do about it, in the same form, or "" where nothing is known.
        values: What stands in the place of each name; without any, both texts stand as they are.
    """

    def __init__(self, message: str, hint: str = "", **values: object) -> None:
        self.template = message
        self.hint_template = hint
        self.values: Mapping[str, object] = values
        self.message = _filled(message, values)
        self.hint = _filled(hint, values)
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """The name of this error in a catalogue, the same whatever its values are."""
        return code_of(self.template)


def code_of(template: str) -> str:
    """Return the code of a template: its first words, with the names of its values."""
    bare = re.sub(r"\{(\w+)[^}]*\}", r" \1 ", template).lower()
    return "_".join(_WORD.findall(bare)[:_CODE_WORDS])


def _filled(template: str, values: Mapping[str, object]) -> str:
    """Put values into a text; one that is no template, with braces of its own, stands as it is."""
    if not values:
        return template
    try:
        return template.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return template
