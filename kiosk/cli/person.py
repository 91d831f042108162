"""The commands about one person: show, change their status, erase."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, console, people_app
from kiosk.cli.filed import place_told
from kiosk.cli.language import said
from kiosk.cli.people import Whom, state_told, table_of
from kiosk.cli.tables import plain, say, table
from kiosk.domain.credential import printed
from kiosk.domain.event import Event
from kiosk.service.people import desk
from kiosk.service.people.finding import PersonFound, the_one
from kiosk.service.station.station import Station
from kiosk.store.people import Accredited


@people_app.command("show")
def show_person(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Show everything about one person."""
    with opened(folder, clock) as found:
        one = the_one(found.station, text)
        rights = desk.rights_of(found.station, one.person)
        event = found.station.event()
    _show(one, rights, event)


@people_app.command("approve")
def approve_person(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Approve a pending accreditation."""
    _change(_At(folder, clock), text, desk.approve)


@people_app.command("suspend")
def suspend_person(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Close all doors to a person, until reinstated."""
    _change(_At(folder, clock), text, desk.suspend)


@people_app.command("block")
def block_person(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Close all doors to a person, and alert security."""
    _change(_At(folder, clock), text, desk.block)


@people_app.command("reinstate")
def reinstate_person(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Lift a suspension or a block."""
    _change(_At(folder, clock), text, desk.reinstate)


@people_app.command("erase")
def erase_person(
    text: Whom,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Erase a person's data from every file of this station, for good."""
    with opened(folder, clock) as found:
        one = the_one(found.station, text)
        name = one.person.holder.name
        console.print(table_of([one]))
        if not yes:
            typer.confirm(said("Erase this person for good, with photo and badges?"), abort=True, err=True)
        is_gone = desk.erase(found.station, one.person)
    say(
        "{name} is erased; badges no longer open anything. The journal holds no name and still verifies.",
        name=name,
    )
    for number, filed in one.filed.items():
        say("Destroy the paper too: {number}, {place}.", number=printed(number), place=place_told(filed))
    if not is_gone:
        say("Another program is reading: the last copies are erased when it is done.")


@dataclass(frozen=True, slots=True)
class _At:
    """The station's folder and clock for a command."""

    folder: Path
    clock: str | None


def _change(at: _At, text: str, act: Callable[[Station, Accredited], Accredited]) -> None:
    with opened(at.folder, at.clock) as found:
        one = the_one(found.station, text)
        after = act(found.station, one.person)
    if after.status is one.person.status:
        say(
            "{name} is already {status}; nothing was changed.",
            name=after.holder.name,
            status=said(after.status),
        )
    else:
        say(
            "{name}: {before} -> {status}",
            name=after.holder.name,
            before=said(one.person.status),
            status=said(after.status),
        )


def _show(one: PersonFound, rights: str, event: Event) -> None:
    person, holder = one.person, one.person.holder
    zone = ZoneInfo(event.sites[0].time_zone)
    limits = [
        f"{word} {limit.astimezone(zone):%d/%m/%Y %H:%M}"
        for word, limit in (("from", person.valid_from), ("until", person.valid_until))
        if limit is not None
    ]
    badges = [
        ", ".join(
            part
            for part in (
                f"{printed(badge.number)}  {state_told(badge)}",
                f"issue {badge.issue}",
                place_told(one.filed.get(badge.number)),
            )
            if part
        )
        for badge in one.badges
    ]
    known = {
        "Name": " ".join(part for part in (holder.title, holder.name) if part),
        "Native name": holder.name_native,
        "Organisation": holder.organisation,
        "Position": holder.position,
        "Country": holder.country,
        "Nationality": holder.nationality,
        "Delegation": holder.delegation,
        "Language": holder.language,
        "Born": holder.birth_date,
        "Document": holder.id_document,
        "E-mail": holder.email,
        "Phone": holder.phone,
        "Host": holder.host,
        "Notes": holder.notes,
        "Photo": "yes" if holder.photo else "none",
        "Category": person.category,
        "Status": person.status,
        "Valid": ", ".join(limits),
        "List": f"{person.source} {person.external_id or ''}".strip(),
    }
    laid = table("", "")
    laid.show_header = False
    laid.columns[0].no_wrap = True
    for word, value in known.items():
        if value:
            laid.add_row(plain(said(word)), plain(value))
    laid.add_row(plain(said("Rights")), plain(*rights.split(" · ")))
    laid.add_row(plain(said("Badges")), plain(*(badges or ("none yet",))))
    console.print(laid)
