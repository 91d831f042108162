"""The undoing of a passage: its scan, and where the person was before it."""

from dataclasses import dataclass

from kiosk.domain.event import Event
from kiosk.domain.journal import Act, Detail, Kind
from kiosk.domain.model import Outcome, Subject
from kiosk.domain.presence import MOVED_ON, Whereabouts, before_detail, fold, is_move
from kiosk.store.admission import Connection
from kiosk.store.journal import Journal
from kiosk.store.journal_reading import Selection, entry_at, merged
from kiosk.store.presence import place_of


@dataclass(frozen=True, slots=True)
class Undoing:
    """What is known about a passage before it is undone.

    Attributes:
        subject: the person; None for an exit without an identified badge.
        place: where the person is now believed to be.
        detail: what the `turned_back` record is to keep.
    """

    scan: Act
    subject: Subject | None
    place: Whereabouts | None
    detail: Detail


def undoing(connection: Connection, journal: Journal, seq: int, event: Event) -> Undoing | None:
    """Return what is needed to undo a scan of this life; None if that record is not a granted scan.

    It reads every record of that person in this file, in the order in which they happened, and needs no
    lock meanwhile.
    """
    entry = entry_at(connection, journal, seq)
    scan = entry.act if entry else None
    if scan is None or scan.kind is not Kind.SCAN or scan.outcome is not Outcome.GRANTED:
        return None
    subject = scan.subject
    if subject is None:
        return Undoing(scan, None, None, Detail(b""))
    earlier: list[Act] = []
    has_moved_on = False
    is_later = False
    for found in merged(connection, Selection(subject=subject)):
        if found.life == journal.life and found.seq == seq:
            is_later = True
        elif is_later:
            has_moved_on = has_moved_on or is_move(found.act)
        else:
            earlier.append(found.act)
    before = fold(earlier, event).get(subject)
    detail = MOVED_ON if has_moved_on else before_detail(before)
    return Undoing(scan, subject, place_of(connection, subject), detail)
