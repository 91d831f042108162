"""One visit: what an action is given, and who the visitor is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kiosk.domain.errors import KioskError
from kiosk.domain.roles import Actor, Role
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.proving import Place, at_address, at_gate
from kiosk.service.station.station import Station
from kiosk.web.live import Gates
from kiosk.web.reach import Reach
from kiosk.web.render import Pages


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a page.

    Attributes:
        account: the account's id; "" for nobody.
        name: what the account is called on pages.
        roles: of the account; empty for nobody and for a post.
        language: the one that this viewer chose.
        post: the gate whose screen this browser is, opened by a supervisor; "" for none.
        is_locked: whether the person must prove anew who they are, after ten idle minutes.
        is_stale: whether the browser shows the cookie of a session that is over.
    """

    account: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    language: str = "fr"
    post: str = ""
    is_locked: bool = False
    is_stale: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether this is neither a person who is logged in nor the screen of a gate."""
        return not self.account and not self.post

    @property
    def actor(self) -> Actor:
        """The viewer as the journal records it."""
        return Actor(self.account or (f"post:{self.post}" if self.post else "nobody"), self.roles)


@dataclass(frozen=True, slots=True)
class Browser:
    """What an action may know of the browser.

    Attributes:
        address: of its computer; "" if unknown.
        token: the cookie of its session; "" for none.
        is_secure: whether the page came over TLS.
    """

    address: str = ""
    token: str = field(default="", repr=False)
    is_secure: bool = False

    @property
    def is_here(self) -> bool:
        """Whether it runs on the station's own computer."""
        return self.address in LOOPBACK


LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Visit:
    """What an action is given: everything, and nothing global.

    Attributes:
        station: open, for this visit alone, acting as the viewer.
        gates: what the gates of this station show, and how to have them act.
        pages: renders templates in the viewer's language.
        path: the values in the address, by name.
        query: the values behind the question mark.
        form: the values of a form; files are in `files`.
        is_part: whether only a fragment of the page is wanted.
        passwords: hashes and compares.
        start_again: begins a demonstration anew; None on pages without doors.
        lenses: for each gate on which side of its screen the camera is: top, left, right or bottom.
        reach: how the station is reached from elsewhere; None where it is not.
    """

    station: Station
    viewer: Viewer
    gates: Gates
    pages: Pages
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    is_part: bool = False
    passwords: Passwords = field(kw_only=True)
    browser: Browser = field(default_factory=Browser, kw_only=True)
    start_again: Callable[[], None] | None = field(default=None, kw_only=True)
    reach: Reach | None = field(default=None, kw_only=True)
    lenses: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    @property
    def place(self) -> Place:
        """Where wrong passwords and PINs of this visit are counted."""
        return at_gate(self.viewer.post) if self.viewer.post else at_address(self.browser.address)

    def fault_said(self, error: KioskError) -> str:
        """Return an error and what to do about it, in the viewer's language."""
        said = [
            self.pages.say(text, **error.values) for text in (error.template, error.hint_template) if text
        ]
        return " · ".join(said)
