"""A checkpoint named on the command line, and the gate that is opened at it."""

from typing import Annotated

import typer

from kiosk.bootstrap.opening import Opened
from kiosk.cli.named import gate_named
from kiosk.domain.model import Checkpoint, Direction
from kiosk.gate.post import Post, open_gate

GateName = Annotated[str, typer.Argument(metavar="GATE", help="The gate's id, as in config.toml.")]
Way = Annotated[Direction, typer.Option(help="Which way through the gate.")]


def checkpoint_of(found: Opened, gate: str, direction: Direction) -> Checkpoint:
    """Return one direction through a gate of the event. Raises KioskError naming the nearest gate."""
    event = found.station.event()
    return event.checkpoint(gate_named(event, gate), direction)


def post_of(found: Opened, checkpoint: Checkpoint) -> Post:
    """Open the gate of a checkpoint, in this station's language."""
    settings = found.settings
    language, free = settings.languages[0], settings.min_free_disk
    return open_gate(found.station, checkpoint, language, free, settings.scanner)


def title_of(found: Opened, post: Post) -> str:
    """Return what stands above a gate's signs."""
    event = found.station.event()
    checkpoint = post.admission.checkpoint
    names = event.gate[checkpoint.gate].name
    language = found.settings.languages[0]
    name = names.get(language, names["fr"])
    title = f"{name} - {post.signs.phrase(checkpoint.direction)}"
    return f"{title} - {post.signs.phrase('demo')}" if event.is_demo else title
