"""The commands that list people: those found, and those who wait. For one person see `person`."""

from collections import Counter
from typing import Annotated

import typer
from rich.table import Table

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, console, people_app
from kiosk.cli.language import here, said
from kiosk.cli.tables import both_names, plain, say, shown, table
from kiosk.domain.credential import printed
from kiosk.service.people import finding
from kiosk.service.people.finding import PersonFound
from kiosk.service.words.terms import term
from kiosk.store.badges import BadgeRow

MOST_FOUND = 20
IN_TABLE = 500
"""People laid out in a table; more of them get one line each, which is faster."""

Whom = Annotated[str, typer.Argument(metavar="TEXT", help="A name in any script, an id, a badge number.")]


@people_app.command("find")
def find_people(text: Whom, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Find people by name, id or badge number, the most likely first."""
    with opened(folder, clock) as found:
        people = finding.find(found.station, text, MOST_FOUND)
    if not people:
        say('Nobody was found for "{text}". Try part of the name, or the number on the badge.', text=text)
        return
    console.print(table_of(people))
    if len(people) == MOST_FOUND:
        say("These are the first {most}: type more of the name to see fewer.", most=MOST_FOUND)


@people_app.command("waiting")
def waiting_people(folder: Folder = HERE, clock: ClockOption = None) -> None:
    """List people who wait for approval, or are suspended or blocked."""
    with opened(folder, clock) as found:
        waiting = finding.waiting(found.station)
    if not waiting:
        say("Everyone on the list is approved, and nobody is suspended or blocked.")
        return
    if len(waiting) > IN_TABLE:
        for one in waiting:
            typer.echo(
                shown("  ".join((one.external_id or "-", one.holder.name, one.category, said(one.status))))
            )
    else:
        listed = table("Id", "Name", "Organisation", "Category", "Status")
        listed.columns[3].no_wrap = listed.columns[4].no_wrap = True
        for one in waiting:
            holder = one.holder
            cells = (one.external_id or "", holder.name, holder.organisation, one.category, said(one.status))
            listed.add_row(*[plain(cell) for cell in cells])
        console.print(listed)
    states = Counter(str(one.status) for one in waiting)
    say(", ".join(f"{here().number(count)} {said(status)}" for status, count in states.items()))
    say("To approve somebody, by id or name: kiosk people approve PERSON")
    say("To lift a suspension or a block: kiosk people reinstate PERSON")


def table_of(people: list[PersonFound]) -> Table:
    """Lay people out with their badges, for 80 columns."""
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
            plain(one.person.category, f"  {said(one.person.status)}"),
            plain(*(badges or (said("none yet"),))),
        )
    return listed


def _badge(one: PersonFound, badge: BadgeRow) -> tuple[str, ...]:
    """Return a badge's number, its state, and where it is filed, a line each."""
    filed = one.filed.get(badge.number)
    where = [] if filed is None else [f"  {said('carton {n}', n=filed.carton)} · {filed.position}"]
    return (printed(badge.number), f"  {state_told(badge)}", *where)


def state_told(badge: BadgeRow) -> str:
    """Say the state of a badge in words."""
    return said(term(badge.state))
