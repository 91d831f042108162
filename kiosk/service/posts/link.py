"""The link: what a supervisor tells its children, so that they find each other and nobody else joins in."""

import json
from dataclasses import dataclass

from kiosk.domain.errors import KioskError


@dataclass(frozen=True, slots=True)
class Link:
    """Where the pages listen on this computer, and what proves that one belongs to this start.

    Attributes:
        token: 32 random bytes.
    """

    port: int
    token: bytes


def write_link(link: Link) -> str:
    """Return the first line that a child reads."""
    return json.dumps({"port": link.port, "token": link.token.hex()}) + "\n"


def read_link(line: str) -> Link:
    """Return what a child's first line says. Raises KioskError if no supervisor wrote it."""
    try:
        told = json.loads(line)
        return Link(int(told["port"]), bytes.fromhex(told["token"]))
    except (ValueError, KeyError, TypeError) as error:
        raise KioskError(
            "no supervisor speaks here", "run `kiosk serve`, which starts this by itself"
        ) from error
