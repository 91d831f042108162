"""The key epochs of a station: beginning the next one, and closing one that is compromised.

1. The keys on the disk and the record of what was done to them belong to one unit of work.
2. A process that runs keeps the keys that it has loaded: gates and pages are started again.
"""

from pathlib import Path

from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import EpochState
from kiosk.domain.roles import Action
from kiosk.keys.folder import save_keyring
from kiosk.keys.keyring import Keyring, close_epoch, next_epoch
from kiosk.service.station.acting import About, acting
from kiosk.service.station.station import Station
from kiosk.store.badges import count_of_epoch


def begin_epoch(station: Station, folder: Path) -> int:
    """Seal new badges with a new secret from now on, and return the epoch's number; older badges stay good.

    Args:
        station: open.
        folder: of its keys.

    Raises:
        KioskError: all sixteen epochs are used up, or the keys cannot be written; nothing was changed.
    """
    keyring = next_epoch(station.keyring, station.random)
    number = keyring.sealing_epoch or 0
    _keep(station, folder, keyring, {"epoch": number, "to": EpochState.SEALING.value})
    return number


def end_epoch(station: Station, folder: Path, number: int) -> None:
    """Close an epoch as compromised: every badge that it sealed reads as revoked, with an alarm.

    Raises:
        KioskError: there is no such epoch, it still seals, or the keys cannot be written.
    """
    keyring = close_epoch(station.keyring, number)
    _keep(station, folder, keyring, {"epoch": number, "to": EpochState.CLOSED.value})


def badges_of(station: Station, number: int) -> int:
    """Return how many badges that are in force an epoch has sealed."""
    with station.database.read() as connection:
        return count_of_epoch(connection, number)


def _keep(station: Station, folder: Path, keyring: Keyring, detail: dict[str, Plain]) -> None:
    with acting(station) as work:
        work.needs(Action.KEEP_KEYS)
        work.record(Kind.POLICY, About(detail=detail))
        save_keyring(folder, keyring)
