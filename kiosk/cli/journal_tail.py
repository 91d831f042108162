"""`kiosk log tail`: what happened last, to whom, from where to where, and who did it."""

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, console, log_app
from kiosk.cli.language import said
from kiosk.cli.tables import plain, table
from kiosk.domain.credential import printed
from kiosk.domain.event import Event
from kiosk.domain.journal import Act, Entry, Kind, instant, read_detail
from kiosk.domain.model import OUTSIDE, Outcome, Subject
from kiosk.service.evidence.latest import latest, names_in, operators
from kiosk.service.station.station import Station
from kiosk.service.words.terms import term

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
        laid = tail_table(station, event, latest(station, count))
    console.print(laid)


def tail_table(station: Station, event: Event, records: Sequence[Entry]) -> Table:
    """Lay records out for 80 columns, usually in at most two lines each."""
    names, accounts = names_in(station, records), operators(station)
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
            plain(accounts.get(act.operator, act.operator.removeprefix("cli:"))),
            style=_STYLES.get(act.outcome),
        )
    return laid


def _what(act: Act) -> str:
    if act.outcome is not None:
        names = [act.outcome, act.reason or "", *act.notices]
        alerts = [f"! {said(term(alert))}" for alert in act.alerts]
        return ", ".join([*[said(term(name)) for name in names if name], *alerts])
    detail = read_detail(act.detail)
    before, after = (detail.get(key) for key in _TOLD)
    change = " -> ".join(said(term(str(state))) for state in (before, after) if state)
    kind = said(term(act.kind))
    if act.kind in {Kind.LOGIN, Kind.ACCOUNT}:
        act_done = said(term(str(detail.get("act", ""))))
        change = said("{act}, refused", act=act_done) if detail.get("refused") else act_done
    return said("{kind}: {change}", kind=kind, change=change) if change else kind


def _where(act: Act) -> str:
    if act.gate is None:
        return ""
    way = f" {said(act.direction)}" if act.direction else ""
    zones = f": {act.zone_from} -> {act.zone_to}" if act.zone_from and act.zone_to else ""
    return f"{act.gate}{way}{zones}"


def _name(act: Act, names: dict[Subject, str]) -> str:
    return "" if act.subject is None else names.get(act.subject, said("(erased)"))


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
