"""The people who were inside at an earlier moment, from the journals.

1. For the same moment this gives the same answer as the presence table, which is the journals' fold.
2. If a file holds several journals, their records are folded in the order in which they happened.
"""

from datetime import datetime, timedelta

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import micros
from kiosk.domain.presence import fold
from kiosk.domain.roles import Action
from kiosk.service.muster.inside import Muster, muster_of, zone_named
from kiosk.service.station.station import Station
from kiosk.store.journal_reading import Selection, merged

_RELEVANT = timedelta(days=2)
"""How far back a record can matter: within the same event day, or just before it began."""


def who_was_inside(station: Station, at: datetime, zone: str | None = None) -> Muster:
    """Say who was inside at a moment (aware), according to the journals of all lives of this file.

    Raises:
        KioskError: there is no such zone, or the moment is in the future.
    """
    station.actor.needs(Action.COUNT_INSIDE)
    if at > station.clock.now():
        raise KioskError("that moment has not come yet", "leave --at away to ask about now")
    event = station.event()
    wanted, selection = zone_named(event, zone), Selection(micros(at - _RELEVANT), micros(at) + 1)
    with station.database.read() as connection:
        places = fold((entry.act for entry in merged(connection, selection)), event)
    return muster_of(station, event, wanted, at, places.items())
