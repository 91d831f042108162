"""Compiles the catalogues of words: a wheel and an installed checkout carry them as gettext reads them."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """Run by hatchling before it packs a wheel, and before a checkout is installed."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002 - as hatchling calls it
        """Write a .mo beside each .po."""
        for source in sorted(Path(self.root, "kiosk", "locale").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parts[-3])
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
