"""The last page: what a browser is shown when the pages of a station cannot be started any more."""

import html
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><meta http-equiv="refresh" content="10">
<title>Kiosk</title><body bgcolor="#ffe600" text="#000000"><h1>PANNE · FAULT</h1>
<p><b>Personne n'entre par cet ordinateur ; laissez sortir tout le monde. Appelez le support.</b></p>
<p><b>Nobody enters by this computer; let everybody leave. Call support.</b></p>
<p>Kiosk essaie encore · Kiosk keeps trying.</p><pre>{words}</pre></body></html>
"""


class LastPage:
    """A page of the supervisor's own, on the port that the pages had. Closed before they are tried again.

    Args:
        port: of this computer.
        doctor: says what is wrong; asked once, in a thread, for it takes its time.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, port: int, doctor: Callable[[], str]) -> None:
        self._words = "…"
        last = self

        class Answer(BaseHTTPRequestHandler):
            """Gives the same page to everybody."""

            def do_GET(self) -> None:
                """Answer with the page."""
                page = _PAGE.format(words=html.escape(last.words)).encode()
                self.send_response(503)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Answer)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="last page", daemon=True).start()
        threading.Thread(target=self._ask, args=(doctor,), name="doctor", daemon=True).start()

    @property
    def words(self) -> str:
        """What the doctor has said; three dots until then."""
        return self._words

    def _ask(self, doctor: Callable[[], str]) -> None:
        self._words = doctor()

    def close(self) -> None:
        """Give the port back."""
        self._server.shutdown()
        self._server.server_close()
