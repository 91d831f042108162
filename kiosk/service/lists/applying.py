"""The applying of an import: completing a switched import, or clearing an abandoned one.

Opening a station comes here if an import was left unfinished, so that the remains of a killed one are never
in the way: this module loads nothing that reads a list or a photo.
"""

from collections.abc import Callable
from time import sleep

import kiosk.store.imports as imports_store
from kiosk.service.lists.unfinished import SILENCE
from kiosk.service.station.pace import BREATH, FEWEST, Pace
from kiosk.service.station.station import Station
from kiosk.store.unfinished import silent, to_clear, to_fold

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
    if not switched and not dead and not abandoned:
        return 0
    with imports_store.in_bulk(station.database) as copy_back:
        for n in dead:
            with station.database.write() as connection:
                imports_store.abandon(connection, n, station.clock.now())
        clear(station)
        for n in switched:
            fold(station, n, lambda _step, _done, _total: None, copy_back)
    return len({*switched, *dead, *abandoned})


def fold(station: Station, n: int, progress: Progress, copy_back: Callable[[], None]) -> None:
    """Fold a switched import into the list, as many changes at a time as the pace allows."""
    pace, left = Pace(station.clock, FIRST), 1
    while left:
        with station.database.write() as connection:
            pace.start()
            done, left = imports_store.fold_some(connection, n, pace.size, station.clock.now())
        pace.stop()
        copy_back()
        sleep(BREATH)
        progress("applying", done, done + left)


def clear(station: Station) -> None:
    """Remove what abandoned imports had staged."""
    with station.database.read() as connection:
        abandoned = to_clear(connection)
    for n in abandoned:
        is_more = True
        while is_more:
            with station.database.write() as connection:
                is_more = imports_store.clear_some(connection, n, FEWEST * 4)
