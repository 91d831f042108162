"""The table of routes: method, path, who may, and the action. Nothing else says what a browser can reach.

1. Roles come from the table; an act that an action performs is asked of `domain.roles` once more, in the
   service.
2. `post` says what the screen of a gate may do without a person: look, and press the keys that need no PIN.
   The same is left to a person whose session is locked.
3. A GET changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import compile_path

from kiosk.domain.roles import Role
from kiosk.web import accounts, doors, gate, gate_acts, gate_find, gate_menus, network, picture, start, tray
from kiosk.web.live import Audience
from kiosk.web.visit import Visit

DESK, GATE, SUPERVISOR, SECURITY, ADMIN = Role.DESK, Role.GATE, Role.SUPERVISOR, Role.SECURITY, Role.ADMIN
EVERYBODY = frozenset(Role)
NOBODY = frozenset[Role]()
AT_GATES = frozenset({GATE, SUPERVISOR, SECURITY})
SETTLERS = frozenset({SUPERVISOR, SECURITY})
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


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of a gate: one row of the second table.

    Attributes:
        roles, post, is_open, is_quiet: as in `Row`.
        render: called for each sign, with a visit of its own: returns the parts of the screen, by name.
        audience: whether the steward looks, or the public.
    """

    path: str
    roles: frozenset[Role]
    render: Callable[[Visit], Mapping[str, str]]
    audience: Audience = Audience.STEWARD
    post: bool = False
    is_open: bool = False
    is_quiet: bool = True
    method: str = "GET"


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
    Row("GET", "/standing", EVERYBODY, start.stand, is_quiet=True),
    Row("GET", "/standing/active", EVERYBODY, start.stand),
    Row("GET", "/me", EVERYBODY, start.ask_me),
    Row("POST", "/me", EVERYBODY, start.choose_anew),
    Row("POST", "/language", EVERYBODY, start.set_language),
    Row("GET", "/gate/{gate}", AT_GATES, gate.show, post=True),
    Row("GET", "/gate/{gate}/open", NOBODY, start.ask_post, is_open=True),
    Row("POST", "/gate/{gate}/open", NOBODY, start.open_post, is_open=True),
    Row("GET", "/gate/{gate}/public", AT_GATES, gate.show_public, post=True),
    Row("GET", "/gate/{gate}/picture", AT_GATES, picture.show, post=True, is_quiet=True),
    Row("GET", "/gate/{gate}/frame", AT_GATES, gate.strip, post=True, is_quiet=True),
    Row("GET", "/gate/{gate}/photo/{subject}", AT_GATES, gate.photo, post=True),
    Row("POST", "/gate/{gate}/typed", AT_GATES, gate_acts.type_code, post=True),
    Row("GET", "/gate/{gate}/find", AT_GATES, gate_find.ask),
    Row("POST", "/gate/{gate}/by-hand", AT_GATES, gate_find.admit),
    Row("GET", "/gate/{gate}/turn-back", AT_GATES, gate_menus.reasons, post=True),
    Row("POST", "/gate/{gate}/turn-back", AT_GATES, gate_acts.turn_back, post=True),
    Row("GET", "/gate/{gate}/actions", AT_GATES, gate_menus.actions, post=True),
    Row("POST", "/gate/{gate}/aside", AT_GATES, gate_acts.set_aside, post=True),
    Row("POST", "/gate/{gate}/call", AT_GATES, gate_acts.call, post=True),
    Row("POST", "/gate/{gate}/look", AT_GATES, gate_acts.look, post=True),
    Row("GET", "/gate/{gate}/party", AT_GATES, gate_menus.party, post=True),
    Row("POST", "/gate/{gate}/party", AT_GATES, gate_acts.count_party, post=True),
    Row("POST", "/gate/{gate}/direction", AT_GATES, gate_acts.turn_round, post=True),
    Row("POST", "/gate/{gate}/clock", SETTLERS, gate_acts.confirm_clock),
    Row("GET", "/tray", SETTLERS, tray.show),
    Row("GET", "/tray/list", SETTLERS, tray.show_list, is_quiet=True),
    Row("POST", "/tray/{gate}/{seq}/let-in", SETTLERS, tray.let_in),
    Row("POST", "/tray/{gate}/{seq}/settle", SETTLERS, tray.settle),
    Row("POST", "/tray/{gate}/{seq}/come", SETTLERS, tray.come),
    Row("GET", "/accounts", KEEPERS, accounts.show),
    Row("POST", "/accounts", KEEPERS, accounts.add),
    Row("POST", "/accounts/sheet", KEEPERS, accounts.add_sheet, largest=LIST_BYTES),
    Row("POST", "/accounts/{account}/roles", KEEPERS, accounts.set_roles),
    Row("POST", "/accounts/{account}/badge", KEEPERS, accounts.link_badge),
    Row("POST", "/accounts/{account}/code", KEEPERS, accounts.hand_code),
    Row("POST", "/accounts/{account}/stop", KEEPERS, accounts.stop),
    Row("POST", "/accounts/{account}/resume", KEEPERS, accounts.resume),
    Row("GET", "/network", KEEPERS, network.show),
    Row("GET", "/ca.crt", NOBODY, network.authority, is_open=True),
    Row("GET", "/fonts/{name}.ttf", NOBODY, gate.font, is_open=True),
)
"""Every action; static files are added by `app`."""
DOORS: tuple[Row, ...] = (
    Row("GET", "/doors", NOBODY, doors.show, is_open=True),
    Row("GET", "/doors/edition", NOBODY, doors.edition, is_open=True),
    Row("POST", "/doors/again", NOBODY, doors.start_again, is_open=True),
    Row("POST", "/doors/{door}", NOBODY, doors.enter, is_open=True),
)
"""Those that only the pages of a served demonstration have."""
STREAMS: tuple[Stream, ...] = (
    Stream("/gate/{gate}/live", AT_GATES, gate.halves, post=True),
    Stream("/gate/{gate}/public/live", AT_GATES, gate.public_alone, Audience.PUBLIC, post=True),
)
"""Every stream."""

Reached = Row | Stream
"""A row of either table."""


class Table:
    """Finds the row that a request is for."""

    def __init__(self, rows: Sequence[Reached]) -> None:
        self._patterns = [(row, compile_path(row.path)[0]) for row in rows]

    def row(self, method: str, path: str) -> Reached | None:
        """Return the row of a request; None for what is in no table."""
        wanted = "GET" if method == "HEAD" else method
        return next(
            (row for row, pattern in self._patterns if row.method == wanted and pattern.match(path)), None
        )


def gate_of(row: Reached, path: str) -> str:
    """Return the gate that an address of this row names; "" for none."""
    found = compile_path(row.path)[0].match(path)
    return "" if found is None else found.groupdict().get("gate", "")
