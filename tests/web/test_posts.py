"""The screen of a gate, and what a badge with its PIN opens (checklist 4, 8 and 30)."""

import pytest
from fairground import enrol
from visiting import PASSWORD, PIN

from kiosk.domain.credential import printed
from kiosk.domain.journal import read_detail
from kiosk.domain.model import BadgeState
from kiosk.domain.roles import Role
from kiosk.service.accounts.naming import with_badge, with_id
from kiosk.service.accounts.proving import Claim, Proof, Refusal, at_gate, prove
from kiosk.service.badges import lifecycle
from kiosk.web.cookie import COOKIE

WRONG = "583920"


@pytest.fixture
def badge(house):
    """The badge of a supervisor, whose PIN is `PIN`."""
    found = enrol(house.station, "Aïssata Coulibaly", state=BadgeState.HANDED_OVER)
    house.add("aissata", [Role.SUPERVISOR], password=PASSWORD, pin=PIN, subject=found.subject)
    return found


def open_gate(house, gate="A", **form):
    return house.client.post(f"/gate/{gate}/open", data=form)


def test_a_supervisor_makes_a_browser_the_screen_of_a_gate(house, badge):
    for form in ({"name": "aissata", "password": PASSWORD}, {"badge": badge.text, "pin": PIN}):
        house.show("")
        answer = open_gate(house, **form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/gate/A")
        assert house.client.get("/gate/A").status_code == 200
        assert house.client.get("/").headers["location"] == "/gate/A"
        assert house.client.get("/gate/B").status_code == 403
        assert house.client.get("/me").status_code == 403
        told = read_detail(house.records(1)[0].detail)
        assert (told["act"], told["place"]) == ("post", "gate A")


@pytest.mark.usefixtures("badge")
def test_whoever_opens_the_screen_of_a_gate_is_logged_out_there(house):
    house.log_in()
    before = house.client.cookies[COOKIE]
    assert open_gate(house, name="aissata", password=PASSWORD).status_code == 303
    house.show(before)
    assert house.client.get("/").status_code == 401


def test_only_a_supervisor_opens_the_screen_of_a_gate(house):
    for role in (Role.GATE, Role.DESK, Role.ADMIN):
        house.add(role, [role], password=PASSWORD)
        answer = open_gate(house, name=role, password=PASSWORD)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert house.station.database.connection.execute("SELECT count(*) FROM session").get == 0


@pytest.mark.usefixtures("badge")
def test_a_gate_that_is_not_there_has_no_screen(house):
    assert house.client.get("/gate/ZZ/open").status_code == 404
    assert open_gate(house, "ZZ", name="aissata", password=PASSWORD).status_code == 404


@pytest.mark.parametrize("form", [{}, {"pin": WRONG}, {"pin": PASSWORD}, {"pin": ""}])
def test_a_badge_alone_opens_no_screen(house, badge, form):
    answer = open_gate(house, badge=badge.text, **form)
    assert answer.status_code == 401
    assert badge.text not in answer.text


@pytest.mark.usefixtures("badge")
def test_a_pin_alone_or_in_the_place_of_a_password_opens_nothing(house):
    assert open_gate(house, pin=PIN).status_code == 401
    assert open_gate(house, name="aissata", password=PIN).status_code == 401


def revoked(house, badge):
    lifecycle.revoke(house.station, [badge.number])


def replaced(house, badge):
    lifecycle.replace_badge(house.station, printed(badge.number))


@pytest.mark.parametrize("spoil", [revoked, replaced])
def test_a_badge_that_is_out_of_force_is_nobody_s(house, badge, spoil):
    spoil(house, badge)
    assert open_gate(house, badge=badge.text, pin=PIN).status_code == 401


def test_checklist_04_a_gate_waits_after_five_wrong_and_another_gate_does_not(house, badge):
    other = enrol(house.station, "Amadou Keïta", state=BadgeState.HANDED_OVER)
    house.add("amadou", [Role.SUPERVISOR], pin=PIN, subject=other.subject)
    assert [open_gate(house, badge=badge.text, pin=WRONG).status_code for _ in range(5)] == [401] * 4 + [429]
    assert open_gate(house, badge=other.text, pin=PIN).status_code == 429, "the gate waits"
    assert open_gate(house, "B", badge=badge.text, pin=PIN).status_code == 429, "the account waits"
    assert open_gate(house, "B", badge=other.text, pin=PIN).status_code == 303, "nobody else does"


def test_checklist_04_password_and_pin_of_an_account_are_counted_together(house, badge):
    for _ in range(2):
        open_gate(house, badge=badge.text, pin=WRONG)
        open_gate(house, "B", name="AISSATA", password="tigre vert dort")  # noqa: S106 - a wrong one
    assert house.log_in(password="tigre vert dort").status_code == 429  # noqa: S106 - a wrong one


def test_checklist_08_a_locked_page_goes_on_with_badge_and_pin_of_its_own_person(house, badge):
    other = enrol(house.station, "Amadou Keïta", state=BadgeState.HANDED_OVER)
    house.add("amadou", [Role.SUPERVISOR], pin=PIN, subject=other.subject)
    house.log_in()
    house.clock.pass_(minutes=11)
    assert house.client.get("/me").status_code == 423
    assert house.client.post("/unlock", data={"badge": other.text, "pin": PIN}).status_code == 401
    assert house.client.get("/me").status_code == 423
    assert house.client.post("/unlock", data={"badge": badge.text, "pin": PIN}).status_code == 303
    assert house.client.get("/me").status_code == 200


@pytest.mark.usefixtures("badge")
def test_checklist_08_the_screen_of_a_gate_never_locks(house):
    open_gate(house, name="aissata", password=PASSWORD)
    house.clock.pass_(hours=12)
    assert house.client.get("/gate/A").status_code == 200
    house.clock.pass_(seconds=1)
    assert house.client.get("/gate/A").status_code == 401


def test_checklist_08_a_photographed_badge_unlocks_nothing(house, badge):
    house.log_in()
    house.clock.pass_(minutes=11)
    assert house.client.post("/unlock", data={"badge": badge.text}).status_code == 401
    assert house.client.get("/me").status_code == 423


def test_checklist_30_a_pin_proves_its_own_account_and_no_other(house, badge):
    amadou = house.add("amadou", [Role.SUPERVISOR], pin="731946")
    mine = with_badge(house.station, badge.text)

    def confirmed(who, pin):
        done = []
        claim = Claim(who, Proof.PIN, pin, at_gate("A"), "override")
        proven = prove(
            house.station, house.passwords, claim, lambda work, one: done.append((work.now, one.id))
        )
        assert isinstance(proven, Refusal) is not bool(done)
        return proven

    assert confirmed(mine, PIN).operator == house.account().operator
    assert house.records(1)[0].operator == house.account().operator
    for who, pin in ((mine, "731946"), (with_id(house.station, amadou.id), PIN), (mine, ""), (mine, PIN[:5])):
        assert isinstance(confirmed(who, pin), Refusal)
    assert read_detail(house.records(1)[0].detail)["refused"] is True


@pytest.mark.usefixtures("badge")
def test_stopping_who_opened_it_closes_the_screen_of_a_gate(house):
    house.add("keeper", [Role.ADMIN], password=PASSWORD)
    open_gate(house, name="aissata", password=PASSWORD)
    screen = house.client.cookies[COOKIE]
    house.seat(house.account("keeper"))
    assert house.client.post(f"/accounts/{house.account().operator}/stop").status_code == 303
    house.show(screen)
    assert house.client.get("/gate/A").status_code == 401
