"""Retries for a station that will not open: staff cannot repair it, so they are automatic.

1. Only faults that may pass, or can be mended meanwhile, are waited for: a locked file, a missing disk,
   a fault in config.toml. Wrong usage ends at once.
2. The screen shown meanwhile is never green; at an exit it is FREE EXIT.
"""

from collections.abc import Callable
from typing import TypeVar

from kiosk.domain.errors import KioskError

FIRST_PAUSE = 1.0
"""Seconds before the second attempt; each pause is twice as long as the one before."""
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
        refused: shows, after each failure, why it would not open.
        wait: lets seconds pass; False once the gate is no longer wanted.
        passing: the errors worth waiting for; any other error is wrong usage.

    Raises:
        KioskError: why the last attempt failed, once no other is wanted.
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
