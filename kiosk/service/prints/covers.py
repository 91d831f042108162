"""Cover sheets: for each delegation a list to sign, saying where each badge is filed."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.badge.papers.a4 import DEMO
from kiosk.badge.papers.lists import CoverRow, Delegation, cover_sheets
from kiosk.domain.badge_life import ON_PAPER
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.folding import fold
from kiosk.domain.model import BadgeNumber
from kiosk.domain.roles import Action
from kiosk.service.prints.choosing import Choice, choose
from kiosk.service.station.new_file import new_file
from kiosk.service.station.station import Station
from kiosk.store.badges import Connection, Due
from kiosk.store.filed import Filed
from kiosk.store.paper import all_paper
from kiosk.store.people import accredited

NOBODY = "Sans délégation · No delegation"


def make_covers(station: Station, choice: Choice, out: Path) -> int:
    """Write the lists to sign for the chosen people whose badge is on paper; return how many delegations.

    Raises:
        KioskError: none of the chosen has a printed badge, or the file already exists or cannot be written.
    """
    station.actor.needs(Action.HAND_OVER)
    event = station.event()
    rows = [row for row in choose(station, event, choice) if row.state in ON_PAPER]
    if not rows:
        raise KioskError("nobody chosen has a printed badge", "print badges first: `kiosk badges print`")
    with station.database.read() as connection:
        papers = all_paper(connection)
        firms = {row.accreditation: _organisation(connection, row) for row in rows}
    filed = {number: paper.filed for number, paper in papers.items() if paper.filed is not None}
    named: dict[str, list[Due]] = {}
    for row in rows:
        named.setdefault(fold(row.delegation), []).append(row)
    pages = [
        Delegation(
            event.name["fr"],
            some[0].delegation or NOBODY,
            tuple(_entries(some, filed, firms)),
        )
        for some in named.values()
    ]
    with new_file(out) as file:
        made_at = station.clock.now().astimezone(ZoneInfo(event.sites[0].time_zone))
        cover_sheets(pages, file, made_at, DEMO if event.is_demo else "")
    return len(pages)


def _organisation(connection: Connection, row: Due) -> str:
    person = accredited(connection, row.accreditation)
    return person.holder.organisation if person is not None else ""


def _entries(
    rows: Iterable[Due], filed: Mapping[BadgeNumber, Filed], firms: Mapping[int, str]
) -> Iterable[CoverRow]:
    for row in rows:
        if row.number is not None:
            at = filed.get(row.number)
            name = f"{row.family_name} {row.given_name}".strip()
            place = f"{at.carton} · {at.position}" if at else ""
            yield CoverRow(printed(row.number), name, place, firms[row.accreditation])
