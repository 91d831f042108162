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

import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
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
from kiosk.web.live import Gates
from kiosk.web.render import STATIC, Pages, Say
from kiosk.web.routes import ROUTES, Row, Table
from kiosk.web.sessions import Sessions, opened_sessions
from kiosk.web.start import LANGUAGE_NAMES
from kiosk.web.visit import Browser, Viewer, Visit

THREADS = 8
"""Actions at a time."""
STATIONS = 6
"""Of these, how many use the station's file at a time; logins, which take long, at most four of them."""
_STATUS = ((NotAllowedError, 403), (BusyError, 503), (StoreError, 503), (KioskError, 400))
"""With which status an error that a user is meant to read is answered; the first that fits."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the pages are made of.

    Attributes:
        station: the pages' own; actions get connections of theirs.
        say: returns an English text in a language, with its values filled in.
        passwords: hashes and compares.
        names: host names by which telephones and laptops reach this station over TLS, as they are now.
    """

    station: Station
    say: Callable[[str], Say]
    passwords: Passwords
    gates: Gates = field(default_factory=Gates)
    names: Callable[[], frozenset[str]] = frozenset

    def pages(self, language: str) -> Pages:
        """Return what renders templates in a language."""
        return Pages(language, self.say(language))

    def refuse(self, status: int, viewer: Viewer, told: str) -> Response:
        """Return the page of a refusal; `told` is the number of a fault, or the page to go on to."""
        pages = self.pages(viewer.language)
        if status == 423:
            shown = Shown({"next": told})
            return pages.page(
                "start/locked.html", status, shown=shown, viewer=viewer, languages=LANGUAGE_NAMES
            )
        if status == 401 and viewer.is_stale:
            above = pages.say("You were logged out. Log in again.")
            answer = pages.page(
                "start/login.html",
                status,
                shown=Shown({"next": told}, above=above),
                viewer=viewer,
                languages=LANGUAGE_NAMES,
            )
            return forget(answer)
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


def create_app(site: Site, rows: Sequence[Row] = ROUTES) -> Starlette:
    """Return the pages of a station, behind their guards, as an ASGI application."""
    pools: list[_Pool] = []
    sessions: list[Sessions] = []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        with ExitStack() as closing:
            sessions.append(closing.enter_context(opened_sessions(site.station)))
            pools.append(_Pool(site.station))
            closing.callback(pools[0].close)
            yield

    def viewer_of(request: Request, row: Row | None) -> Viewer:
        return sessions[0].viewer_of(request, row)

    async def not_found(request: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 404
        return site.refuse(status, guard.viewer_in(request.scope), "")

    def endpoint(row: Row) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            viewer = guard.viewer_in(request.scope)
            told = _announced(request)
            if told is None or told > row.largest:
                return site.refuse(411 if told is None else 413, viewer, "")
            form, files = await _form(request)

            def act() -> Response:
                with pools[0].lent(viewer) as station:
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
                        passwords=site.passwords,
                        browser=_browser(request),
                    )
                    return _answer(row, visit)

            return await run_in_threadpool(act)

        return respond

    return Starlette(
        routes=[
            *(Route(row.path, endpoint(row), methods=[row.method]) for row in rows),
            Mount("/static/{digest}", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(guard.Host, site.names, site.refuse),
            Middleware(guard.Headers, lambda: site.station.random(4).hex(), site.refuse),
            Middleware(guard.Origin, site.refuse),
            Middleware(guard.Session, Table(rows), viewer_of),
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
