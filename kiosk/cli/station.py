"""The commands of `kiosk station`: backing up a whole station, and restoring it elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap.creation import restore_station
from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, station_app
from kiosk.cli.passphrase import PassphraseFile, new_passphrase, passphrase
from kiosk.cli.tables import say
from kiosk.domain.errors import KioskError
from kiosk.domain.plural import counted, people
from kiosk.service.station.backup import Belongings, back_up
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.store.people import count


@station_app.command("backup")
def back_up_(
    out: Annotated[Path, typer.Argument(help="The file to make, best on a stick: like salon.kiosk.")],
    passphrase_file: PassphraseFile = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Write everything that this station has to one file.

    Gates and desks keep working meanwhile.
    """
    refuse_mistaken(out, "salon.kiosk")
    if out.exists():
        raise KioskError("{out} exists already", "name another file: a backup is never overwritten", out=out)
    with opened(folder, clock) as found:
        station = found.station
        words = new_passphrase(passphrase_file)
        belongings = Belongings(folder, found.config, found.settings.templates, found.keys_folder, words)
        back_up(station, belongings, out)
        with station.database.read() as connection:
            number = count(connection)
    say(
        "The station is in {out}: {people}, {megabytes:.1f} MB. It was read back.",
        out=out,
        people=people(number),
        megabytes=out.stat().st_size / 1e6,
    )
    say("The keys in it are locked with the passphrase; names and photos are not. Keep it apart from")
    say("this computer, in a safe place.")
    say("On another computer: kiosk station restore {name} -C FOLDER", name=out.name)


@station_app.command("restore")
def restore_(
    file: Annotated[Path, typer.Argument(help="The file that `kiosk station backup` wrote.")],
    passphrase_file: PassphraseFile = None,
    folder: Annotated[
        Path, typer.Option("--dir", "-C", help="An empty folder, or one to be made, for the station.")
    ] = HERE,
    clock: ClockOption = None,
) -> None:
    """Restore a station from a backup, in an empty folder."""
    found = restore_station(file, folder, lambda: passphrase(passphrase_file), clock)
    station = found.station
    with station.database.read() as connection:
        number = count(connection)
    event = station.event()
    station.close()
    where = "" if folder == HERE else f" -C {folder}"
    say(event.name["fr"])
    say(
        "The station is restored in {folder}: {people}, {days}.",
        folder=folder.resolve(),
        people=people(number),
        days=counted(len(event.days), "day"),
    )
    say("key fingerprint  {fingerprint}   (compare it with the paper)", fingerprint=found.fingerprint)
    say("")
    say("It goes on from the moment of the backup: what was done on the old computer after that is not")
    say("here. Use the old one no more: two copies know nothing of each other, and each lets in whom the")
    say("other has refused.")
    say("Next: kiosk doctor{where}", where=where)
