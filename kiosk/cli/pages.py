"""`kiosk pages`: the process that shows this station's pages to browsers. `kiosk serve` starts it."""

from typing import Annotated

import typer

from kiosk.bootstrap.opening import opened
from kiosk.bootstrap.pages import network_of, site_of
from kiosk.cli import child
from kiosk.cli.app import HERE, ClockOption, Folder, app
from kiosk.cli.tables import remark
from kiosk.domain.errors import KioskError
from kiosk.service.accounts.codes import is_new, new_setup_code
from kiosk.web.server import LOOPBACK, Watch, serve


@app.command("pages")
def pages(
    wire: Annotated[bool, typer.Option("--wire", help="Set by `kiosk serve`.")] = False,
    doors: Annotated[bool, typer.Option("--doors", help="Set by `kiosk demo --serve`.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where browsers find them.")] = 8410,
    network_port: Annotated[
        int | None, typer.Option("--network", min=1, max=65535, help="Also serve the network, over TLS.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Show this station's pages; `kiosk serve` starts this by itself."""
    if not wire:
        raise KioskError("the pages are never started alone", "run `kiosk serve`, which starts them")
    over: list[bool] = []
    link = child.attend(lambda: over.append(True))
    words = [child.ALIVE]

    def start_again() -> None:
        words[0] = child.AGAIN

    with opened(folder, clock) as found:
        if not doors and is_new(found.station):
            code = new_setup_code(found.station)
            where = f"http://{LOOPBACK}:{port}/start"
            remark("This station has no account yet. Make the first one at {where}", where=where)
            remark("setup code  {code}", code=code)
            words[0] = f"{child.NEW} {code}"
        network = None if network_port is None else network_of(found, network_port)
        if network is not None:
            for address in network.reach.addresses:
                remark("Telephones and laptops: {address}", address=address)
            remark("fingerprint  {fingerprint}", fingerprint=network.reach.fingerprint)
        site = site_of(found, link, network, start_again if doors else None)
        serve(site, port, Watch(lambda: child.alive(words[0]), lambda: not over))
