"""The doors of a served demonstration: one click each, on this computer, and nowhere else."""

import re

import pytest
from visiting import opened_house

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.service.accounts.doors import DOORS, go_through
from kiosk.web.cookie import COOKIE


@pytest.fixture
def again():
    return []


@pytest.fixture
def demo(tmp_path, again):
    with opened_house(tmp_path, start_again=lambda: again.append(True)) as house:
        yield house


def test_the_first_page_of_a_demonstration_leads_to_its_doors(demo):
    answer = demo.client.get("/", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.url.path == "/doors"
    for door in DOORS:
        assert f'action="/doors/{door}"' in answer.text


def test_one_click_opens_the_screen_of_the_gate(demo):
    answer = demo.client.post("/doors/gate", data={"language": "ar"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/gate/A")
    page = demo.client.get("/gate/A")
    assert page.status_code == 200
    assert 'lang="ar" dir="rtl"' in page.text
    assert demo.client.get("/accounts").status_code == 403


def test_one_click_opens_the_accounts_and_no_gate(demo):
    assert demo.client.post("/doors/admin").headers["location"] == "/accounts"
    assert demo.client.get("/accounts").status_code == 200
    assert demo.client.get("/gate/A").status_code == 403


def test_another_door_ends_the_session_behind_the_first(demo):
    demo.client.post("/doors/admin")
    before = demo.client.cookies[COOKIE]
    demo.client.post("/doors/gate")
    demo.show(before)
    answer = demo.client.get("/accounts")
    assert (answer.status_code, answer.headers["location"]) == (303, "/doors")


def test_a_door_makes_its_account_once_and_each_click_is_recorded(demo):
    for _ in range(2):
        demo.client.post("/doors/admin")
    kinds = [(act.kind, read_detail(act.detail)) for act in demo.records(2)]
    assert kinds == [(Kind.LOGIN, {"act": "door", "gate": ""})] * 2
    assert demo.account(DOORS["admin"].account).password is None


def test_a_page_that_locked_leads_back_to_the_doors_because_there_is_no_password(demo):
    demo.client.post("/doors/admin")
    demo.clock.pass_(minutes=11)
    answer = demo.client.get("/accounts")
    assert (answer.status_code, answer.headers["location"]) == (303, "/doors")


def test_every_page_of_a_demonstration_says_so(demo):
    demo.client.post("/doors/gate")
    pages = ["/doors", "/gate/A", "/gate/A/public", "/login", "/code", "/nowhere"]
    texts = {path: demo.client.get(path, follow_redirects=True).text for path in pages}
    demo.client.post("/doors/admin")
    texts |= {path: demo.client.get(path).text for path in ("/accounts", "/me")}
    assert [path for path, text in texts.items() if 'class="demo-band"' not in text] == []


def test_starting_again_is_asked_for_and_the_page_waits_for_another_edition(demo, again):
    answer = demo.client.post("/doors/again", data={"language": "tr"})
    assert again == [True]
    edition = demo.client.get("/doors/edition").text
    assert f'data-edition="{edition}"' in answer.text
    assert 'data-next="/doors?language=tr"' in answer.text


def test_a_supervisor_who_was_made_behind_a_door_uses_the_code_and_sees_who_was_set_aside(demo):
    offered = demo.client.get("/doors").text
    assert 'href="/code"' in offered
    assert 'href="/tray"' in offered
    demo.client.post("/doors/admin")
    handed = demo.client.post("/accounts", data={"name": "Awa", "role-supervisor": "on", "language": "fr"})
    code = re.search(r"<dd><code>(.+?)</code></dd>", handed.text)[1]
    chosen = {"code": code, "password": "cheval pile bleu", "again": "cheval pile bleu", "pin": "482913"}
    assert demo.client.post("/code", data=chosen).status_code == 303
    tray = demo.client.get("/tray")
    assert tray.status_code == 200
    assert '<a href="/">' in tray.text, "a way back"


def test_there_is_no_such_door(demo):
    assert demo.client.post("/doors/security").status_code == 404
    assert COOKIE not in demo.client.cookies


def test_another_page_cannot_open_a_door(demo):
    answer = demo.client.post("/doors/admin", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert COOKIE not in demo.client.cookies


def assert_closed(house):
    for path in ("/doors", "/doors/edition"):
        assert house.client.get(path).status_code == 404
    for path in ("/doors/gate", "/doors/admin", "/doors/again"):
        assert house.client.post(path).status_code == 404
    assert COOKIE not in house.client.cookies


def test_a_telephone_finds_no_doors(tmp_path, again):
    far = ("192.168.1.7", 50000)
    with opened_house(tmp_path, client=far, start_again=lambda: again.append(True)) as house:
        assert_closed(house)
    assert again == []


def test_a_station_that_is_served_as_usual_has_no_doors_even_when_it_is_a_demonstration(house):
    assert_closed(house)


def test_no_door_opens_a_real_station_whoever_asks(tmp_path):
    with opened_house(tmp_path, is_demo=False, start_again=list) as house:
        assert house.client.post("/doors/admin").status_code == 400
        with pytest.raises(KioskError, match="only a demonstration"):
            go_through(house.station, DOORS["admin"], "fr")
        assert house.account(DOORS["admin"].account) is None
