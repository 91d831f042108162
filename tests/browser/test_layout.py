"""Nothing runs off any screen, in any language, whatever the gate shows; and all of it can be reached."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from browser.gatehouse import FACES, GATE, HINT, LANGUAGES, LONGER

SOAK = os.environ.get("KIOSK_SOAK") == "1"
SIZES = ((1024, 600), (1366, 768), (1920, 1080), (390, 844), (768, 1024))
SIGNS = (
    "granted", "passback", "left", "ambiguous", "invalid", "unknown", "forged", "revoked", "suspended",
    "blocked", "superseded", "waiting", *FACES, "closer", "rest",
)  # fmt: skip
THIN = [
    ((1024, 600), "tr", ("granted", "camera", "invalid", "superseded")),
    ((1366, 768), "fr", ("granted", "forged", "waiting", "camera", "free_exit", "ready", "closer", "rest")),
    ((1366, 768), "ar", ("granted", "forged", "unrecorded")),
    ((390, 844), "fr", ("granted", "superseded", "camera")),
    ((768, 1024), "ar", ("granted", "invalid")),
    ((1366, 768), LONGER, ("granted", "waiting", "free_exit", "camera")),
    ((390, 844), LONGER, ("waiting", "superseded")),
]
WHOLE = [(size, language, SIGNS) for size in SIZES for language in (*LANGUAGES, LONGER)]
OVERFLOW = (Path(__file__).parent / "overflow.js").read_text(encoding="utf-8")


def show(house, name):
    """Have the gate show a sign for as long as the test looks at it."""
    now = house.site.gates.gate(GATE)
    now.sign = replace(house.signs[name], ttl_ms=0) if name in house.signs else None
    now.sight = HINT if name == "closer" else None


def check(house, page, language, signs):
    house.speak(language)
    found = {}
    for name in signs:
        show(house, name)
        for half in ("", "/public"):
            page.goto(f"{house.url}/gate/{GATE}{half}", wait_until="load")
            page.evaluate("document.fonts.ready")
            if told := page.evaluate(OVERFLOW):
                found[f"{name}{half}"] = told
    assert found == {}


@pytest.mark.soak
@pytest.mark.parametrize(("size", "language", "signs"), WHOLE if SOAK else THIN)
def test_nothing_runs_off_the_screen(house, browser, size, language, signs):
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        check(house, context.new_page(), language, signs)


def test_what_runs_off_the_screen_is_found(house, browser):
    show(house, "granted")
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{house.url}/gate/{GATE}")
        assert page.evaluate(OVERFLOW) == []
        page.locator(".word").evaluate("one => { one.textContent = 'WORD '.repeat(40); }")
        assert "word off the sign" in page.evaluate(OVERFLOW)
        page.locator(".todo .what").evaluate(
            "one => { one.textContent = 'x'.repeat(90); one.style.overflowWrap = 'normal'; }"
        )
        assert any("too wide" in told for told in page.evaluate(OVERFLOW))


def test_keys_are_large_enough_for_a_thumb(house, browser):
    show(house, "granted")
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{house.url}/gate/{GATE}")
        sizes = page.eval_on_selector_all(
            "button:not([hidden])",
            "all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])",
        )
        assert len(sizes) > 2
        assert all(width >= 48 and height >= 48 for width, height in sizes)


def test_arabic_is_read_from_the_right(house, browser):
    house.speak("ar")
    show(house, "granted")
    with browser.new_context(viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        page.goto(f"{house.url}/gate/{GATE}")
        light, steward = page.locator(".public").bounding_box(), page.locator(".steward").bounding_box()
        assert light["x"] > steward["x"]
        arrow = page.locator(".way svg").evaluate("one => new DOMMatrix(getComputedStyle(one).transform).a")
        assert arrow == -1
        name = page.locator(".who .name bdi").bounding_box()
        block = page.locator(".who .name").bounding_box()
        assert abs(name["x"] + name["width"] - block["x"] - block["width"]) < 2
    house.speak("fr")


def test_a_gate_that_never_spoke_says_so(house, browser):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{house.url}/gate/B")
        assert "ne répond pas" in page.locator(".frame").inner_text()


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("side", ["top", "left", "right", "bottom"])
def test_the_arrow_stands_on_the_side_where_the_lens_is(house, browser, side, language):
    house.speak(language)
    show(house, "rest")
    house.site.lenses[GATE] = side
    with browser.new_context(viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        page.goto(f"{house.url}/gate/{GATE}/public")
        box = page.locator(".sign .lens").bounding_box()
    del house.site.lenses[GATE]
    house.speak("fr")
    free = {
        "left": box["x"],
        "top": box["y"],
        "right": 1366 - box["x"] - box["width"],
        "bottom": 768 - box["y"] - box["height"],
    }
    assert min(free, key=free.get) == side
    assert free[side] < 40
