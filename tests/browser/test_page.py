"""page.js: parts of a page that are fetched alone, on a page that works without it too."""

import threading
from urllib.parse import parse_qs

import pytest
import uvicorn
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from web.hub import until

from kiosk.web.render import STATIC

PAGE = """<!doctype html><title>Find</title><script type="module" src="/static/page.js"></script>
<p data-gone hidden>No link</p>
<form action="/find" data-part="#found" data-typed><input name="q" value="{q}"></form>
<div id="found">{found}</div>
<form action="/keep" method="post" data-part="#kept">
<input name="name"><button name="how" value="twice">Keep</button></form>
<div id="kept"></div>
<a href="/find?q=link" data-part="#found">Link</a>
<a href="/leave" data-part="#found">Leave</a>"""


class Asked:
    """What the page asked for, and for how long the answer to a word is held back."""

    def __init__(self):
        self.found = []
        self.kept = []
        self.held = threading.Event()
        self.is_part = []


@pytest.fixture
def served():
    asked = Asked()

    def find(request):
        q = request.query_params.get("q", "")
        asked.found.append(q)
        asked.is_part.append("kiosk-part" in request.headers)
        if q == "slow":
            asked.held.wait(30)
        found = f'<p>found {q}</p><input name="more">' if q else "nobody yet"
        return HTMLResponse(found if asked.is_part[-1] else PAGE.format(q=q, found=found))

    async def keep(request):
        form = parse_qs((await request.body()).decode())
        asked.kept.append(form)
        return HTMLResponse(f"kept {form['name'][0]} {form['how'][0]}")

    def leave(_):
        return RedirectResponse("/find?q=left", 303)

    routes = [
        Route("/find", find),
        Route("/keep", keep, methods=["POST"]),
        Route("/leave", leave),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", asked
    asked.held.set()
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(served, browser):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{served[0]}/find")
        yield page


def test_what_is_typed_is_sent_once_it_pauses_and_stays_in_the_address(page, served):
    page.locator("[name=q]").press_sequentially("awa", delay=10)
    expect(page.locator("#found")).to_contain_text("found awa")
    assert served[1].found[-1] == "awa"
    assert len(served[1].found) < 4
    assert page.url.endswith("?q=awa")
    expect(page.locator("[name=q]")).to_be_focused()


def test_an_old_answer_never_replaces_a_newer_one(page, served):
    page.locator("[name=q]").fill("slow")
    until(lambda: "slow" in served[1].found)
    expect(page.locator("#found")).to_have_attribute("aria-busy", "true")
    page.locator("[name=q]").fill("new")
    expect(page.locator("#found")).to_contain_text("found new")
    served[1].held.set()
    page.wait_for_timeout(200)
    expect(page.locator("#found")).to_contain_text("found new")
    assert page.locator("#found").get_attribute("aria-busy") is None


def test_a_box_inside_the_part_keeps_focus_and_caret(page):
    page.locator("[name=q]").fill("a")
    box = page.locator("[name=more]")
    box.fill("12345")
    box.evaluate("one => one.setSelectionRange(2, 3)")
    page.evaluate("document.querySelector('[name=q]').value = 'b'")
    page.evaluate("document.querySelector('form').requestSubmit()")
    expect(page.locator("#found")).to_contain_text("found b")
    expect(page.locator("[name=more]")).to_be_focused()


def test_a_form_is_posted_with_the_button_that_was_pressed(page, served):
    page.locator("[name=name]").fill("Éloïse & fils")
    page.get_by_text("Keep").click()
    expect(page.locator("#kept")).to_have_text("kept Éloïse & fils twice")
    assert served[1].kept == [{"name": ["Éloïse & fils"], "how": ["twice"]}]


def test_links_fetch_parts_and_follow_where_they_are_sent(page):
    page.get_by_role("link", name="Link").click()
    expect(page.locator("#found")).to_contain_text("found link")
    page.get_by_text("Leave").click()
    page.wait_for_url("**/find?q=left")
    expect(page.locator("[name=q]")).to_have_value("left")


def test_a_link_that_is_gone_is_said_and_nothing_typed_is_lost(page):
    page.context.set_offline(True)
    page.locator("[name=q]").fill("awa")
    expect(page.locator("[data-gone]")).to_be_visible()
    expect(page.locator("[name=q]")).to_have_value("awa")
    page.context.set_offline(False)
    page.locator("[name=q]").press("Enter")
    expect(page.locator("#found")).to_contain_text("found awa")
    expect(page.locator("[data-gone]")).to_be_hidden()


def test_the_page_works_without_scripts(served, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served[0]}/find")
        page.locator("[name=q]").fill("awa")
        page.locator("[name=q]").press("Enter")
        expect(page.locator("#found")).to_contain_text("found awa")
        assert served[1].is_part == [False, False]
