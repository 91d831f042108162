from dataclasses import replace

import pytest

from kiosk.domain.tombstone import Identity, Trace, marks

KEY = b"a key of the event" + bytes(14)
AWA = Identity(
    "list", "X1", "ML 12-34", "Awa@Example.ml", "+223 76 12 34 56", "Awa Traoré", "أوا", "1990-01-02", "Coton"
)


def traces(identity, key=KEY):
    return {trace for trace, _ in marks(identity, key)}


def common(one, other):
    return {trace for trace, _ in marks(one, KEY).keys() & marks(other, KEY).keys()}


def test_each_thing_by_which_somebody_could_come_back_has_a_mark_of_its_own():
    assert traces(AWA) == set(Trace) - {Trace.ENTITY}
    assert len(marks(AWA, KEY)) == 8  # four names: two scripts, each with the birth date and the organisation
    assert traces(Identity()) == set()
    assert traces(Identity(name="Awa Traoré", phone="12")) == set()


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Identity("list", "X1"), {Trace.LIST}),
        (Identity("another list", "X1"), set()),
        (Identity(document="ml1234"), {Trace.DOCUMENT}),
        (Identity(email=" awa@example.ML"), {Trace.EMAIL}),
        (Identity(phone="0076123456"), {Trace.PHONE}),
        (Identity(name="TRAORE awa", organisation="coton"), {Trace.NAME}),
        (Identity(name="Awa Traoré", birth_date="1990-01-02"), {Trace.NAME}),
        (Identity(name="Awa Traoré", birth_date="1991-01-02"), set()),
        (Identity(name_native="أوا", organisation="Coton"), {Trace.NAME}),
    ],
)
def test_who_comes_back_is_known_by_any_of_them(other, shared):
    assert common(AWA, other) == shared


def test_without_the_key_a_mark_is_nothing_to_try_names_against():
    assert marks(AWA, KEY).keys().isdisjoint(marks(AWA, bytes(32)).keys())
    assert {len(mark) for _, mark in marks(AWA, KEY)} == {16}


def test_a_mark_says_what_it_was_made_of_as_the_list_spells_it():
    assert set(marks(replace(AWA, name="", name_native=""), KEY).values()) == {
        "X1",
        "ML 12-34",
        "Awa@Example.ml",
        "+223 76 12 34 56",
    }
