"""The recovery from crashed prints: settling what a print leaves behind after kill -9 or a power cut.

1. A print still running is left alone.
2. Badges that a printer had received are unsure; those meant for a file are unprinted.
3. A hidden file with codes in it is gone after the next print into its folder.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

import kiosk.store.badges as badges_store
import kiosk.store.paper as paper_store
from kiosk.domain.badge_life import RENDERED, BadgeAct
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import BadgeNumber
from kiosk.service.badges import lifecycle as badging
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.pace import BREATH
from kiosk.service.station.station import Station
from kiosk.store.print_lock import clean_if_idle, lock_file, print_lock


@contextmanager
def printing_now(station: Station, file: Path | None) -> Iterator[None]:
    """Mark a print of this station as running for the length of a block.

    Args:
        station: the station.
        file: made by the print; None if it is not kept.
    """

    def clear_up() -> None:
        _settle(station)
        _sweep(station, file)

    with print_lock(lock_file(station.database.path), clear_up):
        yield


def settle_ended(station: Station) -> None:
    """Settle badges left by crashed prints; running prints keep theirs."""
    clean_if_idle(lock_file(station.database.path), lambda: _settle(station))


@contextmanager
def hidden_beside(station: Station, file: Path | None) -> Iterator[Path]:
    """Yield a unique name, hidden beside a file; anything left there is removed at the end.

    If no file is kept, the name is in a folder that only this user can read.
    """
    word = station.random(4).hex()
    if file is None:
        with tempfile.TemporaryDirectory(prefix=f"kiosk-{_mark(station)}-") as folder:
            yield Path(folder) / f"{word}.pdf"
        return
    hidden = file.with_name(f".{file.name}.{_mark(station)}-{word}.part")
    try:
        yield hidden
    finally:
        hidden.unlink(missing_ok=True)


def _mark(station: Station) -> str:
    """Return a mark that tells this station's hidden files from others in the same folder."""
    return station.life.id.hex()[:8]


def _sweep(station: Station, file: Path | None) -> None:
    """Remove the hidden files that prints of this station left in the folder used by this one."""
    with suppress(OSError):
        if file is not None:
            for left in file.parent.glob(f".*.{_mark(station)}-*.part"):
                left.unlink(missing_ok=True)
        for folder in Path(tempfile.gettempdir()).glob(f"kiosk-{_mark(station)}-*"):
            shutil.rmtree(folder, ignore_errors=True)


def _settle(station: Station) -> None:
    with station.database.read() as connection:
        numbers = badges_store.in_state(connection, RENDERED)
    for start in range(0, len(numbers), badging.BATCH):
        with acting(station) as work:
            for number in numbers[start : start + badging.BATCH]:
                _settle_one(work, number)
        sleep(BREATH)


def _settle_one(work: Work, number: BadgeNumber) -> None:
    connection = work.connection
    badge = badges_store.find(connection, number)
    if badge is None or badge.state is not RENDERED or not badging.has_holder(work, badge):
        return
    newest = paper_store.newest_print(connection, number)
    row = None if newest is None else paper_store.find_print(connection, newest)
    act = BadgeAct.PRINT_LOST if row is not None and row.batch.printer else BadgeAct.TAKE_BACK
    state = badging.change(work, badge, act)
    if act is BadgeAct.PRINT_LOST:
        paper_store.mark_newest(connection, number, state)
    detail: dict[str, Plain] = {"from": badge.state.value, "to": state.value, "cut_short": True}
    if row is not None:
        detail["print"] = row.n
    work.record(Kind.PRINT, About(badging.subject_of(work, badge), number, detail))
