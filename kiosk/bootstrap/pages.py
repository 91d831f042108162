"""The pages of a station: their objects are built and connected here."""

from collections.abc import Callable, Iterable

from kiosk.bootstrap.opening import Opened
from kiosk.config.computer import clock_from, random_bytes
from kiosk.config.network import own_addresses
from kiosk.keys.authority import Certified, certificate_for
from kiosk.service.accounts.doors import refuse_real
from kiosk.service.posts.link import Link
from kiosk.service.words.translation import words
from kiosk.web.app import Site
from kiosk.web.live import Gates
from kiosk.web.reach import Network
from kiosk.web.wire import Wire

EPOCH = 4
"""Random bytes that tell one start of the pages from another."""


def network_of(found: Opened, port: int) -> Network:
    """Return the station in its network, with a certificate for the addresses that this computer has now.

    Raises:
        KioskError: it has no private address and no name, or its certificate cannot be written.
    """

    def certify(names: Iterable[str]) -> Certified:
        now = clock_from(None).now()  # what telephones compare it with, whatever a demo's clock says
        return certificate_for(found.keys_folder, names, now, random_bytes)

    return Network(port, own_addresses, certify)


def site_of(
    found: Opened,
    link: Link,
    network: Network | None = None,
    start_again: Callable[[], None] | None = None,
) -> Site:
    """Return everything that the pages of an open station are made of.

    Args:
        found: the station.
        link: where its gates connect.
        network: None for a station that only its own computer reaches.
        start_again: begins a demonstration anew; None for pages without doors.

    Raises:
        KioskError: doors are asked for, and the event is no demonstration.
    """
    if start_again is not None:
        refuse_real(found.station)
    gates = Gates(clock_from(None).monotonic, random_bytes(EPOCH).hex())
    return Site(
        found.station,
        None,
        lambda language: words(language).say,
        gates,
        Wire(link, gates, random_bytes),
        is_demo=found.station.event().is_demo,
        start_again=start_again,
        network=network,
        lenses={gate: camera.lens.value for gate, camera in found.settings.cameras.items()},
    )
