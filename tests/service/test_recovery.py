"""Prints that run at the same time, and prints that end unseen."""

import subprocess
import sys

import pytest
from badged import NOON, Paper, issue_all, make_station, print_on, print_some, quiet, records, states

from kiosk.bootstrap.opening import open_station
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import BadgeState
from kiosk.service.badges.lifecycle import settle_printed, unsure
from kiosk.service.people import desk
from kiosk.service.printers.spooling import JobState, News
from kiosk.service.prints.choosing import Choice, Which
from kiosk.service.prints.printing import Layout, past_prints, print_badges
from kiosk.service.prints.resuming import Stop, resume
from kiosk.service.prints.run import Proof, Target

ENDS = """
import os, sys
from pathlib import Path
from kiosk.bootstrap.opening import open_station
from kiosk.service.prints.choosing import Choice
from kiosk.service.prints.run import Outlet, Target
from kiosk.service.printers.spooling import Printer
from kiosk.service.prints.printing import Layout, print_badges

folder, phase = Path(sys.argv[1]), sys.argv[2]

class Fatal:
    def submit(self, *_):
        os._exit(9)

def told(now, done, total):
    if now == phase:
        os._exit(9)

station = open_station(folder, sys.argv[3]).station
outlet = Outlet(Printer(Fatal(), "desk")) if phase == "printer" else None
target = Target(None if outlet else folder / "b.pdf", outlet=outlet)
print_badges(station, Choice(), Layout(folder / "badge_templates"), target, told)
"""
"""Prints until a phase begins, and ends there as by kill -9: nothing is cleared up."""


@pytest.fixture
def station(tmp_path):
    opened = make_station(tmp_path)
    yield opened
    opened.close()


def end_unseen(folder, phase):
    run = [sys.executable, "-c", ENDS, str(folder), phase, NOON]
    assert subprocess.run(run, check=False, timeout=60).returncode == 9  # noqa: S603 - our own words


def register_more(station):
    """Have 56 people in all: more than are written down in one transaction."""
    for nth in range(52):
        desk.register(station, desk.NewPerson("visitor", texts={"family_name": f"A{nth:02}"}))


def hidden(folder):
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def cut_short(station):
    told = [read_detail(act.detail) for act in records(station, Kind.PRINT)]
    return [one["to"] for one in told if "cut_short" in one]


class Meanwhile(Paper):
    """A printer that does something else before it is done."""

    def __init__(self, act):
        super().__init__(News(JobState.DONE))
        self.act = act

    def submit(self, *words):
        self.act()
        return super().submit(*words)


def test_what_another_print_has_is_left_out_until_it_ends(station, tmp_path):
    seen = []

    def meanwhile():
        other = open_station(tmp_path, NOON).station
        seen.append(print_some(other, tmp_path / "2.pdf"))
        seen.append(print_some(other, tmp_path / "3.pdf", Choice(which=Which.ALL)))
        with pytest.raises(KioskError, match="print 1 has not ended yet"):
            resume(other, Stop("2"), Layout(tmp_path / "badge_templates"), Target(tmp_path / "4.pdf"), quiet)
        past_prints(other, 1)
        other.close()

    assert len(print_on(station, tmp_path, Meanwhile(meanwhile)).numbers) == 4
    assert [(one.numbers, one.states) for one in seen] == [((), {BadgeState.RENDERED: 4})] * 2
    assert set(states(station).values()) == {BadgeState.PRINTED}
    assert list(tmp_path.glob("*.pdf")) == []


def test_of_two_prints_that_drew_the_same_badge_the_second_to_write_it_down_is_refused(station, tmp_path):
    register_more(station)
    issue_all(station)
    begun = []

    def told(phase, *_):
        if phase == "drawing" and not begun:
            begun.append(phase)
            begun.append(print_some(station, tmp_path / "2.pdf", Choice(delegation="Türkiye"), Proof.NONE))

    layout, target = Layout(tmp_path / "badge_templates"), Target(tmp_path / "1.pdf", Proof.NONE)
    with pytest.raises(KioskError, match="is in print 1, which began meanwhile"):
        print_badges(station, Choice(), layout, target, told)
    assert not target.file.exists()
    assert begun[1].pages == 1
    # The first fifty were written down before the one that the other print has: they are unprinted again.
    assert print_badges(station, Choice(), layout, target, quiet).pages == 55
    assert set(states(station).values()) == {BadgeState.PRINTED}


def test_badges_that_another_print_has_issued_meanwhile_are_not_called_revoked(station, tmp_path):
    begun = []

    def told(phase, *_):
        if phase == "issuing" and not begun:
            begun.append(phase)
            print_some(station, tmp_path / "2.pdf")

    layout, target = Layout(tmp_path / "badge_templates"), Target(tmp_path / "1.pdf")
    result = print_badges(station, Choice(), layout, target, told)
    assert (result.numbers, result.without) == ((), 0)


def test_of_what_a_printer_had_when_a_print_ended_unseen_nobody_is_sure(station, tmp_path):
    end_unseen(tmp_path, "printer")
    assert set(states(station).values()) == {BadgeState.RENDERED}
    again = print_some(station, tmp_path / "b.pdf")
    assert (again.numbers, again.states) == ((), {BadgeState.UNSURE: 4})
    assert cut_short(station) == ["unsure"] * 4
    settle_printed(station, unsure(station))
    (_, papers), *_ = past_prints(station, 1)
    assert papers == {BadgeState.PRINTED: 4}


@pytest.mark.parametrize("phase", ["drawing", "reading back"])
def test_a_print_that_ended_unseen_leaves_no_codes_behind(station, tmp_path, phase):
    end_unseen(tmp_path, phase)
    assert len(hidden(tmp_path)) == 1
    (tmp_path / ".other.pdf.0badcafe-01020304.part").touch()  # of another station, into the same folder
    assert len(print_some(station, tmp_path / "again.pdf").numbers) == 4
    assert hidden(tmp_path) == [".other.pdf.0badcafe-01020304.part"]
    assert cut_short(station) == []


def test_badges_that_were_not_marked_when_a_print_ended_unseen_come_again(station, tmp_path):
    register_more(station)
    end_unseen(tmp_path, "marking")
    assert (tmp_path / "b.pdf").exists()
    assert len(print_some(station, tmp_path / "again.pdf").numbers) == 6
    assert cut_short(station) == ["issued"] * 6
