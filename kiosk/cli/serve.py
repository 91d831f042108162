"""`kiosk serve`: the gates and the pages of this station, each a process, watched and started again.

1. This process opens no station, and loads next to nothing: it must outlive everything that it watches.
2. What proves that gates and pages belong together goes to their standard input, never into arguments.
"""

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from kiosk.cli.app import HERE, ClockOption, Folder, app
from kiosk.cli.browser import open_browser
from kiosk.cli.entrance import ENTRANCE, first_page
from kiosk.cli.offspring import Offspring
from kiosk.cli.served_gates import ServedGate, served_gates
from kiosk.cli.supervisor import Supervisor, Voice
from kiosk.cli.tables import remark, say
from kiosk.cli.watch import Health
from kiosk.config.computer import clock_from, random_bytes
from kiosk.config.settings import load_settings
from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.service.posts.link import Link, write_link

PORT, NETWORK_PORT = 8410, 8443
GATE_SILENT = 8.0
"""Seconds after which a silent gate is killed: longer than it waits for a busy file, which it then shows."""
PAGES_SILENT = 3.0
EVERYWHERE = "0.0.0.0"  # noqa: S104 - for telephones, over TLS


@app.command("serve")
def serve(
    gate: Annotated[
        list[str] | None,
        typer.Option(help="A gate to open, with its direction: like A:in. Again for each gate."),
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where browsers find the pages.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser", help="Open a browser, full screen.")] = False,
    network: Annotated[
        bool, typer.Option("--network", help="Also serve telephones and laptops in the network, over TLS.")
    ] = False,
    network_port: Annotated[int, typer.Option(min=1, max=65535, help="Where they find it.")] = NETWORK_PORT,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Serve this station: its gates, and the pages that a browser shows.

    Without --gate, the gates that config.toml names under [station]. Ctrl-C ends everything.
    """
    settings = load_settings(folder / "config.toml")
    gates = served_gates(settings.gates if gate is None else gate)
    if not gates:
        remark("kiosk: no gate is opened: name them with --gate, or under [station] in config.toml")
    address = f"http://127.0.0.1:{port}/"
    if browser and _is_served(port):  # it was started with the computer, and somebody clicked its icon
        open_browser(address, settings.data / "browser")
        return
    refuse_taken(port)
    if network:
        refuse_taken(network_port, EVERYWHERE)
    ports = (port, network_port if network else None)
    served = Served(folder, ports, clock, clock_from(clock))

    offspring = served.offspring(gates)
    entrance = settings.data / ENTRANCE

    def opened() -> None:
        say("Kiosk is at {address}", address=address)
        if browser:
            first = first_page(address, offspring[0].health.word, entrance)
            open_browser(first, settings.data / "browser")

    voice = Voice(remark, opened, served.doctor)
    with until_told() as is_wanted:
        try:
            Supervisor(offspring, port, voice).run(is_wanted)
        finally:
            entrance.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Served:
    """What is served, and how its processes are started.

    Attributes:
        clock_option: as it was given; None for the computer's clock.
        has_doors: whether the pages of a demonstration have doors without a password.
    """

    folder: Path
    ports: tuple[int, int | None]
    clock_option: str | None
    clock: Clock
    has_doors: bool = False

    def offspring(self, gates: tuple[ServedGate, ...]) -> tuple[Offspring, ...]:
        """Return the pages, then the gates; none of them runs yet."""
        line = write_link(Link(free_port(), random_bytes(32)))
        pages = Offspring("pages", self._pages, line, Health(PAGES_SILENT), self.clock)
        return pages, *(
            Offspring(gate.name, self._gate(gate), line, Health(GATE_SILENT), self.clock) for gate in gates
        )

    def doctor(self) -> str:
        """Return what the doctor says of this station."""
        with suppress(OSError, subprocess.SubprocessError):
            return subprocess.run(  # noqa: S603 - Kiosk itself
                self._kiosk("doctor"), capture_output=True, text=True, check=False, timeout=60
            ).stdout
        return ""

    def _pages(self, _: str) -> list[str]:
        port, network = self.ports
        secure = [] if network is None else ["--network", str(network)]
        doors = ["--doors"] if self.has_doors else []
        return [*self._kiosk("pages"), "--wire", "--port", str(port), *secure, *doors]

    def _gate(self, gate: ServedGate) -> Callable[[str], list[str]]:
        def command(last: str) -> list[str]:
            source = [] if gate.source is None else ["--source", gate.source]
            return [*self._kiosk("gate"), gate.name, "--wire", "--direction", last or gate.way, *source]

        return command

    def _kiosk(self, word: str) -> list[str]:
        now = [] if self.clock_option is None else ["--clock", self.clock.now().isoformat()]
        return [sys.executable, "-m", "kiosk", word, "--dir", str(self.folder), *now]


@contextmanager
def until_told() -> Iterator[Callable[[], bool]]:
    """Turn a signal to end into a value: yield what says whether none came yet."""
    told: list[int] = []

    def tell(number: int, _: FrameType | None) -> None:
        told.append(number)

    wishes = [signal.SIGTERM, signal.SIGINT]
    if sys.platform != "win32":
        wishes.append(signal.SIGHUP)
    before = {number: signal.signal(number, tell) for number in wishes}
    try:
        yield lambda: not told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def free_port() -> int:
    """Return a port of this computer that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


def _is_served(port: int) -> bool:
    """Say whether pages like ours answer on a port of this computer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as line:
        try:
            line.request("GET", "/login")
            return "frame-ancestors" in line.getresponse().headers.get("content-security-policy", "")
        except (OSError, http.client.HTTPException):
            return False


def refuse_taken(port: int, host: str = "127.0.0.1") -> None:
    """Refuse a port that another program has. Raises KioskError."""
    with socket.socket() as tried:
        if sys.platform != "win32":  # there it would share the port with whoever has it
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise KioskError(
                "port {port} is taken",
                "is Kiosk served here already? Then use that; else --port chooses another",
                port=port,
            ) from error
