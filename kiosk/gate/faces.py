"""The faces of a gate's screen: what it can show, before it is put into words."""

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.model import Admitted, Direction
from kiosk.domain.question import Question
from kiosk.service.words.sign import Sign, Signs
from kiosk.vision.frame import FaultKind


class Fixed(Enum):
    """A face that is the same each time."""

    OPENING = "opening"
    """The camera has not shown its first picture yet."""
    CHECKING = "checking"
    """The next scan is being recorded; the last person's green has gone out."""
    LATE = "late"
    """What was shown too late, or decided for a person who has left, counts for nothing."""
    LOOKING = "looking"
    """The next badge is looked at: shown, not recorded, and nobody passes on it."""
    THROTTLED = "throttled"
    """Codes came so fast that they are counted together."""
    NOTHING_UNDONE = "nothing_undone"
    """There is no passage to turn back."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The next person may come."""

    has_scanner: bool


@dataclass(frozen=True, slots=True)
class CameraDown:
    """The camera delivers nothing that a decision can be based on."""

    kind: FaultKind


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Something broke before COMMIT."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Decided:
    """A scan that is in the journal.

    Attributes:
        is_misread: whether the scanner's keyboard is a likelier cause of the denial than the badge.
    """

    admitted: Admitted
    is_misread: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What would be decided about a badge; it is in no journal, and nobody passes on it."""

    admitted: Admitted


@dataclass(frozen=True, slots=True)
class TurnedBack:
    """A passage that was granted but did not take place."""

    admitted: Admitted


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for its digit."""

    question: Question


Face = Fixed | Ready | CameraDown | Unrecorded | Decided | Looked | TurnedBack | Asked
"""What a screen can show, before it is put into words."""

Plain = Fixed | CameraDown | Unrecorded | Asked
"""Faces whose signs can be made without reading anything."""


def plain_sign(face: Plain, signs: Signs, direction: Direction) -> Sign:
    """Return the sign of a face that concerns no person; at an exit every fault is a FREE EXIT."""
    match face:
        case CameraDown(kind):
            return signs.camera_fault(direction, kind)
        case Unrecorded(error):
            return signs.not_recorded(direction, error)
        case Asked(question):
            return signs.question(question)
        case Fixed():
            return _fixed_sign(face, signs, direction)


def _fixed_sign(face: Fixed, signs: Signs, direction: Direction) -> Sign:
    match face:
        case Fixed.OPENING:
            return signs.opening()
        case Fixed.CHECKING:
            return signs.checking()
        case Fixed.LATE:
            return signs.late(direction)
        case Fixed.LOOKING:
            return signs.looking()
        case Fixed.THROTTLED:
            return signs.throttled(direction)
        case Fixed.NOTHING_UNDONE:
            return signs.nothing_undone()
