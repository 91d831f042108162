"""The pages of a station: their objects are built and connected here."""

from kiosk.bootstrap.opening import Opened
from kiosk.config.computer import clock_from, random_bytes
from kiosk.service.posts.link import Link
from kiosk.service.words.translation import words
from kiosk.web.app import Site
from kiosk.web.live import Gates
from kiosk.web.wire import Wire

EPOCH = 4
"""Random bytes that tell one start of the pages from another."""


def site_of(found: Opened, link: Link) -> Site:
    """Return everything that the pages of an open station are made of.

    Args:
        found: the station.
        link: where its gates connect.
    """
    gates = Gates(clock_from(None).monotonic, random_bytes(EPOCH).hex())
    return Site(
        found.station,
        None,
        lambda language: words(language).say,
        gates,
        Wire(link, gates, random_bytes),
    )
