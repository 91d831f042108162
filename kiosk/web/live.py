"""What the gates show now, and the streams that tell browsers.

1. `Gates` lives in the event loop of the pages' process: the wire writes it, streams wait on it, actions in
   threads read it and ask gates to act.
2. Only the newest sign, sight, beat and picture of each gate are kept, and the last 32 signs.
3. A green that comes over a second late is not shown: its person may have gone, and the next one be there.
4. A gate that has said nothing for 1.6 s is gone, whether it has ended, hangs or was stopped.
5. The stream of a public screen has the public half and nothing else: whoever stands before that screen may
   also look into what it was sent.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from kiosk.domain.errors import KioskError
from kiosk.domain.roles import Actor
from kiosk.service.posts.messages import (
    ActDone,
    ActWanted,
    Beat,
    Message,
    SightSeen,
    SignShown,
    Value,
    Watched,
)

KEPT = 32
"""Signs of each gate that are kept."""
TOO_LATE = 1.0
"""Seconds after which a green would be seen by the next person; as in `gate.state`."""
SILENT = 1.6
"""Seconds without a word from a gate after which it counts as gone; it speaks twice a second."""
EVERY = 0.8
"""Seconds between two beats of a stream."""
ANSWERED = 6.0
"""Seconds within which a gate answers: longer than it waits for a busy file."""
LOOKED = 1.0
"""Seconds between two words to a gate that somebody looks at its picture."""
LATE_FOR_MS = 5000
_GRAIN = 0.01


class Audience(StrEnum):
    """For whom a stream is."""

    STEWARD = "steward"
    PUBLIC = "public"


Halves = Mapping[str, str]
"""The rendered parts of a gate's screen, by name."""


@dataclass(slots=True)
class GateNow:
    """The newest of everything from one gate.

    Attributes:
        changes: counts what came in, so that a stream knows whether it has told everything.
        is_there: whether its process is connected and speaks.
        heard_at: monotonic seconds of the last message.
        picture: a JPEG of at most 320 x 180; b"" before somebody looked.
        pictures: counts the pictures.
        direction: in or out; "" before it ever spoke.
        tell: sends the gate a message; None while it is not connected.
    """

    sign: SignShown | None = None
    sight: SightSeen | None = None
    beat: Beat | None = None
    picture: bytes = b""
    pictures: int = 0
    is_there: bool = False
    heard_at: float = 0.0
    changes: int = 0
    direction: str = ""
    looked_at: float = 0.0
    tell: Callable[[Message], None] | None = None
    signs: deque[SignShown] = field(default_factory=lambda: deque(maxlen=KEPT))


class Gates:
    """The gates of this station, as the pages know them.

    Args:
        monotonic: seconds, the same as the gates'; by default the event loop's own, which are these.
        epoch: another one at each start of the pages: the first part of the ids of events.
    """

    def __init__(self, monotonic: Callable[[], float] | None = None, epoch: str = "0") -> None:
        self.now: dict[str, GateNow] = {}
        self.epoch = epoch
        self._monotonic = monotonic
        self._changed = asyncio.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked: dict[str, asyncio.Future[ActDone]] = {}
        self._acts = 0
        self.is_over = False

    async def begin(self) -> None:
        """Belong to the event loop that runs now."""
        self._loop = asyncio.get_running_loop()

    async def end(self) -> None:
        """End all streams: the pages are closing."""
        self.is_over = True
        await self._wake()

    def gate(self, name: str) -> GateNow:
        """Return what is known of a gate; of one that never spoke, nothing."""
        return self.now.setdefault(name, GateNow())

    # --- What the wire brings -------------------------------------------------------------------------------

    async def joined(self, name: str, direction: str, tell: Callable[[Message], None]) -> None:
        """Take note that a gate's process has connected."""
        gate = self.gate(name)
        gate.tell, gate.direction, gate.looked_at = tell, direction, 0.0
        self._hear(gate)
        await self.changed(gate)

    async def left(self, name: str, tell: Callable[[Message], None]) -> None:
        """Take note that a gate's process is gone, unless another has taken its place."""
        gate = self.gate(name)
        if gate.tell == tell:
            gate.tell = None
            gate.is_there = False
            await self.changed(gate)

    async def heard(self, name: str, message: Message) -> None:
        """Take note of what a gate tells."""
        gate = self.now[name]
        self._hear(gate)
        match message:
            case SignShown():
                gate.sign = standing(message, self.seconds())
                gate.direction = message.direction
                gate.signs.append(message)
            case SightSeen():
                gate.sight = message
            case Beat():
                gate.beat, gate.direction = message, message.direction
            case ActDone(id=number):
                waiting = self._asked.get(number)
                if waiting is not None and not waiting.done():
                    waiting.set_result(message)
            case _:
                return
        await self.changed(gate)

    def pictured(self, name: str, picture: bytes) -> None:
        """Take note of a picture of a gate's camera; nobody is woken for it."""
        gate = self.now[name]
        self._hear(gate)
        gate.picture = picture
        gate.pictures += 1

    def _hear(self, gate: GateNow) -> None:
        gate.heard_at, gate.is_there = self.seconds(), True

    async def changed(self, gate: GateNow) -> None:
        """Wake the streams after a change of a gate."""
        gate.changes += 1
        await self._wake()

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # --- What streams wait for ------------------------------------------------------------------------------

    async def wait(self, seen: int, gate: GateNow, timeout_s: float) -> bool:
        """Wait until a gate has changed since `seen` changes; return whether it has."""
        async with self._changed:
            try:
                await asyncio.wait_for(
                    self._changed.wait_for(lambda: gate.changes != seen or self.is_over), timeout_s
                )
            except TimeoutError:
                return False
        return True

    def is_heard(self, gate: GateNow) -> bool:
        """Say whether a gate is connected and has spoken a moment ago."""
        gate.is_there = gate.tell is not None and self.seconds() - gate.heard_at < SILENT
        return gate.is_there

    def seconds(self) -> float:
        """Return monotonic seconds."""
        if self._monotonic is not None:
            return self._monotonic()
        return 0.0 if self._loop is None else self._loop.time()

    # --- What pages want of a gate; called in threads -------------------------------------------------------

    def act(self, name: str, what: str, actor: Actor, values: Mapping[str, Value]) -> ActDone:
        """Have a gate do something, and return what came of it: also that it was refused.

        Raises:
            KioskError: the gate does not answer.
        """
        if self._loop is None:
            raise _absent(name)
        return asyncio.run_coroutine_threadsafe(self.ask(name, what, actor, values), self._loop).result()

    async def ask(self, name: str, what: str, actor: Actor, values: Mapping[str, Value]) -> ActDone:
        """As `act`, within the event loop."""
        gate = self.gate(name)
        if gate.tell is None or not self.is_heard(gate):
            raise _absent(name)
        self._acts += 1
        number = f"{self.epoch}.{self._acts}"
        waiting = asyncio.get_running_loop().create_future()
        self._asked[number] = waiting
        try:
            gate.tell(ActWanted(name, number, actor.account, tuple(sorted(actor.roles)), what, values))
            return await asyncio.wait_for(waiting, ANSWERED)
        except TimeoutError as error:
            raise KioskError(
                "gate {gate} has not answered", "the last records say whether it was done", gate=name
            ) from error
        finally:
            del self._asked[number]

    def look_at(self, name: str) -> None:
        """Tell a gate that somebody looks at its picture."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._look_at, name)

    def _look_at(self, name: str) -> None:
        gate, now = self.gate(name), self.seconds()
        if gate.tell is not None and now - gate.looked_at >= LOOKED:
            gate.looked_at = now
            gate.tell(Watched(name))


def _absent(name: str) -> KioskError:
    return KioskError("gate {gate} is not there", "it is started again by itself; wait a moment", gate=name)


def standing(sign: SignShown, now: float) -> SignShown:
    """Return a sign as it may be shown when it has arrived: a green that comes too late says so instead."""
    if sign.colour != "green" or now - sign.shown_at <= TOO_LATE:
        return sign
    return SignShown(
        sign.gate, sign.n, "late", "fault", sign.direction, ttl_ms=LATE_FOR_MS, shown_at=now, seq=sign.seq
    )


def left_ms(sign: SignShown, now: float) -> int:
    """Return for how many milliseconds a sign is still shown; 0 for until the next one."""
    return 0 if not sign.ttl_ms else max(1, sign.ttl_ms - round(1000 * (now - sign.shown_at)))


# --- Streams: server-sent events (WHATWG HTML, section 9.2) -------------------------------------------------


def event(name: str, told: Mapping[str, object], number: str = "") -> bytes:
    """Return one event: its data is one line of JSON."""
    line = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    identity = f"id: {number}\n" if number else ""
    return f"event: {name}\n{identity}data: {line}\n\n".encode()


async def stream(
    gates: Gates,
    name: str,
    render: Callable[[], Awaitable[Halves]],
    audience: Audience = Audience.STEWARD,
) -> AsyncIterator[bytes]:
    """Yield what a gate shows, for one browser, until the pages close.

    Events: `sign` with the rendered halves, and nothing of the person beside them; `sight` with boxes and
    hint; `beat` each 0.8 s with how the gate is; `gone` instead of both while the gate says nothing. A new
    browser gets the newest of each at once.

    Args:
        gates: all of them.
        name: the gate's.
        render: renders the halves for this browser's viewer.
        audience: the public is told when to show what, and nothing of the record or of the gate.
    """
    yield b"retry: 250\n\n"
    gate, teller = gates.gate(name), _Teller(gates, name, audience)
    due = 0.0
    while not gates.is_over:
        gate = gates.gate(name)
        seen = gate.changes
        is_heard = gates.is_heard(gate)
        if is_heard and gate.sign is not None and gate.sign is not teller.sign:
            yield await teller.tell_sign(gate.sign, render)
        if gate.sight is not teller.sight:
            yield teller.tell_sight(gate)
        if due <= gates.seconds() or is_heard != teller.is_heard:
            yield teller.tell_beat(gate, is_heard=is_heard)
            due = gates.seconds() + EVERY
        await gates.wait(seen, gate, wait_s(gates, gate, due))


def wait_s(gates: Gates, gate: GateNow, due: float) -> float:
    """Return for how many seconds a stream may sleep: until its next beat, or its gate counts as gone."""
    now = gates.seconds()
    wait = due - now
    if gate.is_there:
        wait = min(wait, gate.heard_at + SILENT + _GRAIN - now)
    return max(_GRAIN, wait)


class _Teller:
    """What one stream has told."""

    def __init__(self, gates: Gates, name: str, audience: Audience) -> None:
        self._gates = gates
        self._name = name
        self._is_public = audience is Audience.PUBLIC
        self.sign: SignShown | None = None
        self.sight: SightSeen | None = None
        self.is_heard: bool | None = None

    async def tell_sign(self, sign: SignShown, render: Callable[[], Awaitable[Halves]]) -> bytes:
        """Return the event of a sign."""
        self.sign = sign
        halves = await render()
        now = self._gates.seconds()
        told: dict[str, object] = {
            "n": sign.n,
            "direction": sign.direction,
            "ttl_ms": left_ms(sign, now),
            "age_ms": round(1000 * (now - sign.shown_at)),
            "html": dict(halves),
        }
        if not self._is_public:
            told |= {
                "face": sign.face,
                "colour": sign.colour,
                "seq": sign.seq,
                "outcome": sign.outcome,
            }
        return event("sign", told, f"{self._gates.epoch}.{sign.n}")

    def tell_sight(self, gate: GateNow) -> bytes:
        """Return the event of what the camera sees."""
        self.sight = gate.sight
        seen = gate.sight or SightSeen(self._name)
        told: dict[str, object] = {"boxes": (), "hint": seen.hint}
        if not self._is_public:
            told |= {"boxes": seen.boxes, "area": seen.area}
        return event("sight", told)

    def tell_beat(self, gate: GateNow, *, is_heard: bool) -> bytes:
        """Return the event that the gate is alive, or that it is gone."""
        self.is_heard = is_heard
        if not is_heard:
            return event("gone", {"direction": gate.direction, "ever": bool(gate.direction)})
        if self._is_public:
            return event("beat", {"direction": gate.direction})
        beat = replace(gate.beat or Beat(self._name), direction=gate.direction)
        return event("beat", asdict(beat))
