"""Passwords and PINs: which ones are good enough.

1. A password has 8 to 128 characters, of any kind; nothing else is asked of how it is made up.
2. One that is among the first that anybody tries is refused: the commonest, a repeated character, and what
   is left of an event's name once years and signs are taken away.
3. A PIN is six digits: not one digit six times, and no run of them.
4. `password_as_one` comes first: what two keyboards send for the same letters is one password.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise

from kiosk.domain.folding import fold

SHORTEST, LONGEST = 8, 128
"""Characters of a password."""
PIN_DIGITS = 6
_NEW_LETTERS = 4
"""Characters that a password must have besides words that anybody tries first."""
_FEWEST_KINDS = 3
"""Different characters of a password: two of them in turn are tried first."""
_SHORTEST_WORD = 3
"""Of an event's name; shorter words are left in."""

_COMMON_WORDS = """
motdepasse password passe secret admin administrateur administrator bonjour bienvenue welcome azerty
azertyuiop qwerty qwertyuiop qwertz soleil doudou loulou jetaime iloveyou chouchou sifre parola
merhaba ankara istanbul turkiye galatasaray fenerbahce besiktas mali niger burkina mohamed muhammed
mohammed allah bismillah habibi letmein master changeme test guest user badge salon porte gate kiosk
security securite desk visitor visiteur accueil invite fair expo 123 1234 12345 123456 1234567
12345678 123456789 1234567890 abc abcd abcdef abc123 000 111 كلمه السر مرور سلام حبيبي اهلا
"""
"""What people of the event's languages choose first; `keys.passwords` knows the commonest of the world."""
_COMMON = frozenset(_COMMON_WORDS.split())
_YEAR = re.compile(r"(?:19|20)\d\d")


class PasswordFault(StrEnum):
    """Why a password or a PIN is refused, as a code for screens in other languages."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    EVENT = "event"
    NOT_A_PIN = "not_a_pin"
    PLAIN_PIN = "plain_pin"


def password_as_one(password: str) -> str:
    """Return the spelling of a password that is hashed: Unicode's NFC, nothing taken away."""
    return unicodedata.normalize("NFC", password)


def password_fault(password: str, words: Iterable[str]) -> PasswordFault | None:
    """Say why a password is refused; None for a good one.

    Args:
        password: as `password_as_one` gives it.
        words: the names of the event, its sites, its organisation, the account: what is tried first there.
    """
    if len(password) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    if len(set(password.casefold())) < _FEWEST_KINDS or fold(password).replace(" ", "") in _COMMON:
        return PasswordFault.COMMON
    local = {word for text in words for word in fold(text).split() if len(word) >= _SHORTEST_WORD}
    bare = fold(password).replace(" ", "")
    without = _YEAR.sub("", _without(bare, local))
    if len(without) < len(bare) and len(without) < _NEW_LETTERS:
        return PasswordFault.EVENT
    without_common = _YEAR.sub("", _without(bare, local | _COMMON))
    if len(without_common) < len(bare) and len(without_common) < _NEW_LETTERS:
        return PasswordFault.COMMON
    return None


def _without(text: str, words: Iterable[str]) -> str:
    """Return a text without any of some words, the longest taken away first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def pin_fault(pin: str) -> PasswordFault | None:
    """Say why a PIN is refused; None for a good one."""
    if not (len(pin) == PIN_DIGITS and pin.isascii() and pin.isdigit()):
        return PasswordFault.NOT_A_PIN
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return PasswordFault.PLAIN_PIN if steps <= {0} or steps in ({1}, {-1}) else None
