"""The command that prints the gate card."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.badge.papers.gate_card import gate_card_page
from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, app
from kiosk.cli.tables import say
from kiosk.domain.errors import KioskError
from kiosk.gate.card import SECOND, gate_card
from kiosk.service.station.new_file import new_file


@app.command("gate-card")
def gate_card_(
    out: Annotated[Path, typer.Option("--out", help="The PDF to make; it must not be there yet.")],
    second: Annotated[
        str, typer.Option("--second", help=f"The language under the French: {', '.join(SECOND)}.")
    ] = SECOND[0],
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Print a page to hang beside a gate: what each colour means, and what to do."""
    if second not in SECOND:
        raise KioskError(
            'the card does not speak "{second}"',
            "choose one of {second2}",
            second=second,
            second2=", ".join(SECOND),
        )
    with opened(folder, clock) as found:
        card = gate_card(found.station.event(), second)
        made_at = found.station.clock.now()
    with new_file(out) as file:
        gate_card_page(card, file, made_at)
    say("{out}: one A4 page; it may be printed smaller", out=out)
