"""The typed lane: which of the codes that were typed count, and how often; the scanner's `lane`.

1. A code is presented once; 2 s in which it is not typed again re-arm it. A, B, A within 2 s is A, B.
2. Of the codes of one burst what is on the list counts, and the others are not presented.
3. Several on the list in one burst each count, one after the other: a computer that was busy for a second has
   not seen the silence between two people.
4. Codes that are not on the list and come faster than people can are held back and reported as one count. A
   badge on the list is never held back: nobody waits for a flood to end.
5. What a camera has just presented is not presented again because it is typed, nor the other way round.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from kiosk.domain.flood import Flood
from kiosk.domain.lane_rules import RULES, LaneRules

TOGETHER = 0.1
"""Seconds within which lines that are piped in count as one burst."""


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What a typed line says.

    Attributes:
        text: as it is to be presented; "" if it says several codes of the list.
        is_listed: whether it is on the list.
        repaired_as: the name of the hypothesis about the keyboard, if the line was repaired.
    """

    text: str
    is_listed: bool = False
    is_ambiguous: bool = False
    repaired_as: str | None = None


AMBIGUOUS = TypedCode("", is_ambiguous=True)


class TypedLane:
    """Turn typed codes into presentations. Times are monotonic seconds.

    Args:
        rules: the measures; the defaults are the product's.
    """

    def __init__(self, rules: LaneRules = RULES) -> None:
        self._rules = rules
        self._flood = Flood(rules.burst, rules.rate, 2 * rules.away, rules.throttled_every)
        self._said: dict[str, float] = {}
        self._waiting: list[TypedCode] = []
        self._waiting_at = inf
        self._listed_at = -inf
        self._now = -inf

    def typed(self, codes: Sequence[TypedCode], at: float) -> tuple[TypedCode, ...]:
        """Take a burst, and return what of it is presented."""
        self._pass_time(at)
        ours = [code for code in codes if code.is_listed or code.is_ambiguous]
        return tuple(self._new(ours or codes))

    def piped(self, code: TypedCode, at: float) -> tuple[TypedCode, ...]:
        """Take a line that was piped in, and return what is presented.

        A code that is not on the list waits for one that is; `due` presents it.
        """
        before = self.due(at)
        if code.is_listed:
            self._waiting.clear()
            self._listed_at = at
            return (*before, *self._new([code]))
        if at - self._listed_at >= TOGETHER:
            self._waiting.append(code)
            self._waiting_at = min(at, self._waiting_at)
        return before

    def due(self, now: float) -> tuple[TypedCode, ...]:
        """Return what has waited long enough for a code of the list."""
        self._pass_time(now)
        if not self._waiting or now - self._waiting_at < TOGETHER:
            return ()
        return self._waited()

    def close(self) -> tuple[TypedCode, ...]:
        """Return what still waits at the end of a pipe."""
        return self._waited()

    def throttled(self, now: float) -> int:
        """Return how many codes were held back, once that is due to be reported; else 0."""
        return self._flood.count() if self._flood.is_due(now) else 0

    def held_back(self) -> int:
        """Return how many codes were held back since the last report, at the end of the work."""
        return self._flood.count()

    def has_said(self, text: str, now: float) -> bool:
        """Return whether a code was presented or typed less than 2 s ago."""
        return now - self._said.get(text, -inf) < self._rules.away

    def note(self, text: str, now: float) -> None:
        """Note that a code is being presented, typed or before the camera."""
        self._said.pop(text, None)
        self._said[text] = now

    def forget(self, text: str) -> None:
        """Note that a presentation could not be decided: the code counts when it is typed again."""
        self._said.pop(text, None)

    def _waited(self) -> tuple[TypedCode, ...]:
        waiting, self._waiting, self._waiting_at = self._waiting, [], inf
        return tuple(self._new(waiting))

    def _pass_time(self, now: float) -> None:
        if now > self._now:
            self._flood.pass_time(0.0 if self._now == -inf else now - self._now)
            self._now = now
        for text, at in list(self._said.items()):  # the longest ago first
            if now - at < self._rules.away:
                break
            del self._said[text]

    def _new(self, codes: Iterable[TypedCode]) -> Iterator[TypedCode]:
        """Yield the codes that are presented now."""
        for code in codes:
            is_new = not self.has_said(code.text, self._now)
            self.note(code.text, self._now)
            if not is_new:
                continue
            if code.is_listed or self._flood.lets_through():
                yield code
            else:
                self._flood.hold_back(self._now)
