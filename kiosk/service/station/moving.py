"""Moving a station on purpose, so that its next opening raises no alarm."""

from kiosk.domain.journal import Kind
from kiosk.domain.roles import Action
from kiosk.service.station.acting import About, acting
from kiosk.service.station.lives import MOVING
from kiosk.service.station.station import Station


def prepare_move(station: Station) -> None:
    """Record that the station is about to be moved: unless it goes on here first, it arrives unalarmed."""
    with acting(station) as work:
        work.needs(Action.KEEP_KEYS)
        work.record(Kind.STATUS, About(detail=MOVING))
