"""The wire of a gate: where typed bytes come from, and who is told what happens to the terminal."""

from typing import Protocol


class Wire(Protocol):
    """Where typed bytes come from."""

    def read(self, timeout: float) -> bytes | None:
        """Return what was typed; None after `timeout` seconds of silence; b"" when the wire is gone."""


class Watcher(Protocol):
    """A user of the terminal's screen, which must know what happens to the terminal."""

    def leave(self) -> None:
        """Restore the shell's screen: this program is being suspended."""

    def redraw(self) -> None:
        """Redraw the screen: the terminal has another size, or the program goes on."""


class Tty(Wire, Protocol):
    """A terminal that was taken."""

    def watch(self, watcher: Watcher) -> None:
        """From now on tell a watcher what happens to the terminal."""
