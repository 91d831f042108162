"""From the setup code to a green light, by keyboard alone; and a page that locks under somebody's hands."""

from contextlib import suppress

import pytest
from browser.gatehouse import GATE, at_work, manned
from browser.test_gate import STRUCK, look, newcomer, scan
from playwright.sync_api import expect
from visiting import HandClock

from kiosk.service.accounts.codes import new_setup_code
from kiosk.service.words.translation import words

NAME, PASSWORD, PIN = "Aïssata", "tigre violet dort", "492817"
LOCALES = {"fr": "fr-FR", "ar": "ar-EG"}
HERE = """() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const isSeen = one.matches(":focus-visible") && getComputedStyle(one).outlineStyle !== "none";
    return [one.labels?.[0]?.innerText ?? one.innerText ?? "", isSeen && box.width > 0];
}"""


def reach(page, text):
    """Press Tab until what is called so has the focus; whoever looks sees where they are on the way."""
    for _ in range(60):
        page.keyboard.press("Tab")
        told, is_seen = page.evaluate(HERE)
        if told.strip() == text:
            assert is_seen, f"nothing shows that {text} has the focus"
            return
    pytest.fail(f"no key leads to {text}")


def fill(page, label, text):
    """Reach a field and type as a person does."""
    reach(page, label)
    page.keyboard.type(text, delay=40)


def press(page, text):
    """Reach something and press it; wait for the page that it leads to."""
    reach(page, text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def show(page, code):
    """Scan a badge until it is let in: of what a busy computer reloads meanwhile, a part may be lost."""
    for _ in range(4):
        scan(page, code)
        with suppress(AssertionError):
            return expect(page.locator(".public .sign[data-look='granted']")).to_be_visible(timeout=4000)
    return look(page, "granted")


def make_first_account(page, house, say):
    with house.station.connected() as station:
        code = new_setup_code(station)
    page.goto(f"{house.url}/login")
    expect(page).to_have_url(f"{house.url}/start")
    fill(page, say("Setup code"), code)
    fill(page, say("Your name, as you log in"), NAME)
    fill(page, say("Password"), PASSWORD)
    fill(page, say("The same password again"), PASSWORD)
    fill(page, say("PIN"), PIN)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(NAME)


def log_in(page, say):
    fill(page, say("Name"), NAME)
    fill(page, say("Password"), PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(NAME)


def watched(context):
    """A page that keeps every fault and every answer of an error."""
    page = context.new_page()
    page.faults = []
    page.add_init_script(STRUCK)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("response", lambda came: page.faults.append(came.url) if came.status >= 400 else None)
    return page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_the_setup_code_to_a_green_light_by_keyboard_alone(tmp_path, browser, language):
    say = words(language).say
    with (
        at_work(tmp_path, has_accounts=True) as house,
        browser.new_context(locale=LOCALES[language], viewport={"width": 1366, "height": 768}) as context,
    ):
        page = watched(context)
        make_first_account(page, house, say)
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        press(page, say("Log out"))
        log_in(page, say)
        press(page, say("Accounts"))
        fill(page, say("Name"), "Fatou")
        reach(page, say("Gate"))
        page.keyboard.press("Space")
        press(page, say("Make the account"))
        expect(page.locator("dt")).to_have_text("Fatou")
        press(page, say("Back"))
        press(page, say("Back"))
        press(page, say("make this screen its own"))
        fill(page, say("Supervisor's name"), NAME)
        fill(page, say("Password"), PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{house.url}/gate/{GATE}")
        expect(page.locator(".public .word")).to_have_text(say("BADGE"))
        show(page, newcomer(house).text)
        expect(page.locator(".public .word")).to_have_text(say("GO IN"))
        expect(page.locator(".who .name")).to_contain_text("Issa")
        page.goto(f"{house.url}/gate/{GATE}")
        assert page.faults == []


@pytest.fixture
def locking(tmp_path, browser):
    """A page of accounts on which somebody has begun to type, at a clock that a test sets."""
    say = words("fr").say
    with (
        manned(tmp_path, HandClock()) as house,
        browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768}) as context,
    ):
        page = context.new_page()
        make_first_account(page, house, say)
        page.goto(f"{house.url}/accounts")
        fill(page, say("Name"), "Begun")
        yield house, page, say


def ask(page):
    """Have the page ask how it stands, as it does every ten seconds."""
    with page.expect_response(lambda came: "/standing" in came.url) as told:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return told.value


def test_a_page_locks_after_ten_idle_minutes_and_keeps_what_was_typed(locking):
    house, page, say = locking
    assert ask(page).url.endswith("/standing/active")
    house.clock.pass_(minutes=9)
    assert ask(page).status == 200
    house.clock.pass_(minutes=2)
    assert ask(page).status == 423
    lock = page.locator("dialog[data-lock]")
    expect(lock).to_contain_text(say("Locked"))
    assert "blur" in page.locator("main").first.evaluate("one => getComputedStyle(one).filter")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    page.keyboard.type("tigre vert dort")
    page.keyboard.press("Enter")
    expect(lock).to_contain_text(say("That does not match. Try again."))
    expect(lock.locator("input[name=password]")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(lock).to_have_count(0)
    expect(page.locator("#name")).to_have_value("Begun")
    assert page.url == f"{house.url}/accounts"
    assert page.locator("main").evaluate("one => getComputedStyle(one).filter") == "none"


def test_who_goes_on_typing_is_not_locked_out(locking):
    house, page, _ = locking
    for _ in range(3):
        house.clock.pass_(minutes=6)
        page.keyboard.type("x")
        assert ask(page).status == 200
    expect(page.locator("dialog[data-lock]")).to_have_count(0)


def test_a_page_unlocked_in_another_tab_is_unlocked_here_and_belongs_to_nobody_else(locking):
    house, page, say = locking
    ask(page)
    house.clock.pass_(minutes=11)
    assert ask(page).status == 423
    other = page.context.new_page()
    other.goto(f"{house.url}/accounts")
    expect(other.locator("h1")).to_have_text(say("Locked"))
    other.locator("input[name=password]").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(other.locator("h1")).to_have_text(say("Accounts"))
    ask(page)
    expect(page.locator("dialog[data-lock]")).to_have_count(0)
    expect(page.locator("#name")).to_have_value("Begun")
    other.goto(f"{house.url}/")
    other.get_by_role("button", name=say("Log out")).click()
    expect(other).to_have_url(f"{house.url}/login")
    ask(page)
    expect(page.locator("#password")).to_be_visible()
