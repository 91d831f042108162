"""The wire: where the gates of this station connect to its pages, on this computer alone.

1. A connection counts as a gate's only once it has proved that the same supervisor started it.
2. A gate that connects again takes the place of its older connection.
3. What is no message of this station ends its connection, and nothing else.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from kiosk.domain.clock import RandomBytes
from kiosk.service.posts.frames import Content, Framed, Unframing, frame_of
from kiosk.service.posts.handshake import NONCE, welcome
from kiosk.service.posts.link import Link
from kiosk.service.posts.messages import Challenge, Hello, Message, WireError, read
from kiosk.web.live import Gates

LOOPBACK = "127.0.0.1"
PATIENCE = 2.0
"""Seconds within which a connection must have proved whose it is."""
_SIZE = 65536
_MOST_UNSENT = 1 << 20
"""Bytes that may wait for a gate that takes nothing, before its connection is given up."""


class Wire:
    """The pages' end of the wire.

    Args:
        link: the port, and the token of this start.
        gates: what the gates tell goes there.
        random: draws nonces.
    """

    def __init__(self, link: Link, gates: Gates, random: RandomBytes) -> None:
        self._link = link
        self._gates = gates
        self._random = random
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Listen. Raises OSError if the port is taken."""
        self._server = await asyncio.start_server(self._attend, LOOPBACK, self._link.port)

    async def close(self) -> None:
        """Listen no more, and part from all gates."""
        if self._server is not None:
            self._server.close()
        for writer in tuple(self._open):
            writer.close()

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        line = _Line(reader, writer)
        try:
            async with asyncio.timeout(PATIENCE):
                gate = await self._shake_hands(line)
            await self._gates.joined(gate.gate, gate.direction, line.tell)
            try:
                await self._listen(gate.gate, line)
            finally:
                await self._gates.left(gate.gate, line.tell)
        except (OSError, WireError, TimeoutError):
            pass
        finally:
            self._open.discard(writer)
            with suppress(OSError):
                writer.close()

    async def _shake_hands(self, line: "_Line") -> Hello:
        challenge = Challenge(self._random(NONCE).hex())
        line.tell(challenge)
        said = await line.message()
        if not isinstance(said, Hello):
            raise WireError("no hello")
        line.tell(welcome(self._link, challenge, said))
        return said

    async def _listen(self, gate: str, line: "_Line") -> None:
        while True:
            came = await line.frame()
            if came.content is Content.PICTURE:
                self._gates.pictured(gate, came.body)
            else:
                await self._gates.heard(gate, read(came.body))


class _Line:
    """One connection: frames in, messages out."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._unframing = Unframing()
        self._frames: Iterator[Framed] = iter(())

    def tell(self, message: Message) -> None:
        """Send a message, without waiting; a gate that takes nothing any more loses its connection."""
        if self._writer.transport.get_write_buffer_size() > _MOST_UNSENT:
            self._writer.transport.abort()
            return
        self._writer.write(frame_of(message))

    async def message(self) -> Message:
        """Return the next message."""
        came = await self.frame()
        if came.content is not Content.JSON:
            raise WireError("a picture instead of a message")
        return read(came.body)

    async def frame(self) -> Framed:
        """Return the next frame. Raises WireError at the end."""
        while True:
            for came in self._frames:
                return came
            data = await self._reader.read(_SIZE)
            if not data:
                raise WireError("the gate is gone")
            self._frames = self._unframing.feed(data)
