"""Telling: what a gate shows and sees, as the messages that the pages of its station get."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.domain.credential import printed
from kiosk.domain.lane import RULES, Corners
from kiosk.domain.model import Admitted
from kiosk.gate.faces import (
    Asked,
    CameraDown,
    Decided,
    Face,
    Fixed,
    Looked,
    Ready,
    TurnedBack,
    Unrecorded,
)
from kiosk.gate.onlookers import Shown
from kiosk.service.posts.messages import AlertRaised, SightSeen, SignShown
from kiosk.service.words.sign import Colour, said_of
from kiosk.store.database import StoreError
from kiosk.vision.frame import Frame
from kiosk.vision.reading import Look, bounds

LONGEST = 200
"""Characters of an error that are told."""
UNREAD_FOR = 0.7
"""Seconds for which a code is located but not read before its holder is asked to come closer."""
FORGOTTEN = 0.4
"""Seconds without a located code after which it counts as gone: one is not located in every picture."""

Box = tuple[str, float, float, float, float]


def sign_shown(gate: str, n: int, shown: Shown, at: float) -> SignShown:
    """Return a face as a message.

    Args:
        gate: whose face it is.
        n: counts the signs of this process.
        shown: the face, and what goes with it.
        at: monotonic seconds.
    """
    face = shown.face
    bare = SignShown(
        gate,
        n,
        _name(face),
        Colour.IDLE,
        shown.direction,
        warnings=shown.warnings,
        ttl_ms=round(1000 * shown.lasts),
        shown_at=at,
    )
    colour = shown.sign.colour
    match face:
        case Decided(admitted) | Looked(admitted) | TurnedBack(admitted):
            return _with_admitted(bare, admitted, colour)
        case CameraDown(kind):
            return replace(bare, colour=colour, fault=kind)
        case Unrecorded(error):
            fault = error.fault if isinstance(error, StoreError) else "other"
            return replace(bare, colour=colour, fault=fault, said=said_of(error)[:LONGEST])
        case Asked(question):
            return replace(bare, colour=colour, wish=question.wish, digit=question.digit)
        case _:
            return replace(bare, colour=colour)


def _name(face: Face) -> str:
    if isinstance(face, Fixed):
        return face.value
    if isinstance(face, Decided) and face.is_misread and not face.admitted.decision.is_granted:
        return "misread"
    return _NAMES[type(face)]


_NAMES: Mapping[type[Face], str] = {
    Ready: "ready",
    CameraDown: "camera",
    Unrecorded: "unrecorded",
    Decided: "decided",
    Looked: "looked",
    TurnedBack: "turned_back",
    Asked: "question",
}


def _with_admitted(bare: SignShown, admitted: Admitted, colour: Colour) -> SignShown:
    decision = admitted.decision
    return replace(
        bare,
        colour=colour,
        seq=admitted.seq,
        at=admitted.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        outcome=decision.outcome,
        reason=decision.reason or "",
        notices=tuple(decision.notices),
        subject="" if admitted.subject is None else admitted.subject.hex(),
        badge="" if admitted.number is None else printed(admitted.number),
        issue=admitted.issue,
        superseded_by="" if admitted.superseded_by is None else printed(admitted.superseded_by),
        overridable=decision.is_overridable,
    )


def alert_raised(gate: str, admitted: Admitted) -> AlertRaised:
    """Return what security alone is told about a scan."""
    return AlertRaised(
        gate,
        admitted.seq,
        tuple(admitted.decision.alerts),
        "" if admitted.subject is None else admitted.subject.hex(),
        "" if admitted.number is None else printed(admitted.number),
    )


def _middle(across: float, down: float) -> tuple[float, float, float, float]:
    """Return the middle of a picture: x, y, width and height, for the shares of its sides."""
    return round((1 - across) / 2, 4), round((1 - down) / 2, 4), across, down


AREA = _middle(*RULES.area)
"""The presentation area of the lane, as a page draws it."""


class Sighting:
    """What a camera sees, as a message: where codes are, and whether one must come closer."""

    def __init__(self, gate: str) -> None:
        self._gate = gate
        self._since: float | None = None
        self._located_at = 0.0

    def seen(self, frame: Frame, look: Look) -> SightSeen:
        """Return what one picture shows."""
        height, width = frame.image.shape[:2]
        boxes = [_box("read", reading.corners, width, height) for reading in look.readings]
        boxes += [_box("located", corners, width, height) for corners in look.unread + look.contested]
        return SightSeen(self._gate, tuple(boxes), self._hint(frame.at, look), AREA)

    def _hint(self, at: float, look: Look) -> str:
        if look.readings or at - self._located_at > FORGOTTEN:
            self._since = None
        if look.has_failed and not look.readings:
            self._located_at = at
            self._since = at if self._since is None else self._since
        return "closer" if self._since is not None and at - self._since >= UNREAD_FOR else ""


def _box(state: str, corners: Corners, width: int, height: int) -> Box:
    left, top, right, bottom = bounds(corners)
    x, y = round(left / width, 4), round(top / height, 4)
    return state, x, y, round((right - left) / width, 4), round((bottom - top) / height, 4)
