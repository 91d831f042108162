"""What the gates show now, and the streams that tell browsers.

1. `Gates` lives in the event loop of the pages' process: the wire writes it, streams wait on it, actions in
   threads read it and ask gates to act.
2. Only the newest sign, sight, beat and picture of each gate are kept, and the last 32 signs.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from kiosk.service.posts.messages import Beat, SightSeen, SignShown

KEPT = 32
"""Signs of each gate that are kept."""


@dataclass(slots=True)
class GateNow:
    """The newest of everything from one gate.

    Attributes:
        changes: counts what came in, so that a stream knows whether it has told everything.
        is_there: whether its process is connected.
        heard_at: monotonic seconds of the last message.
        picture: a JPEG of 320 x 180; b"" while nobody looks.
    """

    sign: SignShown | None = None
    sight: SightSeen | None = None
    beat: Beat | None = None
    picture: bytes = b""
    is_there: bool = False
    heard_at: float = 0.0
    changes: int = 0
    signs: deque[SignShown] = field(default_factory=lambda: deque(maxlen=KEPT))


class Gates:
    """The gates of this station, as the pages know them."""

    def __init__(self) -> None:
        self.now: dict[str, GateNow] = {}
        self._changed = asyncio.Condition()

    def gate(self, name: str) -> GateNow:
        """Return what is known of a gate; of one that never spoke, nothing."""
        return self.now.setdefault(name, GateNow())

    async def shown(self, sign: SignShown) -> None:
        """Take note of a sign, and wake the streams."""
        gate = self.gate(sign.gate)
        gate.sign = sign
        gate.signs.append(sign)
        await self.changed(gate)

    async def changed(self, gate: GateNow) -> None:
        """Wake the streams after a change of a gate."""
        gate.changes += 1
        async with self._changed:
            self._changed.notify_all()

    async def wait(self, seen: int, gate: GateNow, timeout_s: float) -> bool:
        """Wait until a gate has changed since `seen` changes; return whether it has."""
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: gate.changes != seen), timeout_s)
            except TimeoutError:
                return False
        return True
