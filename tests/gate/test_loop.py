"""The gate's loop: fakes for camera and lamp only; everything behind them is real."""

import io
import json
from collections import deque
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from fairground import HandClock, enrol, found_station
from gate.props import Lamp, acts, picture, post_at

from kiosk.domain.journal import Kind
from kiosk.domain.model import Direction, Method, Notice, Reason
from kiosk.gate.display import JsonLines
from kiosk.gate.keyboard import Keyboard
from kiosk.gate.loop import GateLoop
from kiosk.gate.post import open_gate
from kiosk.service.admission.admit import Presented
from kiosk.service.station.heads import sidecar_of
from kiosk.service.words.catalogue import INSTRUCTIONS
from kiosk.service.words.sign import Colour, Signs
from kiosk.store.database import StoreError
from kiosk.vision.frame import CameraFault, FaultKind, Frame, Pause


class Reel:
    """A camera that delivers what it is given, and moves the clock along."""

    def __init__(self, clock, items):
        self.clock, self.items = clock, deque(items)

    def read(self, timeout):  # noqa: ARG002 - a reel never waits
        if not self.items:
            return Pause.END
        item = self.items.popleft()
        if isinstance(item, float):
            self.clock.go(item)
            return Pause.WAIT
        if callable(item):
            item()
            return Pause.WAIT
        self.clock.go(0.1)
        if isinstance(item, FaultKind):
            return CameraFault(item, self.clock.monotonic())
        return Frame(item, self.clock.monotonic(), 0)

    def close(self):
        pass


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def station(tmp_path, clock):
    station = found_station(tmp_path, clock)
    yield station
    station.close()


def work(station, items, gate="A", direction="in", typed=""):
    """Let a gate work through a reel and typed lines; return its lamp."""
    lamp = Lamp()
    source = None if items is None else Reel(station.clock, items)
    GateLoop(post_at(station, gate, direction), source, lamp, Keyboard(io.StringIO(typed))).run(lambda: True)
    return lamp


def test_a_badge_held_up_turns_green_with_the_name_once(station):
    """Checklist line 24: the same code held for 10 s is one record."""
    awa = enrol(station)
    lamp = work(station, [picture(awa.text)] * 100)
    assert [scan.number for scan in lamp.scans] == [awa.number]
    green = next(sign for sign in lamp.signs if sign.colour is Colour.GREEN)
    assert green.headline == "ENTREZ"
    assert "Awa TRAORÉ" in green.who


def test_the_screen_is_ready_again_after_five_seconds(station):
    awa = enrol(station)
    lamp = work(station, [*[picture(awa.text)] * 3, 6.0, 0.1])
    assert lamp.colours[0] is Colour.IDLE
    assert lamp.colours[-1] is Colour.IDLE


def test_one_person_s_green_goes_out_before_the_next_person_s_scan_is_recorded(station):
    awa, ben = enrol(station, "Awa"), enrol(station, "Ben")
    lamp = work(station, None, typed=f"{awa.text}\n{ben.text}\n")
    shown = [sign.headline for sign in lamp.signs]
    assert shown == ["PRÊT", "ENTREZ", "UN INSTANT", "ENTREZ"]


def test_what_goes_wrong_with_a_station_while_nobody_comes_is_told_all_the_same(station, clock):
    def jump():
        clock.wall = clock.wall.replace(year=2038)

    lamp = work(station, [picture(), jump, 11.0, 0.1])
    told = [[warning.headline for warning in sign.warnings] for sign in lamp.signs]
    assert told == [[], [], ["HEURE DOUTEUSE"]]


def test_two_badges_held_up_admit_neither(station):
    """Checklist line 23."""
    awa, ben = enrol(station, "Awa"), enrol(station, "Ben")
    lamp = work(station, [picture(awa.text, ben.text)] * 20)
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.AMBIGUOUS]
    assert Colour.GREEN not in lamp.colours


def test_a_foreign_code_is_refused_and_the_next_badge_is_not_kept_waiting(station):
    awa = enrol(station)
    empty = picture()
    reel = [*[picture("https://example.org/a")] * 10, *[empty] * 25, *[picture(awa.text)] * 3]
    lamp = work(station, reel)
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.INVALID, None]


def test_a_gate_is_not_ready_before_its_camera_has_shown_a_picture(station):
    lamp = work(station, [1.0, 1.0, picture(), 1.0])
    assert [sign.headline for sign in lamp.signs] == ["UN INSTANT", "PRÊT"]
    lamp = work(station, [1.0, 1.0, FaultKind.NOT_OPENED, 1.0, picture()])
    assert [sign.headline for sign in lamp.signs] == ["UN INSTANT", "CAMÉRA EN PANNE", "PRÊT"]


def test_a_lost_camera_is_shown_recorded_and_comes_back(station):
    """Checklist line 25: the fault stays on the screen until pictures come again."""
    awa = enrol(station)
    lamp = work(station, [FaultKind.LOST, 10.0, 10.0, picture(awa.text), picture(awa.text)])
    fault = lamp.colours.index(Colour.FAULT)
    green = lamp.colours.index(Colour.GREEN)
    assert fault < green
    details = [act.detail for act in acts(station) if act.kind is Kind.FAULT]
    assert details == [b'{"camera":"lost"}', b'{"camera":"back"}']


@pytest.mark.parametrize("gap", [[FaultKind.LOST, 10.0], [FaultKind.STALLED], [2.9], [10.0, 10.0]])
def test_a_badge_that_stays_in_view_over_a_gap_is_recorded_once_and_once_more_after_it_was_away(station, gap):
    awa = enrol(station)
    shown = [picture(awa.text)] * 3
    assert len(work(station, [*shown, *gap, *shown]).scans) == 1
    assert len(work(station, [*shown, *gap, *[picture()] * 16, *shown]).scans) == 1
    assert len(work(station, [*shown, *gap, *[picture()] * 22, *shown]).scans) == 2


def test_an_exit_whose_camera_is_lost_is_free(station):
    lamp = work(station, [picture(), FaultKind.LOST, 0.1], direction="out")
    assert lamp.signs[-1].headline == "SORTIE LIBRE"


def test_a_dead_camera_never_looks_ready_and_typing_goes_on(station):
    awa = enrol(station)
    lamp = work(station, [FaultKind.NOT_OPENED, 0.1, 6.0, 6.0], typed=f"{awa.text}\n")
    assert Colour.GREEN in lamp.colours
    assert lamp.colours[-1] is Colour.FAULT


def test_nothing_is_green_when_the_store_cannot_write(station):
    awa = enrol(station)
    post = post_at(station, "A", "in")
    lamp = Lamp()
    station.database.connection.execute("PRAGMA query_only = ON")
    GateLoop(post, Reel(station.clock, [picture(awa.text)] * 4), lamp, Keyboard(None)).run(lambda: True)
    station.database.connection.execute("PRAGMA query_only = OFF")
    assert Colour.GREEN not in lamp.colours
    assert lamp.signs[-1].headline == "NON ENREGISTRÉ"
    assert lamp.scans == []


def fill(station):
    """Leave not even room for the smallest record."""
    pages = station.database.connection.execute("PRAGMA page_count").get
    station.database.connection.execute(f"PRAGMA max_page_count = {pages}")
    post = post_at(station, "A", "in")
    with suppress(StoreError):
        while True:
            post.admission.note(Kind.FAULT, {})


@pytest.mark.parametrize(
    ("off", "back"), [(fill, "max_page_count = 1000000"), (None, "query_only = OFF")], ids=["full", "refused"]
)
def test_a_gate_whose_disk_is_full_does_not_look_ready_until_it_can_record_again(station, off, back):
    awa = enrol(station)
    switch = station.database.connection.execute
    off = (lambda: fill(station)) if off else (lambda: switch("PRAGMA query_only = ON"))
    on = lambda: switch(f"PRAGMA {back}")  # noqa: E731
    lamp, marks = Lamp(), []
    reel = [
        off,
        *[picture(awa.text)] * 3,
        6.0,
        6.0,
        0.1,
        6.0,
        lambda: marks.append(len(lamp.signs)),
        on,
        6.0,
        6.0,
    ]
    GateLoop(post_at(station, "A", "in"), Reel(station.clock, reel), lamp, Keyboard(None)).run(lambda: True)
    (mended,) = marks
    broken = lamp.signs[lamp.colours.index(Colour.FAULT) : mended]
    assert {sign.headline for sign in broken} == {"NON ENREGISTRÉ"}
    assert len(broken) > 2, "it was shown again and again"
    assert lamp.signs[-1].headline == "PRÊT"
    last = acts(station)[-1]
    assert last.kind is Kind.FAULT, "the journal says why whoever passed meanwhile is not in it"
    assert last.detail.startswith(b'{"error":')


def test_a_fault_that_comes_with_every_frame_is_journalled_once_a_round(station):
    class Odd(Reel):
        def read(self, timeout):
            got = super().read(timeout)
            return replace(got, image=np.zeros((4, 4, 7), np.uint8)) if isinstance(got, Frame) else got

    lamp = Lamp()
    GateLoop(post_at(station, "A", "in"), Odd(station.clock, [picture()] * 30), lamp, Keyboard(None)).run(
        lambda: True
    )
    assert lamp.colours.count(Colour.FAULT) == 30
    assert [act.kind for act in acts(station)].count(Kind.FAULT) == 1


def test_what_was_recorded_stays_green_though_the_journal_cannot_be_signed_any_more(station):
    awa, ben = enrol(station, "Awa"), enrol(station, "Ben")
    post, lamp = post_at(station, "A", "in"), Lamp()
    head = sidecar_of(station.database.path)
    head.unlink()
    (head / "in the way").mkdir(parents=True)
    # Ben comes when Awa's record has just waited long enough to be signed, and before the gate looks itself.
    reel = Reel(station.clock, [picture(awa.text), 9.95, picture(ben.text)])
    GateLoop(post, reel, lamp, Keyboard(None)).run(lambda: bool(reel.items))
    assert [scan.number for scan in lamp.scans] == [awa.number, ben.number]
    assert Colour.FAULT not in lamp.colours
    assert lamp.colours.count(Colour.GREEN) == 2
    told = [act.detail for act in acts(station) if act.kind is Kind.FAULT]
    assert len(told) == 1, "the journal says that it could not be signed"


def test_at_an_exit_a_fault_shows_free_exit(station):
    awa = enrol(station)
    post = post_at(station, "A", "out")
    lamp = Lamp()
    station.database.connection.execute("PRAGMA query_only = ON")
    GateLoop(post, Reel(station.clock, [picture(awa.text)] * 4), lamp, Keyboard(None)).run(lambda: True)
    station.database.connection.execute("PRAGMA query_only = OFF")
    assert lamp.signs[-1].headline == "SORTIE LIBRE"


@pytest.mark.parametrize(
    "table",
    [("0123456789", "à&é\"'(-è_ç"), ("", "")],
    ids=["French layout", "as typed"],
)
def test_what_a_wedge_scanner_types_on_a_french_keyboard_is_repaired_and_journalled(station, table):
    awa = enrol(station)
    plain, shifted = table
    swapped = str.maketrans(plain + ("AQZWM" if plain else ""), shifted + ("QAWZ?" if plain else ""))
    lamp = work(station, None, typed=awa.text.translate(swapped) + "\n")
    assert [scan.decision.is_granted for scan in lamp.scans] == [True]
    act = acts(station)[-1]
    assert act.method is Method.WEDGE
    assert (act.detail != b"") == bool(plain)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("]Q1", ""), ("]d2", ""), ("\x02", "\x03"), ("\ufeff", ""), ("\x1d", ""), ("", ";"), ("", "\xa0"),
        ("Q", ""), ("*", "*"), ("", " 2026-11-28 23:00"),
        ("a", ""), ("GATE-7:", ""), ("\0", ""), ("0QJ0000QG1GH", ""),
    ],
)  # fmt: skip
def test_what_a_scanner_puts_around_a_code_does_not_spoil_it(station, before, after):
    awa = enrol(station)
    lamp = work(station, None, typed=f"{before}{awa.text}{after}\n")
    assert [scan.number for scan in lamp.scans] == [awa.number]
    assert lamp.scans[0].decision.is_granted


def test_a_prefix_as_a_french_keyboard_types_it_does_not_spoil_a_code_either(station):
    awa = enrol(station)
    swapped = str.maketrans("0123456789AQZWM", "à&é\"'(-è_çQAWZ?")
    lamp = work(station, None, typed=f"$A&{awa.text.translate(swapped)}\n")
    assert [scan.number for scan in lamp.scans] == [awa.number]
    assert acts(station)[-1].detail == b'{"typed":"shifted_digits"}'


def test_a_forged_code_with_a_prefix_is_forged_and_one_within_a_longer_line_is_not_ours(station):
    awa = enrol(station)
    forged = awa.text[:-1] + ("0" if awa.text[-1] != "0" else "1")
    lamp = work(station, None, typed=f"]Q1{forged}\nhttps://{forged}\n")
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.FORGED, Reason.INVALID]


def test_of_two_badges_in_one_line_none_is_taken(station):
    awa, ben = enrol(station, "Awa"), enrol(station, "Ben")
    lamp = work(station, None, typed=f"{awa.text}{ben.text}\n")
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.AMBIGUOUS]
    lamp = work(station, None, typed=f"{awa.text}{'X' * 300}\n")
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.INVALID]


def test_typed_garbage_is_recorded_as_invalid_and_never_green(station):
    lamp = work(station, None, typed="TRAORÉ\n0007-0000001-3\n")
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.INVALID] * 2


def test_lines_that_are_piped_in_command_nothing(station):
    lamp = work(station, None, typed="-\n!\nq\n0\n")
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.INVALID] * 4
    assert {act.kind for act in acts(station)}.isdisjoint({Kind.TURNED_BACK, Kind.CLOCK})


def test_a_letter_in_another_encoding_does_not_make_a_gate_deaf(station):
    typed = io.TextIOWrapper(io.BytesIO(b"\xe9t\xe9\nno badge\n"), "utf-8")
    lamp = Lamp()
    GateLoop(post_at(station, "A", "in"), None, lamp, Keyboard(typed)).run(lambda: True)
    assert [scan.decision.reason for scan in lamp.scans] == [Reason.INVALID] * 2


def test_a_disk_that_will_soon_be_full_is_on_the_screen_before_it_is(station):
    lamp = Lamp()
    for wanted in (0, 10**18):
        post = replace(post_at(station, "A", "in"), min_free_disk=wanted)
        GateLoop(post, None, lamp, Keyboard(io.StringIO())).run(lambda: True)
    assert [[warning.headline for warning in sign.warnings] for sign in lamp.signs] == [
        [],
        ["DISQUE PRESQUE PLEIN"],
    ]


def test_a_suspect_clock_is_a_warning_on_the_green_sign_too(station, clock):
    awa = enrol(station)
    clock.wall = clock.wall.replace(year=2038)
    lamp = work(station, None, typed=f"{awa.text}\n")
    green = next(sign for sign in lamp.signs if sign.colour is Colour.GREEN)
    assert [warning.headline for warning in green.warnings] == ["HEURE DOUTEUSE"]
    assert green.notices == ()


def test_json_lines_say_what_the_format_says(station):
    awa = enrol(station)
    out = io.StringIO()
    checkpoint = station.event().checkpoint("A", Direction.IN)
    admission = open_gate(station, checkpoint).admission
    lines = JsonLines(out)
    lines.recorded(admission.admit(Presented(awa.text)), 12.34)
    line = json.loads(out.getvalue())
    assert list(line) == [
        "seq",
        "at",
        "gate",
        "direction",
        "badge",
        "decision",
        "reason",
        "notices",
        "latency_ms",
    ]
    assert (line["gate"], line["decision"], line["latency_ms"]) == ("A", "granted", 12.3)


def test_every_reason_and_notice_has_words():
    assert set(INSTRUCTIONS) == {*Reason, *Notice}


def test_a_gate_asked_for_a_language_that_no_terminal_writes_speaks_french():
    assert (Signs("ar").ready().headline, Signs("tr").ready().headline) == ("PRÊT", "HAZIR")
    assert Signs("tr").ready().second == "PRÊT"
