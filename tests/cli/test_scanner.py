"""`kiosk doctor --scanner` in a real terminal, with a scanner that is simulated key by key."""

import io
import re
from datetime import UTC, datetime

import cv2
import keyboards
import numpy as np
import pypdfium2 as pdfium
import pytest
import terminal
from commands import MORNING, open_shop
from fairground import enrol

from kiosk.badge.papers.scanner_card import scanner_page
from kiosk.badge.pdf.raster import rasterise
from kiosk.bootstrap.opening import open_station
from kiosk.config.scanner import SCANNER, keep_scanner, load_scanner
from kiosk.domain.errors import KioskError
from kiosk.domain.layouts import Layout
from kiosk.domain.scanner_card import CODES
from kiosk.domain.typed import UNKNOWN, Scanner
from kiosk.vision.reader import Reader

terminals = pytest.fixture(scope="session")(terminal.terminals)


@pytest.fixture
def shop(tmp_path):
    return open_shop(tmp_path)


@pytest.fixture
def session(shop, terminals):  # noqa: ARG001 - a terminal is what it needs
    session = terminal.Session(shop.folder)
    yield session
    session.close()


def check(session, shop, *codes, pace=0.004):
    """Scan codes, and return what is said about them."""
    shell = session.modes()
    session.run(f"doctor --scanner -C {shop.folder}")
    session.until("card.pdf")
    session.settle()
    assert session.modes() == {False}, "typed bytes command nothing"
    for code in codes:
        session.scan(code, pace)
        session.until("Code . was read")
        session.settle(0.2)
    said = session.until("ready> ")
    assert session.modes() == shell
    return " ".join(said.split())


def test_a_scanner_on_a_french_keyboard_with_prefix_and_tab_is_found_out_and_kept(session, shop):
    said = check(session, shop, *(f"{keyboards.typed(f']Q1{code}', 'French')}\t" for code in CODES))
    for told in ("AZERTY (French)", "]Q1", "Tab", "off", "characters a second", "Ready"):
        assert told in said
    data = shop.folder / "data"
    assert load_scanner(data) == Scanner(Layout.FRENCH, "]Q1")
    assert str(SCANNER) in said.replace(" ", "")
    assert "AZERTY (French), prefix ]Q1" in shop.run("doctor").stdout


def test_a_scanner_without_enter_and_with_caps_lock_is_told_what_to_set(session, shop):
    said = check(session, shop, *(keyboards.typed(code, "German", "X11") for code in CODES))
    for told in (
        "QWERTZ (German, Swiss)",
        "on, or the scanner sends small letters",
        "set the scanner to send Enter",
    ):
        assert told in said
    assert load_scanner(shop.folder / "data") == Scanner(Layout.QWERTZ)


def test_what_is_no_code_of_the_card_is_said_and_q_ends_without_keeping_anything(session, shop):
    session.run(f"doctor --scanner -C {shop.folder}")
    session.until("card.pdf")
    session.settle()
    session.scan("https://example.org/\r")
    session.until("neither of the two codes")
    session.settle()
    session.type("q")
    session.until("not both read")
    session.until("ready> ")
    assert load_scanner(shop.folder / "data") == UNKNOWN


def test_a_code_with_control_characters_reaches_no_shell_from_the_check_up(session, shop):
    session.run(f"doctor --scanner -C {shop.folder}")
    session.until("card.pdf")
    session.settle()
    session.scan("\x1atouch PWNED\r")
    session.until("neither of the two codes")
    session.type("\x03")
    session.until("ready> ")
    assert not (shop.folder / "PWNED").exists()


def test_a_gate_reads_the_layout_that_was_found_first(session, shop):
    found = open_station(shop.folder, MORNING)
    awa = enrol(found.station)
    found.station.close()
    keep_scanner(shop.folder / "data", Scanner(Layout.QWERTZ, "GATE7", "X"))
    session.gate(shop.folder)
    forged = awa.text[:-2] + ("YZ" if awa.text[-2:] != "YZ" else "ZY")
    session.scan(keyboards.typed(f"GATE7{forged}X", "German") + "\r")
    session.until("FORGED BADGE")
    session.scan(keyboards.typed(f"GATE7{awa.text}X", "German") + "\r")
    session.until("GO IN")
    session.type("q")
    session.answer()
    session.until("entrées : 1, refus : 1")


def test_the_codes_on_the_screen_can_be_read(session, shop):
    session.run(f"doctor --scanner -C {shop.folder}")
    screen = re.sub(r"\x1b\[[0-9;]*m", "", session.until("card.pdf"))
    session.type("q")
    rows = [line.rstrip("\r") for line in screen.split("\n") if set(line) <= set(" ▀▄█\r") and len(line) > 30]
    width = max(map(len, rows))
    dots = np.zeros((2 * len(rows), width), np.uint8)
    for y, row in enumerate(rows):
        for x, char in enumerate(row):
            dots[2 * y : 2 * y + 2, x] = (char in "▀█", char in "▄█")
    picture = cv2.resize(255 * (1 - dots), None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
    assert {reading.text for reading in Reader().read(picture).readings} == set(CODES)


def test_without_a_terminal_there_is_no_check(shop):
    result = shop.run("doctor", "--scanner")
    assert isinstance(result.exception, KioskError)
    assert "in a terminal" in str(result.exception)


def test_the_card_is_a_page_whose_codes_can_be_read(shop):
    path = shop.folder / "card.pdf"
    said = shop.says("doctor", "--scanner", "--out", str(path))
    assert "kiosk doctor --scanner" in said
    page = cv2.cvtColor(rasterise(path, 1, 100), cv2.COLOR_RGB2GRAY)
    assert {reading.text for reading in Reader().read(page).readings} == set(CODES)
    again = shop.run("doctor", "--scanner", "--out", str(path))
    assert isinstance(again.exception, KioskError)


def test_the_page_says_what_to_do_in_both_languages():
    out = io.BytesIO()
    assert scanner_page(CODES, out, datetime(2025, 11, 10, tzinfo=UTC)) == 1
    document = pdfium.PdfDocument(out.getvalue())
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    for said in ("Lancez kiosk doctor --scanner", "Run kiosk doctor --scanner", *CODES):
        assert said in text


@pytest.mark.parametrize(
    "text",
    ["", "layout = 3", 'layout = "dvorak"', 'prefix = "]Q1"', 'layout = "us"\nprefix = 3', "no TOML", "\xff"],
)
def test_a_file_that_says_no_scanner_is_as_good_as_none(tmp_path, text):
    (tmp_path / SCANNER).write_text(text, encoding="latin-1")
    assert load_scanner(tmp_path) == UNKNOWN


def test_what_is_kept_is_read_back_whatever_the_prefix(tmp_path):
    scanner = Scanner(Layout.TURKISH_F, '"\\é\n', "\u2028]")
    keep_scanner(tmp_path, scanner)
    assert load_scanner(tmp_path) == scanner
    with pytest.raises(KioskError, match="cannot be written"):
        keep_scanner(tmp_path / "nowhere", scanner)
