"""`kiosk who`: who is inside, now or at an earlier moment."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console
from kiosk.cli.moments import read_moment
from kiosk.cli.tables import both_names, plain, say, shown, table
from kiosk.domain.event import Event
from kiosk.service.muster.file import write_muster
from kiosk.service.muster.inside import Inside, Muster, who_is_inside, who_was_inside
from kiosk.service.station.new_path import refuse_mistaken

IN_TABLE = 500
"""People laid out in a table; more of them get one line each, which is faster: an evacuation cannot wait."""


@app.command("who")
def who(
    zone: Annotated[str | None, typer.Option("--zone", help="Only this zone and those inside it.")] = None,
    at: Annotated[
        str | None, typer.Option("--at", help="At that local time: 2025-11-11T14:10, or 14:10 for today.")
    ] = None,
    totals: Annotated[bool, typer.Option("--totals", help="Only the numbers, without names.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Also write everyone to a CSV file, which Excel opens.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Say who is inside, or who was."""
    refuse_mistaken(out, "inside.csv")
    with opened(folder, clock) as found:
        station = found.station
        event = station.event()
        if at is None:
            muster = who_is_inside(station, zone)
        else:
            muster = who_was_inside(station, read_moment(event, at, station.clock.now()), zone)
    if out is not None:
        write_muster(muster, event, out)
    _show_muster(replace(muster, people=()) if totals else muster, event, zone, len(muster.people))
    if out is not None:
        say(f"everyone: {out}")


def _show_muster(muster: Muster, event: Event, zone: str | None, total: int) -> None:
    """Show the people of a muster that are to be named, then all its numbers."""
    first = ZoneInfo(event.sites[0].time_zone)
    when = f"{muster.at.astimezone(first):%d/%m/%Y %H:%M:%S}"
    where = "" if zone is None else f" {zone.upper()}"
    if not total:
        say(f"Nobody is inside{where}, {when}.")
        return
    if len(muster.people) > IN_TABLE:
        for one in muster.people:
            zone_id, since, names, *rest = _cells(one, event)
            typer.echo(
                shown("  ".join([zone_id[0], since[0], " / ".join(names), *[cell[0] for cell in rest]]))
            )
    elif muster.people:
        listed = table("Zone", "Since", "Name", "Organisation", "Category")
        for column in (0, 1, 4):
            listed.columns[column].no_wrap = True
        for one in muster.people:
            listed.add_row(*[plain(*lines) for lines in _cells(one, event)])
        console.print(listed)
    say(", ".join(f"{name}: {number:,}" for name, number in muster.counts.items()))
    say(f"{total:,} inside{where}, {when}. Each zone counts those in the zones inside it.")


def _cells(one: Inside, event: Event) -> tuple[tuple[str, ...], ...]:
    """Return zone, since when (local time), names, organisation and category, each as its lines."""
    local = ZoneInfo(event.site[event.zone[one.zone].site].time_zone)
    names = both_names(one.name, one.name_native) or ("(erased)",)
    since = f"{one.since.astimezone(local):%H:%M}"
    return (one.zone,), (since,), names, (one.organisation,), (one.category,)
