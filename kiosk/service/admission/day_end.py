"""The end of a day: people still inside are presumed out, and the journal says so."""

from datetime import datetime

from kiosk.domain.journal import Act, Kind, micros
from kiosk.domain.model import OUTSIDE, ClockState
from kiosk.domain.presence import Closing, closing_detail
from kiosk.service.station.acting import acting
from kiosk.service.station.station import Station
from kiosk.store import presence


def close_days(station: Station, now: datetime, clock: ClockState) -> int:
    """End presences left open by earlier event days; return how many.

    A suspect clock ends none. One record for each outermost zone, then the rows in short batches; a row left
    over counts for no decision, since it belongs to another day.
    """
    if clock is ClockState.SUSPECT:
        return 0
    event, ended = station.event(), 0
    for zone in event.zones:
        if zone.parent != OUTSIDE:
            continue
        closing = Closing(zone.id, event.moment(now, zone.site).day)
        inside = tuple(inner.id for inner in event.zones if event.is_within(inner.id, zone.id))
        with acting(station) as work:
            connection = work.connection
            if not presence.has_earlier(connection, inside, closing.before):
                continue
            act = Act(
                Kind.PRESENCE_CLOSED,
                micros(now),
                micros(now),
                clock,
                zone_from=zone.id,
                operator=station.operator,
                detail=closing_detail(closing.before),
            )
            work.append(act)
            batch = presence.close_batch(connection, closing, event)
        ended += batch
        while batch:
            with station.database.write() as connection:
                batch = presence.close_batch(connection, closing, event)
            ended += batch
    return ended
