"""The nearest valid value: what a misspelt word may have meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from kiosk.domain.folding import fold
from kiosk.domain.wording import Phrase

_CLOSE_ENOUGH = 0.6
"""Share of characters in common; below it a suggestion would mislead more than help."""


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like `text`, ignoring case and accents; None if none is similar."""
    wanted = fold(text)
    if not wanted:
        return None
    best, best_score = None, _CLOSE_ENOUGH
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for candidate in candidates:
        matcher.set_seq1(fold(candidate))
        if matcher.real_quick_ratio() <= best_score or matcher.quick_ratio() <= best_score:
            continue
        if (score := matcher.ratio()) > best_score:
            best, best_score = candidate, score
    return best


def did_you_mean(text: str, candidates: Iterable[str]) -> str:
    """Return a hint: the nearest candidate, or else what there is to choose from."""
    known = tuple(candidates)
    closest = nearest(text, known)
    if closest is not None:
        return Phrase('did you mean "{closest}"?', closest=closest)
    return Phrase("known: {known}", known=", ".join(known)) if known else ""
