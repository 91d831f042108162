"""The page of accounts."""

import re

import pytest
from fairground import enrol
from visiting import PASSWORD, PIN

from kiosk.domain.model import BadgeState
from kiosk.domain.roles import Role
from kiosk.service.accounts import keeping

CODE = re.compile(r"<code>([0-9A-Z-]{19})</code>")


@pytest.fixture
def keeper(house):
    """Somebody who keeps accounts and is logged in."""
    house.seat(house.add("keeper", [Role.ADMIN], password=PASSWORD))
    return house


def made(house, name="fatou", *roles, **form):
    return house.client.post(
        "/accounts", data={"name": name, **{f"role-{role}": "on" for role in roles}, **form}
    )


def use(house, code, **form):
    return house.client.post("/code", data={"code": code, "password": PASSWORD, "again": PASSWORD, **form})


def test_an_account_begins_with_a_code_that_its_owner_uses(keeper):
    (code,) = CODE.findall(made(keeper, "fatou", "desk", language="tr").text)
    assert keeper.log_in("fatou").status_code == 401
    keeper.show("")
    assert use(keeper, code).status_code == 303
    assert '<html lang="tr"' in keeper.client.get("/").text
    assert use(keeper, code).status_code == 401
    assert keeper.log_in("Fatou").status_code == 303
    assert keeper.client.get("/accounts").status_code == 403


def test_a_code_works_for_a_week(keeper):
    (code,) = CODE.findall(made(keeper, "fatou", "desk").text)
    keeper.clock.pass_(days=7)
    assert use(keeper, code).status_code == 401


def test_who_supervises_needs_a_pin(keeper):
    (code,) = CODE.findall(made(keeper, "fatou", "supervisor").text)
    assert use(keeper, code).status_code == 422
    assert use(keeper, code, pin=PIN).status_code == 303
    assert keeper.account("fatou").pin.startswith("$argon2id$")


def test_a_new_code_replaces_the_one_before_and_lets_choose_anew(keeper):
    (first,) = CODE.findall(made(keeper, "fatou", "desk").text)
    token = keeper.client.cookies["__Host-kiosk"]
    answer = keeper.client.post(f"/accounts/{keeper.account('fatou').operator}/code")
    (second,) = CODE.findall(answer.text)
    assert use(keeper, first).status_code == 401
    assert use(keeper, second).status_code == 303
    keeper.show(token)
    (third,) = CODE.findall(keeper.client.post(f"/accounts/{keeper.account('fatou').operator}/code").text)
    assert keeper.log_in("fatou").status_code == 303, "the old password works until the code is used"
    other = "huit chevaux bleus"
    assert use(keeper, third, password=other, again=other).status_code == 303
    assert (keeper.log_in("fatou").status_code, keeper.log_in("fatou", other).status_code) == (401, 303)


@pytest.mark.parametrize("name", ["", "   ", "a" * 61, "KEEPER", " keeper "])
def test_a_name_that_is_no_name_or_another_s_is_refused_beside_its_field(keeper, name):
    answer = made(keeper, name, "desk")
    assert answer.status_code == 422
    assert 'id="name-fault"' in answer.text


def test_the_last_who_keeps_accounts_stays(keeper):
    who = keeper.account("keeper")
    for act, form in (("roles", {"role-gate": "on"}), ("stop", {})):
        answer = keeper.client.post(f"/accounts/{who.operator}/{act}", data=form)
        assert answer.status_code == 409
        assert "last who keeps accounts" in answer.text
    assert keeper.account("keeper") == who
    made(keeper, "second", "admin")
    assert keeper.client.post(f"/accounts/{who.operator}/stop").status_code == 409, (
        "its code was not used yet"
    )
    keeper.add("third", [Role.ADMIN], password=PASSWORD)
    assert keeper.client.post(f"/accounts/{who.operator}/stop").status_code == 303
    assert keeper.client.get("/accounts").status_code == 401


def test_a_badge_is_linked_by_its_code_and_to_one_account_alone(keeper):
    badge = enrol(keeper.station, "Fatou Diallo", state=BadgeState.HANDED_OVER)
    for name in ("fatou", "bintou"):
        made(keeper, name, "desk")
    link = {name: f"/accounts/{keeper.account(name).operator}/badge" for name in ("fatou", "bintou")}
    assert keeper.client.post(link["fatou"], data={"badge": "0000-0000001-3"}).status_code == 409
    assert keeper.client.post(link["fatou"], data={"badge": badge.text}).status_code == 303
    assert keeper.account("fatou").subject == badge.subject
    assert keeper.client.post(link["bintou"], data={"badge": badge.text}).status_code == 409


def test_an_account_that_is_not_there_is_no_page(keeper):
    for act in ("roles", "stop", "code", "badge", "resume"):
        assert keeper.client.post(f"/accounts/{'0' * 32}/{act}").status_code == 404
        assert keeper.client.post(f"/accounts/nothing/{act}").status_code == 404


def test_a_sheet_becomes_accounts_and_cards(keeper):
    sheet = "name;roles;language\nFatou;desk;fr\nسعيد;gate;ar\n".encode()
    files = {"sheet": ("team.csv", sheet, "text/csv")}
    answer = keeper.client.post("/accounts/sheet", files=files, data={"cards": "1"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert {one.name for one in keeping.listed(keeper.station)} == {"keeper", "Fatou", "سعيد"}
    again = keeper.client.post("/accounts/sheet", files=files)
    assert again.status_code == 422
    assert "taken" in again.text


def test_a_sheet_with_faults_makes_no_account_and_names_the_lines(keeper):
    sheet = b"name,roles\nFatou,desk\nBintou,dsk\n,gate\nFATOU,gate\n"
    answer = keeper.client.post("/accounts/sheet", files={"sheet": ("team.csv", sheet, "text/csv")})
    assert answer.status_code == 422
    for part in ("3: no role &#34;dsk&#34;", "4: no name", "5: the same name as in line 2"):
        assert part in answer.text
    assert [one.name for one in keeping.listed(keeper.station)] == ["keeper"]


@pytest.mark.parametrize(
    "sheet",
    [b"", b"roles\ngate\n", b"name;roles\n", b"\xff\xfe", b"name\nx\n", b'name,roles\n"' + b"a" * 200_000],
)
def test_what_is_no_sheet_is_refused(keeper, sheet):
    answer = keeper.client.post("/accounts/sheet", files={"sheet": ("team.csv", sheet, "text/csv")})
    assert answer.status_code == 422
