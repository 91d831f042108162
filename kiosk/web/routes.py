"""The table of routes: method, path, who may, and the action. Nothing else says what a browser can reach.

1. Roles come from the table; an act that an action performs is asked of `domain.roles` once more, in the
   service.
2. `post` says what the screen of a gate may do without a person: look, and press the keys that need no PIN.
3. A GET changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from kiosk.domain.roles import Role
from kiosk.web import gate, gate_acts, picture
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


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of a gate: one row of the second table.

    Attributes:
        roles, post: who may, as in `Row`.
        render: called for each sign, with a visit of its own: returns the parts of the screen, by name.
    """

    path: str
    roles: frozenset[Role]
    render: Callable[[Visit], Mapping[str, str]]
    post: bool = False


ROUTES: tuple[Row, ...] = (
    Row("GET", "/gate/{gate}", AT_GATES, gate.show, post=True),
    Row("GET", "/gate/{gate}/public", AT_GATES, gate.show_public, post=True),
    Row("GET", "/gate/{gate}/picture", AT_GATES, picture.show, post=True),
    Row("GET", "/gate/{gate}/frame", AT_GATES, gate.strip, post=True),
    Row("GET", "/gate/{gate}/photo/{subject}", AT_GATES, gate.photo, post=True),
    Row("POST", "/gate/{gate}/typed", AT_GATES, gate_acts.type_code, post=True),
    Row("GET", "/gate/{gate}/turn-back", AT_GATES, gate_acts.reasons, post=True),
    Row("POST", "/gate/{gate}/turn-back", AT_GATES, gate_acts.turn_back, post=True),
    Row("GET", "/gate/{gate}/actions", AT_GATES, gate_acts.actions, post=True),
    Row("POST", "/gate/{gate}/direction", AT_GATES, gate_acts.turn_round, post=True),
    Row("POST", "/gate/{gate}/clock", frozenset({SUPERVISOR, SECURITY}), gate_acts.confirm_clock),
    Row("GET", "/fonts/{name}.ttf", NOBODY, gate.font, is_open=True),
)
"""Every action; static files are added by `app`."""
STREAMS: tuple[Stream, ...] = (Stream("/gate/{gate}/live", AT_GATES, gate.halves, post=True),)
"""Every stream."""
