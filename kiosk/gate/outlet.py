"""The outlet: tells the pages of this station what a gate shows, and brings what they want of it.

1. A gate never waits for it: what is told is put down, and one thread carries it away. Where that thread
   falls behind, the newest sight, beat and picture take the place of older ones, and of signs 32 are kept.
2. While the pages are away it tries again every quarter of a second; then it tells the newest sign first.
3. Pictures are made only while somebody looks, at most ten a second, and by that thread.
4. Nothing is told, and nothing done, before the pages have proved that the same supervisor started them.
"""

import select
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace

from kiosk.domain.clock import Clock, RandomBytes
from kiosk.domain.model import Admitted, Alert, TurnBack
from kiosk.gate.faces import Decided
from kiosk.gate.onlookers import Shown
from kiosk.gate.telling import Sighting, alert_raised, sign_shown
from kiosk.service.posts.frames import Content, Framed, Unframing, frame_of, framed
from kiosk.service.posts.handshake import NONCE, check_welcome, hello
from kiosk.service.posts.link import Link
from kiosk.service.posts.messages import (
    ActDone,
    ActWanted,
    AlertRaised,
    Beat,
    Challenge,
    Message,
    SightSeen,
    SignShown,
    Watched,
    Welcome,
    WireError,
    read,
)
from kiosk.vision.frame import Frame
from kiosk.vision.reading import Image, Look
from kiosk.vision.small import small_jpeg

RETRY = 0.25
"""Seconds between two attempts to reach the pages."""
PATIENCE = 2.0
"""Seconds within which the pages must have proved who they are."""
KEPT = 96
"""Signs, alerts and answers that wait for the pages: those of 32 scans."""
EVERY = 0.1
"""Seconds between two sights, and between two pictures."""
BEAT = 0.5
"""Seconds between two beats."""
LOOKED_AT = 3.0
"""Seconds for which somebody counts as looking after each word of it."""
_SIZE = 65536
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Whose:
    """The gate whose outlet it is.

    Attributes:
        gate: its id.
        direction: with which it was started.
        pid: of its process.
    """

    gate: str
    direction: str
    pid: int


@dataclass(frozen=True, slots=True)
class Around:
    """What an outlet is given of its surroundings.

    Attributes:
        clock: its monotonic seconds are the same in all processes of a computer.
        random: draws nonces.
        wake: called from another thread when the pages want something; it must not wait.
        alive: called twice a second by the gate itself, with its direction.
    """

    clock: Clock
    random: RandomBytes
    wake: Callable[[], None]
    alive: Callable[[str], None]


class Outlet:
    """The onlookers of a gate that pages show. Made when the gate starts; `start` begins to tell.

    Args:
        whose: the gate.
        link: where the pages are.
        around: the clock, the randomness, and who is told what.
    """

    def __init__(self, whose: Whose, link: Link, around: Around) -> None:
        self._whose = whose
        self._link = link
        self._around = around
        self._clock = around.clock
        self._lock = threading.Lock()
        self._told: deque[Message] = deque(maxlen=KEPT)
        self._beat: Beat | None = None
        self._sight: SightSeen | None = None
        self._image: Image | None = None
        self._newest: SignShown | None = None
        self._wanted: deque[ActWanted] = deque()
        self._sighting = Sighting(whose.gate)
        self._n = 0
        self._latency = 0.0
        self._direction = whose.direction
        self._seen_at = self._beat_at = self._looked_at = float("-inf")
        self._has_boxes = False
        self._is_closed = False
        self._woken, self._bell = socket.socketpair()
        self._woken.setblocking(False)
        self._bell.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="outlet", daemon=True)

    def start(self) -> None:
        """Begin to tell, in a thread."""
        self._thread.start()

    def close(self) -> None:
        """Tell what is left, for a moment, and end."""
        self._is_closed = True
        self._ring()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    # --- What the gate tells; nothing here waits ------------------------------------------------------------

    def shown(self, shown: Shown) -> None:
        """Tell what the screen is about to show."""
        self._n += 1
        self._direction = shown.direction
        sign = sign_shown(self._whose.gate, self._n, shown, self._clock.monotonic())
        if isinstance(shown.face, Decided):
            sign = replace(sign, latency_ms=round(self._latency, 1))
        with self._lock:
            self._newest = sign
            self._told.append(sign)
        self._ring()

    def recorded(self, admitted: Admitted, latency_ms: float) -> None:
        """Tell security of a scan that was recorded."""
        self._latency = latency_ms
        self._tell(alert_raised(self._whose.gate, admitted))

    def turned_back(self, seq: int, why: TurnBack | None) -> None:
        """Tell security of a passage that was undone; of most there is nothing to tell."""
        alerts = (Alert.NOT_THE_HOLDER,) if why is TurnBack.NOT_THE_HOLDER else ()
        self._tell(AlertRaised(self._whose.gate, seq, alerts))

    def seen(self, frame: Frame, look: Look) -> None:
        """Tell where codes are, and show the picture to whoever looks."""
        now = self._clock.monotonic()
        sight = self._sighting.seen(frame, look)
        if now - self._seen_at < EVERY:
            return
        self._seen_at = now
        is_looked_at = now - self._looked_at < LOOKED_AT
        if not (sight.boxes or self._has_boxes or is_looked_at):
            return
        self._has_boxes = bool(sight.boxes)
        with self._lock:
            self._sight = sight
            self._image = frame.image if is_looked_at else None
        self._ring()

    def beat(self, pulse: Callable[[], Beat]) -> None:
        """Tell twice a second how the gate is."""
        now = self._clock.monotonic()
        if now - self._beat_at < BEAT:
            return
        self._beat_at = now
        self._around.alive(self._direction)
        beat = pulse()
        with self._lock:
            self._beat = beat
        self._ring()

    def wanted(self) -> Iterator[ActWanted]:
        """Yield what the pages wanted since the last call."""
        while self._wanted:
            yield self._wanted.popleft()

    def answer(self, done: ActDone) -> None:
        """Tell what became of an act."""
        self._tell(done)

    def _tell(self, message: Message) -> None:
        with self._lock:
            self._told.append(message)
        self._ring()

    def _ring(self) -> None:
        with suppress(OSError):  # it is ringing already, or the thread has ended
            self._bell.send(b"!")

    # --- The thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        with closing(self._woken), closing(self._bell):
            while not self._is_closed:
                with suppress(OSError, WireError):
                    self._serve()
                self._pause()

    def _pause(self) -> None:
        until = self._clock.monotonic() + RETRY
        while not self._is_closed and (left := until - self._clock.monotonic()) > 0:
            select.select([self._woken], [], [], left)
            self._hush()

    def _serve(self) -> None:
        """Connect, and tell and listen until the connection breaks."""
        with socket.create_connection((_LOOPBACK, self._link.port), PATIENCE) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            unframing = Unframing()
            self._shake_hands(line, unframing)
            with self._lock:
                if self._newest is not None and self._newest not in self._told:
                    self._told.append(self._newest)
            line.setblocking(False)
            self._hear(unframing.feed(b""))
            self._converse(line, unframing)

    def _shake_hands(self, line: socket.socket, unframing: Unframing) -> None:
        challenge = _next_message(line, unframing)
        if not isinstance(challenge, Challenge):
            raise WireError("no challenge")
        whose = (self._whose.gate, self._whose.direction, self._whose.pid)
        said = hello(self._link, challenge, whose, self._around.random(NONCE))
        line.sendall(frame_of(said))
        answer = _next_message(line, unframing)
        if not isinstance(answer, Welcome):
            raise WireError("no welcome")
        check_welcome(self._link, said, answer)

    def _converse(self, line: socket.socket, unframing: Unframing) -> None:
        left = b""
        while True:
            if not left:
                left = self._next()
            if self._is_closed and not left:
                return
            heard, free, _ = select.select([line, self._woken], [line] if left else [], [], BEAT)
            if self._woken in heard:
                self._hush()
            if line in heard:
                self._listen(line, unframing)
            if free:
                left = left[line.send(left) :]
            elif self._is_closed and left:  # the pages take nothing any more
                return

    def _next(self) -> bytes:
        """Return the next frame to send; b"" for none. What a person waits for comes first."""
        with self._lock:
            if self._told:
                return frame_of(self._told.popleft())
            beat, self._beat = self._beat, None
            if beat is not None:
                return frame_of(beat)
            sight, self._sight = self._sight, None
            if sight is not None:
                return frame_of(sight)
            image, self._image = self._image, None
        return b"" if image is None else framed(Content.PICTURE, small_jpeg(image))

    def _listen(self, line: socket.socket, unframing: Unframing) -> None:
        data = line.recv(_SIZE)
        if not data:
            raise WireError("the pages are gone")
        self._hear(unframing.feed(data))

    def _hear(self, frames: Iterator[Framed]) -> None:
        for came in frames:
            message = _message(came)
            if isinstance(message, Watched):
                self._looked_at = self._clock.monotonic()
            elif isinstance(message, ActWanted):
                self._wanted.append(message)
                self._around.wake()

    def _hush(self) -> None:
        with suppress(BlockingIOError):
            while self._woken.recv(_SIZE):
                pass


def _next_message(line: socket.socket, unframing: Unframing) -> Message:
    """Wait for one message during the handshake."""
    while data := line.recv(_SIZE):
        for came in unframing.feed(data):
            return _message(came)
    raise WireError("the pages are gone")


def _message(came: Framed) -> Message:
    if came.content is not Content.JSON:
        raise WireError("a picture from the pages")
    return read(came.body)
