"""Whether a command left an import unfinished.

Every command that opens a station asks: this module loads nothing that reads or writes a list.
"""

from datetime import timedelta

from kiosk.service.station.station import Station
from kiosk.store.unfinished import silent, to_clear, to_fold, with_photos_to_settle

SILENCE = timedelta(minutes=10)
"""After this long without a sign of life, a command that was staging counts as dead."""


def is_unfinished(station: Station) -> bool:
    """Say whether `resume` has something to fold, to clear or to settle."""
    with station.database.read() as connection:
        return bool(
            to_fold(connection)
            or silent(connection, station.clock.now() - SILENCE)
            or to_clear(connection)
            or with_photos_to_settle(connection)
        )
