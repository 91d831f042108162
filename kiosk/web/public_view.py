"""The public half of a gate's screen: what the person in front of it may see, which is little.

1. One colour, one symbol, one word, and a neutral sentence; never a name, and never a reason.
2. Every refusal that hides something is the same to the letter: whatever is wrong with a forged, revoked,
   suspended or blocked badge is between the steward and the station.
3. It is made of the sign and of the holder's language alone: what security alone knows cannot reach it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.model import Direction, Outcome, Reason
from kiosk.service.posts.messages import SignShown
from kiosk.web.render import LANGUAGES, Say


class Look(StrEnum):
    """What can be told apart from three metres away: by colour, by symbol, and by the edge."""

    GRANTED = "granted"
    REFUSED = "refused"
    ASK = "ask"
    IDLE = "idle"
    HINT = "hint"
    FAULT = "fault"
    EXIT = "exit"


class Part(StrEnum):
    """Which template draws a public half."""

    PLAIN = "gate/_public.html"
    REFUSED = "gate/refused_public.html"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in one language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Public:
    """One public half.

    Attributes:
        symbol: the name of a drawing in icons.svg.
        word: in the screen's language.
        lines: the sentence, in the screen's language first.
        has_arrow: whether an arrow shows where the lens is.
    """

    look: Look
    symbol: str
    word: str
    lines: tuple[Line, ...]
    part: Part = Part.PLAIN
    has_arrow: bool = False


HIDDEN = frozenset({"forged", "unknown", "unproven", Reason.REVOKED, Reason.SUSPENDED, Reason.BLOCKED})
"""Refusals that look alike whatever a supervisor may do about them."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """The languages of one screen.

    Attributes:
        language: of the screen.
        say_in: returns the words of a language.
    """

    language: str
    say_in: Callable[[str], Say]

    @property
    def say(self) -> Say:
        """The words of the screen's language."""
        return self.say_in(self.language)

    def lines(self, sentence: Callable[[Say], str], *others: str) -> tuple[Line, ...]:
        """Return a sentence in the screen's language, and in others that Kiosk speaks, each once."""
        spoken = dict.fromkeys(one for one in (self.language, *others) if one in LANGUAGES)
        return tuple(Line(one, sentence(self.say_in(one))) for one in spoken)


def public_half(shown: SignShown | None, tongue: Tongue, holder: str = "", hint: str = "") -> Public:
    """Return the public half for a sign.

    Args:
        shown: the sign; None between two people.
        tongue: the languages of the screen.
        holder: the language of the badge's holder; "" if unknown.
        hint: "closer" once a code was located but not read.
    """
    if shown is None:
        return _resting(tongue, hint)
    match shown.face:
        case "decided":
            return _decided(shown, tongue, holder)
        case "camera" | "unrecorded" | "late":
            return stopped(tongue, shown.direction)
        case "throttled" | "misread":  # what is wrong, the steward alone is told
            return refused(tongue) if shown.direction == Direction.IN else free_exit(tongue)
        case "opening" | "checking":
            lines = tongue.lines(lambda say: say("One moment, please"))
            return Public(Look.IDLE, "wait", tongue.say("WAIT"), lines)
        case _:  # between two people, or a matter of the steward's
            return _resting(tongue, hint)


def _decided(shown: SignShown, tongue: Tongue, holder: str) -> Public:
    if shown.outcome == Outcome.GRANTED and shown.colour == "green":
        return _granted(shown, tongue, holder)
    if shown.direction == Direction.OUT:
        return free_exit(tongue)
    if shown.reason in (Reason.AMBIGUOUS, Reason.INVALID):
        return _unread(shown, tongue)
    if shown.colour == "amber" and shown.reason not in HIDDEN:
        lines = tongue.lines(lambda say: say("One moment, please"), holder)
        return Public(Look.ASK, "ask", tongue.say("WAIT"), lines)
    return refused(tongue)


def _granted(shown: SignShown, tongue: Tongue, holder: str) -> Public:
    if shown.direction == Direction.IN:
        lines = tongue.lines(lambda say: say("Welcome"), holder)
        return Public(Look.GRANTED, "tick", tongue.say("GO IN"), lines)
    lines = tongue.lines(lambda say: say("Thank you for your visit"), holder)
    return Public(Look.GRANTED, "tick", tongue.say("GOODBYE"), lines)


def _unread(shown: SignShown, tongue: Tongue) -> Public:
    """Return the refusals that the person can mend alone."""
    if shown.reason == Reason.AMBIGUOUS:
        lines = tongue.lines(lambda say: say("One badge only, please"), *LANGUAGES)
    else:
        lines = tongue.lines(lambda say: say("Show your badge of this event, please"), *LANGUAGES)
    return Public(Look.REFUSED, "bar", tongue.say("BADGE"), lines)


def refused(tongue: Tongue) -> Public:
    """Return the one refusal, in every language: even the holder's language would tell something."""
    lines = tongue.lines(lambda say: say("Please go to the desk"), *LANGUAGES)
    return Public(Look.REFUSED, "bar", tongue.say("DESK"), lines, Part.REFUSED)


def free_exit(tongue: Tongue) -> Public:
    """Return what an exit shows whenever anything is wrong."""
    lines = tongue.lines(lambda say: say("You may leave"), *LANGUAGES)
    return Public(Look.EXIT, "run", tongue.say("FREE EXIT"), lines)


def stopped(tongue: Tongue, direction: str) -> Public:
    """Return what a gate shows that cannot decide: an entry lets nobody in, an exit everybody out."""
    if direction == Direction.OUT:
        return free_exit(tongue)
    lines = tongue.lines(lambda say: say("Please speak to the steward"), *LANGUAGES)
    return Public(Look.FAULT, "stop", tongue.say("WAIT"), lines)


def cut_off(tongue: Tongue, direction: str) -> Public:
    """Return what a browser shows once it hears no more of its gate."""
    if direction == Direction.OUT:
        return free_exit(tongue)
    lines = tongue.lines(lambda say: say("Please speak to the steward"), *LANGUAGES)
    return Public(Look.FAULT, "cut", tongue.say("SCREEN CUT OFF"), lines)


def _resting(tongue: Tongue, hint: str) -> Public:
    if hint == "closer":
        lines = tongue.lines(lambda say: say("Hold your badge still"), *LANGUAGES)
        return Public(Look.HINT, "closer", tongue.say("CLOSER"), lines, has_arrow=True)
    lines = tongue.lines(lambda say: say("Show your badge"), *LANGUAGES)
    return Public(Look.IDLE, "badge", tongue.say("BADGE"), lines, has_arrow=True)
