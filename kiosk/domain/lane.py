"""The lane: which of the codes in view was held up, when, and how often it counts.

Everything is in terms of the frames' own time; nothing here reads a clock. The rules:

1. A code is presented once; 2 s of pictures without it re-arm it. A gap in the pictures does not count as
   absence, and a camera fault re-arms nothing. A, B, A within 2 s is A, B.
2. Of several of ours, the one clearly larger inside the presentation area counts.
3. Several of ours of comparable size are ambiguous, and none of them is presented.
4. A code behind the presented one is not presented when that one leaves, until it comes nearer.
5. A code that is not ours is ignored while one of ours is in view, and reported once if held alone for 0.5 s.
6. A code that is not ours and does not move is background: a poster is not a visitor.
7. Presentations that come faster than people can are held back and reported as one count.
8. A code as large that is located but not read may be the badge held up. The lane waits for it: briefly if
   seen once, longer if seen again in the same place, not at all where a code was read or a poster hangs.
9. A badge that is small for this gate waits a moment for a larger one, and has to be read again after it:
   the person holding up a badge comes first, and a passer-by at a distance presents nothing. A large badge
   is presented in its first frame.

A reader misses codes in many frames; so "in view" means seen in this frame or a moment ago.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import hypot, inf, sqrt
from statistics import median

from kiosk.domain.flood import Flood
from kiosk.domain.lane_rules import RULES, LaneRules
from kiosk.domain.watched import WatchedTime

__all__ = ["RULES", "Corners", "Lane", "LaneKind", "LaneRules", "Point", "Presentation", "Sight"]

ROUNDING = 1e-6
"""Seconds by which a sum of steps may fall short of what it stands for."""

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]


class LaneKind(StrEnum):
    """What the lane reports."""

    PRESENTED = "presented"
    AMBIGUOUS = "ambiguous"
    FOREIGN = "foreign"
    THROTTLED = "throttled"


@dataclass(frozen=True, slots=True)
class Sight:
    """A code as one frame shows it; `text` is None for something code-like that could not be read."""

    text: str | None
    corners: Corners

    @property
    def side(self) -> float:
        """Return the side in pixels of the square with the same area as the box."""
        twice = sum(
            x0 * y1 - x1 * y0
            for (x0, y0), (x1, y1) in zip(self.corners, self.corners[1:] + self.corners[:1], strict=True)
        )
        return sqrt(abs(twice) / 2)

    @property
    def centre(self) -> Point:
        """Return the mean of the corners in pixels."""
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4


@dataclass(frozen=True, slots=True)
class Presentation:
    """One thing that the lane reports.

    `text` is None for AMBIGUOUS and THROTTLED; `count` is the number of codes that it covers; `at` is
    frame time in seconds; `corners` is where it was seen last, None for THROTTLED.
    """

    kind: LaneKind
    text: str | None
    count: int
    at: float
    corners: Corners | None


@dataclass(frozen=True, slots=True)
class _Track:
    """What the lane remembers of one code in view."""

    sight: Sight
    is_ours: bool
    since: float  # first seen, or seen again after more than `memory`
    last: float
    read: float  # last, in watched time
    seen: float  # last, in watched time: read, or located where it was read
    anchor: Sight  # where it was when it last moved
    still_since: float  # in watched time
    stay: Sight  # where it was when it last went past
    stay_since: float
    largest: float = 0.0  # its side when it was nearest, in shares of the frame
    is_said: bool = False
    is_held_back: bool = False
    behind: float = 0.0  # the side that it had while another was presented in front of it, else 0

    @property
    def side(self) -> float:
        return self.sight.side


@dataclass(frozen=True, slots=True)
class _Unread:
    """A place where a code was located and not read; seen again where `last` is after `since`."""

    sight: Sight
    since: float
    last: float


class Lane:
    """Turn the codes of successive frames into presentations.

    Args:
        is_ours: whether a text has the shape of one of our credentials.
        rules: the measures; the defaults are the product's.
    """

    def __init__(self, is_ours: Callable[[str], bool], rules: LaneRules = RULES) -> None:
        self._is_ours = is_ours
        self._rules = rules
        self._time = WatchedTime(rules.longest_step)
        self._flood = Flood(rules.burst, rules.rate, 2 * rules.away, rules.throttled_every)
        self._tracks: dict[str, _Track] = {}
        self._backgrounds: dict[str, Sight] = {}
        self._unread: list[_Unread] = []
        self._ambiguous_since: float | None = None
        self._ambiguous_last = -inf
        self._is_ambiguous_said = False
        self._is_together = False
        self._held_up: deque[float] = deque(maxlen=rules.learnt_from)
        self._at = -inf
        self._now = -inf

    def see(self, sights: Sequence[Sight], at: float, size: tuple[int, int]) -> tuple[Presentation, ...]:
        """Take one frame and say what was presented by it.

        Args:
            sights: the codes in the frame, in pixels, with those that could not be read.
            at: the frame's own time in seconds; a step back counts as a gap.
            size: width and height of the frame in pixels.
        """
        self._flood.pass_time(self._time.advance(at))
        self._at, self._now = at, self._time.now
        self._forget()
        self._update(sights, max(size))
        ours = [track for track in self._in_view() if track.is_ours]
        said = self._ours(ours, size) if ours else self._foreign()
        return (*said, *(self._count() if self._flood.is_due(self._now) else ()))

    def has_said(self, text: str) -> bool:
        """Return whether a code is in view, or was less than 2 s ago, and has been presented."""
        track = self._tracks.get(text)
        return track is not None and track.is_said

    def close(self) -> tuple[Presentation, ...]:
        """Say what is still to be counted at the end of a source."""
        for text in list(self._tracks):
            self._drop(text)
        return self._count()

    # What is in view

    def _forget(self) -> None:
        away = self._rules.away - ROUNDING
        for text, track in list(self._tracks.items()):
            if self._time.seen - track.seen >= away:
                self._drop(text)
        if self._time.seen - self._ambiguous_last >= away:
            self._is_ambiguous_said = False

    def _drop(self, text: str) -> None:
        track = self._tracks.pop(text)
        if track.is_said and track.is_ours:
            self._held_up.append(track.largest)
        if track.is_held_back and not track.is_said:
            self._flood.hold_back(track.last)

    def _update(self, sights: Iterable[Sight], length: int) -> None:
        read: dict[str, Sight] = {}
        unread: list[Sight] = []
        for sight in sights:
            if sight.text in self._tracks:  # held too far away, it is still not gone
                self._put(replace(self._tracks[sight.text], seen=self._time.seen))
            if sight.side < self._rules.smallest * length:
                continue
            if sight.text is None:
                unread.append(sight)
            else:
                read[sight.text] = _larger(read.get(sight.text), sight)
        for text, sight in read.items():
            if not self._is_background(text, sight):
                track = self._followed(self._tracks.get(text), text, sight)
                self._put(replace(track, largest=max(track.largest, sight.side / length)))
                self._learn(text)
        self._notice(unread)
        self._locate(unread)

    def _notice(self, unread: Iterable[Sight]) -> None:
        """Take what is located at the place of a code for that code: glare over it does not take it away."""
        for sight in unread:
            for track in list(self._tracks.values()):
                is_fresh = self._time.seen - track.read <= self._rules.glare_for
                if is_fresh and _overlap(sight, track.sight):
                    self._put(replace(track, seen=self._time.seen))

    def _locate(self, sights: Iterable[Sight]) -> None:
        places = [place for place in self._unread if self._now - place.last <= self._rules.memory]
        for sight in sights:
            known = next((place for place in places if self._is_still(place.sight, sight)), None)
            if known is not None:
                places.remove(known)
            places.append(_Unread(sight, self._now if known is None else known.since, self._now))
        self._unread = [place for place in places if not self._is_known(place.sight)]

    def _is_known(self, sight: Sight) -> bool:
        """Return whether a code was read at that place a moment ago, or hangs there for long."""
        read = [
            track.sight for track in self._tracks.values() if self._now - track.last <= self._rules.memory
        ]
        return any(_nearness(sight, other) < 1 for other in (*read, *self._backgrounds.values()))

    def _followed(self, old: _Track | None, text: str, sight: Sight) -> _Track:
        now, seen = self._now, self._time.seen
        if old is None:
            return _Track(sight, self._is_ours(text), now, now, seen, seen, sight, seen, sight, now)
        new = replace(old, sight=sight, last=now, read=seen, seen=seen)
        is_new = now - old.last > self._rules.memory
        if is_new:
            new = replace(new, since=now)
        if is_new or _distance(old.stay, sight) > self._rules.passing * sight.side:
            new = replace(new, stay=sight, stay_since=now)
        return new if self._is_still(old.anchor, sight) else replace(new, anchor=sight, still_since=seen)

    def _is_still(self, before: Sight, now: Sight) -> bool:
        small, large = sorted((before.side, now.side))
        return _distance(before, now) <= self._rules.still * large and large <= small * self._rules.nearer

    def _is_background(self, text: str, sight: Sight) -> bool:
        known = self._backgrounds.pop(text, None)
        if known is None or not self._is_still(known, sight):
            return False
        self._backgrounds[text] = known  # put back as the most lately seen
        return True

    def _learn(self, text: str) -> None:
        track = self._tracks[text]
        if (
            track.is_ours
            or not track.is_said
            or self._time.seen - track.still_since < self._rules.still_after
        ):
            return
        if len(self._backgrounds) >= self._rules.backgrounds:
            self._backgrounds.pop(next(iter(self._backgrounds)))
        self._backgrounds[text] = track.anchor
        self._drop(text)

    def _in_view(self) -> list[_Track]:
        """Return the codes in view, without those that another one has since taken the place of."""
        fresh = [track for track in self._tracks.values() if self._now - track.last <= self._rules.memory]
        return [
            track
            for track in fresh
            if not any(other.last > track.last and _overlap(other.sight, track.sight) for other in fresh)
        ]

    # Ours

    def _ours(self, ours: list[_Track], size: tuple[int, int]) -> tuple[Presentation, ...]:
        field = [track for track in ours if not self._is_bystander(track)]
        inside = [track for track in field if self._is_inside(track.sight, size)]
        ranked = sorted(inside or field, key=lambda track: track.side, reverse=True)
        if not ranked:
            return ()
        front, *others = ranked
        rivals = [track for track in others if front.side < track.side * self._rules.larger]
        if rivals and not all(track.is_said for track in (front, *rivals)):
            return self._ambiguous([front, *rivals])
        self._ambiguous_since = None
        for track in ours:
            if track.side * self._rules.larger <= front.side and not track.behind:
                self._put(replace(track, behind=track.side))
        if front.is_said or self._waits_for_unread(front) or self._waits_for_larger(front, size):
            return ()
        return self._say(front, LaneKind.PRESENTED)

    def _is_bystander(self, track: _Track) -> bool:
        if track.behind:
            return track.side < track.behind * self._rules.nearer
        return track.is_said and self._time.seen - track.still_since >= self._rules.bystander_after

    def _is_inside(self, sight: Sight, size: tuple[int, int]) -> bool:
        return all(
            abs(position - length / 2) <= share * length / 2
            for position, length, share in zip(sight.centre, size, self._rules.area, strict=True)
        )

    def _ambiguous(self, tracks: list[_Track]) -> tuple[Presentation, ...]:
        if self._ambiguous_since is None:
            self._ambiguous_since = self._now
            self._is_together = False
        self._is_together |= sum(track.last == self._now for track in tracks) > 1
        self._ambiguous_last = self._time.seen
        rules = self._rules
        wait = rules.ambiguous_after if self._is_together else rules.ambiguous_unseen_after
        if self._is_ambiguous_said or self._now - self._ambiguous_since < wait:
            return ()
        self._is_ambiguous_said = True
        return (Presentation(LaneKind.AMBIGUOUS, None, len(tracks), self._at, tracks[0].sight.corners),)

    def _waits_for_unread(self, track: _Track) -> bool:
        """Return whether something unread and as large might yet be the one that is held up."""
        return any(
            track.side < place.sight.side * self._rules.larger and self._is_awaited(place, track)
            for place in self._unread
        )

    def _is_awaited(self, place: _Unread, track: _Track) -> bool:
        waited = self._now - max(place.since, track.since)
        if place.last > place.since:
            return waited < self._rules.unread_waits
        # Glimpses here and there must not add up to a long wait.
        return waited < self._rules.glimpse_waits and self._now - track.since < self._rules.unread_waits

    def _waits_for_larger(self, track: _Track, size: tuple[int, int]) -> bool:
        """Return whether a badge is small, and a larger one held up may yet come into view."""
        if track.side >= self._small() * max(size):
            return False
        waited = self._now - track.stay_since
        return track.last < self._now or waited < self._rules.small_waits - ROUNDING

    def _small(self) -> float:
        """Return below which share of the frame a badge is small for this gate."""
        rules = self._rules
        if len(self._held_up) < rules.learnt_after:
            return rules.small
        least, most = rules.small_within
        return min(most, max(least, median(self._held_up) / rules.larger))

    # Not ours

    def _foreign(self) -> tuple[Presentation, ...]:
        said: list[Presentation] = []
        ours_last = max((track.last for track in self._tracks.values() if track.is_ours), default=-inf)
        for track in self._in_view():
            held = self._now - max(track.since, ours_last + self._rules.memory)
            if track.last == self._now and not track.is_said and held >= self._rules.foreign_after:
                said += self._say(track, LaneKind.FOREIGN)
        return tuple(said)

    # What is said

    def _say(self, track: _Track, kind: LaneKind) -> tuple[Presentation, ...]:
        if not self._flood.lets_through():
            self._put(replace(track, is_held_back=True))
            return ()
        self._put(replace(track, is_said=True))
        return (Presentation(kind, track.sight.text, 1, self._at, track.sight.corners),)

    def _put(self, track: _Track) -> None:
        self._tracks[str(track.sight.text)] = track

    def _count(self) -> tuple[Presentation, ...]:
        count = self._flood.count()
        return (Presentation(LaneKind.THROTTLED, None, count, self._at, None),) if count else ()


def _larger(one: Sight | None, other: Sight) -> Sight:
    return other if one is None or other.side > one.side else one


def _overlap(one: Sight, other: Sight) -> bool:
    """Return whether two boxes cannot be two badges beside each other."""
    return _nearness(one, other) < 0.5


def _nearness(one: Sight, other: Sight) -> float:
    """Return how far apart two boxes are: 1 where squares of their sizes would touch, 0 for one centre."""
    return 2 * _distance(one, other) / (one.side + other.side)


def _distance(one: Sight, other: Sight) -> float:
    (x0, y0), (x1, y1) = one.centre, other.centre
    return hypot(x1 - x0, y1 - y0)
