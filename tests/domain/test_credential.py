import os
import random
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.credential import (
    Credential,
    Series,
    counter_of,
    credential_hash,
    encode,
    hkdf,
    is_sealed,
    issue,
    number_from,
    parse,
    parse_printed,
    printed,
    seal,
    series_key,
    series_of,
)
from kiosk.domain.journal import LifeId
from kiosk.domain.model import BadgeNumber, EventId
from kiosk.domain.typed import bare, repairs, typings, typings_within

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "credentials.toml").read_text("utf-8"))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EVENT = EventId(b"salon of Bamako.")
SECRET = bytes(range(100, 132))
LIFE = LifeId(b"one life of many")
SOAK = os.environ.get("KIOSK_SOAK") == "1"

epochs = st.integers(0, 15)
numbers = st.builds(number_from, st.integers(0, 1023), st.integers(0, 4194303))
seals = st.binary(min_size=8, max_size=8)


def real_credentials(count: int) -> list[str]:
    chance = random.Random(21)
    texts = []
    for _ in range(count):
        epoch, series, counter = chance.randrange(16), chance.randrange(1024), chance.randrange(1 << 22)
        key = series_key(SECRET, EVENT, epoch, Series(series, LIFE))
        texts.append(issue(key, EVENT, epoch, number_from(series, counter)))
    return texts


def opens(text: str) -> bool:
    credential = parse(text)
    if credential is None:
        return False
    key = series_key(SECRET, EVENT, credential.epoch, Series(series_of(credential.number), LIFE))
    return is_sealed(credential, key, EVENT)


@pytest.mark.parametrize("case", CASES["sealed"], ids=lambda case: case["text"])
def test_a_sealed_credential_is_the_vector_byte_for_byte(case):
    event, number = EventId(bytes.fromhex(case["event"])), number_from(case["series"], case["counter"])
    life = LifeId(bytes.fromhex(case["life"])) if "life" in case else None
    series = Series(case["series"], life)
    key = series_key(bytes.fromhex(case["secret"]), event, case["epoch"], series)
    text = issue(key, event, case["epoch"], number)
    assert key.hex() == case["key"]
    assert seal(key, event, case["epoch"], number).hex() == case["seal"]
    assert text == case["text"]
    assert credential_hash(text).hex() == case["hash"]
    assert printed(number) == case["printed"]
    assert parse_printed(case["printed"]) == number


@pytest.mark.parametrize("case", CASES["hkdf"], ids=lambda case: case["case"])
def test_keys_are_derived_as_rfc_5869_says(case):
    secret, salt, info = (bytes.fromhex(case[name]) for name in ("secret", "salt", "info"))
    assert hkdf(secret, salt, info, case["length"]).hex() == case["derived"]


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["why"])
def test_a_text_is_well_formed_exactly_when_the_vector_says_so(case):
    credential = parse(case["text"])
    if case["expect"] == "malformed":
        assert credential is None
    else:
        assert credential is not None
        assert credential.epoch == case["epoch"]
        assert series_of(credential.number) == case["series"]
        assert counter_of(credential.number) == case["counter"]
        assert credential.seal.hex() == case["seal"]
        assert encode(credential) == case["text"]


@pytest.mark.parametrize("case", CASES["printed"], ids=lambda case: case["why"])
def test_a_printed_number_is_read_as_the_vector_says(case):
    expected = None if case["expect"] == "none" else case["expect"]
    assert parse_printed(case["text"]) == expected


@pytest.mark.parametrize("case", CASES["typed"], ids=lambda case: case["why"])
def test_typed_input_is_repaired_as_the_vector_says(case):
    assert [[typing.hypothesis.name, typing.text] for typing in typings(case["text"])] == case["meant"]
    assert list(repairs(case["text"])) == [text for _, text in case["meant"]]


@pytest.mark.parametrize(
    "around", ["{}", "]Q1{}", "\x02{}\x03", "\ufeff{}", "{};\r", "\t]d2 {}\xa0", "\x1d{}\x7f"]
)
def test_what_scanners_are_known_to_put_around_a_code_is_taken_off(around):
    code = CASES["sealed"][0]["text"]
    assert bare(around.format(code)) == code
    assert [typing.text for typing in typings(around.format(code))] == [code]


@pytest.mark.parametrize("text", ["", "]", "]Q", "]Q1", "]1Q", "a]Q1"])
def test_only_an_identifier_at_the_front_is_taken_off(text):
    assert bare(text) == ("" if text == "]Q1" else text)


def test_within_a_longer_line_every_part_is_a_reading_and_a_very_long_one_has_none():
    code = CASES["sealed"][0]["text"]
    assert code in [typing.text for typing in typings_within(f"x{code} 2026-11-28")]
    assert typings_within(code) == typings_within("") == typings_within(code + "x" * 240) == ()


@settings(max_examples=300)
@given(epochs, numbers, seals)
def test_encode_and_parse_are_inverse(epoch, number, mark):
    credential = Credential(epoch, number, mark)
    assert parse(encode(credential)) == credential


@settings(max_examples=300)
@given(st.text(ALPHABET, min_size=20, max_size=20))
def test_every_text_of_the_alphabet_is_the_only_spelling_of_its_credential(text):
    credential = parse(text)
    assert credential is not None
    assert encode(credential) == text


@settings(max_examples=500)
@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=40))
def test_any_text_at_all_is_read_without_an_exception(text):
    parse(text)
    repairs(text)
    typings_within(text)
    parse_printed(text)
    assert len(credential_hash(text)) == 32


ANYTHING = [
    *string.printable,
    *"\u202e\0\ufeff\u200b\ud800\udfff\u0662\uff12\u0410\u00c5\U0001f600é",
    *ALPHABET,
]
SQL = ["' OR 1=1; --", "'; DROP TABLE journal; --", '" UNION SELECT * --']
SHAPES = (
    lambda chance: "".join(chance.choices(ANYTHING, k=20)),
    lambda chance: "".join(chance.choices(ANYTHING, k=chance.randrange(80))),
    lambda chance: "".join(chance.choices(ALPHABET, k=chance.choice([18, 19, 21, 22, 40]))),
    lambda chance: "".join(map(chr, chance.choices(range(0x110000), k=20))),
    lambda chance: chance.choice(SQL).ljust(20),
    lambda chance: "https://example.org/" + "".join(chance.choices(ALPHABET, k=20)),
    lambda chance: chance.choice("0A\0é") * chance.choice([1, 20, 7089]),
    lambda chance: chr(chance.randrange(0xD800, 0xE000)) * 20,
    lambda chance: "".join(chance.choices(ALPHABET, k=19)) + chance.choice("ILOUilou \n\t-_=*~$é\ud800"),
)


@pytest.mark.soak
def test_fuzzed_texts_are_invalid_and_raise_nothing_checklist_21():
    chance = random.Random(2100)
    for _ in range(400_000 if SOAK else 8_000):
        text = chance.choice(SHAPES)(chance)
        credential = parse(text)
        is_ours = len(text) == 20 and set(text) <= set(ALPHABET)
        assert (credential is not None) == is_ours
        assert not opens(text)
        repairs(text)
        parse_printed(text)


def test_every_one_character_change_of_real_credentials_is_forged_or_invalid_checklist_22():
    others = ALPHABET + "ILOUabcxyz -_\n\0é\uff12"
    for text in real_credentials(50):
        assert opens(text)
        for place in range(20):
            for other in others:
                changed = text[:place] + other + text[place + 1 :]
                assert changed == text or not opens(changed)
        for place in range(21):
            assert not opens(text[:place] + text[place + 1 :] if place < 20 else text + "0")


def test_every_one_bit_change_of_real_credentials_is_forged_checklist_22():
    for text in real_credentials(50):
        bits = int(text.translate(str.maketrans(ALPHABET, "0123456789ABCDEFGHIJKLMNOPQRSTUV")), 32)
        for bit in range(100):
            changed = bits ^ (1 << bit)
            other = "".join(ALPHABET[changed >> shift & 31] for shift in range(95, -1, -5))
            assert parse(other) is not None
            assert not opens(other)


def test_a_one_bit_change_of_any_character_is_forged_or_invalid_checklist_22():
    for text in real_credentials(50):
        raw = text.encode("ascii")
        for bit in range(len(raw) * 8):
            changed = bytearray(raw)
            changed[bit // 8] ^= 1 << bit % 8
            assert not opens(changed.decode("latin-1"))


def test_another_event_epoch_series_life_or_secret_makes_another_seal():
    number = number_from(7, 2314)
    text = issue(series_key(SECRET, EVENT, 1, Series(7, LIFE)), EVENT, 1, number)
    credential = parse(text)
    assert credential is not None
    other_event = EventId(b"another salon 26")
    assert is_sealed(credential, series_key(SECRET, EVENT, 1, Series(7, LIFE)), EVENT)
    assert not is_sealed(credential, series_key(SECRET, other_event, 1, Series(7, LIFE)), EVENT)
    assert not is_sealed(credential, series_key(SECRET, EVENT, 1, Series(7, LIFE)), other_event)
    assert not is_sealed(credential, series_key(SECRET, EVENT, 2, Series(7, LIFE)), EVENT)
    assert not is_sealed(credential, series_key(SECRET, EVENT, 1, Series(8, LIFE)), EVENT)
    assert not is_sealed(credential, series_key(bytes(32), EVENT, 1, Series(7, LIFE)), EVENT)
    for other_life in (None, LifeId(bytes(16))):
        assert not is_sealed(credential, series_key(SECRET, EVENT, 1, Series(7, other_life)), EVENT)


@settings(max_examples=100)
@given(numbers)
def test_the_check_digit_catches_every_wrong_digit_and_every_swap_of_neighbours(number):
    digits = printed(number).replace("-", "")
    for place, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit:
                assert parse_printed(digits[:place] + other + digits[place + 1 :]) is None
    for place in range(11):
        if digits[place] != digits[place + 1]:
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            assert parse_printed(swapped) is None


@settings(max_examples=100)
@given(numbers)
def test_a_number_is_its_series_and_its_counter(number):
    assert number_from(series_of(number), counter_of(number)) == number
    assert parse_printed(printed(number)) == number


@pytest.mark.parametrize(
    "act",
    [
        lambda: number_from(1024, 0),
        lambda: number_from(-1, 0),
        lambda: number_from(0, 1 << 22),
        lambda: number_from(0, -1),
        lambda: series_key(SECRET, EVENT, 16, Series(0, LIFE)),
        lambda: series_key(SECRET, EVENT, 0, Series(1024, LIFE)),
        lambda: encode(Credential(16, BadgeNumber(0), bytes(8))),
        lambda: encode(Credential(0, BadgeNumber(1 << 32), bytes(8))),
        lambda: encode(Credential(0, BadgeNumber(0), bytes(7))),
    ],
)
def test_what_does_not_fit_its_bits_is_refused(act):
    with pytest.raises(ValueError, match=r"no such|a seal has"):
        act()
