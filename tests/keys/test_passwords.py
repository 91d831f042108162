"""How passwords and PINs are hashed (checklist 3 and 16)."""

import os
import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.keys.passwords import AT_ONCE, WAITING, BusyError, Passwords, is_guessable


@pytest.fixture(scope="module")
def passwords():
    return Passwords(os.urandom)


def test_checklist_03_the_hash_is_argon2id_with_19_mib_two_passes_and_one_lane(passwords):
    hashed = passwords.hash("tigre violet")
    found = re.fullmatch(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[\w+/]{22}\$[\w+/]{43}", hashed)
    assert [int(one) for one in found.groups()] == [19456, 2, 1]
    assert passwords.matches(hashed, "tigre violet")
    assert not passwords.matches(hashed, "tigre violeT")
    assert hashed != passwords.hash("tigre violet"), "each has its own salt"


def test_nothing_matches_what_is_no_hash(passwords):
    assert not passwords.matches(None, "")
    assert not passwords.matches("", "")
    assert not passwords.matches("$argon2id$v=19$broken", "tigre violet")


def test_checklist_03_two_hashes_at_most_at_once_and_few_wait(passwords):
    hashed = passwords.hash("tigre violet")

    def login(nth):
        try:
            return passwords.matches(hashed, "tigre violet" if nth % 2 else "tigre vert")
        except BusyError:
            return None

    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(login, range(64)))
    assert passwords.most_at_once == AT_ONCE == 2
    assert {answer for nth, answer in enumerate(answers) if nth % 2} <= {True, None}
    assert {answer for nth, answer in enumerate(answers) if not nth % 2} <= {False, None}
    assert sum(answer is not None for answer in answers) >= AT_ONCE + WAITING, "who was admitted was answered"
    assert passwords.matches(hashed, "tigre violet"), "and nobody is kept out afterwards"


def test_checklist_03_salts_come_from_the_injected_source():
    first, second = (Passwords(random.Random(1).randbytes).hash("tigre violet") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "password", ["iloveyou1", "qwerty123", "sunshine1", "dragon99", "Bamako2026", "p@ssw0rd"]
)
def test_checklist_02_what_the_world_tries_first_is_guessable(password):
    assert is_guessable(password, ["Bamako"])


@pytest.mark.parametrize(
    "password",
    ["tigre violet dort", "8392017465", "مفتاح الباب الاخضر", "neuf chats dorment au bord du fleuve " * 3],
)
def test_checklist_01_what_nobody_would_try_is_not(password):
    assert not is_guessable(password, ["Bamako"])
