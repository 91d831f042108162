"""Whose session a request belongs to.

1. Looking a session up writes nothing; that its person did something is written at most every 20 seconds, and
   left out while another write is under way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from starlette.requests import Request

from kiosk.domain.sessions import Standing
from kiosk.service.accounts.sessions import known, used
from kiosk.service.station.station import Station
from kiosk.web.cookie import COOKIE, language_of
from kiosk.web.guard import row_in
from kiosk.web.visit import Viewer


class Sessions:
    """Says whose session a request belongs to. Shared by threads.

    Args:
        reading: a station for looking up.
        writing: another one, for noting when a person last did something.
    """

    def __init__(self, reading: Station, writing: Station) -> None:
        self._reading, self._writing = reading, writing
        self._one_reader, self._one_writer = Lock(), Lock()

    def viewer_of(self, request: Request) -> Viewer:
        """Return whose browser a request comes from."""
        token = request.cookies.get(COOKIE, "")
        language = language_of(request)
        if not token:
            return Viewer(language=language)
        with self._one_reader:
            found = known(self._reading, token)
        if found is None:
            return Viewer(language=language, is_stale=True)
        row = row_in(request.scope)
        if row is not None and not row.is_quiet and self._one_writer.acquire(blocking=False):
            try:
                used(self._writing, found)
            finally:
                self._one_writer.release()
        account = found.account
        if found.session.is_post:
            return Viewer(language=account.language, post=found.session.gate)
        return Viewer(
            account.operator,
            account.name,
            account.roles,
            account.language,
            is_locked=found.standing is Standing.LOCKED,
        )


@contextmanager
def opened_sessions(station: Station) -> Iterator[Sessions]:
    """Open what looks sessions up, for the length of a block."""
    with station.connected() as reading, station.connected() as writing:
        yield Sessions(reading, writing)
