"""The pages of a station: their objects are built and connected here."""

from collections.abc import Callable

from kiosk.bootstrap.opening import Opened
from kiosk.config.computer import clock_from, random_bytes
from kiosk.service.accounts.doors import refuse_real
from kiosk.service.posts.link import Link
from kiosk.service.words.translation import words
from kiosk.web.app import Site
from kiosk.web.live import Gates
from kiosk.web.wire import Wire

EPOCH = 4
"""Random bytes that tell one start of the pages from another."""


def site_of(found: Opened, link: Link, start_again: Callable[[], None] | None = None) -> Site:
    """Return everything that the pages of an open station are made of.

    Args:
        found: the station.
        link: where its gates connect.
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
    )
