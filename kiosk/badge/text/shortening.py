"""Shortening names: what a name may lose when space is short, and which particles stay.

1. The family name is never shortened; nor is the first given name.
2. Given names after the first become initials, the last one first: *Awa Marie Louise*, *Awa Marie L.*,
   *Awa M. L.*
3. Then they are dropped, the last one first: *Awa M.*, *Awa*.
4. A particle and the name after it are one: never abbreviated, kept or dropped together, as in
   *Abd al-Rahman*.
5. Only Latin, Greek and Cyrillic have initials; a name in any other script stays whole.

A name that still does not fit is left to a person.
"""

import itertools
import re
from collections.abc import Iterator
from unicodedata import combining, name

_PARTICLES = """
abd abdel abdoul abdul abou abu ag al ap ath ben bent bin bint bou d da dal das de degli dei del della den
der des di do dos du e el et ibn la las le les lo los mac mc of oul ould oum st ste ten ter ul umm und
van vom von y z zu zum zur
αλ του της да де дер ла ле ван фон аль эль бен бин ибн
آل ابن ابو أبو أبي ام أم بن بنت ذو عبد
"""
"""Words that belong to the name after them, in many of the guests' languages; compared in lower case."""
PARTICLES = frozenset(_PARTICLES.split())
HELD = "\u00a0"
"""Stands between a particle and its name during line breaking; never in cleaned text."""
_JOINTS = "'\u2019-"
_FOLLOWING = re.compile(r"[·\u2013\u2014]|[^\W\d_]\.(-[^\W\d_]\.)*")
"""A dot or a dash between two texts, or initials: they never begin a line."""
_CASED = ("LATIN ", "GREEK ", "CYRILLIC ")


def is_particle(word: str) -> bool:
    """Say whether a word is a particle of the name after it."""
    bare = word.rstrip(_JOINTS)
    if len(bare) == 1 and bare.isupper():  # an initial without its dot
        return False
    return bare.lower() in PARTICLES


def hold(text: str) -> str:
    """Join what a line break must not part: particle and name, name and initials, word and dot.

    Args:
        text: cleaned: single spaces, none at its ends.
    """
    words = text.split(" ")
    held = words[0]
    for before, word in itertools.pairwise(words):
        held += (HELD if is_particle(before) or _FOLLOWING.fullmatch(word) else " ") + word
    return held


def shorter(given: str) -> Iterator[str]:
    """Yield a person's given names, in full first, then shorter and shorter.

    Args:
        given: the given names in order, as in the list.
    """
    units, tail = _units(given)
    last = given
    yield given
    for names in _steps(units):
        shown = " ".join([*names, *tail])
        if shown != last:
            yield shown
            last = shown


def _units(given: str) -> tuple[list[str], list[str]]:
    """Split given names, each particle with its name; return also the particles at the end.

    Those belong to the family name and stay with it.
    """
    words = [word for word in given.split(" ") if word]
    tail: list[str] = []
    while len(words) > 1 and is_particle(words[-1]):
        tail.insert(0, words.pop())
    units: list[str] = []
    opened = False
    for word in words:
        if opened:
            units[-1] += f" {word}"
        else:
            units.append(word)
        opened = is_particle(word)
    return units, tail


def _steps(units: list[str]) -> Iterator[list[str]]:
    shown = list(units)
    for at in range(len(units) - 1, 0, -1):
        shown[at] = initial(units[at])
        yield list(shown)
    for kept in range(len(units) - 1, 0, -1):
        yield shown[:kept]


def initial(unit: str) -> str:
    """Return a name's initial with its dot, of both parts of a double name; the whole name if it has none."""
    if " " in unit or "." in unit:
        return unit
    parts = [part for part in unit.split("-") if part]
    if not all(_has_initial(part) for part in parts) or not parts:
        return unit
    return "-".join(f"{_first(part)}." for part in parts)


def _has_initial(part: str) -> bool:
    return part[0].isupper() and name(part[0], "").startswith(_CASED) and len(_first(part)) < len(part)


def _first(part: str) -> str:
    end = 1
    while end < len(part) and combining(part[end]):
        end += 1
    return part[:end]
