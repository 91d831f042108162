"""`kiosk who`: who is inside, now or at an earlier moment."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console
from kiosk.cli.language import here, said
from kiosk.cli.moments import read_moment
from kiosk.cli.tables import both_names, plain, say, shown, table
from kiosk.domain.event import Event
from kiosk.service.muster.inside import Inside, Muster, who_is_inside
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
            from kiosk.service.muster.earlier import who_was_inside  # noqa: PLC0415 - only with --at

            muster = who_was_inside(station, read_moment(event, at, station.clock.now()), zone)
    if out is not None:
        from kiosk.service.muster.file import write_muster  # noqa: PLC0415 - only with --out

        write_muster(muster, event, out)
    _show_muster(replace(muster, people=()) if totals else muster, event, zone, len(muster.people))
    if out is not None:
        say("everyone: {out}", out=out)


def _show_muster(muster: Muster, event: Event, zone: str | None, total: int) -> None:
    """Show the people of a muster that are to be named, then all its numbers."""
    first = ZoneInfo(event.sites[0].time_zone)
    when = f"{muster.at.astimezone(first):%d/%m/%Y %H:%M:%S}"
    if not total:
        if zone is None:
            say("Nobody is inside, {when}.", when=when)
        else:
            say("Nobody is inside {zone}, {when}.", zone=zone.upper(), when=when)
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
    say(", ".join(f"{name}: {here().number(count)}" for name, count in muster.counts.items()))
    number = here().number(total)
    if zone is None:
        say("{n} inside, {when}. Each zone counts those in the zones inside it.", n=number, when=when)
    else:
        say(
            "{n} inside {zone}, {when}. Each zone counts those in the zones inside it.",
            n=number,
            zone=zone.upper(),
            when=when,
        )


def _cells(one: Inside, event: Event) -> tuple[tuple[str, ...], ...]:
    """Return zone, since when (local time), names, organisation and category, each as its lines."""
    local = ZoneInfo(event.site[event.zone[one.zone].site].time_zone)
    names = both_names(one.name, one.name_native) or (said("(erased)"),)
    since = f"{one.since.astimezone(local):%H:%M}"
    return (one.zone,), (since,), names, (one.organisation,), (one.category,)
