"""The guards: what every request passes before an action sees it, in this order.

1. `Host`: the address in the browser is this station's (against names that somebody points here), and plain
   http never leaves the computer.
2. `Headers`: what every answer says to the browser, refusals included; faults end here, with a number.
3. `Origin`: what changes something comes from a page of this station; sent by no browser, it is refused.
4. `Session`: whose session it is.
5. `Role`: the table of routes says who may; what is not in it is not found, whoever asks.
"""

import logging
from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.web.routes import Reached, Table, gate_of
from kiosk.web.visit import LOOPBACK, Viewer

LOG = logging.getLogger("kiosk.web")
STATIC = "/static/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
EVERY_ANSWER = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none';"
    " frame-ancestors 'none'; form-action 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self)",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FOR_EVER = "public, max-age=31536000, immutable"
_VIEWER, _ROW = "kiosk.viewer", "kiosk.row"

ViewerOf = Callable[[Request], Viewer]
"""Says whose session a request belongs to."""

Refuse = Callable[[int, Viewer, str], Response]
"""Makes the page of a refusal: its status, who sees it, and a number for the log or a path to go back to."""


def secured(headers: MutableHeaders, path: str, status: int) -> None:
    """Add what every answer says."""
    headers.update(EVERY_ANSWER)
    if path.startswith(STATIC) and status == 200:
        headers["cache-control"] = FOR_EVER
    elif "immutable" not in headers.get("cache-control", ""):
        headers["cache-control"] = "no-store"


def viewer_in(scope: Scope) -> Viewer:
    """Return who looks at the page, as `Session` found out."""
    viewer = scope.get(_VIEWER)
    return viewer if isinstance(viewer, Viewer) else Viewer()


def row_in(scope: Scope) -> Reached | None:
    """Return the row that the request is for, as `Session` found out."""
    row = scope.get(_ROW)
    return row if isinstance(row, Reached) else None


class Host:
    """Refuses addresses that are not this station's.

    Args:
        app: what comes behind.
        names: host names besides those of this computer itself, without a port.
        refuse: makes the page of a refusal.
    """

    def __init__(self, app: ASGIApp, names: Callable[[], frozenset[str]], refuse: Refuse) -> None:
        self._app, self._names, self._refuse = app, names, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for this station; 400 for the rest, and no answer to a web socket."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            host = _bare(RequestHeaders(scope=scope).get("host", ""))
            is_ours = host in LOOPBACK_NAMES or (scope["scheme"] == "https" and host in self._names())
            if is_ours and (scope["scheme"] == "https" or _address(scope) in LOOPBACK):
                await self._app(scope, receive, send)
                return
            answer = self._refuse(400, Viewer(), "")
            secured(answer.headers, scope["path"], 400)
            await answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def _bare(host: str) -> str:
    """Return a Host header without its port, in lower case."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


class Headers:
    """Adds what every answer says, and ends what failed: a page with a number that the log has.

    Args:
        app: what comes behind.
        number: draws the number of a fault.
        refuse: makes the page of a refusal.
    """

    def __init__(self, app: ASGIApp, number: Callable[[], str], refuse: Refuse) -> None:
        self._app, self._number, self._refuse = app, number, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers; 500 for an exception before anything was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_secured(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                secured(MutableHeaders(scope=message), scope["path"], message["status"])
            await send(message)

        try:
            await self._app(scope, receive, send_secured)
        except Exception:  # a guard's or a stream's; actions answer for themselves (web/app.py)
            number = self._number()
            LOG.exception("fault %s", number)
            if not has_begun:
                await self._refuse(500, viewer_in(scope), number)(scope, receive, send_secured)


class Origin:
    """Refuses what would change something and does not come from a page of this station."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from here; 403 for the rest."""
        if scope["type"] != "http" or scope["method"] in SAFE or is_from_here(scope):
            await self._app(scope, receive, send)
        else:
            await self._refuse(403, Viewer(), "")(scope, receive, send)


def is_from_here(scope: Scope) -> bool:
    """Say whether a browser says that a request comes from a page of the same origin.

    Neither Sec-Fetch-Site nor Origin can be set by a page's script. Where both are there, neither may speak
    of another place; for a form, Origin is `null` in browsers that were told to send no referrer.
    """
    headers = RequestHeaders(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    here = f"{scope['scheme']}://{headers.get('host', '')}".lower()
    if site is None:
        return origin is not None and origin.lower() == here
    return site == "same-origin" and (origin is None or origin.lower() in {"null", here})


class Session:
    """Finds out which row a request is for, and whose session it belongs to."""

    def __init__(self, app: ASGIApp, table: Table, viewer_of: ViewerOf) -> None:
        self._app, self._table, self._viewer_of = app, table, viewer_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the viewer; static files have none."""
        if scope["type"] == "http" and not scope["path"].startswith(STATIC):
            scope[_ROW] = self._table.row(scope["method"], scope["path"])
            scope[_VIEWER] = await run_in_threadpool(self._viewer_of, Request(scope))
        await self._app(scope, receive, send)


class Role:
    """Lets through whom the table of routes names."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on whoever may; else 404, 401, 423 or 403, or the way to the login."""
        if scope["type"] != "http" or (scope["path"].startswith(STATIC) and scope["method"] in SAFE):
            await self._app(scope, receive, send)
            return
        row, viewer = row_in(scope), viewer_in(scope)
        status = 404 if row is None else refusal(row, viewer, scope["path"])
        if status == 0:
            await self._app(scope, receive, send)
        elif status == 401 and not viewer.is_stale and scope["method"] in SAFE:
            where = quote(scope["path"], safe="/")
            await RedirectResponse(f"/login?next={where}", 303)(scope, receive, send)
        else:
            await self._refuse(status, viewer, scope["path"])(scope, receive, send)


def refusal(row: Reached, viewer: Viewer, path: str) -> int:
    """Return the status with which a viewer is refused a row; 0 for one who may.

    401: who is nobody, or shows the cookie of a session that is over. 423: whose session is locked.
    """
    if row.is_open:
        return 0
    if viewer.is_nobody:
        return 401
    if viewer.post:
        return 0 if row.post and gate_of(row, path) in {"", viewer.post} else 403
    if viewer.roles.isdisjoint(row.roles):
        return 403
    return 423 if viewer.is_locked and not row.post else 0
