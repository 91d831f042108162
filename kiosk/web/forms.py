"""Forms: the words for what was refused, beside the field that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.passwords import PasswordFault
from kiosk.domain.roles import Role
from kiosk.service.accounts.choosing import Choice, ChoiceError, Fault, FormFault
from kiosk.service.accounts.proving import Refusal
from kiosk.web.render import Say


@dataclass(frozen=True, slots=True)
class Shown:
    """A form as it is shown again: what was typed, secrets left out, and what is wrong with it.

    Attributes:
        values: by field.
        faults: in words, by field.
        above: a sentence about the whole form; "" for none.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    above: str = ""


BLANK = Shown()
_SECRETS = frozenset({"password", "again", "pin", "badge", "present"})


def shown_again(form: Mapping[str, str], say: Say, error: ChoiceError) -> Shown:
    """Return a form with its faults."""
    return Shown(kept(form), {name: fault_said(say, fault) for name, fault in error.faults.items()})


def kept(form: Mapping[str, str]) -> dict[str, str]:
    """Return what may be shown again of a form: no secret."""
    return {name: value for name, value in form.items() if name not in _SECRETS}


def choice_of(form: Mapping[str, str]) -> Choice:
    """Return the password and the PIN of a form. Raises ChoiceError where the second password is another."""
    password = form.get("password", "")
    if form.get("again", password) != password:
        raise ChoiceError({"again": FormFault.UNEQUAL})
    return Choice(password, form.get("pin", "").strip())


def roles_of(form: Mapping[str, str]) -> frozenset[Role]:
    """Return the roles that are ticked in a form."""
    return frozenset(role for role in Role if f"role-{role}" in form)


def roles_said(say: Say) -> dict[Role, str]:
    """Return what each role is called on pages."""
    return {
        Role.DESK: say("Registration desk"),
        Role.GATE: say("Gate"),
        Role.SUPERVISOR: say("Supervisor"),
        Role.SECURITY: say("Security"),
        Role.ADMIN: say("Administrator"),
    }


def refusal_said(say: Say, refusal: Refusal) -> str:
    """Say that a try opened nothing, and how long to wait."""
    if refusal.wait_s:
        return say("Too many wrong tries. Wait {seconds} seconds.", seconds=refusal.wait_s)
    return say("That does not match. Try again.")


def fault_said(say: Say, fault: Fault) -> str:
    """Say why something is refused, and what would do."""
    return {
        PasswordFault.TOO_SHORT: say("At least 8 characters. Three or four words make a good password."),
        PasswordFault.TOO_LONG: say("At most 128 characters."),
        PasswordFault.COMMON: say("Too many people use this one. Take three or four words of your own."),
        PasswordFault.EVENT: say("Anybody here would guess this one: it is made of the event's names."),
        PasswordFault.NOT_A_PIN: say("A PIN has six digits."),
        PasswordFault.PLAIN_PIN: say("Anybody would guess this PIN."),
        FormFault.EMPTY: say("A name is missing."),
        FormFault.TOO_LONG: say("This name is too long."),
        FormFault.TAKEN: say("This name is taken."),
        FormFault.UNEQUAL: say("The two passwords are not the same."),
    }[fault]
