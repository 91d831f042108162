"""The table of routes: method, path, who may, and the action. Nothing else says what a browser can reach.

1. Roles come from the table; an act that an action performs is asked of `domain.roles` once more, in the
   service.
2. `post` says what the screen of a gate may do without a person: look, and press the keys that need no PIN.
3. A GET changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from kiosk.domain.roles import Role
from kiosk.web import gate
from kiosk.web.visit import Visit

DESK, GATE, SUPERVISOR, SECURITY, ADMIN = Role.DESK, Role.GATE, Role.SUPERVISOR, Role.SECURITY, Role.ADMIN
EVERYBODY = frozenset(Role)
NOBODY = frozenset[Role]()
AT_GATES = frozenset({GATE, SUPERVISOR, SECURITY})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes:
        roles: accounts with one of these may; empty with `is_open` for a page without an account.
        post: whether the screen of a gate may.
        is_open: whether anybody may, without an account.
    """

    method: str
    path: str
    roles: frozenset[Role]
    action: Callable[[Visit], Response]
    post: bool = False
    is_open: bool = False


ROUTES: tuple[Row, ...] = (
    Row("GET", "/gate/{gate}", AT_GATES, gate.show, post=True),
    Row("GET", "/gate/{gate}/public", AT_GATES, gate.show_public, post=True),
    Row("GET", "/gate/{gate}/frame", AT_GATES, gate.strip, post=True),
    Row("GET", "/gate/{gate}/photo/{subject}", AT_GATES, gate.photo, post=True),
    Row("GET", "/fonts/{name}.ttf", NOBODY, gate.font, is_open=True),
)
"""Every action; streams and static files are added by `app`."""
