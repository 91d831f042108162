"""Logging in and out, and what a cookie is good for (checklist 4 to 8)."""

import pytest
from visiting import PASSWORD, PIN, opened_house

from kiosk.domain.journal import Kind, read_detail
from kiosk.service.accounts.codes import new_setup_code
from kiosk.web.cookie import COOKIE

WRONG = "tigre vert dort"


def told(record):
    return read_detail(record.detail)


def test_checklist_05_a_fresh_station_has_no_account_and_asks_for_the_first(house):
    answer = house.client.get("/login")
    assert (answer.status_code, answer.headers["location"]) == (303, "/start")
    assert house.log_in("admin", "admin").status_code == 401


def start(house, code, **more):
    form = {"code": code, "name": "Aïssata", "password": PASSWORD, "again": PASSWORD, "pin": PIN, **more}
    return house.client.post("/start", data=form)


def test_checklist_05_a_setup_code_works_once(house):
    code = new_setup_code(house.station)
    answer = start(house, code.lower().replace("-", " "))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Aïssata" in house.client.get("/").text
    again = start(house, code, name="Second")
    assert again.status_code == 401
    assert house.account("Second") is None


def test_checklist_05_a_setup_code_expires(house):
    code = new_setup_code(house.station)
    house.clock.pass_(minutes=59)
    assert start(house, code, again="kurz").status_code == 422
    house.clock.pass_(minutes=1)
    assert start(house, code).status_code == 401
    assert house.account("Aïssata") is None


def test_checklist_05_a_new_setup_code_replaces_the_old_one(house):
    old, new = new_setup_code(house.station), new_setup_code(house.station)
    assert start(house, old).status_code == 401
    assert start(house, new).status_code == 303


def test_checklist_05_the_first_account_is_made_on_the_computer_itself(tmp_path):
    with opened_house(tmp_path, client=("192.168.1.7", 50000)) as house:
        code = new_setup_code(house.station)
        assert house.client.get("/start").status_code == 403
        assert start(house, code).status_code == 403
        form = {"code": code, "password": PASSWORD, "again": PASSWORD, "pin": PIN}
        assert house.client.post("/code", data=form).status_code == 401
        assert house.station.database.connection.execute("SELECT count(*) FROM account").get == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "1234567", "again": "1234567"}, "password"),
        ({"password": "Bamako2026", "again": "Bamako2026"}, "password"),
        ({"password": "motdepasse", "again": "motdepasse"}, "password"),
        ({"password": "sunshine1", "again": "sunshine1"}, "password"),
        ({"again": WRONG}, "again"),
        ({"pin": "12345"}, "pin"),
        ({"pin": ""}, "pin"),
        ({"name": "  "}, "name"),
    ],
)
def test_checklist_02_what_is_refused_is_said_beside_its_field_and_the_code_still_works(
    house, changed, field
):
    code = new_setup_code(house.station)
    answer = start(house, code, **changed)
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert PASSWORD not in answer.text
    assert start(house, code).status_code == 303


def test_checklist_07_the_cookie_is_secure_and_new_at_each_login(house):
    house.first()
    first, second = house.log_in(), house.log_in()
    cookies = [answer.headers["set-cookie"] for answer in (first, second)]
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert parts == {"httponly", "path=/", "samesite=strict", "secure"}
    values = [cookie.split(";")[0].partition("=") for cookie in cookies]
    assert {name for name, _, _ in values} == {COOKIE} == {"__Host-kiosk"}
    assert len({value for _, _, value in values}) == 2
    assert all(len(bytes.fromhex(value)) == 32 for _, _, value in values)


def test_checklist_07_a_login_ends_the_session_that_the_browser_had(house):
    house.first()
    house.log_in()
    before = house.client.cookies[COOKIE]
    house.log_in()
    house.show(before)
    assert house.client.get("/").status_code == 401


def test_checklist_07_the_cookie_is_nowhere_in_the_file(house):
    house.first()
    house.log_in()
    token = house.client.cookies[COOKIE]
    house.station.database.checkpoint()
    folder = house.station.database.path.parent
    held = b"".join(path.read_bytes() for path in folder.glob("kiosk.sqlite3*"))
    assert token.encode() not in held
    assert bytes.fromhex(token) not in held


def test_checklist_07_replay_after_logout_is_401(house):
    house.first()
    house.log_in()
    token = house.client.cookies[COOKIE]
    assert house.client.get("/").status_code == 200
    answer = house.client.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    house.show(token)
    assert house.client.get("/").status_code == 401
    assert house.client.post("/me", data={}).status_code == 401
    assert told(house.records()[-1]) == {"act": "logout", "gate": ""}


def test_checklist_07_a_session_ends_after_twelve_hours(house):
    house.as_("gate")
    for _ in range(12 * 6):
        assert house.client.get("/me").status_code == 200
        house.clock.pass_(minutes=10)
    assert house.client.get("/").status_code == 200
    house.clock.pass_(seconds=1)
    assert house.client.get("/").status_code == 401


def test_checklist_04_five_wrong_cost_a_minute_and_others_are_unaffected(house):
    house.first()
    house.add("fatou", ["desk"], password=PASSWORD)
    assert [house.log_in(password=WRONG).status_code for _ in range(5)] == [401] * 4 + [429]
    assert "60" in house.log_in().text
    assert house.log_in("fatou").status_code == 303
    house.clock.pass_(seconds=59)
    assert house.log_in().status_code == 429
    house.clock.pass_(seconds=1)
    assert house.log_in(password=WRONG).status_code == 429
    house.clock.pass_(seconds=119)
    assert house.log_in().status_code == 429
    house.clock.pass_(seconds=1)
    assert house.log_in().status_code == 303


def test_checklist_04_the_right_password_ends_the_row(house):
    house.first()
    for _ in range(3):
        assert [house.log_in(password=WRONG).status_code for _ in range(4)] == [401] * 4
        assert house.log_in().status_code == 303


def test_checklist_04_one_address_that_tries_many_names_must_wait_too(house):
    house.first()
    answers = [house.log_in(f"name{n}", WRONG).status_code for n in range(20)]
    assert answers == [401] * 19 + [429]
    size = house.size()
    assert house.log_in("another", WRONG).status_code == 429
    assert house.size() == size, "during a wait nothing is recorded"


def test_checklist_06_an_unknown_name_and_a_wrong_password_are_answered_alike(house):
    house.first()

    def answers(name):
        found = [house.log_in(name, WRONG) for _ in range(6)]
        return [(one.status_code, one.text.replace(name, "NAME")) for one in found]

    assert answers("aissata") == answers("bintou")
    known, unknown = (told(record) for record in (house.records(10)[4], house.records(10)[9]))
    assert known.pop("account") == house.account().operator
    assert unknown.pop("account") == ""
    assert known == unknown


def test_checklist_06_an_unknown_name_takes_one_hash_like_a_wrong_password(house):
    house.first()
    house.add("fatou", ["desk"])
    for name in ("aissata", "bintou", "fatou"):
        ran = house.passwords.ran
        assert house.log_in(name, WRONG).status_code == 401
        assert house.passwords.ran == ran + 1, name


def test_checklist_04_during_a_wait_nothing_is_hashed(house):
    house.first()
    for _ in range(5):
        house.log_in(password=WRONG)
    ran = house.passwords.ran
    assert house.log_in().status_code == 429
    assert house.passwords.ran == ran


def test_logins_and_refusals_are_in_the_journal_without_a_name(house):
    house.first()
    house.log_in(password=WRONG)
    house.log_in()
    refused, entered = house.records(2)
    assert (refused.kind, entered.kind) == (Kind.LOGIN, Kind.LOGIN)
    assert told(refused)["refused"] is True
    assert (refused.operator, entered.operator) == ("nobody", house.account().operator)
    assert told(entered) == {"act": "login", "place": "this computer", "proof": "password"}
    assert not any(
        b"aissata" in record.detail or WRONG.encode() in record.detail for record in house.records(9)
    )


def test_a_stopped_account_is_logged_out_and_stays_out(house):
    house.first()
    house.add("fatou", ["desk"], password=PASSWORD)
    house.log_in("fatou")
    token = house.client.cookies[COOKIE]
    house.log_in()
    house.client.post(f"/accounts/{house.account('fatou').operator}/stop")
    assert house.log_in("fatou").status_code == 401
    house.show(token)
    assert house.client.get("/").status_code == 401


@pytest.mark.parametrize(
    ("wished", "led"),
    [
        ("/accounts", "/accounts"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil", "/"),
        ("", "/"),
    ],
)
def test_a_login_leads_on_to_a_page_of_this_station_only(house, wished, led):
    house.first()
    assert house.log_in(next=wished).headers["location"] == led


def test_the_language_is_each_ones_own_by_one_click(house):
    house.first()
    house.log_in()
    assert 'lang="en"' in house.client.get("/").text
    house.client.post("/language", data={"language": "ar", "next": "/"})
    page = house.client.get("/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert house.client.post("/language", data={"language": "xx"}).status_code == 400


def test_nobody_s_language_is_the_browser_s_or_asked_for(house):
    house.first()
    page = house.client.get("/login", headers={"accept-language": "tr-TR,tr;q=0.9,en;q=0.8"}).text
    assert '<html lang="tr"' in page
    assert '<html lang="en"' in house.client.get("/login?language=en").text


def test_a_person_chooses_another_password_and_other_browsers_are_logged_out(house):
    house.first()
    house.log_in()
    other = house.client.cookies[COOKIE]
    house.show("")
    house.log_in()
    new = "huit chevaux bleus"
    form = {"present": WRONG, "password": new, "again": new}
    assert house.client.post("/me", data=form).status_code == 401
    assert house.client.post("/me", data={**form, "present": PASSWORD}).status_code == 303
    assert house.client.get("/").status_code == 200
    house.show(other)
    assert house.client.get("/").status_code == 401
    assert (house.log_in().status_code, house.log_in(password=new).status_code) == (401, 303)
