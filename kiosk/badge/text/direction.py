"""The direction of text: embedding levels and visual order after the Unicode Bidirectional Algorithm.

The numbers of the rules are those of Unicode Standard Annex 9, revision 50. Explicit controls (X1-X8) have
no use on a badge: `kiosk.badge.text.shaping.clean` removes them; an override in a name can only deceive.
"""

from collections.abc import Sequence
from unicodedata import bidirectional, normalize

_PAIRS = {"(": ")", "[": "]", "{": "}", "\u2045": "\u2046", "\u2329": "\u232a", "\u3008": "\u3009"}
"""Bracket pairs (BidiBrackets.txt) in fonts for names; angle brackets compare by canonical form."""
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}
_MAX_DEPTH = 63
_STRONG_RTL = frozenset({"R", "AL"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_SIDE = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""For N0 to N2 a number counts as right to left."""


def is_rtl(text: str) -> bool:
    """Say whether a paragraph runs from right to left: its first strong character decides (P2, P3)."""
    for char in text:
        kind = bidirectional(char)
        if kind == "L":
            return False
        if kind in _STRONG_RTL:
            return True
    return False


def levels(text: str, base: int) -> list[int]:
    """Resolve the embedding level of every character of one line.

    Args:
        text: one line in logical order, without explicit directional controls.
        base: the paragraph's level, 0 or 1.
    """
    kinds = [bidirectional(char) or "L" for char in text]
    kept = [at for at, kind in enumerate(kinds) if kind != "BN"]  # X9: treated as absent
    classes = [kinds[at] for at in kept]
    side = "R" if base else "L"
    marks = [kind == "NSM" for kind in classes]
    _weak(classes, side)
    _brackets([text[at] for at in kept], classes, marks, side)
    _neutral(classes, side)
    found = [base] * len(text)
    for at, kind in zip(kept, classes, strict=True):
        found[at] = _implicit(kind, base)
    for at in range(1, len(text)):
        if kinds[at] == "BN":
            found[at] = found[at - 1]
    _trailing(kinds, found, base)
    return found


def visual_runs(found: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return (start, end, level) of each run of one line, from left to right (L2)."""
    runs: list[tuple[int, int, int]] = []
    start = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or found[at] != found[start]:
            runs.append((start, at, found[start]))
            start = at
    if not runs:
        return runs
    highest = max(level for _, _, level in runs)
    odd = [level for _, _, level in runs if level % 2]
    for level in range(highest, (min(odd) if odd else highest + 1) - 1, -1):
        at = 0
        while at < len(runs):
            end = at
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[at:end] = runs[at:end][::-1]
            at = max(end, at + 1)
    return runs


def _implicit(kind: str, base: int) -> int:
    """Apply I1 and I2."""
    if base % 2:
        return base if kind == "R" else base + 1
    if kind == "R":
        return base + 1
    return base + 2 if kind in {"AN", "EN"} else base


def _weak(classes: list[str], side: str) -> None:
    """Apply W1 to W7 in place."""
    before = side
    strong = side
    for at, kind in enumerate(classes):
        if kind == "NSM":  # W1
            classes[at] = before
        before = classes[at]
        if classes[at] in {"L", "R", "AL"}:
            strong = classes[at]
        elif classes[at] == "EN" and strong == "AL":  # W2
            classes[at] = "AN"
    classes[:] = ["R" if kind == "AL" else kind for kind in classes]  # W3
    _separators(classes)
    strong = side
    for at, kind in enumerate(classes):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            classes[at] = "L"


def _separators(classes: list[str]) -> None:
    """Apply W4 to W6 in place."""
    for at in range(1, len(classes) - 1):  # W4
        left, right = classes[at - 1], classes[at + 1]
        if left == right and (
            (classes[at] in {"ES", "CS"} and left == "EN") or (classes[at] == "CS" and left == "AN")
        ):
            classes[at] = left
    at = 0
    while at < len(classes):  # W5
        end = at
        while end < len(classes) and classes[end] == "ET":
            end += 1
        if end > at and ((at and classes[at - 1] == "EN") or (end < len(classes) and classes[end] == "EN")):
            classes[at:end] = ["EN"] * (end - at)
        at = max(end, at + 1)
    classes[:] = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in classes]  # W6


def _pairs(chars: Sequence[str], classes: Sequence[str]) -> list[tuple[int, int]]:
    """Find the bracket pairs, in order of their openers (BD16)."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for at, char in enumerate(chars):
        if classes[at] != "ON":
            continue
        if char in _PAIRS:
            if len(stack) == _MAX_DEPTH:
                return []
            stack.append((normalize("NFC", _PAIRS[char]), at))
        elif char in _CLOSERS:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == normalize("NFC", char):
                    found.append((stack[depth][1], at))
                    del stack[depth:]
                    break
    return sorted(found)


def _brackets(chars: Sequence[str], classes: list[str], marks: Sequence[bool], side: str) -> None:
    """Apply N0 in place: a pair of brackets takes one direction."""
    for opener, closer in _pairs(chars, classes):
        inside = {_SIDE.get(kind) for kind in classes[opener + 1 : closer]} - {None}
        if not inside:
            continue
        chosen = side
        if side not in inside:  # the opposite direction needs the context before it to agree
            before = next((_SIDE[kind] for kind in classes[opener - 1 :: -1] if kind in _SIDE), side)
            chosen = (before if opener else side) if before != side else side
        for at in (opener, closer):
            classes[at] = chosen
            follower = at + 1
            while follower < len(classes) and marks[follower]:
                classes[follower] = chosen
                follower += 1


def _neutral(classes: list[str], side: str) -> None:
    """Apply N1 and N2 in place."""
    at = 0
    while at < len(classes):
        end = at
        while end < len(classes) and classes[end] in _NEUTRAL:
            end += 1
        if end > at:
            left = _SIDE.get(classes[at - 1], side) if at else side
            right = _SIDE.get(classes[end], side) if end < len(classes) else side
            classes[at:end] = [left if left == right else side] * (end - at)
        at = max(end, at + 1)


def _trailing(kinds: Sequence[str], found: list[int], base: int) -> None:
    """Apply L1 in place: separators, and the blanks before them or at the end, return to the base level."""
    resets = True
    for at in range(len(kinds) - 1, -1, -1):
        if kinds[at] in {"S", "B"}:
            found[at] = base
            resets = True
        elif kinds[at] in {"WS", "BN"}:
            if resets:
                found[at] = base
        else:
            resets = False
