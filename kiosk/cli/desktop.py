"""`kiosk desktop install`: an icon for this station, and its start with the computer."""

import sys
from typing import Annotated

import typer

from kiosk.cli.app import HERE, Folder, desktop_app
from kiosk.cli.tables import say
from kiosk.config import desktop
from kiosk.config.settings import load_settings
from kiosk.service.words.translation import Language, text, words

WHAT = text("The gates and pages of this station")


@desktop_app.command("install")
def install(
    remove: Annotated[bool, typer.Option("--remove", help="Take both away again.")] = False,
    folder: Folder = HERE,
) -> None:
    """Put an icon among the programs, and start this station with the computer.

    Both serve the station and open a browser, full screen. Windows: not tested.
    """
    if remove:
        _remove()
        return
    load_settings(folder / "config.toml")
    here = folder.resolve()
    if sys.platform == "win32":
        desktop.shortcuts(here)
    else:
        comments = {language.value: words(language).say(WHAT) for language in Language}
        desktop.install(desktop.here(), here, comments)
    say("Kiosk is among the programs now, and starts with the computer.")


def _remove() -> None:
    if sys.platform == "win32":
        desktop.shortcuts(None)
        was_there = True
    else:
        was_there = desktop.remove(desktop.here())
    if was_there:
        say("The icon is gone, and nothing starts with the computer any more.")
    else:
        say("There was no icon.")
