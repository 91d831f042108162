"""The pages answer: the thinnest slice through all floors."""

import pytest
from starlette.testclient import TestClient

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.domain.roles import ALL_ROLES
from kiosk.service.posts.messages import SignShown, WireError, read, written
from kiosk.web.app import Site, create_app
from kiosk.web.visit import Viewer


def in_english(text, /, **values):
    return text.format(**values)


def test_a_gate_has_a_page(tmp_path):
    opened = create_station(tmp_path / "salon", Birth(is_demo=True))
    site = Site(
        opened.station,
        lambda _: Viewer("aissata", "Aïssata", ALL_ROLES),
        lambda _: in_english,
    )
    try:
        with TestClient(create_app(site)) as client:
            answer = client.get("/gate/A")
            assert answer.status_code == 200
            assert 'data-gate="A"' in answer.text
    finally:
        opened.station.close()


def test_a_message_survives_the_wire():
    sign = SignShown("A", 1, "decided", "green", "in", seq=7, notices=("nearly_full",), subject="ab" * 16)
    assert read(written(sign)) == sign


def test_a_green_sign_without_a_record_is_no_message():
    with pytest.raises(WireError):
        SignShown("A", 1, "decided", "green", "in")


def test_an_unknown_field_of_a_newer_version_is_ignored():
    assert read(b'{"kind": "sight", "gate": "A", "mood": 1}').gate == "A"
