"""The pages answer: the thinnest slice through all floors."""

import pytest

from kiosk.service.posts.messages import SignShown, WireError, read, written


def test_a_gate_has_a_page(house):
    house.as_("gate")
    answer = house.client.get("/gate/A")
    assert answer.status_code == 200
    assert 'data-gate="A"' in answer.text


def test_a_message_survives_the_wire():
    sign = SignShown("A", 1, "decided", "green", "in", seq=7, notices=("nearly_full",), subject="ab" * 16)
    assert read(written(sign)) == sign


def test_a_green_sign_without_a_record_is_no_message():
    with pytest.raises(WireError):
        SignShown("A", 1, "decided", "green", "in")


def test_an_unknown_field_of_a_newer_version_is_ignored():
    assert read(b'{"kind": "sight", "gate": "A", "mood": 1}').gate == "A"
