"""How telephones and laptops reach this station over TLS, and by what they know it."""

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kiosk.keys.authority import Certified


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody with a telephone needs to know.

    Attributes:
        names: addresses and names in the certificate; the first is the one to be told.
        port: where TLS is spoken.
        fingerprint: SHA-256 of the authority's certificate.
        authority: that certificate, in PEM.
    """

    names: tuple[str, ...]
    port: int
    fingerprint: str
    authority: bytes = field(repr=False)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is typed into a browser."""
        return tuple(f"https://{name}:{self.port}/" for name in self.names)


class Network:
    """The station in its network, as its addresses come and go.

    Args:
        port: where TLS is spoken.
        found: returns the names and addresses of this computer, as they are now.
        certify: makes the certificate for them, or returns the one that is there.

    Raises:
        KioskError: there is no address that the authority may vouch for, or a key cannot be written.
    """

    def __init__(
        self,
        port: int,
        found: Callable[[], tuple[str, ...]],
        certify: Callable[[Iterable[str]], Certified],
    ) -> None:
        self.port = port
        self._found, self._certify = found, certify
        self._names = found()
        certified = certify(self._names)
        self.context: ssl.SSLContext = certified.context()
        self._reach = self._told(certified)

    @property
    def reach(self) -> Reach:
        """How the station is reached now."""
        return self._reach

    def look(self) -> None:
        """Look whether the computer's addresses have changed; new connections get the new certificate.

        A computer without any address keeps its last ones: it is not reached by them anyway.
        """
        names = self._found()
        if names and names != self._names:
            certified = self._certify(names)
            self.context.load_cert_chain(certified.certificate, certified.key)
            self._names = names
            self._reach = self._told(certified)

    def _told(self, certified: Certified) -> Reach:
        return Reach(self._names, self.port, certified.fingerprint, certified.authority.read_bytes())
