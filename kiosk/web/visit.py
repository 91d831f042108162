"""One visit: what an action is given, and who the visitor is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.roles import Actor, Role
from kiosk.service.station.station import Station
from kiosk.web.live import Gates
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
    """

    account: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    language: str = "fr"
    post: str = ""

    @property
    def actor(self) -> Actor:
        """The viewer as the journal records it."""
        return Actor(self.account or f"post:{self.post}", self.roles)


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
