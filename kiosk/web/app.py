"""The application: the table of routes behind its guards, and the threads that actions run in.

1. Actions are plain functions in threads, each with a station of its own out of a small pool; only streams
   and the wire are asynchronous.
2. Nothing is kept of a request: no file, no picture.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue

import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kiosk.service.station.station import Station
from kiosk.web.live import Gates
from kiosk.web.render import STATIC, Pages, Say
from kiosk.web.routes import ROUTES, Row
from kiosk.web.visit import Viewer, Visit

THREADS = 8
"""Actions at a time."""
STATIONS = 4
"""Of these, how many use the station's file at a time."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the pages are made of.

    Attributes:
        station: the pages' own; actions get connections of theirs.
        viewer_of: says whose session a request belongs to.
        say: returns an English text in a language, with its values filled in.
    """

    station: Station
    viewer_of: Callable[[Request], Viewer]
    say: Callable[[str], Say]
    gates: Gates = field(default_factory=Gates)


class _Pool:
    """Stations for actions: opened once, lent to one thread at a time."""

    def __init__(self, station: Station) -> None:
        self._free: SimpleQueue[Station] = SimpleQueue()
        self._opened = [station.connected() for _ in range(STATIONS)]
        for opened in self._opened:
            self._free.put(opened.__enter__())

    @contextmanager
    def lent(self, viewer: Viewer) -> Iterator[Station]:
        station = self._free.get()
        try:
            yield station.acting_as(viewer.actor)
        finally:
            self._free.put(station)

    def close(self) -> None:
        for opened in self._opened:
            opened.__exit__(None, None, None)


def create_app(site: Site) -> Starlette:
    """Return the pages of a station as an ASGI application."""
    pools: list[_Pool] = []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        pools.append(_Pool(site.station))
        try:
            yield
        finally:
            pools.pop().close()

    def endpoint(row: Row) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            viewer = site.viewer_of(request)
            form, files = await _form(request)

            def act() -> Response:
                with pools[0].lent(viewer) as station:
                    pages = Pages(viewer.language, site.say)
                    visit = Visit(
                        station,
                        viewer,
                        site.gates,
                        pages,
                        request.path_params,
                        dict(request.query_params),
                        form,
                        files,
                        "kiosk-part" in request.headers,
                    )
                    return row.action(visit)

            return await run_in_threadpool(act)

        return respond

    return Starlette(
        routes=[
            *(Route(row.path, endpoint(row), methods=[row.method]) for row in ROUTES),
            Mount("/static/{digest}", StaticFiles(directory=STATIC)),
        ],
        lifespan=lifespan,
    )


async def _form(request: Request) -> tuple[Mapping[str, str], Mapping[str, bytes]]:
    """Return the fields and the files of a form."""
    if request.method != "POST":
        return {}, {}
    form = await request.form()
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    files = {name: await value.read() for name, value in form.items() if isinstance(value, UploadFile)}
    return texts, files
