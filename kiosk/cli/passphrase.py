"""The passphrase of a backup of keys: read from a file, or asked for without showing it."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.language import said
from kiosk.domain.errors import KioskError
from kiosk.keys.backup import SHORTEST_PASSPHRASE

PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="Read the passphrase from this file instead of asking."),
]


def new_passphrase(file: Path | None) -> str:
    """Return a new passphrase for keys; ask again if it is too short."""
    if file is not None:
        return _read(file)
    asked: str = typer.prompt(
        said("Passphrase, {n} characters or more", n=SHORTEST_PASSPHRASE),
        hide_input=True,
        confirmation_prompt=said("The same again"),
        err=True,
        value_proc=_long_enough,
    )
    return asked


def passphrase(file: Path | None) -> str:
    """Return the passphrase of a backup of keys."""
    if file is not None:
        return _read(file)
    asked: str = typer.prompt(said("Passphrase of the backup"), hide_input=True, err=True)
    return asked


def _long_enough(typed: str) -> str:
    if len(typed) < SHORTEST_PASSPHRASE:
        raise typer.BadParameter(
            said(
                "that has {n}; four or five words that do not belong together are easy to keep", n=len(typed)
            )
        )
    return typed


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(
            "{file} cannot be read: {error}", "name a text file in UTF-8", file=file, error=error
        ) from error
