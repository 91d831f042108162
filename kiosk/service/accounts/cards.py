"""The cards of new accounts, as a PDF: each has the code that its owner begins with."""
# ruff: noqa: RUF001 - words of several scripts

import io
from collections.abc import Mapping, Sequence

from kiosk.badge.papers.account_cards import AccountCard, account_cards
from kiosk.service.accounts.codes import CARD_LASTS
from kiosk.service.accounts.keeping import Handed
from kiosk.service.station.station import Station

_LINES: Mapping[str, tuple[str, str, str]] = {
    "fr": (
        "Sur la page de connexion : « J'ai un code ».",
        "Ce code sert une fois, jusqu'au {until}.",
        "Ensuite, jetez cette carte.",
    ),
    "en": (
        "On the login page choose “I have a code”.",
        "The code works once, until {until}.",
        "Then throw this card away.",
    ),
    "tr": (
        "Giriş sayfasında “Bir kodum var”ı seçin.",
        "Kod bir kez kullanılır, son tarih {until}.",
        "Sonra bu kartı atın.",
    ),
    "ar": (
        "في صفحة الدخول اختر «لدي رمز».",
        "يُستعمل الرمز مرة واحدة حتى {until}.",
        "ثم ارمِ هذه البطاقة.",
    ),
}


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
            tuple(line.format(until=until) for line in _LINES[one.account.language]),
        )
        for one in handed
    ]
    out = io.BytesIO()
    account_cards(made, name.get(language, name["fr"]), out, now)
    return out.getvalue()
