"""Waiting for a station that will not open: staff cannot repair it, so it is retried by itself.

1. Only what may pass, or be mended beside a waiting gate, is waited for: a locked file, a disk that is gone,
   a fault in config.toml. Wrong usage ends at once.
2. What is shown meanwhile is never green, and at an exit it is FREE EXIT.
"""

from collections.abc import Callable
from typing import TypeVar

from kiosk.domain.errors import KioskError

FIRST_PAUSE = 1.0
"""Seconds before the second try; each pause is twice as long as the one before."""
LAST_PAUSE = 8.0

Opened = TypeVar("Opened")


def persist(
    attempt: Callable[[], Opened],
    refused: Callable[[KioskError], None],
    wait: Callable[[float], bool],
    passing: type[KioskError],
) -> Opened:
    """Try until it succeeds.

    Args:
        attempt: opens what is wanted.
        refused: shows why it would not open, after each failure.
        wait: lets seconds pass; False once nobody wants it any more.
        passing: what is waited for; any other error is wrong usage.

    Raises:
        KioskError: why the last attempt failed, once nobody wants another.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            return attempt()
        except passing as error:
            refused(error)
            if not wait(pause):
                raise
            pause = min(2 * pause, LAST_PAUSE)
