"""The table of routes: method, path, who may, and the action. Nothing else says what a browser can reach.

1. Roles come from the table; an act that an action performs is asked of `domain.roles` once more, in the
   service.
2. `post` says what the screen of a gate may do without a person: look, and press the keys that need no PIN.
   The same is left to a person whose session is locked.
3. A GET changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import compile_path

from kiosk.domain.roles import Role
from kiosk.web import accounts, gate, start
from kiosk.web.visit import Visit

DESK, GATE, SUPERVISOR, SECURITY, ADMIN = Role.DESK, Role.GATE, Role.SUPERVISOR, Role.SECURITY, Role.ADMIN
EVERYBODY = frozenset(Role)
NOBODY = frozenset[Role]()
AT_GATES = frozenset({GATE, SUPERVISOR, SECURITY})
KEEPERS = frozenset({ADMIN})
FORM_BYTES = 64 * 1024
LIST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes:
        roles: accounts with one of these may; empty with `is_open` for a page without an account.
        post: whether the screen of a gate may.
        is_open: whether anybody may, without an account.
        is_quiet: whether a page asks for it by itself: that is not its person doing something.
        largest: bytes of a form that are taken.
    """

    method: str
    path: str
    roles: frozenset[Role]
    action: Callable[[Visit], Response]
    post: bool = False
    is_open: bool = False
    is_quiet: bool = False
    largest: int = FORM_BYTES


ROUTES: tuple[Row, ...] = (
    Row("GET", "/", EVERYBODY, start.home, post=True),
    Row("GET", "/login", NOBODY, start.ask_login, is_open=True),
    Row("POST", "/login", NOBODY, start.log_in, is_open=True),
    Row("POST", "/unlock", NOBODY, start.unlock, is_open=True),
    Row("POST", "/logout", NOBODY, start.log_out, is_open=True),
    Row("GET", "/start", NOBODY, start.ask_start, is_open=True),
    Row("POST", "/start", NOBODY, start.begin, is_open=True),
    Row("GET", "/code", NOBODY, start.ask_code, is_open=True),
    Row("POST", "/code", NOBODY, start.use_code, is_open=True),
    Row("GET", "/me", EVERYBODY, start.ask_me),
    Row("POST", "/me", EVERYBODY, start.choose_anew),
    Row("POST", "/language", EVERYBODY, start.set_language),
    Row("GET", "/gate/{gate}", AT_GATES, gate.show, post=True),
    Row("GET", "/gate/{gate}/open", NOBODY, start.ask_post, is_open=True),
    Row("POST", "/gate/{gate}/open", NOBODY, start.open_post, is_open=True),
    Row("GET", "/accounts", KEEPERS, accounts.show),
    Row("POST", "/accounts", KEEPERS, accounts.add),
    Row("POST", "/accounts/sheet", KEEPERS, accounts.add_sheet, largest=LIST_BYTES),
    Row("POST", "/accounts/{account}/roles", KEEPERS, accounts.set_roles),
    Row("POST", "/accounts/{account}/badge", KEEPERS, accounts.link_badge),
    Row("POST", "/accounts/{account}/code", KEEPERS, accounts.hand_code),
    Row("POST", "/accounts/{account}/stop", KEEPERS, accounts.stop),
    Row("POST", "/accounts/{account}/resume", KEEPERS, accounts.resume),
)
"""Every action; streams and static files are added by `app`."""


class Table:
    """Finds the row that a request is for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self._patterns = [(row, compile_path(row.path)[0]) for row in rows]

    def row(self, method: str, path: str) -> Row | None:
        """Return the row of a request; None for what is not in the table."""
        wanted = "GET" if method == "HEAD" else method
        return next(
            (row for row, pattern in self._patterns if row.method == wanted and pattern.match(path)), None
        )


def gate_of(row: Row, path: str) -> str:
    """Return the gate that an address of this row names; "" for none."""
    found = compile_path(row.path)[0].match(path)
    return "" if found is None else found.groupdict().get("gate", "")
