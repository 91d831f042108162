"""The tray's page, beside a real gate: who waits there, and what a supervisor's PIN does."""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from browser.gatehouse import GATE, house_of
from fairground import HandClock, enrol, found_station
from gate.props import acts, post_at
from starlette.testclient import TestClient
from visiting import HERE, HOST, OWN, PIN
from web.hub import TOKEN, free_port, until
from web.test_wire import working

from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import BadgeState
from kiosk.domain.roles import Role
from kiosk.domain.tray import CALL
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.naming import key_of
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.settling import set_aside
from kiosk.service.posts.link import Link
from kiosk.store.accounts import Account, AccountId, add_account
from kiosk.web.app import create_app
from kiosk.web.live import Gates
from kiosk.web.visit import Viewer
from kiosk.web.wire import Wire

STEWARD = Viewer("aa" * 16, "Fatou", frozenset({Role.GATE}), "fr")
SUPERVISOR = Viewer("bb" * 16, "Mehmet", frozenset({Role.SUPERVISOR}), "fr")
SCREEN = Viewer(post=GATE, language="fr")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    station = found_station(tmp_path_factory.mktemp("tray") / "salon")
    pin = Passwords(os.urandom).hash(PIN)
    identity = AccountId(bytes.fromhex(SUPERVISOR.account))
    account = Account(identity, SUPERVISOR.name, SUPERVISOR.roles, "fr", None, pin)
    with station.database.write() as connection:
        add_account(connection, account, key_of(account.name), datetime(2025, 11, 11, tzinfo=UTC))
    link = Link(free_port(), TOKEN)
    gates = Gates(station.clock.monotonic, "e")
    house = house_of(station, gates, Wire(link, gates, station.random))
    browser = TestClient(create_app(house.site), HOST, headers=OWN, client=HERE)
    with browser as house.client, working(station, link, has_camera=False):
        until(lambda: house.now.beat)
        yield house
    station.close()


def records(house, kind):
    with house.station.connected() as station:
        return [act for act in acts(station) if act.kind is kind]


def post(house, viewer, path, **values):
    house.viewer[0] = viewer
    return house.client.post(path, data=values, follow_redirects=False)


def tray(house, viewer=SUPERVISOR):
    house.viewer[0] = viewer
    return house.client.get("/tray")


def refused(house, name):
    """Somebody is refused and set aside by the key of the gate's screen; return the scan's number."""
    with house.station.connected() as station:
        came = enrol(station, name, state=BadgeState.ISSUED)
    post(house, STEWARD, f"/gate/{GATE}/typed", text=came.text)
    page = house.client.get(f"/gate/{GATE}").text
    seq = re.search('data-refused="([0-9]+)"', page)[1]
    assert post(house, SCREEN, f"/gate/{GATE}/aside", seq=seq).status_code == 204
    return came, seq


def test_who_is_set_aside_frees_the_lane_and_waits_in_the_tray(house):
    _, seq = refused(house, "Mariam")
    aside = records(house, Kind.SET_ASIDE)[-1]
    assert (aside.answers.seq, aside.operator) == (int(seq), f"post:{GATE}")
    until(lambda: house.now.sign.face == "ready")
    page = tray(house).text
    assert "Mariam TRAORÉ" in page
    assert f"/tray/{GATE}/{seq}/let-in" in page
    again = post(house, STEWARD, f"/gate/{GATE}/aside", seq=seq)
    assert again.status_code == 409


def test_30_letting_in_takes_a_reason_and_the_supervisor_s_own_pin(house):
    """Checklist 30."""
    came, seq = refused(house, "Oumar")
    before = len(records(house, Kind.OVERRIDE))
    place = f"/tray/{GATE}/{seq}/let-in"
    assert post(house, SUPERVISOR, place, why="", pin=PIN).status_code == 422
    assert post(house, SUPERVISOR, place, why="guest", pin="000000").status_code == 401
    assert post(house, STEWARD, place, why="guest", pin=PIN).status_code == 403
    assert post(house, SCREEN, place, why="guest", pin=PIN).status_code == 403
    assert post(house, replace(SUPERVISOR, is_locked=True), place, why="guest", pin=PIN).status_code == 423
    assert len(records(house, Kind.OVERRIDE)) == before
    assert post(house, SUPERVISOR, place, why="guest", pin=PIN).status_code == 303
    override = records(house, Kind.OVERRIDE)[-1]
    assert (override.subject, override.operator) == (came.subject, SUPERVISOR.account)
    assert "Oumar" not in tray(house).text
    assert post(house, SUPERVISOR, place, why="guest", pin=PIN).status_code == 409


@pytest.mark.parametrize("how", ["desk", "gone"])
def test_a_case_is_sent_on(house, how):
    _, seq = refused(house, f"Lassana {how}")
    place = f"/tray/{GATE}/{seq}/settle"
    assert post(house, STEWARD, place, how=how).status_code == 403
    assert post(house, SUPERVISOR, place, how="forgotten").status_code == 409
    assert post(house, SUPERVISOR, place, how=how).status_code == 303
    assert records(house, Kind.SETTLED)[-1].answers.seq == int(seq)
    assert f"Lassana {how}" not in tray(house).text


def test_a_supervisor_who_is_called_says_that_they_are_coming(house):
    assert "Enregistré sous le n°" in post(house, SCREEN, f"/gate/{GATE}/call").text
    alarm = records(house, Kind.ALARM)[-1]
    assert (alarm.operator, alarm.gate, read_detail(alarm.detail)) == (f"post:{GATE}", GATE, CALL)
    (place,) = re.findall(r'action="(/tray/A/[0-9]+/come)"', tray(house).text)
    assert post(house, STEWARD, place).status_code == 403
    assert post(house, SUPERVISOR, place).status_code == 303
    assert records(house, Kind.SETTLED)[-1].operator == SUPERVISOR.account
    assert "/come" not in tray(house).text
    assert post(house, SUPERVISOR, place).status_code == 409


def test_what_nobody_may_overrule_has_no_key_for_it(house):
    post(house, STEWARD, f"/gate/{GATE}/typed", text="https://example.org/")
    assert post(house, STEWARD, f"/gate/{GATE}/aside").status_code == 204
    (seq,) = {act.answers.seq for act in records(house, Kind.SET_ASIDE)[-1:]}
    page = tray(house).text
    assert f"/tray/{GATE}/{seq}/settle" in page
    assert f"/tray/{GATE}/{seq}/let-in" not in page
    answer = post(house, SUPERVISOR, f"/tray/{GATE}/{seq}/let-in", why="guest", pin=PIN)
    assert answer.status_code == 409


def test_with_nobody_refused_nobody_is_set_aside(house):
    with house.station.connected() as station:
        came = enrol(station, "Salimata")
    post(house, STEWARD, f"/gate/{GATE}/typed", text=came.text)
    assert post(house, STEWARD, f"/gate/{GATE}/aside").status_code == 409


def test_a_case_of_a_gate_that_is_not_at_work_stays(house):
    assert post(house, SUPERVISOR, "/tray/B/1/settle", how="gone").status_code == 409


def test_who_waits_five_minutes_is_in_bold(tmp_path):
    clock = HandClock()
    station = found_station(tmp_path / "salon", clock)
    quiet = house_of(station, Gates(clock.monotonic, "e"))
    admission = post_at(station, GATE, "in").admission
    came = enrol(station, "Adama", state=BadgeState.ISSUED)
    set_aside(station, admission.admit(Presented(came.text)).seq)
    with TestClient(create_app(quiet.site), HOST, headers=OWN, client=HERE) as quiet.client:
        clock.go(299)
        assert "<td>4:59</td>" in tray(quiet).text
        clock.go(1)
        assert "<strong>5:00</strong>" in tray(quiet).text
        alone = quiet.client.get("/tray/list").text
        assert "<strong>5:00</strong>" in alone
        assert "<html" not in alone
    station.close()
