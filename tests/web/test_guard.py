"""What every request passes before an action sees it (checklist 8 to 15)."""

import logging
import re

import pytest
from starlette.responses import Response
from visiting import OWN, PASSWORD, PIN, opened_house

from kiosk.domain.roles import Role
from kiosk.service.accounts import keeping
from kiosk.service.accounts.codes import new_setup_code
from kiosk.web.routes import ROUTES, STREAMS, Row, Stream

NOBODY = "nobody"
REACHED: list[Row | Stream] = [*ROUTES, *STREAMS]
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"


def address(row, account="0" * 32):
    named = {"gate": "A", "account": account, "subject": "0" * 32, "name": "regular", "seq": "1"}
    return row.path.format(**named)


def ask(house, row, **more):
    return house.client.request(row.method, address(row), data={} if row.method == "POST" else None, **more)


def test_every_route_has_roles(house):
    """Each row of the table, with every role alone and with none (checklist 9)."""
    assert all(row.is_open or row.roles for row in ROUTES), "no page that nobody may see"
    house.first()
    tokens = {role: house.seat(house.add(role.value, [role])) for role in Role}
    everyone = [*tokens.items(), (NOBODY, "")]
    for row in (row for row in REACHED if not row.is_open):
        for role, token in everyone:
            if row in STREAMS and role in row.roles:
                continue  # it would never end
            house.show(token)
            answer = ask(house, row)
            if role is NOBODY:
                expected = (303, "/login") if row.method == "GET" else (401, "")
                location = answer.headers.get("location", "").split("?")[0]
                assert (answer.status_code, location) == expected, (row.path, role)
            elif role in row.roles:
                assert answer.status_code not in {401, 403, 423}, (row.path, role)
            else:
                assert answer.status_code == 403, (row.path, role)
                assert 'href="/"' in answer.text, "a way back"


OPEN = [row for row in ROUTES if row.is_open]


@pytest.mark.parametrize("row", OPEN, ids=lambda row: f"{row.method} {row.path}")
def test_what_is_open_answers_nobody_too(house, row):
    house.first()
    house.show("")
    answer = ask(house, row)
    fit = {200, 303} if row.method == "GET" else {303, 401, 422}
    assert answer.status_code in (fit | {404} if row.path == "/ca.crt" else fit), (
        "in no network there is none"
    )
    assert "aissata" not in answer.text


def test_checklist_09_the_screen_of_a_gate_may_what_its_column_says(house):
    token = house.seat(house.add("amadou", [Role.SUPERVISOR]), gate="A")
    for row in (row for row in ROUTES if not row.is_open):
        house.show(token)
        assert (ask(house, row).status_code == 403) is not row.post, row.path
        if row.post and "{gate}" in row.path:
            assert house.client.request(row.method, address(row).replace("/A", "/B")).status_code == 403


def test_every_route_of_the_application_is_a_row_of_the_table(house):
    served = {
        (method, route.path)
        for route in house.client.app.routes
        if hasattr(route, "methods")
        for method in route.methods - {"HEAD"}
    }
    assert served == {(row.method, row.path) for row in REACHED}


def test_no_get_changes_state(house):
    """Every GET of the table, and every link of their pages (checklist 10)."""
    house.first()
    house.log_in()
    before = state(house)
    seen, todo = set(), [address(row, house.account().operator) for row in ROUTES if row.method == "GET"]
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            page = house.client.get(path).text
            todo += re.findall(r'href="(/[^"]*)"', page)
    assert len(seen) > len(ROUTES) / 3
    assert state(house) == before


def state(house):
    """Everything that the file holds; when a person last did something is no state that a request changes."""
    connection = house.station.database.connection
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_%' ESCAPE '\\'"
    )
    names = [name for (name,) in tables.fetchall()]
    held = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608 - the schema's own
    held["session"] = [row[:4] for row in held["session"]]
    return held


ELSEWHERE = [
    {},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:8443"},
    {"origin": "https://127.0.0.1:9000"},
    {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    {"sec-fetch-site": "cross-site", "origin": "https://127.0.0.1:8443"},
    {"sec-fetch-site": "cross-site", "origin": "null"},
]


def test_checklist_10_what_comes_from_elsewhere_changes_nothing(house):
    house.as_("admin")
    house.client.headers.pop("sec-fetch-site")
    size = house.size()
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        for headers in ELSEWHERE:
            form = {"name": "eve", "role-admin": "on"}
            answer = house.client.request(method, "/accounts", data=form, headers=headers)
            assert answer.status_code == 403, (method, headers)
    assert house.size() == size
    assert house.account("eve") is None


FROM_HERE = [
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "same-origin", "origin": "null"},  # Chromium, for the form of a page with no-referrer
    {"sec-fetch-site": "same-origin", "origin": "https://127.0.0.1:8443"},
    {"origin": "https://127.0.0.1:8443"},
]


@pytest.mark.parametrize("headers", FROM_HERE)
def test_checklist_10_what_comes_from_a_page_of_the_station_is_done(house, headers):
    house.as_("admin")
    house.client.headers.pop("sec-fetch-site")
    answer = house.client.post("/accounts", data={"name": "eve", "role-gate": "on"}, headers=headers)
    assert answer.status_code == 200
    assert house.account("eve") is not None


def test_checklist_11_a_foreign_host_is_400(house):
    house.first()
    for host in ("evil.example", "127.0.0.1.evil.example", "192.168.1.20", "", "localhost.", "0"):
        answer = house.client.get("/login", headers={"host": host})
        assert answer.status_code == 400, host
        assert answer.headers["content-security-policy"] == CSP


def test_checklist_11_the_computer_itself_is_known_by_these_names(house):
    house.first()
    for host in ("127.0.0.1", "127.0.0.1:8410", "localhost:8410", "LOCALHOST", "[::1]:8410", "[::1]"):
        assert house.client.get("/login", headers={"host": host}).status_code == 200, host


def test_checklist_13_plain_http_off_the_computer_is_refused(tmp_path):
    for host in ("http://127.0.0.1:8410", "http://192.168.1.20:8410"):
        name = host[-4:] + host[7:10]
        with opened_house(tmp_path / name, host=host, client=("192.168.1.7", 50000)) as house:
            assert house.client.get("/login").status_code == 400


def test_plain_http_on_the_computer_itself_logs_in(tmp_path):
    with opened_house(tmp_path, host="http://127.0.0.1:8410") as house:
        entered = house.first()
        cookie = {"cookie": f"__Host-kiosk={entered.token}"}
        assert house.client.get("/", headers=cookie).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/accounts", 403), ("/nothing", 404), ("/static/0/nothing.css", 404), ("/gate/A", 200)],
)
def test_checklist_12_every_answer_has_its_headers(house, path, status):
    house.as_("gate")
    answer = house.client.get(path)
    assert answer.status_code == status
    headers = answer.headers
    assert headers["content-security-policy"] == CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["permissions-policy"] == "camera=(self)"
    assert headers["cache-control"] == "no-store"


def test_checklist_12_static_files_are_kept_for_ever_under_the_hash_of_their_content(house):
    house.first()
    page = house.client.get("/login").text
    for path in re.findall(r'href="(/static/[^"]*)"', page):
        answer = house.client.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (
            200,
            "public, max-age=31536000, immutable",
        )


def test_checklist_12_nothing_is_inline_and_nothing_comes_from_outside(house):
    house.first()
    house.log_in()
    inline = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")
    outside = re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//""")
    for row in (row for row in ROUTES if row.method == "GET"):
        page = ask(house, row).text
        assert not inline.search(page), row.path
        assert not outside.search(page), row.path


NAME = """<script>alert(1)</script>{{7*7}}<img src=x onerror=alert(1)>"""


def test_checklist_14_a_name_is_shown_as_it_is(house):
    house.first()
    house.log_in()
    house.client.post("/accounts", data={"name": NAME, "role-gate": "on"})
    page = house.client.get("/accounts").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}&lt;img" in page
    assert "<script>" not in page
    assert "<img" not in page
    house.seat(house.account(NAME))
    assert "{{7*7}}" in house.client.get("/").text


def test_checklist_09_an_unknown_page_is_404_for_everybody_alike(house):
    house.first()
    tokens = ["", house.as_("admin"), house.seat(house.add("b", ["gate"]), gate="A")]
    for path in ("/nothing", "/accounts/x/y/z", "/gate", "/etc/passwd", "/login/", "/static/../app.py"):
        found = set()
        for token in tokens:
            house.show(token)
            answer = house.client.get(path, headers={"accept-language": "en"})
            found.add((answer.status_code, answer.text))
        assert {status for status, _ in found} == {404}, path
        assert len(found) == 1, path
    assert house.client.put("/login").status_code == 404


def test_checklist_25_nothing_of_a_gate_is_served_without_a_session(house):
    house.first()
    for path in ("/gate/A", "/gate/A/picture", "/gate/A/live", "/gate/A/mobile"):
        answer = house.client.get(path)
        assert answer.status_code in {303, 404}
        assert "image" not in answer.headers.get("content-type", "")
        house.show("ab" * 32)
        assert house.client.get(path).status_code in {401, 404}
        house.show("")


def test_checklist_08_ten_idle_minutes_lock_a_page_but_not_the_view_of_a_gate(house):
    house.first()
    house.log_in()
    house.clock.pass_(minutes=10)
    assert house.client.get("/accounts").status_code == 200
    house.clock.pass_(minutes=10, seconds=1)
    locked = house.client.get("/accounts")
    assert locked.status_code == 423
    assert "aissata" in locked.text
    assert house.client.post("/accounts", data={"name": "eve"}).status_code == 423
    assert house.account("eve") is None
    assert house.client.get("/gate/A").status_code == 200
    assert house.client.get("/accounts").status_code == 423, "looking at a gate unlocks nothing"


def test_checklist_08_a_locked_page_goes_on_with_the_password(house):
    house.first()
    house.log_in()
    house.clock.pass_(minutes=11)
    before = house.client.cookies["__Host-kiosk"]
    wrong = house.client.post("/unlock", data={"password": "tigre vert dort", "next": "/accounts"})
    assert wrong.status_code == 401
    assert house.client.get("/accounts").status_code == 423
    right = house.client.post("/unlock", data={"password": PASSWORD, "next": "/accounts"})
    assert (right.status_code, right.headers["location"]) == (303, "/accounts")
    assert house.client.get("/accounts").status_code == 200
    assert house.client.cookies["__Host-kiosk"] != before


def test_checklist_08_what_a_page_asks_for_by_itself_keeps_nobody_logged_in(tmp_path):
    quiet = Row("GET", "/quiet", frozenset(Role), lambda _: Response("still here"), is_quiet=True)
    with opened_house(tmp_path, rows=(*ROUTES, quiet)) as house:
        house.as_("admin")
        for _ in range(10):
            house.clock.pass_(minutes=1)
            assert house.client.get("/quiet").text == "still here"
        house.clock.pass_(seconds=1)
        assert house.client.get("/quiet").status_code == 423
        assert house.client.get("/accounts").status_code == 423


def fall(_):
    raise ZeroDivisionError("tigre violet: a secret of the inside")


def test_checklist_15_a_fault_is_a_plain_page_with_a_number_that_the_log_has(tmp_path, caplog):
    falling = Row("GET", "/fall", frozenset(), fall, is_open=True)
    with (
        opened_house(tmp_path, rows=(*ROUTES, falling)) as house,
        caplog.at_level(logging.ERROR, "kiosk.web"),
    ):
        answer = house.client.get("/fall")
        assert house.client.get("/start").status_code == 200, "and the pages go on"
    assert answer.status_code == 500
    assert "tigre" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert answer.headers["content-security-policy"] == CSP
    (number,) = re.findall(r"number ([0-9a-f]{8})", answer.text)
    assert number in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_form_that_is_too_large_is_refused_before_it_is_read(house):
    house.first()
    answer = house.client.post("/login", data={"name": "a" * 70_000})
    assert answer.status_code == 413
    chunks = iter([b"name=", b"x"])
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert house.client.post("/login", content=chunks, headers=form).status_code == 411


def test_an_account_that_changes_its_roles_goes_on_with_the_new_ones(house):
    house.first()
    house.as_("gate")
    account = house.account("gate")
    assert house.client.get("/accounts").status_code == 403
    keeping.set_roles(house.station, account.id, frozenset({Role.ADMIN}))
    assert house.client.get("/accounts").status_code == 200


def test_checklist_05_the_setup_page_is_there_before_any_account(house):
    assert house.client.get("/start?code=AAAA").status_code == 200
    form = {"code": new_setup_code(house.station), "name": "a", "password": PASSWORD, "pin": PIN}
    assert house.client.post("/start", data=form, headers=OWN).status_code == 303
