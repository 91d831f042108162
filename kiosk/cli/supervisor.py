"""The supervisor: starts the pages and the gates of a station, and starts them again.

1. Nothing of one child can stop another: they share this supervisor, the station's file, and nothing else.
2. A child that dies is started again; one that gives no sign of life for too long is killed first.
3. Where the pages die again and again, a page of its own says what the doctor says.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.cli.last_page import LastPage
from kiosk.cli.offspring import Offspring
from kiosk.cli.watch import REST

LOOK = 0.05
"""Seconds between two looks at the children."""
ENDING = 5.0
"""Seconds within which a child must have ended."""


class Say(Protocol):
    """Tells people one line."""

    def __call__(self, line: str, /, **values: object) -> None:
        """Say an English text in the user's language, with its values filled in."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a supervisor says, and asks.

    Attributes:
        say: tells people what happened.
        opened: called once the pages answer for the first time.
        doctor: returns what is wrong with the station.
    """

    say: Say
    opened: Callable[[], None]
    doctor: Callable[[], str]


@dataclass(slots=True)
class Supervisor:
    """Watches over children.

    Attributes:
        offspring: the pages first.
        port: of the pages.
    """

    offspring: tuple[Offspring, ...]
    port: int
    voice: Voice
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
                    self.voice.opened()
                time.sleep(LOOK)
        finally:
            self._close_last_page()
            for child in self.offspring:
                child.ask_to_end()
            for child in self.offspring:
                child.end(ENDING)

    def _watch(self, child: Offspring) -> None:
        if child.is_running:
            child.kill_if_hung()
        elif child.has_died():
            self._mourn(child)
        elif child.due <= child.clock.monotonic():
            if child is self.offspring[0]:
                self._close_last_page()
            if not child.start():
                self._mourn(child)

    def _mourn(self, child: Offspring) -> None:
        """Say that a child died, and what the doctor says if it does so again and again."""
        if child.due - child.clock.monotonic() < REST / 2:
            if child.was_hung:
                self.voice.say("kiosk: {name} gave no sign of life, and is started again", name=child.name)
            else:
                self.voice.say("kiosk: {name} ended, and is started again", name=child.name)
            return
        self.voice.say(
            "kiosk: {name} ends again and again; it is tried again in {seconds} s",
            name=child.name,
            seconds=round(REST),
        )
        if child is self.offspring[0]:
            with suppress(OSError):
                self._last_page = LastPage(self.port, self.voice.doctor)

    def _close_last_page(self) -> None:
        page, self._last_page = self._last_page, None
        if page is not None:
            page.close()
