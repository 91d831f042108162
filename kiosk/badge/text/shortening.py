"""Shortening names: what a name may lose where room is short, and the particles that stay.

1. The family name is never shortened; nor is the first given name.
2. Given names after the first become initials, the last one first: *Awa Marie Louise*, *Awa Marie L.*,
   *Awa M. L.*
3. Then they go, the last one first: *Awa M.*, *Awa*.
4. A particle and the name after it are one: they are never abbreviated, they stay or go together, as in
   *Abd al-Rahman*.
5. Only Latin, Greek and Cyrillic know initials; a name in any other script stays whole.

What still finds no room is for a person to settle.
"""

import itertools
import re
from collections.abc import Iterator
from unicodedata import combining, name

#: Words that belong to the name after them, in many languages of this salon's guests; compared in lower case.
_PARTICLES = """
abd abdel abdoul abdul abou abu ag al ap ath ben bent bin bint bou d da dal das de degli dei del della den
der des di do dos du e el et ibn la las le les lo los mac mc of oul ould oum st ste ten ter ul umm und
van vom von y z zu zum zur
αλ του της да де дер ла ле ван фон аль эль бен бин ибн
آل ابن ابو أبو أبي ام أم بن بنت ذو عبد
"""
PARTICLES = frozenset(_PARTICLES.split())
#: Stands between a particle and its name while lines are broken; no cleaned text has it.
HELD = "\u00a0"
_JOINTS = "'\u2019-"
#: A dot or a dash between two texts, or initials: none of them begins a line.
_FOLLOWING = re.compile(r"[·\u2013\u2014]|[^\W\d_]\.(-[^\W\d_]\.)*")
_CASED = ("LATIN ", "GREEK ", "CYRILLIC ")


def is_particle(word: str) -> bool:
    """Say whether a word only opens the name after it."""
    bare = word.rstrip(_JOINTS)
    if len(bare) == 1 and bare.isupper():  # an initial without its dot
        return False
    return bare.lower() in PARTICLES


def hold(text: str) -> str:
    """Join what a line must not break: a particle and its name, a name and its initials, a word and a dot.

    Args:
        text: Cleaned: single blanks, none at its ends.
    """
    words = text.split(" ")
    held = words[0]
    for before, word in itertools.pairwise(words):
        held += (HELD if is_particle(before) or _FOLLOWING.fullmatch(word) else " ") + word
    return held


def shorter(given: str) -> Iterator[str]:
    """Yield a person's given names shorter and shorter, the whole first.

    Args:
        given: Given names in their order, as they came.
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
    """Split given names, a particle and its name as one, and the particles at the end.

    Those open the family name, and stay with it.
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
    """Return a name's initial with its dot, of both parts of a double name; whole where it can have none."""
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
