"""The sign: what a gate's screen shows for an outcome, as a plain value that any screen can draw.

1. GREEN is made only from a recorded, granted scan.
2. Information for security alone is not on it.
3. At an exit every fault is a FREE EXIT.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.model import Admitted, Direction, Notice, Reason
from kiosk.domain.question import Question
from kiosk.service.words.catalogue import DISK_LOW, PHRASES, SCANNER_GONE, WORDS, Words, spoken
from kiosk.store.database import StoreError, StoreFault
from kiosk.vision.frame import FaultKind

OF_STATION = frozenset({Notice.CLOCK_SUSPECT, Notice.LIST_STALE})
"""Notices about the station, for any person."""


class Colour(StrEnum):
    """What can be seen from three metres away."""

    GREEN = "green"
    RED = "red"
    AMBER = "amber"
    FAULT = "fault"
    IDLE = "idle"
    ASK = "ask"


class Reads(StrEnum):
    """What a gate reads badges with, by its name in the catalogue of words."""

    CAMERA = "ready"
    SCANNER = "ready_scanner"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Name, organisation and category of a holder; read after the record was committed."""

    title: str
    given_name: str
    family_name: str
    name_native: str
    organisation: str
    position: str
    country: str
    category: str

    def lines(self) -> tuple[str, ...]:
        """Return the lines to show, name first, without empty ones."""
        name = " ".join(part for part in (self.title, self.given_name, self.family_name) if part)
        lines = (name, self.name_native, self.organisation, self.category)
        return tuple(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Sign:
    """One screen.

    Attributes:
        headline: the big words.
        second: the same in the gate's second language.
        who: name, organisation, category; empty if no person is concerned.
        to_do: what gate staff should do now.
        notices: further lines.
        warnings: what is wrong with this station meanwhile, each legible from as far as the headline.
    """

    colour: Colour
    headline: str
    second: str = ""
    who: tuple[str, ...] = ()
    to_do: str = ""
    notices: tuple[str, ...] = ()
    warnings: tuple[Words, ...] = ()


def said_of(error: Exception) -> str:
    """Return an error in one line, as kept in the journal."""
    return error.message if isinstance(error, KioskError) else f"{type(error).__name__}: {error}"


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one gate, in its language with the other one below."""

    language: str

    @property
    def _first(self) -> str:
        return spoken(self.language)

    @property
    def _second(self) -> str:
        return "en" if self._first == "fr" else "fr"

    def say(self, phrase: str) -> str:
        """Return a phrase in the gate's language."""
        return PHRASES[self._first][phrase]

    def _fixed(self, colour: Colour, phrase: str, *more: str) -> Sign:
        first, second = PHRASES[self._first], PHRASES[self._second]
        return Sign(colour, first[phrase], second[phrase], to_do=first[f"{phrase}_do"], notices=more)

    def ready(self, warnings: tuple[Notice, ...] = (), reads: Reads = Reads.CAMERA) -> Sign:
        """Return the screen between two people, with the station's current warnings."""
        lines = [self.say("confirm_clock")] if Notice.CLOCK_SUSPECT in warnings else []
        sign = self._fixed(Colour.IDLE, "ready", *lines)
        return replace(sign, to_do=self.say(f"{reads}_do"), warnings=self._told(warnings))

    def question(self, question: Question) -> Sign:
        """Return the screen that asks for confirmation, and for the digit that gives it."""
        first, second = PHRASES[self._first], PHRASES[self._second]
        return Sign(
            Colour.ASK,
            first["ask"].format(digit=question.digit),
            second["ask"].format(digit=question.digit),
            to_do=first[f"ask_{question.wish}"].format(digit=question.digit),
            notices=(first["ask_else"],),
        )

    def scanner_gone(self) -> Words:
        """Return the warning that no more typed input can come in."""
        return SCANNER_GONE[self._first]

    def disk_low(self) -> Words:
        """Return the warning that the disk will soon be full."""
        return DISK_LOW[self._first]

    def opening(self) -> Sign:
        """Return the screen shown until the camera has delivered its first picture."""
        return self._fixed(Colour.IDLE, "opening")

    def checking(self) -> Sign:
        """Return the screen that clears the last person's green while the next badge is being recorded."""
        return self._fixed(Colour.IDLE, "checking")

    def camera_fault(self, direction: Direction, kind: FaultKind) -> Sign:
        """Return the screen of a gate whose camera shows nothing to decide on, and why; free at an exit."""
        first, second = PHRASES[self._first], PHRASES[self._second]
        causes = (first[f"camera_{kind}"], second[f"camera_{kind}"])
        if direction is Direction.IN:
            return self._fixed(Colour.FAULT, "camera", *causes)
        both = f"{first['camera']} · {second['camera']}"
        return self._fixed(Colour.FAULT, "free_exit", both, *causes, first["camera_do"])

    def not_recorded(self, direction: Direction, error: Exception) -> Sign:
        """Return the screen for anything that went wrong before COMMIT: never green; free at an exit."""
        phrase = "free_exit" if direction is Direction.OUT else "not_recorded"
        return self._fixed(Colour.FAULT, phrase, *self._causes(error))

    def late(self, direction: Direction) -> Sign:
        """Return the screen after one that hung: what it showed too late must not be trusted."""
        sign = self._fixed(Colour.FAULT, "late" if direction is Direction.IN else "free_exit")
        return replace(sign, notices=(PHRASES[self._first]["late_why"], PHRASES[self._second]["late_why"]))

    def not_open(self, direction: Direction, error: KioskError) -> Sign:
        """Return the screen while a station will not open; it is retried automatically."""
        sign = self.not_recorded(direction, error)
        second = PHRASES[self._second]["trying"]
        return replace(sign, notices=(*sign.notices, f"{self.say('trying')} · {second}"))

    def _causes(self, error: Exception) -> tuple[str, ...]:
        """Return the causes in both languages; an error without words of its own is quoted for support."""
        first, second = PHRASES[self._first], PHRASES[self._second]
        if isinstance(error, StoreError) and error.fault is not StoreFault.OTHER:
            return first[f"store_{error.fault}"], second[f"store_{error.fault}"]
        hint = (error.hint,) if isinstance(error, KioskError) and error.hint else ()
        return first["fault_other"], second["fault_other"], said_of(error), *hint

    def throttled(self, direction: Direction) -> Sign:
        """Return the screen for a flood of codes; at an exit people may still leave."""
        if direction is Direction.IN:
            return self._fixed(Colour.RED, "throttled")
        sign = self._fixed(Colour.AMBER, "throttled")
        return replace(sign, to_do=self.say("throttled_out_do"))

    def turned_back(self, direction: Direction, bearer: Bearer | None) -> Sign:
        """Return the screen after the last passage was undone, with the person's name."""
        sign = self._fixed(Colour.AMBER, "turned_back")
        sign = replace(sign, to_do=self.say(f"turned_back_{direction}_do"))
        return sign if bearer is None else replace(sign, who=bearer.lines())

    def nothing_undone(self) -> Sign:
        """Return the screen shown when there is no passage to undo."""
        return self._fixed(Colour.IDLE, "nothing_undone")

    def admitted(self, admitted: Admitted, bearer: Bearer | None) -> Sign:
        """Return the screen for a recorded scan.

        Args:
            admitted: the scan, after its COMMIT.
            bearer: the badge's bearer, if on the list.
        """
        decision = admitted.decision
        first, second = WORDS[self._first], WORDS[self._second]
        warnings = self._told(decision.notices)
        others = [notice for notice in decision.notices if notice not in OF_STATION]
        notices = tuple(first[notice].headline for notice in others)
        who = () if bearer is None else bearer.lines()
        if decision.reason is None:
            phrase = f"granted_{admitted.checkpoint.direction}"
            hints = [first[notice].to_do for notice in others]
            is_entry = admitted.checkpoint.direction is Direction.IN
            return Sign(
                Colour.GREEN,
                PHRASES[self._first][phrase],
                PHRASES[self._second][phrase],
                who,
                hints[0] if hints and is_entry else "",
                notices,
                warnings,
            )
        if decision.reason is Reason.SUPERSEDED and admitted.superseded_by is not None:
            text = self.say("old_badge")
            notices += (text.format(issue=admitted.issue, next=printed(admitted.superseded_by)),)
        if decision.is_overridable:
            notices += (self.say("override"),)
        words = first[decision.reason]
        colour = Colour.AMBER if decision.is_overridable else Colour.RED
        headline, other = words.headline, second[decision.reason].headline
        return Sign(colour, headline, other, who, words.to_do, notices, warnings)

    def misread(self, admitted: Admitted) -> Sign:
        """Return the screen for a typed code that is no badge, after others: is it the scanner's keyboard?

        At an exit it is the screen of every exit, with that question as a remark.
        """
        if admitted.decision.is_granted:
            sign, words = self.admitted(admitted, None), WORDS[self._first]
            doubted = {words[reason].headline for reason in (Reason.FORGED, Reason.INVALID)}
            others = (notice for notice in sign.notices if notice not in doubted)
            return replace(sign, notices=(self.say("misread"), *others))
        return self._fixed(Colour.FAULT, "misread", self.say("misread_why"))

    def _told(self, notices: Iterable[Notice | Reason]) -> tuple[Words, ...]:
        return tuple(WORDS[self._first][notice] for notice in notices if notice in OF_STATION)
