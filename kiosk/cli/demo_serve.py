"""`kiosk demo --serve`: a station is made, with people who keep arriving, and served until Ctrl-C.

1. The station is made once. "Start again" puts its folder back as it was then, and starts everything anew.
2. Whatever ends it, nothing is left behind, unless a folder was named for it.
"""

import shutil
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.cli import child
from kiosk.cli.app import errors
from kiosk.cli.language import said
from kiosk.cli.rehearsed import REHEARSAL
from kiosk.cli.serve import PORT, Served, free_port, refuse_taken, until_told
from kiosk.cli.served_gates import ServedGate
from kiosk.cli.supervisor import Supervisor, Voice
from kiosk.cli.tables import remark, say
from kiosk.config.computer import clock_from, has_display
from kiosk.domain.errors import KioskError
from kiosk.rehearsal.opening_day import EXIT, GATE, OpeningDay
from kiosk.service.words.translation import text

OPENING = "2025-11-11T09:05Z"
FIRST_DAY = date(2025, 11, 11)
GATES = (ServedGate(GATE, "in", REHEARSAL), ServedGate(EXIT, "out", REHEARSAL))


def serve_demo(folder: Path | None, port: int | None) -> None:
    """Make a demonstration, and serve it until told to end.

    Args:
        folder: a new one to keep it in; None for one that is removed at the end.
        port: where browsers find it; None for the usual one, or any other if that is taken.

    Raises:
        KioskError: the port is taken.
    """
    chosen = _port(port)
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-", ignore_cleanup_errors=True) as passing:
        home = Path(passing) / "station" if folder is None else folder
        kept = Path(passing) / "kept"
        with _interruptible():
            begins = _prepare(home)
            shutil.copytree(home, kept)
        is_first = True
        while _serve_once(
            Served(home, (chosen, None), begins, clock_from(begins), has_doors=True), is_first=is_first
        ):
            is_first = False
            for path in home.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            shutil.copytree(kept, home, dirs_exist_ok=True)


def _port(wanted: int | None) -> int:
    try:
        refuse_taken(PORT if wanted is None else wanted)
    except KioskError:
        if wanted is not None:
            raise
        return free_port()
    return PORT if wanted is None else wanted


def _prepare(home: Path) -> str:
    """Make the station; return the instant at which its clock starts."""
    with errors.status("") as shown:

        def told(step: str) -> None:
            shown.update(said(step))

        told(text("A station is made"))
        opened = create_station(home, Birth(FIRST_DAY, is_demo=True, clock=OPENING))
        try:
            begins: datetime = OpeningDay(opened.station, home, opened.settings.templates, told).prepare()
        finally:
            opened.station.close()
    return begins.isoformat()


def _serve_once(served: Served, *, is_first: bool) -> bool:
    """Serve until told to end; return whether to start again instead."""
    address = f"http://127.0.0.1:{served.ports[0]}/"

    def opened() -> None:
        if is_first:
            say("Kiosk is at {address}", address=address)
            if has_display():
                webbrowser.open(address)

    offspring = served.offspring(GATES)
    with until_told() as is_wanted:
        health = offspring[0].health
        supervisor = Supervisor(offspring, served.ports[0], Voice(remark, opened, served.doctor))
        supervisor.run(lambda: is_wanted() and health.word != child.AGAIN)
        return is_wanted()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Have every signal to end interrupt what is under way, so that nothing is left behind."""
    wishes = [signal.SIGTERM]
    if sys.platform != "win32":
        wishes.append(signal.SIGHUP)
    before = {number: signal.signal(number, signal.default_int_handler) for number in wishes}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
