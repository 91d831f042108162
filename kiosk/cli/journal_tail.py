"""`kiosk log tail`: what happened last, to whom, from where to where, and who did it."""

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, console, log_app
from kiosk.cli.tables import plain, table
from kiosk.domain.credential import printed
from kiosk.domain.event import Event
from kiosk.domain.foreign import is_foreign
from kiosk.domain.journal import Act, Entry, Kind, instant, read_detail
from kiosk.domain.model import OUTSIDE, Outcome, Subject
from kiosk.service.station.station import Station
from kiosk.store.journal_reading import tail
from kiosk.store.people import of_subject

_STYLES = {Outcome.GRANTED: "green", Outcome.DENIED: "red", None: "dim"}
_TOLD = ("from", "to")
"""The keys of a record's detail that describe a change."""


@log_app.command("tail")
def tail_log(
    count: Annotated[int, typer.Option("-n", min=1, help="How many records.")] = 20,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Show the last records: when, what and where, to whom, by whom.

    Times are local, those of the gate's site.
    """
    with opened(folder, clock) as found:
        station = found.station
        event = station.event()
        with station.database.read() as connection:
            records = tail(connection, station.journal, count)
        laid = tail_table(station, event, records)
    console.print(laid)


def tail_table(station: Station, event: Event, records: Sequence[Entry]) -> Table:
    """Lay records out for 80 columns, usually in at most two lines each."""
    names = _names(station, {entry.act.subject for entry in records if entry.act.subject is not None})
    laid = table("Record", "Time", "What, where", "Whom", "By")
    laid.columns[0].justify = "right"
    laid.columns[0].no_wrap = laid.columns[1].no_wrap = True
    for entry in records:
        act = entry.act
        laid.add_row(
            str(entry.seq),
            _local(event, act),
            plain(*[line for line in (_what(act), _where(act)) if line]),
            plain(*[line for line in (_name(act, names), _badge(act)) if line]),
            plain(act.operator.removeprefix("cli:")),
            style=_STYLES.get(act.outcome),
        )
    return laid


def _names(station: Station, subjects: set[Subject]) -> dict[Subject, str]:
    with station.database.read() as connection:
        found = {subject: of_subject(connection, subject) for subject in subjects}
    return {subject: people[0].holder.name for subject, people in found.items() if people}


def _what(act: Act) -> str:
    if act.outcome is not None:
        words = [act.outcome, act.reason or "", *act.notices, *[f"! {alert}" for alert in act.alerts]]
        return ", ".join(word for word in words if word)
    detail = read_detail(act.detail)
    if act.kind is Kind.ALARM:
        return f"alarm: {', '.join(key for key, value in detail.items() if value is True)}"
    before, after = (detail.get(key) for key in _TOLD)
    change = " -> ".join(str(state).replace("_", " ") for state in (before, after) if state)
    kind = act.kind.replace("_", " ")
    if is_foreign(act.kind):
        return f"{kind} (known to a newer Kiosk)"
    return f"{kind}: {change}" if change else kind


def _where(act: Act) -> str:
    if act.gate is None:
        return ""
    way = f" {act.direction}" if act.direction else ""
    zones = f": {act.zone_from} -> {act.zone_to}" if act.zone_from and act.zone_to else ""
    return f"{act.gate}{way}{zones}"


def _name(act: Act, names: dict[Subject, str]) -> str:
    return "" if act.subject is None else names.get(act.subject, "(erased)")


def _badge(act: Act) -> str:
    return "" if act.badge is None else printed(act.badge)


def _local(event: Event, act: Act) -> str:
    site = event.sites[0]
    if act.gate is not None and act.gate in event.gate:
        gate = event.gate[act.gate]
        site = event.site[event.zone[gate.outer if gate.inner == OUTSIDE else gate.inner].site]
    try:
        return f"{instant(act.occurred_at).astimezone(ZoneInfo(site.time_zone)):%d/%m %H:%M:%S}"
    except OverflowError:
        return str(act.occurred_at)
