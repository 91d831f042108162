"""The muster as a file: who is inside, for a roll call on paper or in a spreadsheet.

CSV as a French Excel opens it on a double click (`;`, UTF-8 with BOM, CR LF); no cell begins a formula.
"""

import csv
import io
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.domain.event import Event
from kiosk.service.muster.inside import Muster
from kiosk.service.station.new_file import new_file

COLUMNS = ("zone", "since", "name", "name_native", "organisation", "category")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_muster(muster: Muster, event: Event, file: Path) -> None:
    """Write everyone in a muster, one row each, with local times.

    Raises:
        KioskError: the file already exists, or cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    for one in muster.people:
        local = ZoneInfo(event.site[event.zone[one.zone].site].time_zone)
        since = f"{one.since.astimezone(local):%Y-%m-%d %H:%M:%S}"
        row = (one.zone, since, one.name, one.name_native, one.organisation, one.category)
        writer.writerow([_cell(value) for value in row])
    with new_file(file) as out:
        out.write(text.getvalue().encode("utf-8-sig"))


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
