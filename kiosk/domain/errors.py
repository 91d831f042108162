"""The errors that a user is meant to read.

An error is a template of English words with named values beside it, so that a catalogue can
say it in another language: `code` identifies the template, `values` fill it in.
"""

import re
from collections.abc import Mapping

from kiosk.domain.wording import Phrase

_WORD = re.compile(r"[a-z0-9]+")
_CODE_WORDS = 9
"""Words of a template, value names included, that form its code: enough to be unique."""


class KioskError(Exception):
    """A failure: something that no expected outcome can express.

    Args:
        message: what is wrong, in one line, naming the thing that is wrong: `"there is no {path}"`.
        hint: what to do about it, in the same form, or "" if unknown.
        values: the value for each name; without any, both texts are used as they are.
    """

    def __init__(self, message: str, hint: str = "", **values: object) -> None:
        self.template = message
        self.hint_template = hint
        self.values: Mapping[str, object] = values
        self.message = Phrase(message, **values)
        self.hint = Phrase(hint, **values)
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """The name of this error in a catalogue, the same whatever its values are."""
        return code_of(self.template)


def code_of(template: str) -> str:
    """Return the code of a template: its first words, with the names of its values."""
    bare = re.sub(r"\{(\w+)[^}]*\}", r" \1 ", template).lower()
    return "_".join(_WORD.findall(bare)[:_CODE_WORDS])
