"""The unit of work: begin, decide, append, commit, for every act that a station's journal records.

1. An act is one write transaction: its changes, and its records in the station's own journal.
2. A record names the versions of list and event after the changes that it reports, read inside.
3. An act that its actor may not perform is refused inside, before any change; nothing of it is kept.
4. `record_all` appends many records at once: long work takes one unit for each portion (see `pace`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from kiosk.domain.event import Approval
from kiosk.domain.journal import Act, Kind, Plain, micros, write_detail
from kiosk.domain.model import BadgeNumber, CategoryId, ClockState, Subject
from kiosk.domain.roles import Action
from kiosk.service.station.station import Station
from kiosk.store.changes import Author, Edit
from kiosk.store.changes import act as write_and_fold
from kiosk.store.database import Connection
from kiosk.store.events import current_version, load_event
from kiosk.store.journal import FreeText, append, append_all, append_with_text
from kiosk.store.list_version import list_version


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a record, apart from its kind: a person, a badge, and further details.

    Attributes:
        detail: never personal data.
        clock: how far the clock was trusted.
    """

    subject: Subject | None = None
    badge: BadgeNumber | None = None
    detail: Mapping[str, Plain] | None = None
    clock: ClockState = ClockState.TRUSTED


class Work:
    """An open write transaction, and its actor. Made by `acting`.

    Attributes:
        station: whose file and journal it is.
        connection: for reading and writing.
        now: when the transaction began; all its changes and records carry this time.
    """

    __slots__ = ("connection", "now", "station")

    def __init__(self, station: Station, connection: Connection) -> None:
        self.station = station
        self.connection = connection
        self.now = station.clock.now()

    def needs(self, action: Action, category: CategoryId | None = None) -> None:
        """Refuse an act that the actor may not perform, on people of a category if it concerns one.

        A category no longer in the event is treated as one that security approves.

        Raises:
            NotAllowedError: it names the roles that would be allowed.
        """
        actor = self.station.actor
        approval = Approval.SECURITY if category is not None else None
        if category is not None and not actor.may(action, Approval.SECURITY):  # that covers all categories
            event = load_event(self.connection)
            known = None if event is None else event.category.get(category)
            approval = known.approval if known else Approval.SECURITY
        actor.needs(action, approval)

    def edit(self, *edits: Edit) -> None:
        """Change the list: write the changes and fold them in."""
        write_and_fold(self.connection, author(self.station), self.now, edits)

    def record(self, kind: Kind, about: About) -> int:
        """Append a record of what was done; return its seq."""
        return self.append(self._act(kind, about, self._versions()))

    def record_all(self, kind: Kind, told: Iterable[About]) -> None:
        """Append several records of one kind, in their order, of changes that were all made before."""
        versions = self._versions()
        acts = (self._act(kind, about, versions) for about in told)
        append_all(self.connection, self.station.journal, acts)

    def append(self, act: Act) -> int:
        """Append a record that is already complete, like a scan's; return its seq."""
        return append(self.connection, self.station.journal, act)

    def append_with_text(self, act: Act, words: FreeText) -> int:
        """Append a record that commits to free text, which is kept separately; return its seq."""
        return append_with_text(self.connection, self.station.journal, act, words)

    def _versions(self) -> tuple[int, int]:
        """Return the versions of the list and of the event, as they are now."""
        return list_version(self.connection), current_version(self.connection)

    def _act(self, kind: Kind, about: About, versions: tuple[int, int]) -> Act:
        at = micros(self.now)
        return Act(
            kind,
            at,
            at,
            about.clock,
            badge=about.badge,
            subject=about.subject,
            operator=self.station.operator,
            list_version=versions[0],
            policy_version=versions[1],
            detail=write_detail(about.detail or {}),
        )


@contextmanager
def acting(station: Station) -> Iterator[Work]:
    """Run the block as one unit of work: on return, its changes and records are on the disk.

    Raises:
        StoreError: the disk or the file refused; as with any error in the block, nothing is left behind.
    """
    with station.database.write() as connection:
        yield Work(station, connection)


def author(station: Station) -> Author:
    """Return the author of the changes."""
    return Author(station.life, station.operator)
