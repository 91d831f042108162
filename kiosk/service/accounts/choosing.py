"""Choosing a password and a PIN: what is refused, and why, beside the field that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.passwords import PasswordFault, password_as_one, password_fault, pin_fault
from kiosk.keys.passwords import Passwords, is_guessable
from kiosk.service.station.station import Station

LONGEST_NAME = 60
"""Characters of an account's name."""


class FormFault(StrEnum):
    """Why a form is refused besides, as a code for screens in other languages."""

    EMPTY = "empty"
    TOO_LONG = "too_long_name"
    TAKEN = "taken"
    UNEQUAL = "unequal"


Fault = PasswordFault | FormFault


class ChoiceError(KioskError):
    """What somebody chose is refused; `faults` says why, for each field."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__(
            "refused: {faults}",
            "choose something else",
            faults=", ".join(f"{name} ({fault})" for name, fault in faults.items()),
        )
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Choice:
    """A password, and a PIN, which is "" for those who need none."""

    password: str = field(repr=False)
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The hashes of what was chosen."""

    password: str
    pin: str | None


def choose(station: Station, passwords: Passwords, choice: Choice, name: str) -> Chosen:
    """Check a choice, and return its hashes. Takes no lock.

    Raises:
        ChoiceError: the password or the PIN is one that others would try first.
        BusyError: too many are logging in.
    """
    faults = faults_of(station, choice, name)
    if faults:
        raise ChoiceError(faults)
    pin = passwords.hash(choice.pin) if choice.pin else None
    return Chosen(passwords.hash(password_as_one(choice.password)), pin)


def faults_of(station: Station, choice: Choice, name: str) -> dict[str, Fault]:
    """Return what is wrong with a choice, by field."""
    words = (*_words(station.event()), name)
    password = password_as_one(choice.password)
    fault = password_fault(password, words)
    if fault is None and is_guessable(password, words):
        fault = PasswordFault.COMMON
    faults: dict[str, Fault] = {} if fault is None else {"password": fault}
    wrong_pin = pin_fault(choice.pin) if choice.pin else None
    if wrong_pin is not None:
        faults["pin"] = wrong_pin
    return faults


def _words(event: Event) -> Iterator[str]:
    """Yield what anybody at this event would try."""
    yield "kiosk"
    yield from event.name.values()
    for site in event.sites:
        yield from (site.id, *site.name.values())
    for zone in event.zones:
        yield from (zone.id, *zone.name.values())
    for gate in event.gates:
        yield from (gate.id, *gate.name.values())
    for category in event.categories:
        yield from (category.id, *category.name.values())
