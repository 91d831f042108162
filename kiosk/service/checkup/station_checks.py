"""The station's check-up: what is wrong with this computer and its files, and what to do about it.

1. A check never raises: if something cannot be examined, that is itself a finding.
2. It changes nothing except what opening the files changes anyway.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.domain.clock import Clock
from kiosk.domain.credential import is_same
from kiosk.domain.difference import diff
from kiosk.domain.document import to_document
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.home import Computer, Home
from kiosk.domain.journal import instant
from kiosk.domain.model import ClockState
from kiosk.domain.plural import counted
from kiosk.domain.plural import people as people_text
from kiosk.domain.timekeeping import BACK, assess
from kiosk.domain.wording import Phrase
from kiosk.keys.backup import StationKeys, digest
from kiosk.keys.folder import load_keyring, load_receipt, load_station_key, open_to_others
from kiosk.keys.signing import fingerprint
from kiosk.service.checkup.finding import Finding, Level
from kiosk.service.checkup.templates import check_templates
from kiosk.service.event.effects import without_access
from kiosk.service.event.versions import as_loaded
from kiosk.service.station.lives import ALARMING, Continuity, gaps, standing, why_begun
from kiosk.service.words.translation import text
from kiosk.store.database import Database, open_database
from kiosk.store.events import current_digest, current_version, load_event, loaded_at
from kiosk.store.journal import own_journals
from kiosk.store.journal_reading import span_of
from kiosk.store.people import count
from kiosk.store.presence import everybody
from kiosk.store.series import shared
from kiosk.store.set_aside import count_waiting
from kiosk.store.unfinished import to_clear, to_fold

_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a station's files are, and what its config.toml asks for.

    Attributes:
        min_free_disk: bytes of free disk below which to warn.
        wanted: the event as set in config.toml.
        templates: the folder of the badge templates.
        computer: the one that the station is on.
        file_id: tells what the file system calls a file.
        memory: the folder of what this user remembers; None for nothing.
    """

    database: Path
    photos: Path
    keys: Path
    min_free_disk: int
    wanted: Event
    templates: Path
    computer: Computer
    file_id: Callable[[Path], str]
    memory: Path | None = None


def check_station(place: Place, clock: Clock) -> list[Finding]:
    """Check one station: disk, keys, files, event, list and clock."""
    findings = [_disk(place), *_keys(place.keys)]
    findings += _file(text("photos"), place.photos, "migrations_photos", lambda _: ())
    findings += _file(
        text("database"), place.database, "migrations", lambda file: _station(place, file, clock)
    )
    return findings


# --- This computer --------------------------------------------------------------------------------------


def _disk(place: Place) -> Finding:
    try:
        free = shutil.disk_usage(place.database.parent).free
    except OSError as error:
        return Finding(
            Level.ERROR, "disk", f"{place.database.parent}: {error.strerror}", "name the right folder"
        )
    says = Phrase("{free:,} MB free", free=free // _MEGA)
    if free >= place.min_free_disk:
        return Finding(Level.OK, "disk", says)
    do = "remove what is not needed: on a full disk no gate can record, and so none opens"
    return Finding(
        Level.ERROR,
        "disk",
        Phrase("{says}; {wanted:,} MB are wanted", says=says, wanted=place.min_free_disk // _MEGA),
        do,
    )


def _keys(folder: Path) -> Iterator[Finding]:
    readable = open_to_others(folder)
    if readable:
        do = "; ".join(f"chmod {'700' if path.is_dir() else '600'} {path}" for path in readable)
        named = ", ".join(path.name for path in readable)
        yield Finding(
            Level.ERROR, "keys", Phrase("other users of this computer can read {named}", named=named), do
        )
    try:
        keys = StationKeys(load_keyring(folder), load_station_key(folder))
        receipt = load_receipt(folder)
    except KioskError as error:
        if not readable:  # otherwise this would repeat the same finding
            yield Finding(Level.ERROR, "keys", error.message, error.hint)
        return
    yield Finding(
        Level.OK, "keys", Phrase("fingerprint {fingerprint}", fingerprint=fingerprint(keys.station.public))
    )
    do = "run `kiosk keys backup FILE` and keep the file and its sheet away from this computer"
    if receipt is None:
        says = text(
            "the keys were never backed up; lost with this disk, no badge could be printed or checked again"
        )
        yield Finding(Level.ERROR, "backup", says, do)
    elif is_same(receipt, digest(keys)):
        yield Finding(Level.OK, "backup", "the keys are backed up")
    else:
        yield Finding(Level.ERROR, "backup", "the keys have changed since they were backed up", do)


def _file(
    about: str, path: Path, migrations: str, look: Callable[[Database], Iterator[Finding] | tuple[()]]
) -> list[Finding]:
    """Check a database file, and its contents with `look`."""
    findings: list[Finding] = []
    if not path.exists():
        do = "bring it back from a copy, or run `kiosk init` where there was none yet"
        return [Finding(Level.ERROR, about, Phrase("there is no {path}", path=path), do)]
    try:
        database = open_database(path, migrations)
    except KioskError as error:
        return [Finding(Level.ERROR, about, error.message, error.hint)]
    try:
        checked = database.quick_check()
        if checked == "ok":
            size = Phrase("{megabytes:.1f} MB", megabytes=path.stat().st_size / _MEGA)
            findings.append(
                Finding(Level.OK, about, Phrase("{name} is sound, {size}", name=path.name, size=size))
            )
        else:
            do = "stop, copy the folder away, and go on from the last good copy"
            findings.append(
                Finding(
                    Level.ERROR, about, Phrase("{path} is damaged: {checked}", path=path, checked=checked), do
                )
            )
        findings += look(database)
    except KioskError as error:
        findings.append(Finding(Level.ERROR, about, error.message, error.hint))
    finally:
        database.close()
    return findings


def _station(place: Place, database: Database, clock: Clock) -> Iterator[Finding]:
    yield from _journal(place, database)
    with database.read() as connection:
        event = load_event(connection)
        number = current_version(connection)
        named = (current_digest(connection) or b"").hex()[:8], loaded_at(connection)
        spans = [span_of(connection, journal) for journal in own_journals(connection)]
        people, inside = count(connection), sum(1 for _ in everybody(connection))
        stranded = 0 if event is None else without_access(connection, event)
        pending = len(to_fold(connection)) + len(to_clear(connection))
        unsettled = count_waiting(connection)
    if event is None:
        yield Finding(Level.ERROR, "event", "none is loaded", "run `kiosk event load`")
        return
    yield from _keys_of_event(place.keys, event)
    yield _event(event, number, named, place.wanted)
    yield from check_templates(place.templates, event)
    yield Finding(
        Level.OK,
        "list",
        Phrase("{people} on the list, {inside:,} inside", people=people_text(people), inside=inside),
    )
    if stranded:
        says = Phrase(
            "{people} with no right on any day of the event: every gate refuses them",
            people=people_text(stranded),
        )
        do = "correct their days and zones in the list and import it again"
        yield Finding(Level.ERROR, "list", says, do)
    if pending:
        do = "any other command finishes it, or clears it away"
        says = Phrase("{imports} cut short", imports=counted(pending, "import was", "imports were"))
        yield Finding(Level.WARN, "list", says, do)
    if unsettled:
        says = Phrase(
            "{changes} of the list could not be applied; the list goes on without",
            changes=counted(unsettled, "change"),
        )
        yield Finding(Level.WARN, "list", says, "see `kiosk changes list`, and settle each of them")
    newest = max((instant(span[1]) for span in spans if span is not None), default=None)
    yield from _clock(clock.now(), newest, event)


def _journal(place: Place, database: Database) -> Iterator[Finding]:
    try:
        public = load_station_key(place.keys).public
    except KioskError:
        return  # already reported with the keys
    for gap in gaps(database):
        says = Phrase(
            "records {first} to {last} of life {life} are missing: a signed head proves that they were made",
            first=gap.first,
            last=gap.last,
            life=gap.life.id.hex()[:8],
        )
        do = "look for the newer file; `kiosk log verify` says what else is not whole"
        yield Finding(Level.ERROR, "journal", says, do)
    found = standing(database, public, Home(place.computer, place.file_id(place.database)), place.memory)
    if found.journal is None:
        do = "the next command begins a new life; if nobody did that on purpose, run `kiosk log verify`"
        yield Finding(Level.WARN, "journal", _STANDINGS[found.continuity], do)
        return
    yield Finding(Level.OK, "journal", "goes on from its newest signed head")
    with database.read() as connection:
        begun = why_begun(connection, found.journal)
        numbers = shared(connection)
    if begun is not None and begun[0] in ALARMING:
        when = f"{instant(begun[1]):%Y-%m-%d %H:%M}"
        why = Phrase(_BEGUN[begun[0]])
        says = Phrase("its present life began {when} UTC, because it {why}", when=when, why=why)
        do = "if nobody did that on purpose, tell security; what the other copy lets in is not known here"
        yield Finding(Level.WARN, "journal", says, do)
    if numbers:
        series = ", ".join(map(str, numbers))
        says = Phrase("badge numbers of series {series} were drawn by two lives", series=series)
        do = (
            "such a badge opens by its code alone: give its holder a new one with `kiosk badges replace NAME`"
        )
        yield Finding(Level.WARN, "badges", says, do)


_BEGUN = {
    Continuity.FORKED: text("did not agree with its newest signed head"),
    Continuity.BEHIND: text("was older than its newest signed head"),
    Continuity.COPIED: text("was a copy of this station's file"),
    Continuity.ELSEWHERE: text("had come from another computer"),
}
_STANDINGS = {
    Continuity.NEW: text("was never begun"),
    Continuity.RESTORED: text("has no signed head of this station beside it"),
    Continuity.BEHIND: text("is older than its newest signed head"),
    Continuity.FORKED: text("does not agree with its newest signed head"),
    Continuity.COPIED: text("is a copy: this file is not the one that its life is bound to"),
    Continuity.ELSEWHERE: text("is from another computer: its life is bound to that one"),
    Continuity.OLDER: text("is from an older version of Kiosk, which bound it to no computer"),
    Continuity.MOVED: text("was moved here on purpose"),
}


def _keys_of_event(folder: Path, event: Event) -> Iterator[Finding]:
    try:
        keyring = load_keyring(folder)
    except KioskError:
        return  # already reported with the keys
    if keyring.event != event.id:
        do = "restore those of this event: `kiosk keys restore`; what these seal opens nothing here"
        yield Finding(Level.ERROR, "keys", "they belong to another event than the list", do)
        return
    states = ", ".join(f"{epoch.number} {epoch.state}" for epoch in keyring.epochs)
    yield Finding(Level.OK, "keys", Phrase("key epochs: {states}", states=states))


def _event(event: Event, number: int, named: tuple[str, datetime | None], wanted: Event) -> Finding:
    digest_of, at = named
    days = counted(len(event.days), "day")
    named_so = f"{number} ({digest_of}, {at:%Y-%m-%d %H:%M} UTC)" if at else str(number)
    says = Phrase("{name}: version {number}, {days}", name=event.name["fr"], number=named_so, days=days)
    if event.is_demo:
        says = Phrase("{says}, a demonstration", says=says)
    changes = diff(to_document(event), to_document(as_loaded(event, wanted)))
    if not changes:
        return Finding(Level.OK, "event", says)
    do = "see `kiosk event diff`, then `kiosk event load`"
    places = counted(len(changes), "place")
    says = Phrase("{says}; config.toml differs in {places}", says=says, places=places)
    return Finding(Level.WARN, "event", says, do)


def _clock(now: datetime, newest: datetime | None, event: Event) -> Iterator[Finding]:
    site = event.sites[0]
    today = event.moment(now, site.id)
    minutes = today.minute % 1440
    says = Phrase(
        "{now:%Y-%m-%d %H:%M} UTC; at {site} it is {hour:02}:{minute:02}",
        now=now,
        site=site.id,
        hour=minutes // 60,
        minute=minutes % 60,
    )
    days = sorted(day.date for day in event.days)
    if newest is not None and now < newest - BACK:
        do = "set the computer's clock; if it is right, the record was made with a wrong one"
        yield Finding(
            Level.ERROR,
            "clock",
            Phrase("{says}: before the newest record, {newest:%Y-%m-%d %H:%M}", says=says, newest=newest),
            do,
        )
        return
    span = Phrase("{first} to {last}", first=days[0], last=days[-1])
    if assess(now, newest, event) is ClockState.SUSPECT:
        do = "set the computer's clock, or the days in config.toml and run `kiosk event load`"
        yield Finding(
            Level.ERROR, "clock", Phrase("{says}: far from the event, {span}", says=says, span=span), do
        )
        return
    open_sites = [day.sites for day in event.days if day.date == today.day]
    if open_sites:
        yield Finding(
            Level.OK,
            "clock",
            Phrase("{says}; today is an event day at {sites}", says=says, sites=", ".join(open_sites[0])),
        )
    else:
        yield Finding(
            Level.OK,
            "clock",
            Phrase(
                "{says}; by its hours it is {day}, no day of the event ({span})",
                says=says,
                day=today.day,
                span=span,
            ),
        )
