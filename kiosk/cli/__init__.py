"""The command line. Each module adds its commands to the application."""

from kiosk.cli import (
    badges,
    demo,
    gate,
    journal,
    keys,
    lists,
    outdated,
    people,
    printers,
    prints,
    reading,
    setup,
    spares,
)
from kiosk.cli.app import run
from kiosk.gate.tty import Tty

__all__ = [
    "badges",
    "demo",
    "gate",
    "journal",
    "keys",
    "lists",
    "main",
    "outdated",
    "people",
    "printers",
    "prints",
    "reading",
    "setup",
    "spares",
]


def main(tty: Tty | None = None) -> None:
    """Run `kiosk`, in a terminal that was taken out of the shell's mode or in none."""
    run(tty)
