"""Which passwords and PINs are good enough (checklist 1 and 2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.passwords import (
    LONGEST,
    SHORTEST,
    PasswordFault,
    password_as_one,
    password_fault,
    pin_fault,
)

WORDS = ("Salon de Bamako", "BKO", "Parc des Expositions", "Aïssata")
GOOD = [
    "tigre violet",
    "8392017465",
    "مفتاح الباب الاخضر",
    "Bamako tigre violet",
    "ÿ€ß∂ƒ©˙∆",
    "le chat 7 dort",
]


def test_checklist_01_a_password_of_seven_characters_is_refused():
    assert password_fault("zk9 vQx", WORDS) is PasswordFault.TOO_SHORT
    assert password_fault("zk9 vQxu", WORDS) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=24, max_size=LONGEST))
def test_checklist_01_any_characters_make_a_password(text):
    password = password_as_one(text)
    if SHORTEST <= len(password) <= LONGEST and len(set(password.casefold())) > 9:
        assert password_fault(password, ()) is None


def test_checklist_01_more_than_128_characters_are_refused_not_cut():
    assert password_fault("x9 q" * 32, ()) is None
    assert password_fault("x9 q" * 32 + "d", ()) is PasswordFault.TOO_LONG


@pytest.mark.parametrize("password", GOOD)
def test_checklist_01_nothing_is_asked_of_how_it_is_made_up(password):
    assert password_fault(password, WORDS) is None


@pytest.mark.parametrize(
    "password",
    ["Bamako2026", "bamako-2026!", "SALON_bamako", "aissata2026", "Bko2026expositions", "SalonBamako x1"],
)
def test_checklist_02_what_follows_from_the_event_is_refused(password):
    assert password_fault(password, WORDS) is PasswordFault.EVENT


@pytest.mark.parametrize(
    "password", ["motdepasse", "Motdepasse1", "azerty123", "12345678", "aaaaaaaaa", "abababab", "Şifre1234"]
)
def test_checklist_02_the_commonest_are_refused(password):
    assert password_fault(password, WORDS) is PasswordFault.COMMON


def test_two_keyboards_spell_one_password():
    assert password_as_one("Ai\u0308ssata") == "Aïssata"


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12a456", "١٢٣٤٥٧", "12 456"])
def test_a_pin_is_six_digits(pin):
    assert pin_fault(pin) is PasswordFault.NOT_A_PIN


@pytest.mark.parametrize("pin", ["000000", "123456", "654321"])
def test_a_pin_is_no_run_of_digits(pin):
    assert pin_fault(pin) is PasswordFault.PLAIN_PIN


@pytest.mark.parametrize("pin", ["492817", "112233", "010101"])
def test_any_other_six_digits_are_a_pin(pin):
    assert pin_fault(pin) is None
