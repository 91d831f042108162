"""Whether a command left an erasure unfinished; every command that opens a station asks."""

from kiosk.service.station.station import Station
from kiosk.store.unfinished import doomed_photos, half_erased


def is_half_erased(station: Station) -> bool:
    """Say whether `erasing.finish` has something to empty or to remove."""
    with station.database.read() as connection:
        return bool(half_erased(connection) or doomed_photos(connection))
