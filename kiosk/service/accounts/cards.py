"""The cards of new accounts, as a PDF: each has the code that its owner begins with."""

import io
from collections.abc import Sequence

from kiosk.badge.papers.account_cards import AccountCard, account_cards
from kiosk.service.accounts.codes import CARD_LASTS
from kiosk.service.accounts.keeping import Handed
from kiosk.service.station.station import Station
from kiosk.service.words.translation import words


def cards(station: Station, handed: Sequence[Handed], language: str) -> bytes:
    """Return a PDF of cards, each in its account's language.

    Args:
        station: names the event, and the time.
        handed: the accounts and their codes.
        language: of the event's name.

    Raises:
        KioskError: a name does not fit.
    """
    now = station.clock.now()
    until = f"{now + CARD_LASTS:%d/%m/%Y}"
    name = station.event().name
    made = [
        AccountCard(
            one.account.name,
            one.code,
            " · ".join(sorted(one.account.roles)),
            _lines(one.account.language, until),
        )
        for one in handed
    ]
    out = io.BytesIO()
    account_cards(made, name.get(language, name["fr"]), out, now)
    return out.getvalue()


def _lines(language: str, until: str) -> tuple[str, ...]:
    say = words(language).say
    return (
        say("On the login page choose “I have a code”."),
        say("The code works once, until {until}.", until=until),
        say("Then throw this card away."),
    )
