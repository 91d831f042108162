"""The commands about people: find, show, change their status."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, console, people_app
from kiosk.cli.filed import place_told
from kiosk.cli.tables import both_names, plain, say, say_all, shown, table
from kiosk.domain.credential import printed
from kiosk.domain.event import Event
from kiosk.service.people import desk
from kiosk.service.people.desk import PersonFound
from kiosk.service.people.erasing import erase
from kiosk.service.station.station import Station
from kiosk.store.badges import BadgeRow
from kiosk.store.people import Accredited

MOST_FOUND = 20
IN_TABLE = 500
"""People laid out in a table; more of them get one line each, which is faster."""

Whom = Annotated[str, typer.Argument(metavar="TEXT", help="A name in any script, an id, a badge number.")]


@people_app.command("find")
def find_people(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Find people by name, id or badge number, the most likely first."""
    with opened(folder, clock) as found:
        people = desk.find(found.station, text, MOST_FOUND)
    if not people:
        say(f'Nobody was found for "{text}". Try part of the name, or the number on the badge.')
        return
    console.print(_listed(people))
    if len(people) == MOST_FOUND:
        say(f"These are the first {MOST_FOUND}: type more of the name to see fewer.")


@people_app.command("show")
def show_person(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Show everything about one person."""
    with opened(folder, clock) as found:
        one = desk.the_one(found.station, text)
        rights = desk.rights_of(found.station, one.person)
        event = found.station.event()
    _show(one, rights, event)


@people_app.command("approve")
def approve_person(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Approve a pending accreditation."""
    _change(_At(folder, clock), text, desk.approve)


@people_app.command("waiting")
def waiting_people(folder: Folder = HERE, clock: ClockOption = None) -> None:
    """List people who wait for approval, or are suspended or blocked."""
    with opened(folder, clock) as found:
        waiting = desk.waiting(found.station)
    if not waiting:
        say("Everyone on the list is approved, and nobody is suspended or blocked.")
        return
    if len(waiting) > IN_TABLE:
        for one in waiting:
            typer.echo(shown("  ".join((one.external_id or "-", one.holder.name, one.category, one.status))))
    else:
        listed = table("Id", "Name", "Organisation", "Category", "Status")
        listed.columns[3].no_wrap = listed.columns[4].no_wrap = True
        for one in waiting:
            holder = one.holder
            cells = (one.external_id or "", holder.name, holder.organisation, one.category, one.status)
            listed.add_row(*[plain(cell) for cell in cells])
        console.print(listed)
    states = Counter(str(one.status) for one in waiting)
    say(", ".join(f"{count:,} {status}" for status, count in states.items()))
    say("To approve somebody, by id or name: kiosk people approve PERSON")
    say("To lift a suspension or a block: kiosk people reinstate PERSON")


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
        one = desk.the_one(found.station, text)
        name = one.person.holder.name
        console.print(_listed([one]))
        if not yes:
            typer.confirm("Erase this person for good, with photo and badges?", abort=True, err=True)
        erased = erase(found.station, one.person)
    say(f"{name} is erased; badges no longer open anything. The journal holds no name and still verifies.")
    for number, filed in one.filed.items():
        say(f"Destroy the paper too: {printed(number)}, {place_told(filed)}.")
    if erased.handed_out:
        say("These files were made here and may name the person; where they are now, Kiosk does not know:")
        say_all(f"  {file}" for file in erased.handed_out)
    if not erased.is_gone:
        say("Another program is reading: the last copies are erased when it is done.")


@dataclass(frozen=True, slots=True)
class _At:
    """The station's folder and clock for a command."""

    folder: Path
    clock: str | None


def _change(at: _At, text: str, act: Callable[[Station, Accredited], Accredited]) -> None:
    with opened(at.folder, at.clock) as found:
        one = desk.the_one(found.station, text)
        after = act(found.station, one.person)
    if after.status is one.person.status:
        say(f"{after.holder.name} is already {after.status}; nothing was changed.")
    else:
        say(f"{after.holder.name}: {one.person.status} -> {after.status}")


def _listed(people: list[PersonFound]) -> Table:
    listed = table("Id", "Name", "Organisation", "Category, status", "Badge")
    listed.columns[0].max_width = 16
    listed.columns[1].min_width = listed.columns[2].min_width = 12
    listed.columns[3].no_wrap = listed.columns[4].no_wrap = True
    for one in people:
        holder = one.person.holder
        badges = [line for badge in one.badges for line in _badge(one, badge)]
        listed.add_row(
            plain(one.person.external_id or ""),
            plain(*both_names(holder.name, holder.name_native)),
            plain(holder.organisation),
            plain(one.person.category, f"  {one.person.status}"),
            plain(*(badges or ("none yet",))),
        )
    return listed


def _badge(one: PersonFound, badge: BadgeRow) -> tuple[str, ...]:
    """Return a badge's number, its state, and where it is filed, a line each."""
    filed = one.filed.get(badge.number)
    where = [] if filed is None else [f"  carton {filed.carton} · {filed.position}"]
    return (printed(badge.number), f"  {_state(badge)}", *where)


def _state(badge: BadgeRow) -> str:
    return badge.state.replace("_", " ")


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
                f"{printed(badge.number)}  {_state(badge)}",
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
            laid.add_row(plain(word), plain(value))
    laid.add_row(plain("Rights"), plain(*rights.split(" · ")))
    laid.add_row(plain("Badges"), plain(*(badges or ("none yet",))))
    console.print(laid)
