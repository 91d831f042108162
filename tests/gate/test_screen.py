"""The terminal's screen: readable from three metres, in 80 columns, whatever it has to say."""

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console
from salon import SALON

from kiosk.domain.errors import KioskError
from kiosk.domain.model import Admitted, Decision, Direction, Match, Notice, Outcome, Reason
from kiosk.domain.question import Question, Wish
from kiosk.gate.display import Caption, Complaints, JsonLines, Terminal
from kiosk.gate.letters import large
from kiosk.gate.screen import draw
from kiosk.service.words.catalogue import DISK_LOW, INSTRUCTIONS, SCANNER_GONE, phrase, told
from kiosk.service.words.sign import Colour, Sign, Signs
from kiosk.service.words.translation import Language, spoken
from kiosk.store.database import StoreError, StoreFault
from kiosk.vision.frame import FaultKind

WHO = ("S.E.M. Abdoulaye OUATTARA", "عبد الله", "Ministère de la Défense", "Officiel")
STALE = (Notice.CLOCK_SUSPECT, Notice.LIST_STALE)
WORST = Sign(
    Colour.AMBER,
    told("fr", Reason.UNSYNCED).headline,
    told("en", Reason.UNSYNCED).headline,
    WHO,
    told("fr", Reason.UNSYNCED).to_do,
    (phrase("fr", "override"),),
    tuple(told("fr", notice) for notice in STALE),
)
SPOKEN = sorted({spoken(language) for language in Language})
HEADLINES = sorted(
    {
        one.said(language).headline
        for one in (*INSTRUCTIONS.values(), DISK_LOW, SCANNER_GONE)
        for language in SPOKEN
    }
    | {phrase(language, "ask", digit=0) for language in SPOKEN}
)


def screen(sign, columns=80, rows=24, encoding="utf-8"):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    console = Console(width=columns, height=rows, file=file)
    console.print(draw(sign, "Porte A", "", rows))
    file.flush()
    return file.buffer.getvalue().decode(encoding).splitlines()


def styles(sign, text):
    """Return the styles of the line that shows a text."""
    console = Console(width=80, height=24, file=io.StringIO())
    rows = console.render_lines(draw(sign, "Porte A", "", 24), console.options.update(width=80))
    return next(row for row in rows if text in "".join(segment.text for segment in row))


@pytest.mark.parametrize("headline", HEADLINES)
def test_every_headline_can_be_drawn_in_large_letters_of_eighty_columns(headline):
    rows = large(headline, 76)
    assert rows is not None
    assert 3 <= len(rows) <= 12
    assert len({len(row) for row in rows}) == 1
    assert len(rows[0]) <= 76


def test_large_letters_are_these():
    assert large("PRÊT", 40) == (
        "           ▀▀       ",
        "█▀▀▄ █▀▀▄ █▀▀▀ ▀▀█▀▀",
        "█▄▄▀ █▄▄▀ █▀▀    █  ",
        "█    █ ▀▄ █▄▄▄   █  ",
    )


def test_letters_twice_as_large_are_the_same_letters():
    bar, stem, foot = "██        ██████", "██          ██  ", "████████  ██████"
    assert large("LI", 40, 2) == (bar, stem, stem, stem, stem, foot)


def test_a_word_that_is_too_wide_or_has_another_script_is_not_drawn():
    assert large("ACCRÉDITATION", 40) is None
    assert large("دخول", 80) is None
    assert large("", 80) is None


@pytest.mark.parametrize(
    "sign",
    [
        Signs("fr").ready(),
        Signs("fr").ready(STALE),
        Signs("fr").camera_fault(Direction.IN, FaultKind.FROZEN),
        Signs("fr").camera_fault(Direction.OUT, FaultKind.NOT_OPENED),
        Signs("fr").not_recorded(Direction.OUT, KioskError("x" * 70, "y" * 70)),
        WORST,
    ],
)
def test_a_screen_is_exactly_as_large_as_its_terminal_and_leaves_nothing_out(sign):
    lines = screen(sign)
    assert len(lines) == 24
    assert max(map(len, lines)) <= 80
    shown = " ".join(" ".join(lines).split())
    for said in (sign.headline, sign.second, *sign.who, sign.to_do, *sign.notices):
        assert said in shown
    assert all(warning.to_do in shown for warning in sign.warnings)


def test_a_sign_that_is_printed_and_not_shown_is_no_taller_than_a_screen():
    out = io.StringIO()
    console = Console(width=80, height=24, file=out)
    console.print(draw(Sign(Colour.RED, told("fr", Reason.INVALID).headline), "Porte A", ""))
    assert len(out.getvalue().splitlines()) < 20


def test_on_a_terminal_that_is_far_too_small_a_warning_is_still_there():
    shown = "\n".join(screen(WORST, 60, 16))
    assert "HEURE DOUTEUSE" in shown
    assert "LISTE PÉRIMÉE" in shown


def test_a_terminal_without_blocks_gets_plain_letters():
    shown = "\n".join(screen(Signs("fr").ready(STALE), encoding="ascii"))
    assert "H E U R E   D O U T E U S E" in shown or "HEURE DOUTEUSE" in shown
    assert "\\u25" not in shown


@pytest.mark.parametrize("colour", Colour)
def test_a_warning_is_a_band_across_the_screen_in_a_colour_of_its_own(colour):
    warning = told("fr", Notice.CLOCK_SUSPECT)
    row = styles(Sign(colour, "ENTREZ", warnings=(warning,)), warning.to_do)
    band = next(segment for segment in row if warning.to_do in segment.text)
    frame = row[0]
    assert len(band.text) >= 74
    assert band.style.bgcolor != frame.style.bgcolor


def test_a_name_that_looks_like_markup_is_shown_literally():
    """Checklist line 14."""
    name = "[red]<script>{{7*7}}[/red]"
    assert any(name in line for line in screen(Sign(Colour.GREEN, "ENTREZ", who=(name,))))


def test_a_name_cannot_steer_the_terminal():
    name = "Awa\x1b[2J\u202eÉROART"
    shown = "\n".join(screen(Sign(Colour.GREEN, "ENTREZ", who=(name,))))
    assert "Awa\ufffd[2J\ufffdÉROART" in shown


@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_every_camera_fault_is_told_in_the_gate_s_language_and_the_other_beneath(kind, language, other):
    sign = Signs(language).camera_fault(Direction.IN, kind)
    assert sign.notices == (phrase(language, f"camera_{kind}"), phrase(other, f"camera_{kind}"))


@pytest.mark.parametrize("kind", FaultKind)
def test_a_dead_camera_at_an_exit_is_a_free_exit_with_the_cause(kind):
    sign = Signs("fr").camera_fault(Direction.OUT, kind)
    assert (sign.colour, sign.headline, sign.second) == (Colour.FAULT, "SORTIE LIBRE", "FREE EXIT")
    assert phrase("fr", f"camera_{kind}") in sign.notices


def test_a_flood_of_codes_is_never_red_at_an_exit():
    entry, leaving = (Signs("fr").throttled(way) for way in (Direction.IN, Direction.OUT))
    assert (entry.colour, leaving.colour) == (Colour.RED, Colour.AMBER)
    assert leaving.to_do.startswith("Laisser sortir")


@pytest.mark.parametrize("fault", [fault for fault in StoreFault if fault is not StoreFault.OTHER])
@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_why_nothing_is_recorded_is_told_in_the_gate_s_language_and_the_other_beneath(fault, language, other):
    error = StoreError("an English sentence", "a hint", fault)
    sign = Signs(language).not_recorded(Direction.IN, error)
    assert sign.notices == (phrase(language, f"store_{fault}"), phrase(other, f"store_{fault}"))


def test_a_fault_without_words_of_its_own_is_quoted_beneath_french_ones():
    sign = Signs("fr").not_recorded(Direction.IN, ValueError("odd"))
    assert sign.notices == (phrase("fr", "fault_other"), phrase("en", "fault_other"), "ValueError: odd")


def test_a_gate_without_a_screen_says_each_fault_once_and_that_it_is_over():
    errors = io.StringIO()
    lines, signs = Complaints(errors), Signs("fr")
    for sign in (
        signs.ready(),
        *[signs.camera_fault(Direction.IN, FaultKind.LOST)] * 2,
        *[signs.ready()] * 2,
    ):
        lines.show(sign)
    fault, over = errors.getvalue().splitlines()
    assert fault.startswith("kiosk: fault: CAMÉRA EN PANNE · CAMERA FAULT · Elle a disparu")
    assert over == "kiosk: the fault is over"


def test_a_gate_without_a_screen_asks_its_question_all_the_same():
    errors = io.StringIO()
    lines = Complaints(errors)
    lines.show(Signs("fr").question(Question(Wish.END, "4", 0.0)))
    lines.show(Signs("fr").ready())
    assert errors.getvalue() == "kiosk: Terminer ce poste ? Pour oui, taper 4.\n"


@pytest.mark.parametrize("error", [BrokenPipeError, OSError])
def test_a_reader_of_lines_that_is_gone_is_noticed_however_the_system_says_so(error):
    class Gone(io.StringIO):
        def write(self, text):  # noqa: ARG002 - nobody reads it
            raise error(22, "Invalid argument")

    at = datetime(2025, 11, 11, 9, tzinfo=UTC)
    decision = Decision(Outcome.DENIED, Match.INVALID, Reason.INVALID)
    told = []
    lines = JsonLines(Gone(), gone=lambda: told.append("gone"))
    lines.recorded(Admitted(1, at, SALON.checkpoint("NORTH", Direction.IN), decision), 1.0)
    assert told == ["gone"]


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("language", SPOKEN)
def test_a_question_says_what_is_meant_and_which_digit_means_yes(language, wish):
    sign = Signs(language).question(Question(wish, "7", 0.0))
    assert sign.colour is Colour.ASK
    assert "7" in sign.headline
    assert "7" in sign.to_do


def test_a_station_that_will_not_open_is_a_fault_with_what_to_do_and_free_at_an_exit():
    error = KioskError("the file is busy", "another program holds it")
    entry, leaving = (Signs("fr").not_open(way, error) for way in (Direction.IN, Direction.OUT))
    assert (entry.colour, entry.headline, leaving.headline) == (
        Colour.FAULT, "NON ENREGISTRÉ", "SORTIE LIBRE",
    )  # fmt: skip
    assert {error.message, error.hint} < set(entry.notices)


def test_the_terminal_s_frame_says_where_it_is_and_what_its_camera_gives():
    file = io.StringIO()
    caption = Caption("Porte A")
    terminal = Terminal(Console(file=file, width=80), caption)
    caption.camera = lambda: "caméra 1280x720 30/s MJPG"
    terminal.show(Signs("fr").ready())
    terminal.close()
    assert "Porte A" in file.getvalue()
    assert "caméra 1280x720 30/s MJPG" in file.getvalue()


def test_the_terminal_s_frame_counts_a_passage_that_was_undone_no_more():
    at, file = datetime(2025, 11, 11, 9, tzinfo=UTC), io.StringIO()
    terminal = Terminal(Console(file=file, width=80), Caption("Porte A"))
    decision = Decision(Outcome.GRANTED, Match.LISTED)
    terminal.recorded(Admitted(1, at, SALON.checkpoint("NORTH", Direction.IN), decision), 1.0)
    terminal.undone()
    terminal.show(Signs("fr").ready())
    terminal.close()
    assert "✔ 0" in file.getvalue()
