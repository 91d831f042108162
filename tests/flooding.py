"""A flood of logins: `serve FOLDER` is the pages, `flood PORT COUNT RATE` those who come."""

import socket
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

NAME, PASSWORD = "aissata", "tigre violet dort"
THREADS = 40


def serve(folder):
    """Serve the pages of a station on a free port, which is the first line written."""
    import uvicorn  # noqa: PLC0415 - for this process alone

    from kiosk.bootstrap.opening import open_station  # noqa: PLC0415
    from kiosk.service.words.translation import words  # noqa: PLC0415
    from kiosk.web.app import Site, create_app  # noqa: PLC0415

    station = open_station(Path(folder)).station
    app = create_app(Site(station, None, lambda language: words(language).say))
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)  # noqa: T201 - the test reads it
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    server.run(sockets=[listening])


def flood(port, count, rate):
    """Log in so many times, so often a second; write how often each status came."""
    began = time.monotonic()
    body = urlencode({"name": NAME, "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

    def log_in(nth):
        time.sleep(max(0.0, began + nth / rate - time.monotonic()))
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", "/login", body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    with ThreadPoolExecutor(THREADS) as people:
        found = Counter(people.map(log_in, range(count)))
    print(*(f"{status}:{times}" for status, times in sorted(found.items())), flush=True)  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        flood(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
