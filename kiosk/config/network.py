"""The names and addresses by which others in a private network reach this computer."""

import re
import socket
from contextlib import suppress
from ipaddress import IPv4Address

_TOWARDS = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "169.254.255.255")
"""An address in each private network (RFC 1918, RFC 3927): the system says which way it would go."""
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def own_addresses() -> tuple[str, ...]:
    """Return the private IPv4 addresses of this computer, and its name in `.local`; nothing is sent.

    Addresses come first. Loopback is left out.
    """
    found = {address for address in map(_source, _TOWARDS) if address}
    with suppress(OSError):
        found |= set(socket.gethostbyname_ex(socket.gethostname())[2])
    addresses = sorted(filter(_is_private, map(IPv4Address, found)))
    return *map(str, addresses), *local_name(socket.gethostname())


def local_name(host: str) -> tuple[str, ...]:
    """Return a computer's name as multicast DNS has it (RFC 6762); nothing where it cannot be one."""
    label = host.split(".", maxsplit=1)[0].lower()
    return (f"{label}.local",) if _LABEL.fullmatch(label) and label != "localhost" else ()


def _source(towards: str) -> str:
    """Return the address from which this computer would send to another; "" where there is no way."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect((towards, 9))  # a datagram socket: this sends nothing
        address: str = asked.getsockname()[0]
        return address
    return ""


def _is_private(address: IPv4Address) -> bool:
    """Say whether the station's authority may vouch for an address."""
    towards = [IPv4Address(one) for one in _TOWARDS]
    bits = (24, 20, 16, 16)
    return any(
        int(address) >> size == int(network) >> size for network, size in zip(towards, bits, strict=True)
    )
