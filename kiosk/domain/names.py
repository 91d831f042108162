"""The likeness of two names: does a changed name in a list still mean the same person?

1. Compared are folded words, in any order: case, accents and swapped columns do not count.
2. One whole word in common makes it a change of name (a marriage, a correction), not another person.
   Particles and initials do not count.
3. With no word in common, every word of the shorter name must resemble one of the other: a misspelling.
"""

from difflib import SequenceMatcher
from enum import StrEnum

from kiosk.domain.folding import fold

_NOT_NAMES = (
    "de du la le les des da di do dos das del al el ad an ar as at ould bin ben ibn bint van von der den ter"
    " ep epouse nee veuve mme mlle mr mrs ms dr pr prof haj hadj hadji cheikh sheikh"
)
_PARTICLES = frozenset(_NOT_NAMES.split())
_LIKE = 0.65
"""Share of letters in common from which a word counts as a misspelling, in a name of several words."""
_VERY_LIKE = 0.8
"""The same for names of one word: Toure and Traore are two families."""


class Likeness(StrEnum):
    """How far two names can be one person's."""

    SAME = "same"
    PARTLY = "partly"
    NONE = "none"


def likeness(old: str, new: str) -> Likeness:
    """Compare two names, each given in full: given, family and native name with spaces between.

    Returns:
        SAME if every word of the shorter one is in the other or only misspelt, also if there is nothing to
        compare; PARTLY if some word is; NONE if none is.
    """
    if old == new:
        return Likeness.SAME
    before, after = _words(old), _words(new)
    if not before or not after:
        return Likeness.SAME
    shorter, longer = sorted((before, after), key=lambda words: (len(words), sorted(words)))
    if shorter <= longer or _is_misspelt(shorter, longer):
        return Likeness.SAME
    return Likeness.PARTLY if shorter & longer else Likeness.NONE


def _words(name: str) -> set[str]:
    words = fold(name).split()
    bearing = {word for word in words if len(word) > 1 and word not in _PARTICLES}
    return bearing or set(words)


def _is_misspelt(shorter: set[str], longer: set[str]) -> bool:
    least = _LIKE if len(shorter) > 1 else _VERY_LIKE
    if all(max(_share(word, other) for other in longer) >= least for word in shorter - longer):
        return True
    # Abdul Rahman and Abdulrahman: the same letters, divided into other words.
    return _share("".join(sorted(shorter)), "".join(sorted(longer))) >= _VERY_LIKE


def _share(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
