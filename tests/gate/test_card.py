"""The gate card: the screens' own words, in two languages, on one page."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2 as pdfium
import pytest
from badge.gallery import PICTURES, unlike
from commands import open_shop
from gate.card_picture import NAME, draw_card
from registration import EVENT

from kiosk.badge.papers.gate_card import gate_card_page
from kiosk.domain.errors import KioskError
from kiosk.domain.model import Reason
from kiosk.gate.card import SECOND, TINTS, gate_card
from kiosk.gate.screen import STYLES
from kiosk.service.words.catalogue import phrase, told
from kiosk.service.words.sign import Colour
from kiosk.service.words.translation import Language

MADE_AT = datetime(2025, 11, 10, 18, 30, tzinfo=UTC)


def page_text(second: str) -> str:
    out = io.BytesIO()
    assert gate_card_page(gate_card(EVENT, second), out, MADE_AT) == 1
    document = pdfium.PdfDocument(out.getvalue())
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    return " ".join(text.split())


@pytest.mark.parametrize("second", SECOND)
def test_every_reason_finds_room_in_every_language_with_the_words_of_the_screen(second):
    text = page_text(second)
    for reason in Reason:
        assert told("fr", reason).headline in text
        assert told("fr", reason).to_do in text


def test_the_english_is_that_of_the_screen_too():
    text = page_text("en")
    for reason in Reason:
        assert f"{told('en', reason).headline} · {told('en', reason).to_do}" in text
    for name in ("granted_in", "not_recorded", "free_exit", "ready"):
        assert phrase("fr", name) in text
        assert phrase("en", name) in text


def test_nobody_is_refused_an_exit_in_any_language():
    assert {"fr", *SECOND} == set(Language)
    assert len({gate_card(EVENT, second).rule for second in SECOND}) == len(SECOND)
    assert "Une sortie n'est jamais refusée" in page_text("en")


def test_what_no_terminal_can_write_is_said_whole_on_the_card():
    card = gate_card(EVENT, "ar")
    sayings = [*card.screens, *card.refusals]
    below = [card.title[1], *(text for one in sayings for text in (one.headline[1], one.text[1]))]
    assert len(below) > 2 * len(Reason)
    assert [text for text in below if not re.search("[\u0621-\u064a]", text)] == []


def test_amber_on_the_card_is_what_a_supervisor_may_overrule_at_this_event():
    overridable = frozenset({Reason.CAPACITY, Reason.FORGED})
    event = replace(EVENT, policy=replace(EVENT.policy, overridable=overridable))
    tints = dict(zip(Reason, (saying.tint for saying in gate_card(event, "en").refusals), strict=True))
    amber = {reason for reason, tint in tints.items() if tint == TINTS[Colour.AMBER]}
    assert amber == {Reason.CAPACITY}  # a forged badge never is
    assert {tint for reason, tint in tints.items() if reason not in amber} == {TINTS[Colour.RED]}


def test_colours_of_the_card_have_a_sign_each_as_those_of_the_screen():
    assert set(TINTS) == set(STYLES) - {Colour.ASK}, "a question is the staff's own, and explains itself"
    assert len({tint.sign for tint in TINTS.values()}) == len(TINTS)


def test_the_card_of_a_demonstration_says_so():
    assert "DEMONSTRATION" in gate_card(replace(EVENT, is_demo=True), "en").above
    assert "DEMONSTRATION" not in gate_card(replace(EVENT, is_demo=False), "en").above


def test_the_card_looks_as_in_its_picture(tmp_path):
    wrong = unlike({NAME: draw_card()}, 0.0005, tmp_path)
    assert wrong == [], (
        f"actual and expected are kept in {tmp_path}; drawn anew by tests/gate/card_picture.py"
    )
    assert (PICTURES / NAME).stat().st_size < 80_000


def test_the_command_makes_a_new_file_and_never_takes_the_place_of_one(tmp_path):
    shop = open_shop(tmp_path)
    out = tmp_path / "card.pdf"
    assert "one A4 page" in shop.says("gate-card", "--out", str(out), "--second", "tr")
    made = out.read_bytes()
    assert made.startswith(b"%PDF")
    assert isinstance(shop.run("gate-card", "--out", str(out)).exception, KioskError)
    assert out.read_bytes() == made


def test_a_language_that_the_card_does_not_speak_is_told_with_those_that_it_does(tmp_path):
    error = (
        open_shop(tmp_path).run("gate-card", "--out", str(tmp_path / "card.pdf"), "--second", "de").exception
    )
    assert isinstance(error, KioskError)
    assert all(language in error.hint for language in SECOND)
    assert not (tmp_path / "card.pdf").exists()
