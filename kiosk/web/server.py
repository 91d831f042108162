"""The server of the pages: uvicorn on one address, with streams that end when it does."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn

from kiosk.web.app import Site, create_app

LOOPBACK = "127.0.0.1"
BEAT = 0.5
"""Seconds between two signs of life."""
LOOK = 0.1
"""Seconds between two looks whether the pages are still wanted."""


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
    """Serve the pages on this computer until they are no longer wanted.

    Raises:
        SystemExit: the port is taken.
    """
    config = uvicorn.Config(
        create_app(site),
        host=LOOPBACK,
        port=port,
        http="h11",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    asyncio.run(_run(uvicorn.Server(config), site, watch))


async def _run(server: uvicorn.Server, site: Site, watch: Watch) -> None:
    watching = asyncio.create_task(_watch(server, site, watch))
    try:
        await server.serve()
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _watch(server: uvicorn.Server, site: Site, watch: Watch) -> None:
    """Say that the pages answer, again and again, and end the server once it is no longer wanted."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while watch.is_wanted() and not server.should_exit:
        if server.started and loop.time() >= due:
            watch.alive()
            due = loop.time() + BEAT
        await asyncio.sleep(LOOK)
    await site.gates.end()
    server.should_exit = True
