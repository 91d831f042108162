"""The handshake on the wire: gates and pages prove to each other that one supervisor started them.

1. The token of a start comes on each child's first line of standard input; it never travels on the wire.
2. Each side draws a nonce, and proves with the other's that it knows the token (HMAC-SHA256, RFC 2104).
3. A gate tells nothing and does nothing until the pages have proved it: while they restart, another program
   could listen in their place.
"""

import hmac
import json

from kiosk.domain.credential import is_same
from kiosk.service.posts.link import Link
from kiosk.service.posts.messages import Challenge, Hello, Welcome, WireError

NONCE = 16
"""Random bytes that each side draws."""


def hello(link: Link, challenge: Challenge, gate: tuple[str, str, int], nonce: bytes) -> Hello:
    """Return a gate's answer to the pages' challenge.

    Args:
        link: of this start.
        challenge: what the pages sent.
        gate: its name, direction and process id.
        nonce: 16 random bytes.
    """
    name, direction, pid = gate
    return Hello(name, direction, pid, nonce.hex(), _proof(link, "gate", name, challenge.nonce))


def welcome(link: Link, challenge: Challenge, said: Hello) -> Welcome:
    """Return the pages' answer to a gate's hello. Raises WireError if it does not know the token."""
    _check(link, ("gate", said.gate, challenge.nonce), said.proof)
    return Welcome(said.gate, _proof(link, "pages", said.gate, said.nonce))


def check_welcome(link: Link, said: Hello, answer: Welcome) -> None:
    """Raise WireError unless it is the pages of this start that answered."""
    _check(link, ("pages", said.gate, said.nonce), answer.proof)


def _check(link: Link, whose: tuple[str, str, str], proof: str) -> None:
    if not is_same(_proof(link, *whose).encode(), proof.encode()):
        raise WireError("another start's token")


def _proof(link: Link, side: str, gate: str, nonce: str) -> str:
    said = json.dumps([side, gate, nonce]).encode()
    return hmac.digest(link.token, said, "sha256").hex()
