"""Own the change of the event document: a new version and its record in the journal, in one transaction."""

from dataclasses import dataclass, replace

from kiosk.domain.difference import diff
from kiosk.domain.document import digest, to_document
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.soundness import faults
from kiosk.service.desk_records import Desk, act_of
from kiosk.store.changes import newest
from kiosk.store.events import current_version, load_event, save_event
from kiosk.store.journal import append, journals


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading a document.

    Attributes:
        version: the one now in force.
        differences: in words; () where the document was in force already, and nothing was written.
    """

    version: int
    differences: tuple[str, ...]


def differences(desk: Desk, wanted: Event) -> tuple[str, ...]:
    """Say what loading a document would change."""
    with desk.database.read() as connection:
        now = load_event(connection)
    return () if now is None else diff(to_document(now), to_document(as_loaded(now, wanted)))


def load_version(desk: Desk, wanted: Event) -> Loaded:
    """Put a document in force; the event stays the one that it is, and stays a demo or none.

    Raises:
        KioskError: the document has faults; each is named.
    """
    found = faults(wanted)
    if found:
        told = "; ".join(f"{fault.path}: {fault.message}" for fault in found)
        raise KioskError(f"the event has faults: {told}", found[0].hint)
    with desk.database.write() as connection:
        now = load_event(connection)
        event = wanted if now is None else as_loaded(now, wanted)
        changed = () if now is None else diff(to_document(now), to_document(event))
        before = current_version(connection)
        version = save_event(connection, event, desk.clock.now())
        if version != before:
            detail: dict[str, Plain] = {"digest": digest(to_document(event)).hex(), "version": version}
            record = act_of(desk, Kind.POLICY, (newest(connection), version), None, detail)
            append(connection, journals(connection)[-1], record)
        return Loaded(version, changed)


def as_loaded(now: Event, wanted: Event) -> Event:
    """Return a document as it would be loaded in the place of another: its event stays the same."""
    return replace(wanted, id=now.id, is_demo=now.is_demo)
