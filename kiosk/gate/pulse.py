"""The pulse: how a gate is, twice a second, for those who watch it from elsewhere."""

from collections import deque
from dataclasses import dataclass, field
from shutil import disk_usage

from kiosk.domain.journal import micros
from kiosk.domain.model import Direction, Match
from kiosk.gate.battery import NONE, Battery, battery
from kiosk.gate.post import Post
from kiosk.gate.state import ScreenState
from kiosk.gate.tally import Tally
from kiosk.service.posts.messages import Beat
from kiosk.service.words.sign import said_of
from kiosk.store.list_version import list_age
from kiosk.store.presence import occupancy

OVER = 2.0
"""Seconds over which pictures are counted."""
RARELY = 20.0
"""Seconds between two looks at the battery, which some computers take their time to answer."""
_NOT_LISTED = frozenset({Match.UNKNOWN, Match.UNSYNCED})


@dataclass(slots=True)
class Pulse:
    """What is counted between two beats.

    Attributes:
        unknown: badges presented that this list does not know.
    """

    unknown: int = 0
    _battery: Battery = NONE
    _battery_at: float = float("-inf")
    _pictures: deque[float] = field(default_factory=deque)

    def pictured(self, at: float) -> None:
        """Count a picture; monotonic seconds."""
        self._pictures.append(at)
        while self._pictures[0] < at - OVER:
            self._pictures.popleft()

    def matched(self, match: Match) -> None:
        """Count a badge that was presented."""
        if match in _NOT_LISTED:
            self.unknown += 1

    def beat(self, post: Post, state: ScreenState, tally: Tally) -> Beat:
        """Return how the gate is now. Raises StoreError if the file cannot be read."""
        station, checkpoint = post.station, post.admission.checkpoint
        event, now, monotonic = post.admission.event, station.clock.now(), station.clock.monotonic()
        is_entry = checkpoint.direction is Direction.IN
        zone = checkpoint.zone_to if is_entry else checkpoint.zone_from
        clock = post.timekeeper.look(now)
        with station.database.read() as connection:
            changed_at = list_age(connection)
            day = event.moment(now, checkpoint.site, clock).day
            inside = occupancy(connection, event, day).get(zone, 0)
        free = disk_usage(station.database.path.parent).free
        known = event.zone.get(zone)
        if monotonic - self._battery_at >= RARELY:
            self._battery, self._battery_at = battery(), monotonic
        return Beat(
            checkpoint.gate,
            checkpoint.direction,
            fps=sum(at >= monotonic - OVER for at in self._pictures) / OVER,
            camera=state.camera or "",
            store="" if state.store is None else said_of(state.store),
            disk_free=free,
            is_disk_low=free < post.min_free_disk,
            clock=clock,
            list_age_s=-1 if changed_at is None else max(0, (micros(now) - changed_at) // 1_000_000),
            unknown_here=self.unknown,
            battery=self._battery.percent,
            battery_minutes=self._battery.minutes,
            granted=tally.granted,
            denied=tally.denied,
            inside=inside if known is not None else -1,
            capacity=(known.capacity or 0) if known is not None else 0,
        )
