"""The application: the table of routes behind its guards, and the threads that actions run in.

1. Actions are plain functions in threads, each with a station of its own out of a small pool; only streams
   and the wire are asynchronous.
2. Nothing is kept of a request: no file, no picture.
3. An action that fails ends in a page: what a user can mend is said, anything else has a number in the log.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TypeVar

import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kiosk.domain.errors import KioskError
from kiosk.domain.roles import NotAllowedError
from kiosk.keys.passwords import BusyError, Passwords
from kiosk.service.station.station import Station
from kiosk.store.database import StoreError
from kiosk.web import guard
from kiosk.web.cookie import COOKIE, forget
from kiosk.web.forms import Shown
from kiosk.web.live import Gates, Halves, stream
from kiosk.web.reach import Network
from kiosk.web.render import STATIC, Pages, Say
from kiosk.web.routes import DOORS, ROUTES, STREAMS, Row, Stream, Table
from kiosk.web.sessions import Sessions, opened_sessions
from kiosk.web.start import LANGUAGE_NAMES
from kiosk.web.visit import Browser, Viewer, Visit
from kiosk.web.wire import Wire

THREADS = 8
"""Actions at a time."""
STATIONS = 6
"""Of these, how many use the station's file at a time; logins, which take long, at most four of them."""
_STATUS = ((NotAllowedError, 403), (BusyError, 503), (StoreError, 503), (KioskError, 400))
"""With which status an error that a user is meant to read is answered; the first that fits."""

UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Headers of streams: nothing between the station and the browser may hold them back."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the pages are made of.

    Attributes:
        station: the pages' own; actions get connections of theirs.
        viewer_of: says whose browser a request comes from; None: its cookie does.
        say: returns an English text in a language, with its values filled in.
        wire: where the gates connect; None for pages without gates.
        passwords: hashes and compares; None for one of its own.
        is_demo: whether every page says that this is a demonstration.
        start_again: begins a demonstration anew; None for pages without doors.
        lenses: for each gate on which side of its screen the camera is; on top where nothing is said.
        network: the station in its network; None where only its own computer reaches it.
    """

    station: Station
    viewer_of: guard.ViewerOf | None
    say: Callable[[str], Say]
    gates: Gates = field(default_factory=Gates)
    wire: Wire | None = None
    passwords: Passwords | None = None
    is_demo: bool = False
    start_again: Callable[[], None] | None = None
    network: Network | None = None
    lenses: Mapping[str, str] = field(default_factory=dict)

    def pages(self, language: str) -> Pages:
        """Return what renders templates in a language."""
        return Pages(language, self.say, is_demo=self.is_demo)

    def names(self) -> frozenset[str]:
        """Return the host names by which telephones and laptops reach this station over TLS now."""
        return frozenset() if self.network is None else frozenset(self.network.reach.names)

    def refuse(self, status: int, viewer: Viewer, told: str) -> Response:
        """Return the page of a refusal; `told` is the number of a fault, or the page to go on to."""
        if self.start_again is not None and (status == 423 or (status == 401 and viewer.is_stale)):
            return forget(RedirectResponse("/doors", 303))  # who comes by a door has no password
        pages = self.pages(viewer.language)
        shown = Shown({"next": told})
        if status == 423:
            return pages.page(
                "start/locked.html", status, shown=shown, viewer=viewer, languages=LANGUAGE_NAMES
            )
        if status == 401 and viewer.is_stale:
            shown = Shown({"next": told}, above=pages.say("You were logged out. Log in again."))
            return forget(
                pages.page("start/login.html", status, shown=shown, viewer=viewer, languages=LANGUAGE_NAMES)
            )
        return pages.page("start/refused.html", status, refused=status, number=told if status == 500 else "")


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


class _OverError(Exception):
    """The viewer of a stream may see it no more: they logged out, or their roles changed."""


class _Actions:
    """The rows of the tables as endpoints: each runs in a thread, with a station of its own."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._passwords = site.passwords or Passwords(site.station.random)
        self._pool: _Pool | None = None
        self._sessions: Sessions | None = None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Open the stations for the length of a block."""
        with ExitStack() as closing:
            self._sessions = closing.enter_context(opened_sessions(self._site.station))
            self._pool = pool = _Pool(self._site.station)
            closing.callback(pool.close)
            try:
                yield
            finally:
                self._pool = self._sessions = None

    def viewer_of(self, request: Request) -> Viewer:
        """Return whose browser a request comes from."""
        if self._site.viewer_of is not None:
            return self._site.viewer_of(request)
        assert self._sessions is not None  # noqa: S101 - requests come within the lifespan
        return self._sessions.viewer_of(request)

    async def visited(self, request: Request, viewer: Viewer, act: Callable[[Visit], Answer]) -> Answer:
        """Run an action in a thread."""
        site, pool = self._site, self._pool
        assert pool is not None  # noqa: S101 - requests come within the lifespan
        form, files = await _form(request)

        def run() -> Answer:
            with pool.lent(viewer) as station:
                visit = Visit(
                    station,
                    viewer,
                    site.gates,
                    site.pages(viewer.language),
                    request.path_params,
                    dict(request.query_params),
                    form,
                    files,
                    "kiosk-part" in request.headers,
                    passwords=self._passwords,
                    browser=_browser(request),
                    start_again=site.start_again,
                    lenses=site.lenses,
                    reach=None if site.network is None else site.network.reach,
                )
                return act(visit)

        return await run_in_threadpool(run)

    def endpoint(self, row: Row) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of an action."""

        async def respond(request: Request) -> Response:
            viewer = guard.viewer_in(request.scope)
            told = _announced(request)
            if told is None or told > row.largest:
                return self._site.refuse(411 if told is None else 413, viewer, "")
            return await self.visited(request, viewer, lambda visit: _answer(row, visit))

        return respond

    def streaming(self, row: Stream) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of a stream, whose parts are rendered anew for each sign.

        Each sign asks anew who looks: the stream of somebody who has logged out ends with the next one.
        """

        async def respond(request: Request) -> Response:
            async def render() -> Halves:
                viewer = await run_in_threadpool(self.viewer_of, request)
                if guard.refusal(row, viewer, request.url.path):
                    raise _OverError
                return await self.visited(request, viewer, row.render)

            async def told() -> AsyncIterator[bytes]:
                try:
                    async for part in stream(
                        self._site.gates, request.path_params["gate"], render, row.audience
                    ):
                        yield part
                except _OverError:
                    return

            return StreamingResponse(told(), media_type="text/event-stream", headers=UNBUFFERED)

        return respond


def create_app(site: Site, rows: Sequence[Row] = ROUTES) -> Starlette:
    """Return the pages of a station, behind their guards, as an ASGI application."""
    actions = _Actions(site)
    if site.start_again is not None:
        rows = (*rows, *DOORS)

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

    async def not_found(request: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 404
        return site.refuse(status, guard.viewer_in(request.scope), "")

    return Starlette(
        routes=[
            *(Route(row.path, actions.endpoint(row), methods=[row.method]) for row in rows),
            *(Route(row.path, actions.streaming(row), methods=["GET"]) for row in STREAMS),
            Mount("/static/{digest}", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(guard.Host, site.names, site.refuse),
            Middleware(guard.Headers, lambda: site.station.random(4).hex(), site.refuse),
            Middleware(guard.Origin, site.refuse),
            Middleware(guard.Session, Table((*rows, *STREAMS)), actions.viewer_of),
            Middleware(guard.Role, site.refuse),
        ],
        exception_handlers={HTTPException: not_found},
        lifespan=lifespan,
    )


def _answer(row: Row, visit: Visit) -> Response:
    """Act; an error that a user is meant to read becomes a page."""
    try:
        return row.action(visit)
    except KioskError as error:
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        return visit.pages.page("start/error.html", status, said=visit.fault_said(error))


def _announced(request: Request) -> int | None:
    """Return how many bytes of a form a browser says will come; None where it does not say."""
    if request.method != "POST":
        return 0
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else None


def _browser(request: Request) -> Browser:
    address = "" if request.client is None else request.client.host
    return Browser(address, request.cookies.get(COOKIE, ""), request.url.scheme == "https")


async def _form(request: Request) -> tuple[Mapping[str, str], Mapping[str, bytes]]:
    """Return the fields and the files of a form."""
    if request.method != "POST":
        return {}, {}
    async with request.form() as form:
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        files = {name: await value.read() for name, value in form.items() if isinstance(value, UploadFile)}
    return texts, files
