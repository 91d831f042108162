"""The applying of an import: completing a switched import, or clearing an abandoned one.

Opening a station comes here if an import was left unfinished, so that the remains of a killed one are never
in the way: this module loads nothing that reads a list or a photo.
"""

from collections.abc import Callable
from contextlib import suppress
from time import sleep

import kiosk.store.imports as imports_store
from kiosk.domain.journal import Kind
from kiosk.service.lists.unfinished import SILENCE
from kiosk.service.station.acting import About, acting
from kiosk.service.station.pace import BREATH, FEWEST, Pace
from kiosk.service.station.pictures import settle_imports
from kiosk.service.station.station import Station
from kiosk.store.database import StoreError
from kiosk.store.unfinished import silent, to_clear, to_fold, with_photos_to_settle

FIRST = 500
"""Changes in the first transaction of an import."""

Progress = Callable[[str, int, int | None], None]
"""Called after each batch with "reading" or "applying", how many are done, and the total (None: not known);
after each photo with "photos", how many are taken in, and the most there can be."""


def resume(station: Station) -> int:
    """Finish what a killed command left: fold switched imports, clear abandoned ones; return how many."""
    with station.database.read() as connection:
        switched = to_fold(connection)
        dead = silent(connection, station.clock.now() - SILENCE)
        abandoned = to_clear(connection)
        unsettled = with_photos_to_settle(connection)
    if not switched and not dead and not abandoned:
        if unsettled:
            _settle(station)
        return 0
    with imports_store.in_bulk(station.database) as copy_back:
        for n in dead:
            with station.database.write() as connection:
                imports_store.abandon(connection, n, station.clock.now())
        clear(station)
        for n in switched:
            fold(station, n, lambda _step, _done, _total: None, copy_back)
    _settle(station)
    return len({*switched, *dead, *abandoned})


def _settle(station: Station) -> None:
    """Settle the pictures of imports that are over; a damaged photo file closes no station."""
    with suppress(StoreError):
        settle_imports(station)


def fold(station: Station, n: int, progress: Progress, copy_back: Callable[[], None]) -> None:
    """Fold a switched import into the list, as many changes at a time as the pace allows.

    Changes that cannot be folded are set aside, with a record of how many.
    """
    pace, left = Pace(station.clock, FIRST), 1
    while left:
        with acting(station) as work:
            pace.start()
            folded = imports_store.fold_some(work.connection, n, pace.size, work.now)
            if folded.set_aside:
                work.record(Kind.FAULT, About(detail={"set_aside": folded.set_aside}))
        pace.stop()
        copy_back()
        sleep(BREATH)
        left = folded.left
        progress("applying", folded.done, folded.done + left)


def fold_others(station: Station) -> None:
    """Fold every import that was switched, so that what is compared next is all of the list."""
    while True:
        with station.database.read() as connection:
            switched = to_fold(connection)
        if not switched:
            return
        for n in switched:
            fold(station, n, lambda _step, _done, _total: None, lambda: None)


def clear(station: Station) -> None:
    """Remove what abandoned imports had staged."""
    with station.database.read() as connection:
        abandoned = to_clear(connection)
    for n in abandoned:
        is_more = True
        while is_more:
            with station.database.write() as connection:
                is_more = imports_store.clear_some(connection, n, FEWEST * 4)
