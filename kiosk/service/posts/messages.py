"""The messages between a gate's process and the pages' process, as frozen values.

1. Wire names only grow: an unknown field is ignored, a missing one takes its default, so that the processes
   of an update under way understand each other.
2. Names and photos never travel: pages read them from the station's file, by `subject`.
3. A green sign is the sign of a committed record: without a `seq` there is no such message.
4. Alerts have a message of their own, sent with every scan, empty or not, so that timing tells nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cache

from pydantic import TypeAdapter

from kiosk.domain.errors import KioskError

Value = None | bool | int | str
"""What an act's values may be."""


class Kind(StrEnum):
    """What a message is about; the first field of its JSON."""

    CHALLENGE = "challenge"
    HELLO = "hello"
    WELCOME = "welcome"
    WATCHED = "watched"
    SIGN = "sign"
    SIGHT = "sight"
    ALERT = "alert"
    BEAT = "beat"
    DONE = "done"
    ACT = "act"


class WireError(KioskError):
    """A message that nobody of this station can have sent."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """The first message on a connection, from the pages: what a gate has to prove with."""

    nonce: str


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message of a gate: who it is, and that it knows the token of this start."""

    gate: str
    direction: str
    pid: int
    nonce: str
    proof: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """The pages' answer to a hello: that they know the token too."""

    gate: str
    proof: str


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody looks at a gate's camera picture: it sends pictures for the next three seconds."""

    gate: str


@dataclass(frozen=True, slots=True)
class SignShown:
    """What a gate's screen shows, before it is put into words.

    Attributes:
        n: counts the signs of this gate's process, from 1.
        face: decided, misread, looked, turned_back, ready, looking, opening, checking, late, throttled,
            nothing_undone, camera, unrecorded or question.
        colour: as in `service.words.sign.Colour`.
        seq: the record's number; None only where nothing was recorded.
        at: when it was recorded, UTC, ISO 8601 with milliseconds.
        fault: which fault of the camera or the store, for the faces `camera` and `unrecorded`.
        said: the error in one line, for support; never a person's name.
        wish: what a question asks; `digit` is its answer.
        subject: the person, 32 hex digits; "" if no person is concerned.
        badge: the badge's printed number; "" if none.
        issue: which issue of the accreditation the badge is; 0 if unknown.
        superseded_by: the printed number of the newer badge; "" if none.
        latency_ms: from the picture or the last key to COMMIT.
        ttl_ms: for how long it is shown, from `shown_at`; 0 until the next one.
        shown_at: when the gate began to show it; monotonic seconds, the same in all processes of a computer.
    """

    gate: str
    n: int
    face: str
    colour: str
    direction: str
    seq: int | None = None
    at: str = ""
    outcome: str = ""
    reason: str = ""
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fault: str = ""
    said: str = ""
    wish: str = ""
    digit: str = ""
    subject: str = ""
    badge: str = ""
    issue: int = 0
    superseded_by: str = ""
    method: str = ""
    overridable: bool = False
    latency_ms: float = 0.0
    ttl_ms: int = 0
    shown_at: float = 0.0

    def __post_init__(self) -> None:
        if self.colour == "green" and self.seq is None:
            raise WireError("a green sign without a record")


@dataclass(frozen=True, slots=True)
class SightSeen:
    """Where codes are in the newest picture.

    Attributes:
        boxes: for each code its state (read, located, foreign) and x, y, width, height, as fractions of the
            picture.
        area: where a badge is to be held up: x, y, width, height; nothing where the whole picture counts.
        hint: "closer" once a code was located but not read for 0.7 s; else "".
    """

    gate: str
    boxes: tuple[tuple[str, float, float, float, float], ...] = ()
    hint: str = ""
    area: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """What security alone is told about a scan; sent with every scan, empty or not."""

    gate: str
    seq: int | None = None
    alerts: tuple[str, ...] = ()
    subject: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """How a gate is, twice a second.

    Attributes:
        direction: it can change while a gate works.
        fps: pictures a second.
        camera: which fault the camera has; "" for none.
        store: why the last write failed; "" for none.
        disk_free: bytes.
        clock: trusted, confirmed or suspect.
        clock_offset_s: what a supervisor corrected, in seconds.
        list_age_s: since the list last changed; -1 if unknown.
        unknown_here: badges presented since the start that this list does not know.
        battery: per cent; -1 without one.
        battery_minutes: what is left; -1 if unknown or charging.
        inside: people believed to be in the zone behind the gate; -1 if not counted.
        capacity: of that zone; 0 without a limit.
    """

    gate: str
    direction: str = "in"
    fps: float = 0.0
    camera: str = ""
    store: str = ""
    disk_free: int = 0
    is_disk_low: bool = False
    clock: str = "trusted"
    clock_offset_s: int = 0
    list_age_s: int = -1
    unknown_here: int = 0
    battery: int = -1
    battery_minutes: int = -1
    granted: int = 0
    denied: int = 0
    inside: int = -1
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class ActWanted:
    """What somebody at a page wants a gate to do; the gate's own process does it.

    Attributes:
        id: chosen by the pages, repeated in the answer.
        account: who wants it, as the journal records it.
        roles: of that account.
        what: typed, by_hand, turn_back, set_aside, settle, override, pardon, party, direction, confirm_clock,
            shift, test, call, evacuate or look.
        values: what the act needs, by name.
    """

    gate: str
    id: str
    account: str
    roles: tuple[str, ...]
    what: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActDone:
    """What became of an act: a record's number, or why it was refused.

    Attributes:
        message: an error's template, "" if it was done; `hint` likewise, `values` fill both.
    """

    gate: str
    id: str
    seq: int | None = None
    message: str = ""
    hint: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


Message = (
    Challenge | Hello | Welcome | Watched | SignShown | SightSeen | AlertRaised | Beat | ActWanted | ActDone
)
"""Everything that goes over the wire as JSON."""

_KINDS: Mapping[Kind, type[Message]] = {
    Kind.CHALLENGE: Challenge,
    Kind.HELLO: Hello,
    Kind.WELCOME: Welcome,
    Kind.WATCHED: Watched,
    Kind.SIGN: SignShown,
    Kind.SIGHT: SightSeen,
    Kind.ALERT: AlertRaised,
    Kind.BEAT: Beat,
    Kind.ACT: ActWanted,
    Kind.DONE: ActDone,
}
_KIND_OF: Mapping[type[Message], Kind] = {shape: kind for kind, shape in _KINDS.items()}


@cache
def _readers() -> Mapping[Kind, TypeAdapter[Message]]:
    return {kind: TypeAdapter(shape) for kind, shape in _KINDS.items()}


def written(message: Message) -> bytes:
    """Return a message as one line of JSON, in UTF-8."""
    return json.dumps({"kind": _KIND_OF[type(message)], **asdict(message)}, ensure_ascii=False).encode()


def read(body: bytes) -> Message:
    """Return the message in a body of JSON. Raises WireError for anything that is not one."""
    try:
        told = json.loads(body)
        return _readers()[Kind(told["kind"])].validate_json(body)
    except (ValueError, TypeError, KeyError) as error:
        raise WireError("not a message: {why}", why=str(error)) from error
