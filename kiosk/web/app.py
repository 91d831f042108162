"""The application: the table of routes behind its guards, and the threads that actions run in.

1. Actions are plain functions in threads, each with a station of its own out of a small pool; only streams
   and the wire are asynchronous.
2. Nothing is kept of a request: no file, no picture.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TypeVar

import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kiosk.service.station.station import Station
from kiosk.web.live import Gates, Halves, stream
from kiosk.web.render import STATIC, Pages, Say
from kiosk.web.routes import ROUTES, STREAMS, Row, Stream
from kiosk.web.visit import Viewer, Visit
from kiosk.web.wire import Wire

THREADS = 8
"""Actions at a time."""
STATIONS = 4
"""Of these, how many use the station's file at a time."""

UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Headers of streams: nothing between the station and the browser may hold them back."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the pages are made of.

    Attributes:
        station: the pages' own; actions get connections of theirs.
        viewer_of: says whose session a request belongs to.
        say: returns an English text in a language, with its values filled in.
        wire: where the gates connect; None for pages without gates.
    """

    station: Station
    viewer_of: Callable[[Request], Viewer]
    say: Callable[[str], Say]
    gates: Gates = field(default_factory=Gates)
    wire: Wire | None = None


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


class _Actions:
    """The rows of the tables as endpoints: each runs in a thread, with a station of its own."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pool: _Pool | None = None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Open the stations for the length of a block."""
        self._pool = pool = _Pool(self._site.station)
        try:
            yield
        finally:
            self._pool = None
            pool.close()

    async def visited(self, request: Request, act: Callable[[Visit], Answer]) -> Answer:
        """Run an action in a thread."""
        site, pool = self._site, self._pool
        assert pool is not None  # noqa: S101 - requests come within the lifespan
        viewer = site.viewer_of(request)
        form, files = await _form(request)

        def run() -> Answer:
            with pool.lent(viewer) as station:
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
                return act(visit)

        return await run_in_threadpool(run)

    def endpoint(self, row: Row) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of an action."""

        async def respond(request: Request) -> Response:
            return await self.visited(request, row.action)

        return respond

    def streaming(self, row: Stream) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of a stream, whose parts are rendered anew for each sign."""

        async def respond(request: Request) -> Response:
            async def render() -> Halves:
                return await self.visited(request, row.render)

            told = stream(self._site.gates, request.path_params["gate"], render)
            return StreamingResponse(told, media_type="text/event-stream", headers=UNBUFFERED)

        return respond


def create_app(site: Site) -> Starlette:
    """Return the pages of a station as an ASGI application."""
    actions = _Actions(site)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        with actions.at_work():
            await site.gates.begin()
            if site.wire is not None:
                await site.wire.open()
            try:
                yield
            finally:
                await site.gates.end()
                if site.wire is not None:
                    await site.wire.close()

    return Starlette(
        routes=[
            *(Route(row.path, actions.endpoint(row), methods=[row.method]) for row in ROUTES),
            *(Route(row.path, actions.streaming(row), methods=["GET"]) for row in STREAMS),
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
