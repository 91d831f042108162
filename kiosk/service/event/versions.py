"""The new versions of the event document, each recorded in the journal in the same transaction.

The rights of the people on the list follow it (kiosk/service/event/effects.py), switched in that transaction.
"""

from dataclasses import dataclass, replace

from kiosk.domain.difference import diff
from kiosk.domain.document import digest, to_document
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.fault import spoken
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.roles import Action
from kiosk.domain.soundness import faults
from kiosk.service.event.effects import Effects, effects, stage_rights
from kiosk.service.lists.applying import resume
from kiosk.service.station.acting import About, Work, acting
from kiosk.service.station.station import Station
from kiosk.store import imports
from kiosk.store.changes import newest
from kiosk.store.database import StoreError
from kiosk.store.events import current_version, load_event, save_event
from kiosk.store.following import is_list_as_of
from kiosk.store.imports import ListName, StagedImport


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of loading a document.

    Attributes:
        version: the one now in force.
        differences: in words; () if the document was already in force and nothing was written.
        effects: on the people on the list.
    """

    version: int
    differences: tuple[str, ...]
    effects: Effects


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document about to be loaded, and the version that it is to replace."""

    event: Event
    before: int
    differences: tuple[str, ...]
    effects: Effects


def foresee(station: Station, wanted: Event) -> Loaded:
    """Say how loading a document would change the event and affect people on the list; write nothing.

    Raises:
        KioskError: the document has faults; each is named.
    """
    station.actor.needs(Action.CHANGE_EVENT)
    _refuse_faults(wanted)
    draft = _draft(station, wanted)
    return Loaded(draft.before, draft.differences, draft.effects)


def load_version(station: Station, wanted: Event) -> Loaded:
    """Put a document in force; the event keeps its identity, and whether it is a demo.

    Raises:
        KioskError: the document has faults; each is named.
        StoreError: the list or the event changed meanwhile; nothing was loaded.
    """
    station.actor.needs(Action.CHANGE_EVENT)
    _refuse_faults(wanted)
    draft = _draft(station, wanted)
    if not draft.effects.regrants:
        with acting(station) as work:
            return Loaded(_save(work, draft), draft.differences, draft.effects)
    with imports.in_bulk(station.database):
        named = ListName("", "event", digest(to_document(draft.event)))
        identifier = station.random(16)
        with station.database.write() as connection:
            batch = imports.begin(connection, identifier, named, station.clock.now())
        try:
            stage_rights(station, batch, draft.effects)
            with imports.durable(station.database), acting(station) as work:
                version = _switch(work, draft, batch)
        except BaseException:
            # Also for Ctrl-C: what was staged is removed, and the interruption continues.
            with station.database.write() as connection:
                imports.abandon(connection, batch.n, station.clock.now())
            resume(station)
            raise
    resume(station)
    return Loaded(version, draft.differences, draft.effects)


def _refuse_faults(wanted: Event) -> None:
    found = faults(wanted)
    if found:
        document = {"event": to_document(wanted)}
        told = "; ".join(f"{spoken(fault.path, document)}: {fault.message}" for fault in found)
        raise KioskError("the event has faults: {told}", found[0].hint, told=told)


def _draft(station: Station, wanted: Event) -> _Draft:
    with station.database.read() as connection:
        now, before = load_event(connection), current_version(connection)
        if now is None:
            return _Draft(wanted, before, (), Effects(list_version=newest(connection)))
        event = as_loaded(now, wanted)
        changed = diff(to_document(now), to_document(event))
        found = effects(connection, now, event) if changed else Effects(list_version=newest(connection))
        return _Draft(event, before, changed, found)


def _switch(work: Work, draft: _Draft, batch: StagedImport) -> int:
    """Put the document in force together with the rights that were staged for it."""
    connection = work.connection
    is_as_counted = is_list_as_of(connection, draft.effects.list_version, batch.n)
    if not is_as_counted or current_version(connection) != draft.before:
        raise StoreError("the list or the event changed meanwhile", "nothing was loaded; run this again")
    imports.switch(connection, batch)
    return _save(work, draft)


def _save(work: Work, draft: _Draft) -> int:
    before = current_version(work.connection)
    version = save_event(work.connection, draft.event, work.now)
    if version != before:
        detail: dict[str, Plain] = {"digest": digest(to_document(draft.event)).hex(), "version": version}
        people = draft.effects.by_category + draft.effects.with_days
        if people:
            detail["rights"] = people
        work.record(Kind.POLICY, About(detail=detail))
    return version


def as_loaded(now: Event, wanted: Event) -> Event:
    """Return a document as it would be loaded in place of another: its event stays the same."""
    return replace(wanted, id=now.id, is_demo=now.is_demo)
