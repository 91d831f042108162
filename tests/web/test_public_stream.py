"""The stream of a public screen: what is hidden from the person in front of it is not in its bytes either."""

import http.client
import json
import re
from dataclasses import replace

import pytest
from browser.gatehouse import GATE, served

from kiosk.gate.telling import AREA
from kiosk.service.posts.messages import SightSeen
from kiosk.web.public_view import HIDDEN

TIMES = re.compile(rb'"n":\d+|id: \S+|"(?:ttl_ms|age_ms)":\d+|"ttl":"\d+"')
"""What may differ: numbers of signs, and times."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with served(tmp_path_factory.mktemp("public")) as house:
        yield house


def sent(house, sign, path="public/live"):
    """The bytes that a new browser is sent, until the first beat; the sign has just been lit."""
    house.now.sign = None if sign is None else replace(sign, shown_at=house.site.gates.seconds())
    where = http.client.HTTPConnection(house.url.removeprefix("http://"), timeout=30)
    where.request("GET", f"/gate/{GATE}/{path}")
    answer, came = where.getresponse(), b""
    assert answer.status == 200
    while b"event: beat" not in came or not came.endswith(b"\n\n"):
        came += answer.readline()
    where.close()
    return came


def hidden(house):
    """A real refusal for each hidden reason; what a supervisor may settle is amber, as a gate shows it."""
    base = house.signs["suspended"]
    for reason in sorted(HIDDEN):
        sign = house.signs.get(reason) or replace(base, reason=reason, overridable=True, colour="amber")
        yield replace(sign, subject=base.subject, badge=base.badge, reason=reason)


def test_hidden_refusals_are_the_same_to_the_byte(house):
    told = {sign.reason: TIMES.sub(b"#", sent(house, sign)) for sign in hidden(house)}
    assert set(told) == set(HIDDEN)
    assert len(set(told.values())) == 1
    assert b'data-look=\\"refused\\"' in told["revoked"]


def test_nothing_of_person_or_reason_is_in_the_bytes(house):
    for sign in hidden(house):
        whole = sent(house, sign, "live")
        assert sign.subject.encode() in whole, "the steward's stream has the person's photo"
        assert "فاطمة".encode() in whole
        came = sent(house, sign).lower()
        for word in (sign.subject, sign.badge, sign.reason, "Fatima", "Alaoui", "فاطمة", "Chambre", "photo"):
            assert word.lower().encode() not in came, word
        for name in ("face", "colour", "seq", "outcome", "steward", "unknown_here", "capacity"):
            assert f'"{name}"'.encode() not in came


def test_the_public_page_has_nothing_of_the_person_either(house):
    for sign in hidden(house):
        house.now.sign = replace(sign, shown_at=house.site.gates.seconds())
        where = http.client.HTTPConnection(house.url.removeprefix("http://"), timeout=30)
        where.request("GET", f"/gate/{GATE}/public")
        came = where.getresponse().read().decode()
        where.close()
        assert 'data-look="refused"' in came
        assert not [word for word in (sign.subject, sign.reason, "Alaoui", "فاطمة") if word in came]


def test_where_a_code_is_in_the_picture_is_for_the_steward_alone(house):
    house.now.sight = SightSeen(GATE, (("read", 0.25, 0.25, 0.5, 0.5),), "closer", AREA)
    whole, came = sent(house, house.signs["granted"], "live"), sent(house, house.signs["granted"])
    house.now.sight = None
    (line,) = [line for line in whole.splitlines() if b'"boxes"' in line]
    told = json.loads(line.removeprefix(b"data: "))
    assert told["boxes"] == [["read", 0.25, 0.25, 0.5, 0.5]]
    assert told["area"] == [0.15, 0.05, 0.7, 0.9]
    assert b"0.25" not in came
    assert b'"hint":"closer"' in came
