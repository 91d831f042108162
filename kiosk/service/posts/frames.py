"""Frames: how messages and pictures follow each other on the wire.

A frame is a length (4 bytes, big-endian, of all that follows), one byte of kind, and a body. A frame that is
empty, too long or of an unknown kind ends the connection: nobody of this station sends one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from kiosk.service.posts.messages import Message, WireError, written

LARGEST = 256 * 1024
"""Bytes of a kind and a body together."""
_LENGTH = 4


class Content(IntEnum):
    """What a frame holds, by the byte that says so."""

    JSON = ord("J")
    PICTURE = ord("P")


@dataclass(frozen=True, slots=True)
class Framed:
    """What one frame held."""

    content: Content
    body: bytes


def framed(content: Content, body: bytes) -> bytes:
    """Return a frame. Raises WireError for a body that is too long."""
    length = 1 + len(body)
    if length > LARGEST:
        raise WireError("a frame of {length} bytes", length=length)
    return length.to_bytes(_LENGTH) + content.to_bytes(1) + body


def frame_of(message: Message) -> bytes:
    """Return the frame of a message."""
    return framed(Content.JSON, written(message))


class Unframing:
    """Takes a stream of bytes apart again, however it was cut up."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Framed]:
        """Yield the frames that are complete with these bytes. Raises WireError for what is no frame."""
        self._held += data
        while len(self._held) >= _LENGTH:
            length = int.from_bytes(self._held[:_LENGTH])
            if not 1 <= length <= LARGEST:
                raise WireError("a frame of {length} bytes", length=length)
            end = _LENGTH + length
            if len(self._held) < end:
                return
            content, body = self._held[_LENGTH], bytes(self._held[_LENGTH + 1 : end])
            del self._held[:end]
            if content not in tuple(Content):
                raise WireError("a frame of kind {kind}", kind=content)
            yield Framed(Content(content), body)
