"""What the keys of a gate's page have the gate do: asked of a real gate, and written in its journal."""

import re
from dataclasses import replace

import pytest
from browser.gatehouse import GATE, house_of
from fairground import enrol, found_station
from gate.props import acts, post_at
from starlette.testclient import TestClient
from visiting import HERE, HOST, OWN
from web.hub import TOKEN, free_port, until
from web.test_wire import working

from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import Method
from kiosk.domain.roles import Role
from kiosk.service.admission.admit import Presented
from kiosk.service.people.desk import block
from kiosk.service.people.finding import the_one
from kiosk.service.posts.link import Link
from kiosk.web.app import create_app
from kiosk.web.gate_menus import numbered
from kiosk.web.live import Gates
from kiosk.web.visit import Viewer
from kiosk.web.wire import Wire

STEWARD = Viewer("aa" * 16, "Fatou", frozenset({Role.GATE}), "fr")
SUPERVISOR = Viewer("bb" * 16, "Mehmet", frozenset({Role.SUPERVISOR}), "fr")
SCREEN = Viewer(post=GATE, language="fr")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    station = found_station(tmp_path_factory.mktemp("acts") / "salon")
    link = Link(free_port(), TOKEN)
    gates = Gates(station.clock.monotonic, "e")
    house = house_of(station, gates, Wire(link, gates, station.random))
    browser = TestClient(create_app(house.site), HOST, headers=OWN, client=HERE)
    with browser as house.client, working(station, link, has_camera=False):
        until(lambda: house.now.beat)
        yield house
    station.close()


def newcomer(house, name="Awa"):
    with house.station.connected() as station:
        return enrol(station, name)


def records(house, kind):
    with house.station.connected() as station:
        return [act for act in acts(station) if act.kind is kind]


def post(house, viewer, what, **values):
    house.viewer[0] = viewer
    return house.client.post(f"/gate/{GATE}/{what}", data=values)


def get(house, viewer, what, **query):
    house.viewer[0] = viewer
    return house.client.get(f"/gate/{GATE}/{what}", params=query)


@pytest.mark.parametrize("viewer", [STEWARD, SUPERVISOR, SCREEN], ids=["steward", "supervisor", "screen"])
def test_a_typed_code_is_a_scan_of_whoever_typed_it(house, viewer):
    came = newcomer(house)
    assert post(house, viewer, "typed", text=came.text).status_code == 204
    scan = records(house, Kind.SCAN)[-1]
    assert (scan.subject, scan.operator) == (came.subject, viewer.actor.account)


def test_a_desk_types_nothing_at_a_gate(house):
    before = len(records(house, Kind.SCAN))
    answer = post(house, Viewer("cc" * 16, "Desk", frozenset({Role.DESK})), "typed", text="X")
    assert answer.status_code == 403
    assert len(records(house, Kind.SCAN)) == before


def test_what_the_gate_refuses_is_said(house):
    answer = post(house, STEWARD, "direction", direction="sideways")
    assert answer.status_code == 409
    assert "<h2>" in answer.text


def test_who_did_not_enter_is_undone_under_a_number(house):
    came = newcomer(house, "Hawa")
    post(house, STEWARD, "typed", text=came.text)
    menu = get(house, STEWARD, "turn-back").text
    assert "N&#39;est pas entré : Hawa TRAORÉ" in menu
    seq = menu.split("seq&#34;: &#34;")[1].split("&#34;")[0]
    answer = post(house, STEWARD, "turn-back", seq=seq, why="mistake")
    undone = records(house, Kind.TURNED_BACK)[-1]
    assert undone.subject == came.subject
    assert undone.answers.seq == int(seq)
    assert "Enregistré sous le n°" in answer.text
    assert "Hawa" not in get(house, STEWARD, "turn-back").text
    assert "RIEN À ANNULER" in get(house, STEWARD, "turn-back", seq=seq).text


def test_a_refusal_in_between_does_not_hide_the_last_passage(house):
    post(house, STEWARD, "typed", text=newcomer(house, "Niélé").text)
    post(house, STEWARD, "typed", text="https://example.org/")
    assert "N&#39;est pas entré : Niélé TRAORÉ" in get(house, STEWARD, "turn-back").text


def test_a_reason_that_is_none_is_refused(house):
    came = newcomer(house, "Sira")
    post(house, STEWARD, "typed", text=came.text)
    before = len(records(house, Kind.TURNED_BACK))
    assert post(house, STEWARD, "turn-back", why="boredom").status_code == 409
    assert post(house, STEWARD, "turn-back", seq="0", why="mistake").status_code == 409
    assert len(records(house, Kind.TURNED_BACK)) == before


def seq_of(menu):
    return menu.split("seq=")[1].split("&")[0].split('"')[0]


@pytest.mark.parametrize("viewer", [STEWARD, SCREEN], ids=["steward", "screen"])
def test_a_party_is_counted_in_three_keys(house, viewer):
    came = newcomer(house, "Oumou")
    post(house, viewer, "typed", text=came.text)
    menu = get(house, viewer, "actions").text
    seq = seq_of(menu)
    asked = get(house, viewer, "party", kind="child", seq=seq).text
    assert "Oumou TRAORÉ" in asked
    assert re.findall('data-digit="([0-9])"', asked) == [*"1234567890"]
    assert "Enregistré sous le n°" in post(house, viewer, "party", seq=seq, kind="child", people="4").text
    party = records(house, Kind.PARTY)[-1]
    assert (party.subject, party.operator) == (came.subject, viewer.actor.account)
    assert (party.answers.seq, read_detail(party.detail)) == (int(seq), {"people": 4, "kind": "child"})


def test_a_party_stays_with_its_host_when_somebody_else_comes_in_between(house):
    host = newcomer(house, "Kadia")
    post(house, STEWARD, "typed", text=host.text)
    seq = seq_of(get(house, STEWARD, "actions").text)
    post(house, STEWARD, "typed", text=newcomer(house, "Ramata").text)
    assert "Kadia TRAORÉ" in get(house, STEWARD, "party", kind="driver", seq=seq).text
    post(house, STEWARD, "party", seq=seq, kind="driver", people="1")
    assert records(house, Kind.PARTY)[-1].subject == host.subject


def test_a_party_needs_a_host_a_kind_and_a_number(house):
    post(house, STEWARD, "typed", text=newcomer(house, "Safi").text)
    seq = seq_of(get(house, STEWARD, "actions").text)
    before = len(records(house, Kind.PARTY))
    assert "data-digit" not in get(house, STEWARD, "party", kind="fans", seq=seq).text
    assert "data-digit" not in get(house, STEWARD, "party", kind="child", seq="0").text
    for wrong in ({"kind": "fans"}, {"people": "0"}, {"people": "many"}, {"seq": "0"}):
        assert (
            post(house, STEWARD, "party", **{"seq": seq, "kind": "child", "people": "2", **wrong}).status_code
            == 409
        )
    assert len(records(house, Kind.PARTY)) == before


@pytest.mark.parametrize("viewer", [STEWARD, SCREEN], ids=["steward", "screen"])
def test_a_badge_is_looked_at_and_its_last_passages_are_shown(house, viewer):
    came = newcomer(house, "Binta")
    with house.station.connected() as station:
        other = post_at(station, GATE, "in").admission
        other.turn_back(other.admit(Presented(came.text)).seq)
    before = len(records(house, Kind.SCAN))
    assert post(house, viewer, "look").status_code == 204
    post(house, viewer, "typed", text=came.text)
    until(lambda: house.now.sign.face == "looked")
    assert len(records(house, Kind.SCAN)) == before
    page = house.client.get(f"/gate/{GATE}").text
    assert "Binta TRAORÉ" in page
    assert "Un passage dirait : ENTREZ" in page
    last = page[page.index('class="last"') :]
    assert last.count("<li>") == 1
    assert "n&#39;est pas entré" in last
    assert " disabled" in last


def find(house, viewer, text):
    house.viewer[0] = viewer
    return house.client.get(f"/gate/{GATE}/find", params={"text": text}, headers={"Kiosk-Part": "1"})


@pytest.mark.parametrize("viewer", [STEWARD, SUPERVISOR], ids=["steward", "supervisor"])
def test_a_person_without_a_badge_is_found_and_admitted_by_hand(house, viewer):
    came = newcomer(house, f"Nana {viewer.name}")
    found = find(house, viewer, f"nana {viewer.name}").text
    assert f"Nana {viewer.name} TRAORÉ" in found
    assert came.subject.hex() in found
    assert post(house, viewer, "by-hand", subject=came.subject.hex()).status_code == 204
    scan = records(house, Kind.SCAN)[-1]
    assert (scan.subject, scan.method, scan.operator) == (came.subject, Method.BY_HAND, viewer.actor.account)
    assert (scan.outcome, scan.match) == ("granted", "by_hand")


def test_whoever_is_chosen_by_hand_is_decided_on_as_anybody(house):
    came = newcomer(house, "Penda")
    with house.station.connected() as station:
        block(station, the_one(station, "Penda").person)
    post(house, STEWARD, "by-hand", subject=came.subject.hex())
    scan = records(house, Kind.SCAN)[-1]
    assert (scan.subject, scan.outcome, scan.reason) == (came.subject, "denied", "blocked")


def test_the_screen_alone_finds_nobody_and_admits_nobody_by_hand(house):
    came, before = newcomer(house, "Djeneba"), len(records(house, Kind.SCAN))
    assert find(house, SCREEN, "Djeneba").status_code == 403
    assert post(house, SCREEN, "by-hand", subject=came.subject.hex()).status_code == 403
    assert "find" not in get(house, SCREEN, "actions").text
    assert "find" in get(house, STEWARD, "actions").text
    assert len(records(house, Kind.SCAN)) == before


def test_08_searching_and_by_hand_lock_while_the_gate_s_view_stays(house):
    """Checklist 8: after ten idle minutes the person must prove anew who they are."""
    came, idle = newcomer(house, "Astan"), replace(STEWARD, is_locked=True)
    assert find(house, idle, "Astan").status_code == 423
    assert post(house, idle, "by-hand", subject=came.subject.hex()).status_code == 423
    house.viewer[0] = idle
    assert house.client.get(f"/gate/{GATE}").status_code == 200


def test_nobody_is_found_by_a_letter_and_nobody_admitted_who_was_not_chosen(house):
    assert "data-act" not in find(house, STEWARD, "a").text
    assert "Personne" in find(house, STEWARD, "zzzzzz").text
    assert post(house, STEWARD, "by-hand", subject="").status_code == 409
    assert post(house, STEWARD, "by-hand", subject="x" * 32).status_code == 409
    house.viewer[0] = STEWARD
    assert house.client.get(f"/gate/{GATE}/find", follow_redirects=False).status_code == 303


def test_the_gate_turns_round(house):
    assert "Passer en SORTIE" in get(house, STEWARD, "actions").text
    assert post(house, STEWARD, "direction", direction="out").status_code == 204
    until(lambda: house.now.direction == "out")
    assert "Passer en ENTRÉE" in get(house, STEWARD, "actions").text
    post(house, STEWARD, "direction", direction="in")
    until(lambda: house.now.direction == "in")


def test_only_a_supervisor_confirms_the_clock(house):
    answer = post(house, STEWARD, "clock")
    assert answer.status_code == 403
    answer = post(house, SUPERVISOR, "clock")
    assert records(house, Kind.CLOCK)[-1].operator == SUPERVISOR.account
    assert "Enregistré sous le n°" in answer.text


def test_a_gate_that_is_not_there_is_said(house):
    house.viewer[0] = STEWARD
    answer = house.client.post("/gate/B/typed", data={"text": "X"})
    assert answer.status_code == 409
    assert "B" in answer.text


def always(byte):
    def drawn(_):
        return bytes([byte])

    return drawn


def test_choices_are_numbered_from_a_digit_that_nobody_knows():
    assert numbered(4, lambda _: b"\x08") == [8, 9, 0, 1]
    assert {tuple(numbered(1, always(byte))) for byte in range(256)} == {(digit,) for digit in range(10)}
