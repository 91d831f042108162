"""A gate without a terminal, whose screen is a page: what `kiosk serve` starts."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from kiosk.cli import child
from kiosk.config.computer import clock_from, random_bytes
from kiosk.domain.errors import KioskError
from kiosk.domain.model import Direction
from kiosk.gate.faces import Unrecorded
from kiosk.gate.onlookers import NOBODY, Onlookers, Shown
from kiosk.gate.outlet import Around, Outlet, Whose
from kiosk.service.posts.messages import Beat
from kiosk.service.words.sign import Sign


@contextmanager
def onlookers_of(
    gate: tuple[str, Direction], ended: Callable[[], None], wake: Callable[[], None], *, is_wired: bool
) -> Iterator[Onlookers]:
    """Yield who follows a gate: the pages, if a supervisor has started it.

    Args:
        gate: its id and direction.
        ended: called from a thread when the supervisor has ended.
        wake: called from a thread when the pages want something.
        is_wired: whether a supervisor has started it.
    """
    if not is_wired:
        yield NOBODY
        return
    link = child.attend(ended)
    name, direction = gate
    around = Around(clock_from(None), random_bytes, wake, child.alive)
    outlet = Outlet(Whose(name, direction, os.getpid()), link, around)
    with closing(outlet):
        outlet.start()
        yield outlet


def not_open(onlookers: Onlookers, direction: Direction, error: KioskError, sign: Sign) -> None:
    """Tell that the station will not open, and is tried again."""
    onlookers.shown(Shown(Unrecorded(error), sign, direction))


def waiting(onlookers: Onlookers, gate: tuple[str, Direction]) -> None:
    """Tell that the gate is alive while its station does not open yet."""
    name, direction = gate
    onlookers.beat(lambda: Beat(name, direction))
