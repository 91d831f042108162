"""A served demonstration in a real browser: its doors, by keyboard alone, and the band above every page."""

import pytest
from browser.test_axe import RULES
from browser.test_layout import OVERFLOW, SIZES
from cli.test_demo_serve import Demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demonstration, once its pages answer."""
    found = Demo(tmp_path_factory.mktemp("passing"))
    try:
        assert found.process.stdout.readline()
        yield f"http://127.0.0.1:{found.port}"
    finally:
        found.end()


def enter_by_keyboard(page, demo, language):
    """Go through the door of the gate without a mouse."""
    page.goto(f"{demo}/doors?language={language}")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.closest('form')?.getAttribute('action')") != "/doors/gate":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{demo}/gate/A")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_the_first_page_to_a_light_by_keyboard_alone(demo, browser, language):
    with browser.new_context(viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        enter_by_keyboard(page, demo, language)
        assert page.locator("html").get_attribute("lang") == language
        for look in ("granted", "refused"):
            page.locator(f'[data-look="{look}"] >> visible=true').first.wait_for(timeout=90_000)
        page.locator(".demo-band a").click()
        page.wait_for_url(f"{demo}/doors")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_on_the_doors_and_under_the_band(demo, browser, axe, language):
    found = []
    for scheme in ("light", "dark"):
        with browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=scheme) as context:
            page = context.new_page()
            page.goto(f"{demo}/doors?language={language}")
            for leave in ("", "/doors/gate", "/doors/admin"):
                if leave:
                    page.goto(f"{demo}/doors?language={language}")
                    page.locator(f'form[action="{leave}"] button').click()
                    page.wait_for_load_state()
                page.evaluate(axe)
                told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
                assert len(told["passes"]) > 5
                found += [(scheme, leave, one["id"], one["nodes"][0]["html"]) for one in told["violations"]]
    assert found == []


def test_nothing_runs_off_the_doors_or_a_gate_under_the_band(demo, browser):
    found = {}
    for width, height in SIZES:
        with browser.new_context(viewport={"width": width, "height": height}) as context:
            page = context.new_page()
            for language in ("fr", "en", "tr", "ar"):
                page.goto(f"{demo}/doors?language={language}")
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                page.locator('form[action="/doors/gate"] button').click()
                page.locator(".sign").wait_for()
                if told := ([f"doors {wide} too wide"] if wide > 0 else []) + page.evaluate(OVERFLOW):
                    found[width, height, language] = told
    assert found == {}
