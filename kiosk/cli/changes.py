"""The commands of `kiosk changes`: what of the list could not be applied, and settling it."""

from typing import Annotated

import typer

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, changes_app, console
from kiosk.cli.language import said
from kiosk.cli.tables import plain, say, table
from kiosk.domain.plural import counted
from kiosk.service.lists import settling
from kiosk.store.set_aside import Waiting

Number = Annotated[int, typer.Argument(help="The number of the change, as `kiosk changes list` shows it.")]


@changes_app.command("list")
def list_(folder: Folder = HERE, clock: ClockOption = None) -> None:
    """List changes of the list that could not be applied, and why."""
    with opened(folder, clock) as found:
        waiting = settling.waiting(found.station)
    if not waiting:
        say("Nothing waits: every change of the list was applied.")
        return
    listed = table("No.", "What", "Why it was set aside")
    listed.columns[0].no_wrap = True
    for one in waiting:
        listed.add_row(str(one.n), plain(_what(one)), plain(_why(one)))
    console.print(listed)
    say(
        "{changes}; the list goes on without. Once the reason is gone:",
        changes=counted(len(waiting), "change"),
    )
    say("`kiosk changes apply NUMBER`. Never to be applied: `kiosk changes drop NUMBER`.")


@changes_app.command("apply")
def apply_(number: Number, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Apply a change that was set aside, once the reason is gone."""
    with opened(folder, clock) as found:
        settling.try_again(found.station, number)
    say("Change {number} is applied.", number=number)


@changes_app.command("drop")
def drop_(number: Number, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Drop a change that was set aside: it will never be applied."""
    with opened(folder, clock) as found:
        settling.drop(found.station, number)
    say("Change {number} is dropped.", number=number)


def _what(one: Waiting) -> str:
    if one.field == "*":
        named = f" ({one.external_id})" if one.external_id else ""
        return said("a new person: {name}", name=f"{one.name}{named}")
    return f'{one.name or said("an unnamed person")}: {one.field} "{one.value[:40]}"'


def _why(one: Waiting) -> str:
    why = said(settling.REASONS[one.reason])
    return f"{why}: {one.holder}" if one.holder else why
