"""Credentials for demonstrations: a badge's own code again, and a number that no list has."""

from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeNumber
from kiosk.keys.keyring import Issued
from kiosk.service.station.station import Station
from kiosk.store.badges import look_up
from kiosk.store.series import lives_of_series, own_series, take_numbers


def code_of(station: Station, number: BadgeNumber) -> str:
    """Return the code of a badge that this station printed. Raises KioskError if it did not."""
    with station.database.read() as connection:
        listed = look_up(connection, number, b"")
        lives = lives_of_series(connection)
    if listed is None:
        raise KioskError("the demonstration lost a badge that is not there", "please report this")
    return station.keyring.reissue(Issued(listed.epoch, number, listed.badge.credential_hash), lives)


def unlisted_number(station: Station) -> BadgeNumber:
    """Return a number that no list has, as a stolen desk could seal it. Raises KioskError before a print."""
    with station.database.write() as connection:
        if own_series(connection, station.life.id) is None:
            raise KioskError("the demonstration has printed nothing", "please report this")
        (number,) = take_numbers(connection, station.life.id, 1)
    return number
