"""`kiosk check`: what a gate would say to one code; and `kiosk turn-back`, which undoes a passage."""

import json
from typing import Annotated

import typer

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, app, console
from kiosk.cli.checkpoints import Way, checkpoint_of, post_of, title_of
from kiosk.cli.tables import remark, say
from kiosk.domain.bursts import Line
from kiosk.domain.credential import parse_printed
from kiosk.domain.model import Direction
from kiosk.gate.display import described
from kiosk.gate.screen import draw
from kiosk.service.admission.bearer import bearer
from kiosk.service.admission.repairing import presented, read_typed


@app.command("check")
def check(
    code: Annotated[str, typer.Argument(help="The 20 characters of a badge's code.")],
    gate_name: Annotated[str, typer.Option("--gate", help="The gate's id.")],
    direction: Way = Direction.IN,
    record: Annotated[bool, typer.Option("--record", help="Record it as a scan at that gate.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The decision as one line.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Say what a gate would decide about a code.

    Without --record nothing is recorded.
    """
    with opened(folder, clock) as found:
        post = post_of(found, checkpoint_of(found, gate_name, direction))
        admission = post.admission
        typed = presented(read_typed(admission, Line(code), found.settings.scanner))
        admitted = admission.admit(typed) if record else admission.check(typed)
        if as_json:
            console.print(json.dumps(described(admitted, 0.0)), markup=False, soft_wrap=True)
            return
        person = bearer(found.station, admission.event, admitted.subject, post.signs.language)
        console.print(draw(post.signs.admitted(admitted, person), title_of(found, post), ""))
        if parse_printed(code) is not None:
            remark(
                "That is the number printed on a badge, not its code: `kiosk people find {code}` says whose"
                " it is.",
                code=code,
            )
        if not record:
            remark("Only checked: nothing was recorded, so nobody may be let in on it.")


@app.command("turn-back")
def turn_back(
    seq: Annotated[int, typer.Argument(help="The record's number, from `kiosk log tail`.")],
    gate_name: Annotated[str, typer.Option("--gate", help="The gate's id.")],
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Record that a person who was let through did not pass after all: not in, or not out."""
    with opened(folder, clock) as found:
        post = post_of(found, checkpoint_of(found, gate_name, Direction.IN))
        recorded = post.admission.turn_back(seq)
        say("Record {recorded}: record {seq} was turned back.", recorded=recorded, seq=seq)
