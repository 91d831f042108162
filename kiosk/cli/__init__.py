"""The command line. Each module adds its commands to the application."""

from kiosk.cli import (
    badges,
    demo,
    gate,
    journal,
    keys,
    lists,
    people,
    printers,
    reading,
    setup,
)
from kiosk.cli.app import run

__all__ = [
    "badges",
    "demo",
    "gate",
    "journal",
    "keys",
    "lists",
    "main",
    "people",
    "printers",
    "reading",
    "setup",
]


def main() -> None:
    """Run `kiosk`."""
    run()
