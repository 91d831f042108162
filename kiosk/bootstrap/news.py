"""What is said when a station is opened: how its file was found, to whoever listens.

This module loads nothing: the command line listens before it knows which command is wanted.
"""

from collections.abc import Callable
from contextvars import ContextVar

Listener = Callable[[str], None]
"""Told how a file was found, in one word (kiosk/service/station/lives.py: Continuity); "whole" is no news."""


def _nobody(_found: str) -> None:
    """Listen to nothing."""


LISTENER: ContextVar[Listener] = ContextVar("listener", default=_nobody)
"""Who is told whenever `kiosk.bootstrap.opening.opened` has opened a station."""
