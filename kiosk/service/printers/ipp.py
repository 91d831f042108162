"""The IPP requests that Kiosk makes to a spooler: their bytes, and how they reach a local server.

Source: RFC 8010 (encoding), RFC 8011 (operations and attributes), CUPS' own Get-Printers (0x4002).
"""

import http.client
import socket
import struct
from collections.abc import Iterable, Mapping
from enum import IntEnum

from kiosk.domain.errors import KioskError

Value = int | str
Attributes = Mapping[str, tuple[Value, ...]]
"""Name -> values; numbers, enums and booleans as int, the rest as text; those without value are left out."""

_TIMEOUT = 10.0
_PORT = 631
_OPERATION_GROUP, _END = 0x01, 0x03
_FIRST_VALUE = 0x10
"""Tags below it begin a group of attributes."""
_NUMBERS = frozenset({0x21, 0x22, 0x23})
_TEXTS = frozenset({0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49})
_NOT_FOUND = 0x0406
_ERRORS = 0x0400
"""A status from here on means that nothing was done (RFC 8011, appendix B)."""


class Operation(IntEnum):
    """What the request asks for."""

    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_PRINTERS = 0x4002


class Tag(IntEnum):
    """The syntax of a value sent."""

    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48


def ask(address: str, operation: Operation, uri: str, wanted: Iterable[str]) -> list[Attributes]:
    """Ask a server about a job or about printers.

    Args:
        address: the path of a socket, or `host` or `host:port`.
        operation: the request.
        uri: of the job or printer; "" for all printers.
        wanted: names of attributes.

    Returns:
        the attributes of each job or printer; none if there is no such job or printer.

    Raises:
        KioskError: the server does not answer, or not in IPP.
    """
    target = [] if not uri else [("job-uri" if "/jobs/" in uri else "printer-uri", Tag.URI, uri)]
    body = _encode(operation, target, wanted)
    connection = _Local(address) if address.startswith("/") else _remote(address)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/ipp"})
        reply = connection.getresponse()
        answer = reply.read()
    except (OSError, http.client.HTTPException) as silent:
        hint = "is it running? On Linux: systemctl start cups"
        raise KioskError("the print spooler does not answer at {address}", hint, address=address) from silent
    finally:
        connection.close()
    if reply.status != http.client.OK:
        raise KioskError(
            "the print spooler at {address} answers {status} {reason}",
            "set the printer up on this computer's own spooler",
            address=address,
            status=reply.status,
            reason=reply.reason,
        )
    try:
        return _decode(answer)
    except (struct.error, IndexError, UnicodeDecodeError) as garbled:
        raise KioskError("what answers at {address} is no print spooler", address=address) from garbled


class _Local(http.client.HTTPConnection):
    """A connection through a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_TIMEOUT)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(_TIMEOUT)
        self.sock.connect(self._path)


def _remote(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(address if ":" in address else f"{address}:{_PORT}", timeout=_TIMEOUT)


def _encode(operation: Operation, target: list[tuple[str, Tag, str]], wanted: Iterable[str]) -> bytes:
    fields = [
        ("attributes-charset", Tag.CHARSET, "utf-8"),
        ("attributes-natural-language", Tag.LANGUAGE, "en"),
    ]
    fields += target
    # Further values of one attribute are sent with an empty name (RFC 8010, 3.1.5).
    fields += [("" if nth else "requested-attributes", Tag.KEYWORD, name) for nth, name in enumerate(wanted)]
    head = struct.pack(">BBHIB", 1, 1, operation, 1, _OPERATION_GROUP)
    return head + b"".join(_field(*field) for field in fields) + bytes([_END])


def _field(name: str, tag: Tag, value: str) -> bytes:
    named, valued = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(named)) + named + struct.pack(">H", len(valued)) + valued


def _decode(answer: bytes) -> list[Attributes]:
    """Read an answer; raises struct.error or IndexError for invalid bytes."""
    (status,) = struct.unpack_from(">H", answer, 2)
    if status == _NOT_FOUND:
        return []
    groups: list[dict[str, tuple[Value, ...]]] = []
    at, name = 8, ""
    while (tag := answer[at]) != _END:
        at += 1
        if tag < _FIRST_VALUE:
            groups.append({})
            continue
        given, at = _chunk(answer, at)
        value, at = _chunk(answer, at)
        name = given.decode() or name
        read = _value(tag, value)
        if read is not None:
            groups[-1][name] = (*groups[-1].get(name, ()), read)
    if status >= _ERRORS:
        told = groups[0].get("status-message", ()) if groups else ()
        raise KioskError("the print spooler says: {told}", told=told[0] if told else f"status {status:#06x}")
    return [group for group in groups[1:] if group]


def _chunk(answer: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", answer, at)
    end = at + 2 + length
    if end >= len(answer):
        raise IndexError
    return answer[at + 2 : end], end


def _value(tag: int, value: bytes) -> Value | None:
    if tag in _NUMBERS:
        return int.from_bytes(value, signed=True)
    return value.decode(errors="replace") if tag in _TEXTS else None
