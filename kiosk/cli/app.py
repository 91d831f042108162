"""Own the command line's frame: the application, its two consoles, its common options and its errors."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kiosk.domain.errors import KioskError
from kiosk.gate.tty import Tty

app = typer.Typer(
    name="kiosk",
    help="Accredit people to a large fair, print their QR badges, and let the right ones in.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
console = Console(highlight=False)
"""What was asked for."""
errors = Console(stderr=True, highlight=False)
"""What is said beside it: progress, remarks, errors."""

Folder = Annotated[Path, typer.Option("--dir", "-C", help="The station's folder, where config.toml lies.")]
ClockOption = Annotated[
    str | None, typer.Option("--clock", help="Demonstrations only: simulated time, like 2025-11-11T08:30Z.")
]
HERE = Path()
INTERRUPTED = 130
"""The exit code of what Ctrl-C has ended."""


def report(error: KioskError) -> None:
    """Write an error, and what to do about it, to stderr."""
    errors.print(f"kiosk: error: {error.message}", markup=False, soft_wrap=True)
    if error.hint:
        errors.print(f"kiosk: hint: {error.hint}", markup=False, soft_wrap=True)


def run(tty: Tty | None = None) -> None:
    """Run the command line: exit 0, 1 for an error, 2 for wrong usage, 130 for Ctrl-C.

    Args:
        tty: the terminal, where it was taken out of the shell's mode.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or a pipe that has no letters for a name (Windows, cp1252) must not end a gate.
            stream.reconfigure(errors="backslashreplace")
    try:
        app(obj=tty)
    except KioskError as error:
        report(error)
        sys.exit(1)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:  # typer has turned Ctrl-C into an exit without a word
            errors.print("kiosk: stopped; what was committed is kept", markup=False)
        raise
    except KeyboardInterrupt:
        errors.print("kiosk: stopped; what was committed is kept", markup=False)
        sys.exit(INTERRUPTED)
