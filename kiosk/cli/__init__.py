"""The command line. Each module adds its commands to the application."""

from kiosk.cli import badges, gate, journal, lists, people, setup
from kiosk.cli.app import run

__all__ = ["badges", "gate", "journal", "lists", "main", "people", "setup"]


def main() -> None:
    """Run `kiosk`."""
    run()
