"""The command line. Each module adds its commands to the application."""

from kiosk.cli import (
    badges,
    demo,
    gate,
    gate_card,
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

__all__ = [
    "badges",
    "demo",
    "gate",
    "gate_card",
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


def main() -> None:
    """Run `kiosk`."""
    run()
