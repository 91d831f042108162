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
from kiosk.service.words.catalogue import DISK_LOW, SCANNER_GONE, Instruction, phrase, told
from kiosk.service.words.translation import spoken, words
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
    warnings: tuple[Instruction, ...] = ()


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

    def phrase(self, name: str, **values: object) -> str:
        """Return a phrase in the gate's language."""
        return phrase(self._first, name, **values)

    def _both(self, name: str, **values: object) -> tuple[str, str]:
        return phrase(self._first, name, **values), phrase(self._second, name, **values)

    def _fixed(self, colour: Colour, name: str, *more: str) -> Sign:
        return Sign(colour, *self._both(name), to_do=self.phrase(f"{name}_do"), notices=more)

    def ready(self, warnings: tuple[Notice, ...] = (), reads: Reads = Reads.CAMERA) -> Sign:
        """Return the screen between two people, with the station's current warnings."""
        lines = [self.phrase("confirm_clock")] if Notice.CLOCK_SUSPECT in warnings else []
        sign = self._fixed(Colour.IDLE, "ready", *lines)
        return replace(sign, to_do=self.phrase(f"{reads}_do"), warnings=self._told(warnings))

    def question(self, question: Question) -> Sign:
        """Return the screen that asks for confirmation, and for the digit that gives it."""
        return Sign(
            Colour.ASK,
            *self._both("ask", digit=question.digit),
            to_do=self.phrase(f"ask_{question.wish}", digit=question.digit),
            notices=(self.phrase("ask_else"),),
        )

    def scanner_gone(self) -> Instruction:
        """Return the warning that no more typed input can come in."""
        return SCANNER_GONE.said(self._first)

    def disk_low(self) -> Instruction:
        """Return the warning that the disk will soon be full."""
        return DISK_LOW.said(self._first)

    def opening(self) -> Sign:
        """Return the screen shown until the camera has delivered its first picture."""
        return self._fixed(Colour.IDLE, "opening")

    def checking(self) -> Sign:
        """Return the screen that clears the last person's green while the next badge is being recorded."""
        return self._fixed(Colour.IDLE, "checking")

    def looking(self) -> Sign:
        """Return the screen while the next badge will only be looked at."""
        return self._fixed(Colour.IDLE, "looking")

    def looked(self, admitted: Admitted, bearer: Bearer | None) -> Sign:
        """Return the screen for a badge that was only looked at: what a scan would say, in no such colour."""
        would = self.admitted(admitted, bearer)
        return replace(self._fixed(Colour.IDLE, "looked", would.headline, *would.notices), who=would.who)

    def camera_fault(self, direction: Direction, kind: FaultKind) -> Sign:
        """Return the screen of a gate whose camera shows nothing to decide on, and why; free at an exit."""
        causes = self._both(f"camera_{kind}")
        if direction is Direction.IN:
            return self._fixed(Colour.FAULT, "camera", *causes)
        both = " · ".join(self._both("camera"))
        return self._fixed(Colour.FAULT, "free_exit", both, *causes, self.phrase("camera_do"))

    def not_recorded(self, direction: Direction, error: Exception) -> Sign:
        """Return the screen for anything that went wrong before COMMIT: never green; free at an exit."""
        name = "free_exit" if direction is Direction.OUT else "not_recorded"
        return self._fixed(Colour.FAULT, name, *self._causes(error))

    def late(self, direction: Direction) -> Sign:
        """Return the screen after one that hung: what it showed too late must not be trusted."""
        sign = self._fixed(Colour.FAULT, "late" if direction is Direction.IN else "free_exit")
        return replace(sign, notices=self._both("late_why"))

    def not_open(self, direction: Direction, error: KioskError) -> Sign:
        """Return the screen while a station will not open; it is retried automatically."""
        sign = self.not_recorded(direction, error)
        return replace(sign, notices=(*sign.notices, " · ".join(self._both("trying"))))

    def _causes(self, error: Exception) -> tuple[str, ...]:
        """Return the causes in both languages; an error without words of its own is quoted for support."""
        if isinstance(error, StoreError) and error.fault is not StoreFault.OTHER:
            return self._both(f"store_{error.fault}")
        if not isinstance(error, KioskError):
            return *self._both("fault_other"), said_of(error)
        own = words(self._first)
        return *self._both("fault_other"), *filter(None, (own.error(error), own.hint(error)))

    def throttled(self, direction: Direction) -> Sign:
        """Return the screen for a flood of codes; at an exit people may still leave."""
        if direction is Direction.IN:
            return self._fixed(Colour.RED, "throttled")
        sign = self._fixed(Colour.AMBER, "throttled")
        return replace(sign, to_do=self.phrase("throttled_out_do"))

    def turned_back(self, direction: Direction, bearer: Bearer | None) -> Sign:
        """Return the screen after the last passage was undone, with the person's name."""
        sign = self._fixed(Colour.AMBER, "turned_back")
        sign = replace(sign, to_do=self.phrase(f"turned_back_{direction}_do"))
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
        warnings = self._told(decision.notices)
        others = [notice for notice in decision.notices if notice not in OF_STATION]
        notices = tuple(told(self._first, notice).headline for notice in others)
        who = () if bearer is None else bearer.lines()
        if decision.reason is None:
            hints = [told(self._first, notice).to_do for notice in others]
            is_entry = admitted.checkpoint.direction is Direction.IN
            return Sign(
                Colour.GREEN,
                *self._both(f"granted_{admitted.checkpoint.direction}"),
                who,
                hints[0] if hints and is_entry else "",
                notices,
                warnings,
            )
        if decision.reason is Reason.SUPERSEDED and admitted.superseded_by is not None:
            issue, new = admitted.issue, printed(admitted.superseded_by)
            notices += (self.phrase("old_badge", issue=issue, next=new),)
        if decision.is_overridable:
            notices += (self.phrase("override"),)
        first, second = (told(one, decision.reason) for one in (self._first, self._second))
        colour = Colour.AMBER if decision.is_overridable else Colour.RED
        return Sign(colour, first.headline, second.headline, who, first.to_do, notices, warnings)

    def misread(self, admitted: Admitted) -> Sign:
        """Return the screen for a typed code that is no badge, after others: is it the scanner's keyboard?

        At an exit it is the screen of every exit, with that question as a remark.
        """
        if admitted.decision.is_granted:
            sign = self.admitted(admitted, None)
            doubted = {told(self._first, reason).headline for reason in (Reason.FORGED, Reason.INVALID)}
            others = (notice for notice in sign.notices if notice not in doubted)
            return replace(sign, notices=(self.phrase("misread"), *others))
        return self._fixed(Colour.FAULT, "misread", self.phrase("misread_why"))

    def _told(self, notices: Iterable[Notice | Reason]) -> tuple[Instruction, ...]:
        return tuple(told(self._first, notice) for notice in notices if notice in OF_STATION)
