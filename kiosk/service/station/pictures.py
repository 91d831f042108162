"""Pictures that nobody has: those of erased people, and of imports that did not come to anything."""

import kiosk.store.erasing as erasing_store
import kiosk.store.imports as imports_store
import kiosk.store.people as people_store
import kiosk.store.photos as photos_store
from kiosk.service.station.station import Station
from kiosk.store.unfinished import doomed_photos, with_photos_to_settle

_TOGETHER = 16
"""Pictures removed in one transaction."""


def settle_imports(station: Station) -> None:
    """Have the photo file forget which pictures came with imports that are over; remove what nobody has."""
    with station.database.read() as connection:
        over = with_photos_to_settle(connection)
    for n, identifier in over:
        with station.photos.read() as connection:
            came = photos_store.staged_alone(connection, identifier)
        with station.database.write() as connection:
            erasing_store.doom_photos(connection, came)
        with station.photos.write() as connection:
            photos_store.forget_staged(connection, identifier)
        with station.database.write() as connection:
            imports_store.settle_photos(connection, n)
    if over:
        remove_doomed(station)


def remove_doomed(station: Station) -> None:
    """Remove the pictures that were noted for it, unless somebody has them after all."""
    with station.database.read() as connection:
        doomed = doomed_photos(connection)
        nobodys = [digest for digest in doomed if not people_store.has_photo(connection, digest)]
    for start in range(0, len(nobodys), _TOGETHER):
        with station.photos.write() as connection:
            photos_store.erase_photos(connection, nobodys[start : start + _TOGETHER])
    with station.database.write() as connection:
        erasing_store.forget_doomed(connection, doomed)
