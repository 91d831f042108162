"""What axe-core finds on the pages: nothing, by the rules of WCAG 2.2 AA."""

import pytest
from browser.gatehouse import GATE, as_all, as_nobody
from browser.test_layout import show
from fairground import enrol
from gate.props import post_at

from kiosk.domain.model import BadgeState
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.settling import set_aside

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PAGES = {
    "/start": as_nobody,
    "/login": as_nobody,
    "/code": as_nobody,
    "/gate/A/open": as_nobody,
    "/": as_all,
    "/me": as_all,
    "/accounts": as_all,
    "/network": as_all,
    "/nowhere": as_all,
}
STATES = ("granted", "forged", "waiting", "camera", "free_exit", "ready", "closer", "rest")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing(house, browser, axe, scheme, language):
    house.speak(language)
    found = {}
    with browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=scheme) as context:
        page = context.new_page()
        for name in STATES:
            show(house, name)
            for half in ("", "/public"):
                page.goto(f"{house.url}/gate/{GATE}{half}")
                page.evaluate(axe)
                told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
                assert len(told["passes"]) > 5
                for one in told["violations"]:
                    found.setdefault(one["id"], [name, half, one["nodes"][0]["html"][:120]])
    house.speak("fr")
    assert found == {}


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_in_the_tray_and_it_fits(house, browser, axe, width, language):
    with house.station.connected() as station:
        admission = post_at(station, GATE, "in").admission
        waits = enrol(station, "Bintou Fatoumata", state=BadgeState.ISSUED)
        set_aside(station, admission.admit(Presented(waits.text)).seq)
    house.speak(language)
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{house.url}/tray")
        page.evaluate(axe)
        told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        wide = page.evaluate("document.documentElement.scrollWidth")
    house.speak("fr")
    assert [one["id"] for one in told["violations"]] == []
    assert wide == width


@pytest.mark.parametrize("key", ["Space", "Backspace"])
def test_axe_finds_nothing_in_a_menu(house, browser, axe, key):
    show(house, "granted")
    with browser.new_context(viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        page.goto(f"{house.url}/gate/{GATE}")
        page.keyboard.press(key)
        page.locator("dialog[open]").wait_for()
        page.evaluate(axe)
        told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        assert [one["id"] for one in told["violations"]] == []
        sizes = page.eval_on_selector_all(
            "dialog button", "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert sizes
        assert all(height >= 48 for height in sizes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_on_the_pages_of_accounts(house, browser, axe, scheme, language):
    house.speak(language)
    found = {}
    size = {"width": 1366, "height": 768}
    with browser.new_context(viewport=size, color_scheme=scheme, locale=language) as context:
        page = context.new_page()
        for path, before in PAGES.items():
            before(house)
            page.goto(f"{house.url}{path}")
            assert page.url == f"{house.url}{path}"
            assert page.evaluate("document.documentElement.lang") == language
            page.evaluate(axe)
            told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
            assert len(told["passes"]) > 5
            for one in told["violations"]:
                found.setdefault(one["id"], [path, one["nodes"][0]["html"][:120]])
    as_all(house)
    house.speak("fr")
    assert found == {}
