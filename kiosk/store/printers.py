"""The printer table: each printer's calibration, as measured."""

from dataclasses import dataclass
from datetime import datetime

import apsw

from kiosk.domain.journal import instant, micros

Connection = apsw.Connection


@dataclass(frozen=True, slots=True)
class MeasuredPrinter:
    """A printer's calibration: shift right and down in millimetres, scale factors, when measured."""

    name: str
    right: float
    down: float
    across: float
    along: float
    measured_at: datetime


def keep_printer(connection: Connection, row: MeasuredPrinter) -> None:
    """Write a printer's calibration, replacing the previous one."""
    connection.execute(
        "INSERT INTO printer (name, shift_right, shift_down, across, along, measured_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET shift_right = excluded.shift_right,"
        " shift_down = excluded.shift_down, across = excluded.across, along = excluded.along,"
        " measured_at = excluded.measured_at",
        (row.name, row.right, row.down, row.across, row.along, micros(row.measured_at)),
    )


def forget_printer(connection: Connection, name: str) -> bool:
    """Remove a printer's calibration; return whether there was one."""
    connection.execute("DELETE FROM printer WHERE name = ?", (name,))
    return connection.changes() > 0


def measured_printers(connection: Connection) -> list[MeasuredPrinter]:
    """Return every calibrated printer, by name."""
    query = "SELECT name, shift_right, shift_down, across, along, measured_at FROM printer ORDER BY name"
    return [
        MeasuredPrinter(name, right, down, across, along, instant(at))
        for name, right, down, across, along, at in connection.execute(query)
    ]
