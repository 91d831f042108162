"""The server of the pages: uvicorn, with streams that end when it does.

1. Plain http is spoken on 127.0.0.1 alone; to a network, TLS and nothing else.
2. Both serve one application: its stations, gates and streams are the same.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import uvicorn
from starlette.applications import Starlette

from kiosk.domain.errors import KioskError
from kiosk.web.app import Site, create_app
from kiosk.web.reach import Network

LOG = logging.getLogger("kiosk.web")

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - over TLS; its port is opened only where somebody asked for it
BEAT = 0.5
"""Seconds between two signs of life."""
LOOK = 0.1
"""Seconds between two looks whether the pages are still wanted."""
ADDRESSES = 30.0
"""Seconds between two looks whether the computer has other addresses."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches this process.

    Attributes:
        alive: called twice a second by the event loop itself.
        is_wanted: says whether the pages are to go on.
    """

    alive: Callable[[], None]
    is_wanted: Callable[[], bool]


def serve(site: Site, port: int, watch: Watch) -> None:
    """Serve the pages until they are no longer wanted: on this computer, and to its network if it has one.

    Raises:
        SystemExit: a port is taken.
    """
    app = create_app(site)
    servers: list[uvicorn.Server] = [uvicorn.Server(_config(app, LOOPBACK, port))]
    if site.network is not None:
        secure = _config(app, EVERYWHERE, site.network.port, lifespan="off")
        secure.load()
        secure.ssl = site.network.context
        servers.append(_Second(secure))
    asyncio.run(_run(servers, site, watch))


class _Second(uvicorn.Server):
    """A server beside another one, which takes the signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _config(app: Starlette, host: str, port: int, lifespan: Literal["on", "off"] = "on") -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http="h11",
        ws="none",
        lifespan=lifespan,
        proxy_headers=False,  # nothing stands between, so nobody may say where they come from
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
    )


async def _run(servers: Sequence[uvicorn.Server], site: Site, watch: Watch) -> None:
    first, *others = servers
    watching = asyncio.create_task(_watch(servers, site, watch))
    beside = [asyncio.create_task(_beside(first, other)) for other in others]
    try:
        await first.serve()
    finally:
        for other in others:
            other.should_exit = True
        await asyncio.gather(*beside, return_exceptions=True)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _beside(first: uvicorn.Server, other: uvicorn.Server) -> None:
    """Serve once the application has started; where this one cannot, none of them goes on."""
    while True:
        if first.started or first.should_exit:
            break
        await asyncio.sleep(LOOK)
    try:
        if not first.should_exit:
            await other.serve()
    finally:
        first.should_exit = True


async def _watch(servers: Sequence[uvicorn.Server], site: Site, watch: Watch) -> None:
    """Say that the pages answer, again and again, and end the server once it is no longer wanted."""
    loop = asyncio.get_running_loop()
    due, look_due = loop.time(), loop.time() + ADDRESSES
    while watch.is_wanted() and not any(server.should_exit for server in servers):
        if all(server.started for server in servers) and loop.time() >= due:
            watch.alive()
            due = loop.time() + BEAT
        if site.network is not None and loop.time() >= look_due:
            await _look(site.network)
            look_due = loop.time() + ADDRESSES
        await asyncio.sleep(LOOK)
    await site.gates.end()
    for server in servers:
        server.should_exit = True


async def _look(network: Network) -> None:
    """Look for other addresses; those there are stay in force where that fails."""
    try:
        await asyncio.to_thread(network.look)
    except KioskError:
        LOG.exception("no new certificate")
