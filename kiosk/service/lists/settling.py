"""Settling changes of the list that could not be applied: a person tries one again, or drops it."""

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.roles import Action
from kiosk.domain.wording import Phrase
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.station import Station
from kiosk.service.words.translation import text
from kiosk.store import search
from kiosk.store import set_aside as store
from kiosk.store.changes import fold_again
from kiosk.store.set_aside import Obstacle, Settled, Waiting

REASONS = {
    Obstacle.TAKEN: text("somebody else has that id of the list"),
    Obstacle.UNKNOWN: text("this version does not know what it says: it comes from a newer Kiosk"),
    Obstacle.ABSENT: text("the person is not on this station's list"),
    Obstacle.MISSING: text("something that it names is not on this station"),
    Obstacle.REFUSED: text("the list did not take it"),
}
"""Why a change was set aside, in words."""


def waiting(station: Station) -> list[Waiting]:
    """Return the changes that were set aside and wait for somebody to settle them, oldest first."""
    with station.database.read() as connection:
        return store.waiting(connection)


def try_again(station: Station, n: int) -> None:
    """Apply a change that was set aside, now that what stood in its way is gone.

    Raises:
        KioskError: no such change waits, or it still cannot be applied.
    """
    with acting(station) as work:
        work.needs(Action.IMPORT)
        one = _the(work, n)
        search.prepare(work.connection)
        still = fold_again(work.connection, n, one.batch, work.now)
        if still is not None:
            raise KioskError(
                "change {n} still cannot be applied: {reason}",
                "change what stands in its way, or drop it: `kiosk changes drop {n}`",
                n=n,
                reason=Phrase(REASONS[still]),
            )
        work.record(Kind.IMPORT, About(detail={"change": n, "to": Settled.APPLIED.value}))


def drop(station: Station, n: int) -> None:
    """Drop a change that was set aside: it is kept, and never applied. Raises KioskError if none waits."""
    with acting(station) as work:
        work.needs(Action.IMPORT)
        _the(work, n)
        store.settle(work.connection, n, Settled.DROPPED, work.now)
        work.record(Kind.IMPORT, About(detail={"change": n, "to": Settled.DROPPED.value}))


def _the(work: Work, n: int) -> Waiting:
    found = next((one for one in store.waiting(work.connection) if one.n == n), None)
    if found is None:
        raise KioskError("no change {n} waits to be settled", "see `kiosk changes list`", n=n)
    return found
