"""`kiosk serve`: the gates and the pages of this station, each a process, watched and started again.

1. Nothing of one child can stop another: they share this supervisor, the station's file, and nothing else.
2. A child that dies is started again; one that gives no sign of life for too long is killed first.
3. The supervisor opens no station, and loads next to nothing: it must outlive everything that it watches.
4. What proves that gates and pages belong together goes to their standard input, never into arguments.
"""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from kiosk.cli.app import HERE, ClockOption, Folder, app, console, errors
from kiosk.cli.browser import open_browser
from kiosk.cli.last_page import LastPage
from kiosk.cli.offspring import Offspring
from kiosk.cli.served_gates import ServedGate, served_gates
from kiosk.cli.watch import REST, Health
from kiosk.config.computer import clock_from, random_bytes
from kiosk.config.settings import load_settings
from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.service.posts.link import Link, write_link

PORT = 8410
GATE_SILENT = 8.0
"""Seconds after which a silent gate is killed: longer than it waits for a busy file, which it then shows."""
PAGES_SILENT = 3.0
LOOK = 0.05
"""Seconds between two looks at the children."""
ENDING = 5.0
"""Seconds within which a child must have ended."""


@app.command("serve")
def serve(
    gate: Annotated[
        list[str] | None,
        typer.Option(help="A gate to open, with its direction: like A:in. Again for each gate."),
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where browsers find the pages.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser", help="Open a browser, full screen.")] = False,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Serve this station: its gates, and the pages that a browser shows.

    Without --gate, the gates that config.toml names under [station]. Ctrl-C ends everything.
    """
    settings = load_settings(folder / "config.toml")
    gates = served_gates(settings.gates if gate is None else gate)
    _refuse_taken(port)
    served = _Served(folder, port, clock, clock_from(clock))
    address = f"http://127.0.0.1:{port}/"

    def opened() -> None:
        console.print(f"Kiosk is at {address}", markup=False, soft_wrap=True)
        if browser:
            open_browser(address, settings.data / "browser")

    with _until_told() as is_wanted:
        _Supervisor(served, served.offspring(gates), opened).run(is_wanted)


@dataclass(frozen=True, slots=True)
class _Served:
    """What is served, and how its processes are started."""

    folder: Path
    port: int
    clock_option: str | None
    clock: Clock

    def offspring(self, gates: tuple[ServedGate, ...]) -> tuple[Offspring, ...]:
        """Return the pages, then the gates; none of them runs yet."""
        line = write_link(Link(_free_port(), random_bytes(32)))
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
        return [*self._kiosk("pages"), "--wire", "--port", str(self.port)]

    def _gate(self, gate: ServedGate) -> Callable[[str], list[str]]:
        def command(last: str) -> list[str]:
            source = [] if gate.source is None else ["--source", gate.source]
            return [*self._kiosk("gate"), gate.name, "--wire", "--direction", last or gate.way, *source]

        return command

    def _kiosk(self, word: str) -> list[str]:
        now = [] if self.clock_option is None else ["--clock", self.clock.now().isoformat()]
        return [sys.executable, "-m", "kiosk", word, "--dir", str(self.folder), *now]


@dataclass(slots=True)
class _Supervisor:
    """Starts the children, and starts them again.

    Attributes:
        opened: called once the pages answer for the first time.
    """

    served: _Served
    offspring: tuple[Offspring, ...]
    opened: Callable[[], None]
    _has_opened: bool = False
    _last_page: LastPage | None = field(default=None, init=False)

    def run(self, is_wanted: Callable[[], bool]) -> None:
        """Watch over all of them until they are no longer wanted."""
        try:
            while is_wanted():
                for child in self.offspring:
                    self._watch(child)
                if not self._has_opened and self.offspring[0].health.has_spoken:
                    self._has_opened = True
                    self.opened()
                time.sleep(LOOK)
        finally:
            self._close_last_page()
            for child in self.offspring:
                child.ask_to_end()
            for child in self.offspring:
                child.end(ENDING)

    def _watch(self, child: Offspring) -> None:
        if child.is_running:
            if child.kill_if_hung():
                self._say(f"{child.name} gave no sign of life, and is started again")
        elif child.has_died():
            self._mourn(child)
        elif child.due <= child.clock.monotonic():
            if child.name == "pages":
                self._close_last_page()
            child.start()

    def _mourn(self, child: Offspring) -> None:
        """Say that a child died, and what the doctor says if it does so again and again."""
        if child.due - child.clock.monotonic() < REST / 2:
            self._say(f"{child.name} ended, and is started again")
            return
        self._say(f"{child.name} ends again and again; it is tried again in {REST:.0f} seconds")
        if child is self.offspring[0]:
            with suppress(OSError):
                self._last_page = LastPage(self.served.port, self.served.doctor())

    def _close_last_page(self) -> None:
        page, self._last_page = self._last_page, None
        if page is not None:
            page.close()

    @staticmethod
    def _say(text: str) -> None:
        errors.print(f"kiosk: {text}", markup=False, soft_wrap=True)


@contextmanager
def _until_told() -> Iterator[Callable[[], bool]]:
    """Turn a signal to end into a value."""
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


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


def _refuse_taken(port: int) -> None:
    with socket.socket() as tried:
        if sys.platform != "win32":  # there it would share the port with whoever has it
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError as error:
            raise KioskError(
                "port {port} is taken",
                "is Kiosk served here already? Then use that; else --port chooses another",
                port=port,
            ) from error
